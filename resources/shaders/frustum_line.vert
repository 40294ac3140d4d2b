// A line as two triangles that face the viewer.
uniform mat4 clipFromScene;
uniform vec2 halfWidth; // of a line, in clip units at w = 1

layout(location = 0) in vec3 from;
layout(location = 1) in vec3 to;
layout(location = 2) in vec3 colour;

out vec3 lineColour;

// The part of the line before the near plane, or a point behind it that is cut off.
vec4 cutAtNear(vec4 a, vec4 b)
{
    float da = a.z + a.w;
    float db = b.z + b.w;
    return da < 0.0 && db > 0.0 ? mix(a, b, da / (da - db)) : a;
}

void main()
{
    vec4 a = clipFromScene * vec4(from, 1.0);
    vec4 b = clipFromScene * vec4(to, 1.0);
    vec4 start = cutAtNear(a, b);
    vec4 end = cutAtNear(b, a);
    const vec2 corners[6] = vec2[](vec2(0, -1), vec2(1, -1), vec2(1, 1), vec2(0, -1), vec2(1, 1), vec2(0, 1));
    vec2 corner = corners[gl_VertexID % 6];
    vec2 along = (end.xy / end.w - start.xy / start.w) / halfWidth;
    along = dot(along, along) > 1e-12 ? normalize(along) : vec2(1.0, 0.0);
    vec4 place = mix(start, end, corner.x);
    // Square ends, so that lines meet without a notch.
    vec2 offset = vec2(-along.y, along.x) * corner.y + along * (2.0 * corner.x - 1.0);
    gl_Position = place + vec4(offset * halfWidth * place.w, 0.0, 0.0);
    lineColour = colour;
}
