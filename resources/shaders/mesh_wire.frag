// Hidden-line drawing: light lines on dark clay. Where triangles are only a few pixels wide the lines thin out, so
// that a dense mesh still shows its form.
#include "common.glsl"
#include "surface.glsl"
#include "clay.glsl"

noperspective in vec3 edgeDistance;
flat in float narrowest;

out vec4 outColour;

void main()
{
    vec3 n = normalize(matcapNormal());
    float wide = smoothstep(1.0, 9.0, narrowest);
    vec3 body = clayLinear(n);
    body = mix(body, vec3(dot(body, vec3(0.2126, 0.7152, 0.0722))), 0.55) * mix(0.62, 0.28, wide) + 0.012;
    float nearest = min(edgeDistance.x, min(edgeDistance.y, edgeDistance.z));
    float line = (1.0 - smoothstep(0.15, 0.95, nearest)) * mix(0.07, 0.85, wide);
    vec3 wire = mix(vec3(0.86, 0.62, 0.48), vec3(0.95, 0.86, 0.80), clamp(n.z, 0.0, 1.0));
    outColour = vec4(toEncoded(mix(body, wire, line)), 1.0);
}
