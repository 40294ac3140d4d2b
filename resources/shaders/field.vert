// The cube round the occupied part of a baked field; corners from gl_VertexID.
uniform mat4 clipFromVoxel;
uniform vec3 boxMinimum;
uniform vec3 boxMaximum;

out vec3 voxelPosition;

void main()
{
    vec3 corner = vec3(gl_VertexID & 1, (gl_VertexID >> 1) & 1, (gl_VertexID >> 2) & 1);
    voxelPosition = mix(boxMinimum, boxMaximum, corner);
    gl_Position = clipFromVoxel * vec4(voxelPosition, 1.0);
}
