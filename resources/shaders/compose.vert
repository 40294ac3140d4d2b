// One triangle over the whole picture, with the rays from the near to the far plane: w is the same all over either
// plane, so that both ends may be interpolated.
uniform mat4 worldFromClip;

out vec2 uv;
out vec3 rayOrigin;
out vec3 ray;

void main()
{
    uv = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    vec2 clip = 2.0 * uv - 1.0;
    vec4 near = worldFromClip * vec4(clip, -1.0, 1.0);
    vec4 far = worldFromClip * vec4(clip, 1.0, 1.0);
    rayOrigin = near.xyz / near.w;
    ray = far.xyz / far.w - rayOrigin;
    gl_Position = vec4(clip, 0.0, 1.0);
}
