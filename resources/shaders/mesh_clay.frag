#include "common.glsl"
#include "surface.glsl"
#include "clay.glsl"

out vec4 outColour;

void main()
{
    outColour = vec4(toEncoded(clayLinear(normalize(matcapNormal()))), 1.0);
}
