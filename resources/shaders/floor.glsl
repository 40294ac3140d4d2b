// The floor: contact shadow, grid and the two axes that lie in it. Fades with the distance from the object and where
// it is seen from the side.
uniform float floorHeight;
uniform vec4 fade; // centre x and z, where the grid starts to fade, where it is gone
uniform float spacing;
uniform float fineShare;
uniform vec3 gridColour;
uniform float gridShown;
uniform float axesShown;
uniform float shadowShown;
uniform vec4 shadowRectangle;
uniform sampler2D shadow;

// Coverage of lines at whole multiples of `step`, about one pixel wide; a grid finer than the pixels turns to nothing.
float gridLines(vec2 p, vec2 pixel, float step)
{
    vec2 away = abs(fract(p / step - 0.5) - 0.5) * step;
    vec2 lines = clamp(1.15 - away / pixel, 0.0, 1.0) * (1.0 - smoothstep(0.15, 0.45, pixel / step));
    return max(lines.x, lines.y);
}

float axisLine(float away, float pixel)
{
    return clamp(1.5 - abs(away) / pixel, 0.0, 1.0);
}

vec4 layOver(vec3 colour, float alpha, vec4 below)
{
    return vec4(colour * alpha, alpha) + (1.0 - alpha) * below;
}

// Premultiplied colour where origin + at * ray meets the floor; nothing where it does not.
vec4 floorColour(vec3 origin, vec3 ray, out float at)
{
    at = (floorHeight - origin.y) / (abs(ray.y) < 1e-9 ? 1e-9 : ray.y);
    vec2 p = (origin + clamp(at, 0.0, 1.0) * ray).xz;
    vec2 pixel = max(fwidth(p), vec2(1e-7));
    if (at <= 0.0 || at >= 1.0)
        return vec4(0.0);
    float slope = abs(ray.y) / length(ray);
    float around = 1.0 - smoothstep(fade.z, fade.w, distance(p, fade.xy));
    float visible = around * around * smoothstep(0.0, 0.22, slope);

    vec4 ground = vec4(0.0);
    vec2 inMap = (p - shadowRectangle.xy) / shadowRectangle.zw;
    if (shadowShown > 0.0 && all(greaterThan(inMap, vec2(0.0))) && all(lessThan(inMap, vec2(1.0)))) {
        vec2 dark = texture(shadow, inMap).rg;
        float amount = 1.0 - (1.0 - 0.55 * dark.x) * (1.0 - 0.62 * dark.y);
        // From below the floor is glass.
        ground = vec4(0.0, 0.0, 0.0, amount * shadowShown * (ray.y < 0.0 ? 1.0 : 0.25));
    }
    float lines = max(0.16 * fineShare * gridLines(p, pixel, spacing * 0.1), 0.34 * gridLines(p, pixel, spacing));
    ground = layOver(gridColour, gridShown * visible * lines, ground);
    ground = layOver(vec3(0.70, 0.30, 0.27), 0.75 * axesShown * visible * axisLine(p.y, pixel.y), ground);
    ground = layOver(vec3(0.27, 0.45, 0.72), 0.75 * axesShown * visible * axisLine(p.x, pixel.x), ground);
    return ground;
}
