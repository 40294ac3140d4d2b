// The mesh's own colours under two soft lights that move with the camera and a sky: a face turned to the camera
// keeps its colour, the others fall off gently.
#include "common.glsl"
#include "surface.glsl"

out vec4 outColour;

void main()
{
    vec3 n = facingNormal();
    float key = max(dot(n, normalize(vec3(-0.40, 0.55, 0.75))), 0.0);
    float fill = max(dot(n, normalize(vec3(0.70, 0.05, 0.60))), 0.0);
    float sky = 0.5 + 0.5 * dot(n, viewUp);
    vec3 light = vec3(0.38) + vec3(0.43, 0.42, 0.41) * key + vec3(0.14, 0.15, 0.16) * fill +
                 mix(vec3(0.05, 0.04, 0.035), vec3(0.22, 0.23, 0.24), sky);
    outColour = vec4(toEncoded(toLinear(surfaceColour) * light), 1.0);
}
