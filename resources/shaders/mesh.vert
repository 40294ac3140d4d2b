// Mesh vertices into view and clip space. WIRE: a geometry shader follows.
uniform mat4 clipFromScene;
uniform mat4 viewFromScene;
uniform mat3 viewFromSceneNormal;

layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec4 colour;

#ifdef WIRE
#define OUT(name) corner##name
#else
#define OUT(name) surface##name
#endif
out vec3 OUT(Position);
out vec3 OUT(Normal);
out vec3 OUT(Colour);
#ifdef WIRE
out vec3 cornerScene;
out vec3 cornerSceneNormal;
#endif

void main()
{
    OUT(Position) = (viewFromScene * vec4(position, 1.0)).xyz;
    OUT(Normal) = viewFromSceneNormal * normal;
    OUT(Colour) = colour.rgb;
#ifdef WIRE
    cornerScene = position;
    cornerSceneNormal = normal;
#endif
    gl_Position = clipFromScene * vec4(position, 1.0);
}
