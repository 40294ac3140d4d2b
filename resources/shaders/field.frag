// Emission and absorption along a ray through a baked field. Positions are in voxels: voxel (i, j, k) has its centre
// at (i, j, k) + 0.5. Path lengths are in voxel sizes, the unit that the stored opacity refers to.
// CHANNEL: 0 colour, 1 depth, 2 normals, 3 opacity.
#include "common.glsl"

uniform sampler3D volume;
uniform sampler3D bricks;
uniform mat4 clipFromVoxel;
uniform mat3 viewFromVoxelNormal;
uniform vec4 viewDepthRow;
uniform vec2 depthRange;
uniform vec3 eye;
uniform vec3 forward;
uniform bool orthographic;
uniform vec3 boxMinimum;
uniform vec3 boxMaximum;
uniform vec3 size;
uniform vec3 voxel;
uniform float brickSize;
uniform vec3 brickCounts;
uniform float stepLength;
uniform float stopAt;

in vec3 voxelPosition;

layout(location = 0) out vec4 outColour;
layout(location = 1) out float outDepth;

#if CHANNEL == 2
uniform sampler3D smoothed;
uniform vec3 smoothedSize;

float opacityNear(vec3 p)
{
    return textureLod(smoothed, 0.5 * p / smoothedSize, 0.0).r;
}

// Opacity falls towards the outside, so that the normal is against the gradient.
vec3 outwardAt(vec3 p)
{
    const vec2 h = vec2(1.5, 0.0);
    return vec3(opacityNear(p - h.xyy) - opacityNear(p + h.xyy), opacityNear(p - h.yxy) - opacityNear(p + h.yxy),
                opacityNear(p - h.yyx) - opacityNear(p + h.yyx));
}
#endif

void main()
{
    // The fragment lies on the far side of the box: along the ray t runs from some negative value to 0.
    vec3 ray = orthographic ? forward : voxelPosition - eye;
    float unit = voxel.x / length(ray * voxel);
    vec3 direction = ray * unit;
    direction = mix(direction, vec3(1e-6), lessThan(abs(direction), vec3(1e-6)));
    vec3 inverse = 1.0 / direction;
    vec3 forwards = step(vec3(0.0), direction);
    vec3 entry = (mix(boxMaximum, boxMinimum, forwards) - voxelPosition) * inverse;
    float start = max(entry.x, max(entry.y, entry.z));
    if (!orthographic)
        start = max(start, -1.0 / unit);

    // Segment k covers [start + k step, start + (k + 1) step]; it is sampled at a place of its own for each pixel,
    // which turns rings of equal distance into fine grain.
    float offset = stepLength * hash12(gl_FragCoord.xy);
    float s = start + offset;
    vec3 toVolume = 1.0 / size;
    vec3 toBricks = 1.0 / (brickSize * brickCounts);
    float transmittance = 1.0;
    vec3 colour = vec3(0.0);
    float hit = start;
    float depthSum = 0.0;

    for (int i = 0; i < 2048 && s < offset; ++i) {
        vec3 p = voxelPosition + direction * s;
        float empty = floor(textureLod(bricks, p * toBricks, 0.0).r * 255.0 + 0.5);
        if (empty > 0.0) {
            vec3 brick = floor(p / brickSize) + mix(vec3(1.0 - empty), vec3(empty), forwards);
            vec3 walls = (brick * brickSize - voxelPosition) * inverse;
            float leave = min(walls.x, min(walls.y, walls.z));
            s = max(s + stepLength, start + offset + stepLength * ceil((leave - offset - start) / stepLength));
            continue;
        }
        vec4 texel = textureLod(volume, p * toVolume, 0.0);
        float through = exp2(log2(max(1.0 - texel.a, 1e-4)) * min(stepLength, offset - s));
        float weight = transmittance * (1.0 - through);
#if CHANNEL == 0
        colour += weight * texel.rgb;
#elif CHANNEL == 1
        depthSum += weight * s;
#elif CHANNEL == 2
        if (weight > 0.01)
            colour += weight * outwardAt(p);
#endif
        hit = transmittance > 0.5 ? s : hit;
        transmittance *= through;
        if (transmittance < stopAt) {
            colour /= 1.0 - transmittance;
            depthSum /= 1.0 - transmittance;
            transmittance = 0.0;
            break;
        }
        s += stepLength;
    }

    float alpha = 1.0 - transmittance;
#if CHANNEL == 0
    outColour = vec4(colour, alpha);
#elif CHANNEL == 1
    vec3 p = voxelPosition + direction * (depthSum / max(alpha, 1e-4));
    float depth = dot(viewDepthRow, vec4(p, 1.0));
    outColour = vec4(depthColour((depth - depthRange.x) / (depthRange.y - depthRange.x)), 1.0) * alpha;
#elif CHANNEL == 2
    outColour = vec4(normalColour(normalize(viewFromVoxelNormal * colour + vec3(1e-6))), 1.0) * alpha;
#else
    outColour = vec4(vec3(alpha), 1.0);
#endif
    vec4 clip = clipFromVoxel * vec4(voxelPosition + direction * hit, 1.0);
    outDepth = alpha < 0.5 ? 1.0 : clamp(0.5 * clip.z / clip.w + 0.5, 0.0, 1.0);
}
