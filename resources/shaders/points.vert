uniform mat4 clipFromScene;
uniform float fixedSize;
uniform float sizePerDistance;

layout(location = 0) in vec3 position;
layout(location = 1) in vec4 colour;

out vec3 pointColour;
out float pointSize;

void main()
{
    gl_Position = clipFromScene * vec4(position, 1.0);
    pointSize = clamp(fixedSize + sizePerDistance / max(gl_Position.w, 1e-4), 1.0, 256.0);
    // One pixel more, for the soft outline.
    gl_PointSize = pointSize + 1.0;
    pointColour = colour.rgb;
}
