#include "common.glsl"
#include "surface.glsl"

out vec4 outColour;

void main()
{
    outColour = vec4(normalColour(facingNormal()), 1.0);
}
