#include "core/data/procedural_texture.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/data/photo_pool.h"
#include "core/data/procedural_parts.h"

namespace bozzetto {

using glm::vec2;
using glm::vec3;

namespace {

constexpr float kTurn = 6.28318531f;

vec3 fromHsv(float hue, float saturation, float value)
{
    vec3 colour;
    for (int c = 0; c < 3; ++c) {
        const float k = std::fmod(float(5 - 2 * c) + 6 * hue, 6.0f);
        colour[c] = value * (1 - saturation * std::clamp(std::min(k, 4 - k), 0.0f, 1.0f));
    }
    return colour;
}

/// What all pictures draw from.
struct Paint
{
    explicit Paint(Random& random)
        : first(randomColour(random)), second(randomColour(random)), third(randomColour(random)),
          seed(std::uint32_t(random.next())), size(random.chance(0.5f) ? 128 : 256)
    {
        if (glm::length(first - second) < 0.25f)
            second = shade(first, glm::dot(first, vec3(1)) > 1.5f ? 0.5f : 1.8f) + vec3(0.08f);
    }
    float noise(const vec2& uv, float scale, int octaves = 4) const
    {
        return fractalNoise({uv.x * scale, uv.y * scale, 0.37f}, seed, octaves);
    }

    vec3 first, second, third;
    std::uint32_t seed;
    int size;
};

template <typename Colour> Image painted(int size, const Colour& colourAt)
{
    Image image(size, size, 3);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const vec3 c =
                colourAt(vec2((float(x) + 0.5f) / float(size), 1 - (float(y) + 0.5f) / float(size)));
            for (int k = 0; k < 3; ++k)
                image.at(x, y, k) = std::clamp(c[k], 0.0f, 1.0f);
        }
    return image;
}

Image solid(const Paint& p, Random& random)
{
    const float unevenness = random.uniform(0.0f, 0.12f), scale = random.uniform(3, 20);
    return painted(p.size, [&](const vec2& uv) { return p.first * (1 + unevenness * p.noise(uv, scale)); });
}

Image gradient(const Paint& p, Random& random)
{
    const float bend = random.uniform(0.5f, 2);
    return painted(p.size, [&](const vec2& uv) { return glm::mix(p.first, p.second, std::pow(uv.y, bend)); });
}

Image twoTone(const Paint& p, Random& random)
{
    const float level = random.uniform(0.25f, 0.75f), wave = random.chance(0.4f) ? 0.1f : 0.0f;
    return painted(p.size,
                   [&](const vec2& uv) { return uv.y + wave * p.noise(uv, 5) < level ? p.first : p.second; });
}

Image stripes(const Paint& p, Random& random)
{
    const int across = random.chance(0.5f) ? random.integer(2, 14) : 0;
    const int along = across == 0 || random.chance(0.2f) ? random.integer(2, 14) : 0;
    const float share = random.uniform(0.2f, 0.7f),
                wave = random.chance(0.3f) ? random.uniform(0.1f, 0.6f) : 0;
    return painted(p.size, [&](const vec2& uv) {
        const float t = uv.x * float(across) + uv.y * float(along) + wave * p.noise(uv, 4);
        const float f = t - std::floor(t);
        return f < share ? p.first : f < share + 0.08f ? p.third : p.second;
    });
}

Image checks(const Paint& p, Random& random)
{
    const int across = random.integer(3, 12), along = random.integer(3, 12);
    const bool tartan = random.chance(0.4f);
    return painted(p.size, [&](const vec2& uv) {
        const bool a = int(uv.x * float(2 * across)) % 2, b = int(uv.y * float(2 * along)) % 2;
        return tartan   ? glm::mix(a ? p.first : p.second, b ? p.third : p.second, 0.5f)
               : a != b ? p.first
                        : p.second;
    });
}

Image clouds(const Paint& p, Random& random)
{
    const float scale = random.uniform(2, 12), hard = random.uniform(1, 8);
    return painted(p.size, [&](const vec2& uv) {
        const float n = p.noise(uv, scale);
        const vec3 ground = glm::mix(p.first, p.second, std::clamp(0.5f + hard * n, 0.0f, 1.0f));
        return glm::mix(ground, p.third, std::clamp(3 * p.noise(uv + vec2(3.3f), scale) - 0.9f, 0.0f, 1.0f));
    });
}

Image marble(const Paint& p, Random& random)
{
    const float scale = random.uniform(2, 6), veins = random.uniform(1, 4);
    return painted(p.size, [&](const vec2& uv) {
        const float n = p.noise(uv, scale, 5);
        const float vein = std::pow(std::abs(std::sin(kTurn * (uv.y * veins + uv.x + 1.4f * n))), 0.4f);
        return glm::mix(p.second, p.first, vein);
    });
}

Image spots(const Paint& p, Random& random)
{
    std::vector<vec3> discs;
    for (int i = random.integer(6, 60); i > 0; --i)
        discs.push_back(vec3{random.uniform(), random.uniform(), random.uniform(0.015f, 0.09f)});
    const float ragged = random.chance(0.4f) ? 0.5f : 0.0f;
    return painted(p.size, [&](const vec2& uv) {
        const float edge = 1 + ragged * p.noise(uv, 14);
        for (std::size_t i = 0; i < discs.size(); ++i) {
            const vec2 d = glm::abs(uv - vec2(discs[i]));
            if (glm::length(glm::min(d, 1.0f - d)) < discs[i].z * edge)
                return i % 4 ? p.second : p.third;
        }
        return p.first;
    });
}

Image wood(const Paint& p, Random& random)
{
    const vec3 light =
        fromHsv(random.uniform(0.055f, 0.1f), random.uniform(0.3f, 0.75f), random.uniform(0.3f, 0.9f));
    const vec3 dark = shade(light, random.uniform(0.55f, 0.8f));
    const float rings = random.uniform(3, 10), stretch = random.uniform(6, 14);
    const bool upright = random.chance(0.6f);
    return painted(p.size, [&](const vec2& uv) {
        const vec2 q = upright ? uv : vec2(uv.y, uv.x);
        const float grain = rings * (q.x + 0.35f * p.noise({q.x * 2, q.y * 0.5f}, 2));
        const float fibre = p.noise({q.x * stretch, q.y * 0.6f}, 6);
        return glm::mix(light, dark,
                        std::clamp(0.5f + 0.4f * std::sin(kTurn * grain) + 0.5f * fibre, 0.0f, 1.0f));
    });
}

Image brushed(const Paint& p, Random& random)
{
    const float value = random.uniform(0.15f, 0.85f);
    const vec3 tint = random.chance(0.25f) ? fromHsv(random.uniform(0.06f, 0.14f), 0.5f, value) : vec3(value);
    const float rust = random.chance(0.2f) ? 1.0f : 0.0f;
    return painted(p.size, [&](const vec2& uv) {
        const vec3 base = tint * (1 + 0.15f * p.noise({uv.x * 0.2f, uv.y * 3}, 20));
        return glm::mix(base, vec3(0.42f, 0.22f, 0.1f),
                        rust * std::clamp(4 * p.noise(uv, 5) - 0.4f, 0.0f, 0.9f));
    });
}

Image weave(const Paint& p, Random& random)
{
    const int threads = random.integer(20, 50), bands = random.integer(0, 6);
    return painted(p.size, [&](const vec2& uv) {
        const float thread =
            std::sin(kTurn * uv.x * float(threads)) * std::sin(kTurn * uv.y * float(threads));
        const bool band = bands > 0 && std::sin(kTurn * uv.y * float(bands)) > 0.6f;
        return (band ? p.second : p.first) * (1 + 0.12f * thread + 0.1f * p.noise(uv, 9));
    });
}

Image coat(const Paint& p, Random& random)
{
    const vec3 base = random.chance(0.75f) ? fromHsv(random.uniform(0.04f, 0.12f), random.uniform(0, 0.65f),
                                                     random.uniform(0.1f, 0.95f))
                                           : p.first;
    const vec3 other = random.chance(0.5f) ? shade(base, 0.35f) : vec3(random.uniform(0.75f, 0.95f));
    const int kind = random.integer(0, 3);
    const float scale = random.uniform(2, 6), count = float(random.integer(4, 12));
    return painted(p.size, [&](const vec2& uv) {
        const float fibre = 1 + 0.18f * p.noise({uv.x * 4, uv.y}, 16);
        const float n = p.noise(uv, scale);
        const bool patch = kind == 1   ? n > 0.12f
                           : kind == 2 ? std::sin(kTurn * (uv.y * count + 0.7f * n)) > 0.3f
                           : kind == 3 ? p.noise(uv, scale * 3, 2) > 0.25f
                                       : false;
        return (patch ? other : base) * fibre;
    });
}

Image foliage(const Paint& p, Random& random)
{
    const float hue = random.chance(0.85f) ? random.uniform(0.2f, 0.4f) : random.uniform(0, 0.16f);
    const vec3 green = fromHsv(hue, random.uniform(0.4f, 0.9f), random.uniform(0.25f, 0.75f));
    const vec3 vein = random.chance(0.5f) ? green * 1.5f : green * 0.6f;
    return painted(p.size, [&](const vec2& uv) {
        const float side = std::abs(2 * uv.x - 1);
        const bool line = side < 0.05f || std::sin(kTurn * (uv.y * 8 - side * 2)) > 0.93f;
        return (line ? vein : green) * (1 + 0.25f * p.noise(uv, 6));
    });
}

void fill(Image& image, int left, int top, int width, int height, const vec3& colour)
{
    for (int y = std::max(0, top); y < std::min(image.height, top + height); ++y)
        for (int x = std::max(0, left); x < std::min(image.width, left + width); ++x)
            for (int c = 0; c < 3; ++c)
                image.at(x, y, c) = colour[c];
}

/// Bars at random in cells of 3 x 5: from afar they read as letters.
void writeLine(Image& image, int left, int top, int right, int cell, const vec3& ink, Random& random)
{
    for (int x = left; x + 3 * cell < right; x += 4 * cell) {
        if (random.chance(0.15f))
            continue;
        if (random.chance(0.8f))
            fill(image, x, top, cell, 5 * cell, ink);
        if (random.chance(0.45f))
            fill(image, x + 2 * cell, top, cell, 5 * cell, ink);
        for (int bar = 0; bar < 5; bar += 2)
            if (random.chance(0.5f))
                fill(image, x, top + bar * cell, 3 * cell, cell, ink);
    }
}

void emblem(Image& image, const vec3& colour, const vec3& inner, Random& random)
{
    const float radius = random.uniform(0.08f, 0.25f) * float(image.width),
                petals = float(random.integer(0, 7));
    const vec2 centre = vec2{random.uniform(0.2f, 0.8f), random.uniform(0.3f, 0.7f)} * float(image.width);
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) {
            const vec2 d = vec2(x, y) - centre;
            const float r = glm::length(d) / (radius * (1 + 0.25f * std::sin(petals * std::atan2(d.y, d.x))));
            if (r < 1)
                fill(image, x, y, 1, 1, r < 0.6f ? inner : colour);
        }
}

Image label(const Paint& p, Random& random)
{
    constexpr int kSize = 256;
    Image image = painted(kSize, [&](const vec2& uv) { return p.first * (1 + 0.03f * p.noise(uv, 8)); });
    const int bandTop = random.integer(10, 120), bandHeight = random.integer(30, 120);
    if (random.chance(0.7f))
        fill(image, 0, bandTop, kSize, bandHeight, p.second);
    if (random.chance(0.6f))
        emblem(image, p.third, p.first, random);
    const int columns = random.integer(1, 3);
    for (int column = 0; column < columns; ++column) {
        const int left = column * kSize / columns + 10, right = (column + 1) * kSize / columns - 6;
        int top = random.integer(8, 60);
        while (top < 236) {
            const int cell = random.chance(0.3f) ? random.integer(4, 8) : random.integer(1, 3);
            const vec3 ink = random.chance(0.6f) ? vec3(0.08f) : p.third;
            writeLine(image, left, top, left + int(float(right - left) * random.uniform(0.4f, 1)), cell, ink,
                      random);
            top += cell * 7 + random.integer(0, 24);
        }
    }
    if (random.chance(0.3f))
        for (int x = 170; x < 240; x += random.integer(2, 6))
            fill(image, x, 200, random.integer(1, 2), 40, vec3(0.05f));
    return image;
}

using Painter = Image (*)(const Paint&, Random&);

const std::vector<Painter>& paintersOf(Finish finish)
{
    static const std::vector<Painter> any = {solid, solid, gradient, twoTone, stripes, checks, clouds, marble,
                                             spots, wood,  brushed,  weave,   coat,    label,  label,  solid};
    static const std::vector<Painter> plain = {solid, solid, solid, gradient};
    static const std::vector<Painter> ceramic = {solid,  solid,  twoTone, stripes, spots,
                                                 marble, clouds, label,   gradient};
    static const std::vector<Painter> woods = {wood}, metals = {brushed, brushed, solid}, coats = {coat},
                                      prints = {label}, leaves = {foliage};
    static const std::vector<Painter> fabrics = {weave, weave, stripes, checks, solid, clouds, spots};
    switch (finish) {
    case Finish::any:
        return any;
    case Finish::plain:
        return plain;
    case Finish::ceramic:
        return ceramic;
    case Finish::wood:
        return woods;
    case Finish::metal:
        return metals;
    case Finish::fabric:
        return fabrics;
    case Finish::fur:
        return coats;
    case Finish::print:
        return prints;
    case Finish::leaf:
        return leaves;
    }
    return any;
}

float photoShare(Finish finish)
{
    return finish == Finish::print     ? 0.4f
           : finish == Finish::any     ? 0.15f
           : finish == Finish::ceramic ? 0.1f
                                       : 0.0f;
}

} // namespace

vec3 shade(const vec3& colour, float by)
{
    return glm::clamp(colour * by, 0.0f, 1.0f);
}

vec3 randomColour(Random& random)
{
    const float kind = random.uniform(), hue = random.uniform(), t = random.uniform(), s = random.uniform();
    if (kind < 0.3f)
        return glm::clamp(vec3(0.05f + 0.9f * t) + vec3(0.04f, 0, -0.06f) * s, 0.0f, 1.0f);
    if (kind < 0.5f)
        return fromHsv(0.03f + 0.1f * hue, 0.3f + 0.5f * s, 0.2f + 0.65f * t);
    if (kind < 0.7f)
        return fromHsv(hue, 0.1f + 0.3f * s, 0.65f + 0.3f * t);
    return fromHsv(hue, 0.55f + 0.45f * s, 0.3f + 0.65f * t);
}

Image randomTexture(Finish finish, Random& random, const PhotoPool& photos)
{
    if (random.chance(photoShare(finish)) && !photos.empty())
        return photos.crop(random, 192);
    const Painter painter = random.pick(paintersOf(finish));
    const Paint paint(random);
    return painter(paint, random);
}

Material randomMaterial(Finish finish, Random& random, const PhotoPool& photos)
{
    Material material;
    material.baseColourTexture = std::make_shared<const Image>(randomTexture(finish, random, photos));
    const bool shiny = finish == Finish::metal || finish == Finish::ceramic;
    material.roughness = shiny ? random.uniform(0.15f, 0.7f) : random.uniform(0.3f, 1.0f);
    material.metallic = finish == Finish::metal ? random.uniform(0.3f, 1.0f) : 0.0f;
    return material;
}

Material plainMaterial(const vec3& colour, float roughness)
{
    Material material;
    material.baseColour = glm::vec4(colour, 1);
    material.roughness = roughness;
    return material;
}

} // namespace bozzetto
