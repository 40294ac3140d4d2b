// Snippets that several shaders share. Colours named "linear" are linear sRGB, all others sRGB-encoded.

vec3 toLinear(vec3 encoded)
{
    return mix(encoded / 12.92, pow((encoded + 0.055) / 1.055, vec3(2.4)), step(0.04045, encoded));
}

vec3 toEncoded(vec3 linear)
{
    linear = clamp(linear, 0.0, 1.0);
    return mix(linear * 12.92, 1.055 * pow(linear, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, linear));
}

// A number in [0, 1) for each pixel; neighbours are spread as far apart as possible, which the eye takes for a tone
// (interleaved gradient noise: J. Jimenez, Next generation post processing in Call of Duty, SIGGRAPH 2014).
float hash12(vec2 pixel)
{
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}

// OKLab to linear sRGB (B. Ottosson, A perceptual color space for image processing, 2020).
vec3 linearFromOklab(vec3 lab)
{
    vec3 lms = vec3(lab.x + 0.3963377774 * lab.y + 0.2158037573 * lab.z,
                    lab.x - 0.1055613458 * lab.y - 0.0638541728 * lab.z,
                    lab.x - 0.0894841775 * lab.y - 1.2914855480 * lab.z);
    lms = lms * lms * lms;
    return vec3(4.0767416621 * lms.x - 3.3077115913 * lms.y + 0.2309699292 * lms.z,
                -1.2684380046 * lms.x + 2.6097574011 * lms.y - 0.3413193965 * lms.z,
                -0.0041960863 * lms.x - 0.7034186147 * lms.y + 1.7076147010 * lms.z);
}

// Near is light and warm, far is dark and blue; lightness falls evenly, so that equal steps of depth look equal.
vec3 depthColour(float depth)
{
    float d = clamp(depth, 0.0, 1.0);
    float lightness = mix(0.93, 0.24, d);
    float hue = mix(1.55, -2.2, d);
    float chroma = 0.03 + 0.12 * sin(3.14159265 * clamp(d * 0.92 + 0.06, 0.0, 1.0));
    return toEncoded(linearFromOklab(vec3(lightness, chroma * cos(hue), chroma * sin(hue))));
}

vec3 normalColour(vec3 viewNormal)
{
    return 0.5 + 0.5 * viewNormal;
}
