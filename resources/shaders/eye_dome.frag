uniform sampler2D colours;
uniform sampler2D depths;
uniform vec2 planes;
uniform bool orthographic;
uniform float strength;
uniform float radius;

in vec2 uv;

layout(location = 0) out vec4 outColour;
layout(location = 1) out float outDepth;

// Logarithm of the distance from the eye; in an orthographic view a distance is made up for it.
float logDistance(float depth)
{
    float span = planes.y - planes.x;
    float distance = orthographic ? span * 0.05 + depth * span
                                  : planes.x * planes.y / (planes.y - depth * span);
    return log2(distance);
}

void main()
{
    outColour = texture(colours, uv);
    outDepth = texture(depths, uv).r;
    if (strength == 0.0 || outDepth >= 1.0)
        return;
    const vec2 around[8] = vec2[](vec2(1, 0), vec2(-1, 0), vec2(0, 1), vec2(0, -1), vec2(1.4, 1.4), vec2(-1.4, 1.4),
                                  vec2(1.4, -1.4), vec2(-1.4, -1.4));
    vec2 pixel = radius / vec2(textureSize(depths, 0));
    float here = logDistance(outDepth);
    float behind = 0.0;
    for (int i = 0; i < 8; ++i) {
        float there = texture(depths, uv + around[i] * pixel).r;
        // Empty neighbours do not count: an outline against nothing stays light.
        behind += there >= 1.0 ? 0.0 : clamp(here - logDistance(there), 0.0, 0.02);
    }
    outColour.rgb *= mix(0.35, 1.0, exp(-24.0 * strength * behind));
}
