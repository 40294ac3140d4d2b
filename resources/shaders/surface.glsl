// What every mesh fragment shader gets, in view space: the camera sits at the origin and looks along -z.
uniform bool orthographic;
uniform vec3 viewUp;

in vec3 surfacePosition;
in vec3 surfaceNormal;
in vec3 surfaceColour;

vec3 towardsCamera()
{
    return orthographic ? vec3(0.0, 0.0, 1.0) : normalize(-surfacePosition);
}

// Unit length, on the side that is seen.
vec3 facingNormal()
{
    vec3 n = normalize(surfaceNormal);
    return gl_FrontFacing ? n : -n;
}

// The normal as it would be if this place were in the middle of the picture: a matcap wants no perspective.
vec3 matcapNormal()
{
    vec3 n = facingNormal();
    vec3 v = towardsCamera();
    vec3 x = normalize(vec3(v.z, 0.0, -v.x));
    vec3 y = cross(v, x);
    return vec3(dot(n, x), dot(n, y), dot(n, v));
}
