uniform mat4 clipFromScene;

layout(location = 0) in vec3 position;
layout(location = 1) in vec2 place;

out vec2 atlasPlace;

void main()
{
    gl_Position = clipFromScene * vec4(position, 1.0);
    atlasPlace = place;
}
