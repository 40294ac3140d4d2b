// Gaussian along one direction: narrow for red, wide for green. Every second texel is enough for both.
uniform sampler2D image;
uniform vec2 direction;

in vec2 uv;

out vec4 outColour;

void main()
{
    const float narrow = 2.4;
    const float wide = 9.0;
    vec2 sum = vec2(0.0);
    vec2 weights = vec2(0.0);
    for (int i = -13; i <= 13; ++i) {
        float x = 2.0 * float(i);
        vec2 w = exp(-0.5 * vec2(x * x) / vec2(narrow * narrow, wide * wide));
        sum += w * texture(image, uv + direction * x).rg;
        weights += w;
    }
    outColour = vec4(sum / weights, 0.0, 1.0);
}
