uniform mat4 clipFromScene;

layout(location = 0) in vec3 position;
layout(location = 1) in vec2 place;
layout(location = 2) in float light;

out vec2 atlasPlace;
flat out float baseLight;

void main()
{
    gl_Position = clipFromScene * vec4(position, 1.0);
    atlasPlace = place;
    baseLight = light;
}
