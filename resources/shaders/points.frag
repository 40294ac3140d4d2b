uniform bool multisampled;

in vec3 pointColour;
in float pointSize;

out vec4 outColour;

void main()
{
    float distance = length(gl_PointCoord - 0.5) * (pointSize + 1.0);
    float coverage = clamp(0.5 * pointSize - distance + 0.5, 0.0, 1.0);
    if (coverage < (multisampled ? 0.125 : 0.5))
        discard;
    // Coverage becomes a number of covered samples out of four, so that outlines are soft and need no sorting.
    gl_SampleMask[0] = multisampled ? (1 << int(coverage * 4.0 + 0.5)) - 1 : -1;
    outColour = vec4(pointColour, 1.0);
}
