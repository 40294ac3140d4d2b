// Clay as a ball of it would look on the sculptor's stand: a large soft light from the upper left, a weak cool one
// from the right, warm light from the table below, a dull sheen. n is the view-space normal, z towards the eye.
vec3 clayLinear(vec3 n)
{
    const vec3 base = vec3(0.694, 0.191, 0.072); // #d9794c
    const vec3 key = normalize(vec3(-0.52, 0.66, 0.54));
    const vec3 fill = normalize(vec3(0.85, 0.10, 0.45));
    float lit = clamp((dot(n, key) + 0.30) / 1.30, 0.0, 1.0);
    lit = lit * lit * (3.0 - 2.0 * lit);
    float filled = clamp((dot(n, fill) + 0.4) / 1.4, 0.0, 1.0);
    float below = clamp(0.5 - 0.5 * n.y, 0.0, 1.0);
    vec3 light = vec3(0.13, 0.115, 0.125) + vec3(0.90, 0.87, 0.84) * lit + vec3(0.09, 0.13, 0.19) * filled * filled +
                 vec3(0.16, 0.075, 0.04) * below * below;
    // Clay lets a little light through: where the key light ends its colour grows warmer before it goes dark.
    float edge = exp(-18.0 * (lit - 0.28) * (lit - 0.28));
    vec3 colour = base * (light + vec3(0.085, 0.004, 0.0) * edge);
    vec3 halfway = normalize(key + vec3(0.0, 0.0, 1.0));
    float gloss = max(dot(n, halfway), 0.0);
    colour += vec3(1.0, 0.86, 0.74) * (0.060 * pow(gloss, 8.0) + 0.045 * pow(gloss, 36.0));
    float rim = pow(1.0 - clamp(n.z, 0.0, 1.0), 3.2);
    colour += rim * mix(vec3(0.10, 0.045, 0.03), vec3(0.20, 0.19, 0.21), clamp(0.5 + 0.6 * n.y + 0.25 * n.x, 0.0, 1.0));
    return colour;
}
