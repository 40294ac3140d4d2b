// Hidden-line drawing: light lines on dark clay. The mesh's own edges where they lie a few pixels apart; where it is
// denser they would be a fog, so they give way to a net of sections through the object, at round multiples of the
// mesh's edge length, so that the form reads from afar.
#include "common.glsl"
#include "surface.glsl"
#include "clay.glsl"

uniform float meanEdge;       // scene units
uniform float meanEdgePixels; // its length on screen, at the object's middle; pixels as the eye knows them
uniform float pixelScale;     // device pixels in one of them

in vec3 scenePosition;
in vec3 sceneNormal;
noperspective in vec3 edgeDistance;
flat in float narrowest;

out vec4 outColour;

const float kNetPixels = 13.0;

// Coverage by the planes x, y and z = whole multiples of `spacing`; a plane that lies along the surface draws nothing.
float net(float spacing)
{
    vec3 place = scenePosition / spacing;
    vec3 pixels = abs(fract(place - 0.5) - 0.5) / max(fwidth(place) * pixelScale, vec3(1e-6));
    vec3 along = sqrt(max(1.0 - sceneNormal * sceneNormal / max(dot(sceneNormal, sceneNormal), 1e-12), 0.0));
    vec3 lines = (1.0 - smoothstep(0.2, 1.0, pixels)) * smoothstep(0.35, 0.60, along);
    return max(lines.x, max(lines.y, lines.z));
}

void main()
{
    vec3 n = normalize(matcapNormal());
    float apart = smoothstep(6.0, 12.0, meanEdgePixels);
    float own = apart * smoothstep(0.8, 4.0, narrowest / pixelScale);
    float nearest = min(edgeDistance.x, min(edgeDistance.y, edgeDistance.z)) / pixelScale;
    float edges = (1.0 - smoothstep(0.15, 0.95, nearest)) * own;
    // Two neighbouring octaves: the finer fades as the view draws back, then the coarser takes its place.
    float octave = max(log2(kNetPixels / max(meanEdgePixels, 1e-6)), 0.0);
    float coarse = net(meanEdge * exp2(floor(octave) + 1.0));
    float fine = net(meanEdge * exp2(floor(octave))) * (1.0 - fract(octave));
    float sections = max(coarse, fine) * (1.0 - apart);

    vec3 body = clayLinear(n);
    body = mix(body, vec3(dot(body, vec3(0.2126, 0.7152, 0.0722))), 0.55) * 0.34 + 0.012;
    vec3 wire = mix(vec3(0.86, 0.62, 0.48), vec3(0.95, 0.86, 0.80), clamp(n.z, 0.0, 1.0));
    float line = max(0.80 * edges, 0.55 * sections) * mix(0.45, 1.0, clamp(n.z, 0.0, 1.0));
    outColour = vec4(toEncoded(mix(body, wire, line)), 1.0);
}
