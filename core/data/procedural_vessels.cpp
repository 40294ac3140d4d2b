#include "core/data/procedural_builder.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {

using glm::vec2;
using glm::vec3;

namespace {

constexpr float kQuarter = 1.57079633f;

float radiusAt(const std::vector<vec2>& outer, float y)
{
    for (std::size_t i = 1; i < outer.size(); ++i)
        if (outer[i].y >= y) {
            const float span = std::max(outer[i].y - outer[i - 1].y, 1e-6f);
            return glm::mix(outer[i - 1].x, outer[i].x, (y - outer[i - 1].y) / span);
        }
    return outer.back().x;
}

/// An open handle at +x from height `low` to `high`, standing off by `reach`.
Mesh handle(const std::vector<vec2>& outer, float low, float high, float reach, float thickness,
            Random& random)
{
    const float a = radiusAt(outer, low) - 0.3f * thickness, b = radiusAt(outer, high) - 0.3f * thickness;
    const float out = std::max(a, b) + reach, square = random.uniform(0.0f, 0.3f), h = high - low;
    const auto path = spline<vec3>({{a, low, 0},
                                    {out - 0.35f * reach, low - 0.02f * h + 0.1f * h * (1 - square), 0},
                                    {out, low + (0.36f - 0.3f * square) * h, 0},
                                    {out, high - (0.3f - 0.3f * square) * h, 0},
                                    {out - 0.4f * reach, high, 0},
                                    {b, high - 0.03f * h, 0}},
                                   28);
    TubeShape shape;
    shape.section = {random.uniform(0.7f, 1.1f), random.uniform(0.9f, 1.7f)};
    return tube(path, {thickness * 1.15f, thickness * 0.9f, thickness * 0.9f, thickness * 1.1f}, shape);
}

Asset mug(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const float height = random.uniform(0.6f, 1.3f), top = random.uniform(0.34f, 0.5f);
    const float foot = top * random.uniform(0.6f, 1.05f),
                belly = 0.5f * (top + foot) * random.uniform(0.95f, 1.2f);
    const float wall = random.uniform(0.018f, 0.05f);
    const auto outer =
        spline<vec2>({{foot * 0.93f, 0}, {foot, 0.03f}, {belly, 0.5f * height}, {top, height}}, 24);
    const int glaze = builder.material(random.chance(0.3f) ? Finish::print : Finish::ceramic);
    builder.add(revolve(vesselProfile(outer, wall)), glaze, "body");
    const float thickness = random.uniform(0.03f, 0.055f), reach = random.uniform(0.2f, 0.34f);
    const float low = height * random.uniform(0.14f, 0.28f), high = height * random.uniform(0.72f, 0.88f);
    const Mesh ear = handle(outer, low, high, reach, thickness, random);
    builder.add(ear, random.chance(0.7f) ? glaze : builder.material(Finish::plain), "handle");
    if (random.chance(0.25f)) // a saucer
        builder.add(
            moved(revolve(vesselProfile(spline<vec2>({{0.3f, 0}, {0.55f, 0.03f}, {0.8f, 0.11f}}, 12), 0.03f)),
                  {0, -0.03f, 0}),
            glaze, "saucer");
    return builder.take();
}

Asset bowl(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const float height = random.uniform(0.12f, 0.75f), foot = random.uniform(0.12f, 0.35f);
    const float bulge = random.uniform(0.6f, 1.05f), wall = random.uniform(0.015f, 0.05f);
    const auto outer = spline<vec2>({{foot, 0},
                                     {foot + 0.55f * (0.5f - foot) * bulge, 0.18f * height},
                                     {0.48f * bulge, 0.6f * height},
                                     {0.5f, height}},
                                    24);
    const int glaze = builder.material(random.chance(0.25f) ? Finish::wood : Finish::ceramic);
    Mesh body = revolve(vesselProfile(outer, wall), 56);
    if (random.chance(0.2f)) // oval or square
        body = scaled(body, {1, 1, random.uniform(0.55f, 0.8f)});
    builder.add(body, glaze, "body");
    if (random.chance(0.4f)) {
        const int filling = builder.material(Finish::any), count = random.integer(2, 6);
        for (int i = 0; i < count; ++i) {
            const float size = random.uniform(0.1f, 0.16f), angle = 4 * kQuarter * float(i) / float(count);
            const Mesh fruit =
                displaced(superquadric({size, size * 0.95f, size}, 1, 1), 0.02f, 5, std::uint32_t(i));
            builder.add(moved(fruit, {0.22f * std::cos(angle), wall + 0.25f * height + size * 0.6f,
                                      0.18f * std::sin(angle)}),
                        i % 2 ? builder.colour(randomColour(random)) : filling);
        }
    }
    return builder.take();
}

Asset bottle(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const float radius = random.uniform(0.13f, 0.26f), neck = radius * random.uniform(0.25f, 0.5f);
    const float shoulder = random.uniform(0.45f, 0.75f), soft = random.uniform(0.05f, 0.2f);
    const float waist = random.chance(0.3f) ? random.uniform(0.75f, 0.95f) : 1.0f;
    const auto outer = spline<vec2>({{radius * 0.92f, 0},
                                     {radius, 0.03f},
                                     {radius * waist, 0.5f * shoulder},
                                     {radius, shoulder},
                                     {glm::mix(neck, radius, 0.3f), shoulder + soft},
                                     {neck, shoulder + soft + 0.04f},
                                     {neck, 0.97f},
                                     {neck * 1.12f, 1}},
                                    40);
    const int glass = builder.material(random.chance(0.5f) ? Finish::plain : Finish::ceramic);
    builder.add(revolve(vesselProfile(outer, 0.15f * neck)), glass, "body");
    const float low = shoulder * random.uniform(0.1f, 0.25f), high = shoulder * random.uniform(0.7f, 0.95f);
    std::vector<vec2> label;
    for (int i = 0; i <= 10; ++i) {
        const float y = glm::mix(low, high, float(i) / 10);
        label.emplace_back(radiusAt(outer, y) + 0.004f, y);
    }
    if (random.chance(0.75f))
        builder.add(revolve(label), builder.material(Finish::print));
    if (random.chance(0.6f)) {
        const float cap = neck * random.uniform(1.1f, 1.4f), tall = random.uniform(0.05f, 0.14f);
        builder.add(revolve({{0, 0.95f},
                             {cap, 0.95f},
                             {cap, 0.95f + tall},
                             {cap * 0.9f, 0.96f + tall},
                             {0, 0.965f + tall}}),
                    builder.material(Finish::plain));
    }
    Asset asset = builder.take();
    if (random.chance(0.2f)) { // a flask
        const float flat = random.uniform(0.45f, 0.7f);
        for (auto& mesh : asset.meshes)
            mesh = creasedNormals(scaled(mesh, {1, 1, flat}));
    }
    return asset;
}

Asset vase(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    std::vector<vec2> points = {{random.uniform(0.12f, 0.25f), 0}};
    const int knots = random.integer(3, 5);
    for (int i = 1; i <= knots; ++i)
        points.push_back(vec2{random.uniform(0.1f, 0.42f), float(i) / float(knots)});
    const auto outer = spline(points, 48);
    const float wall = random.uniform(0.02f, 0.045f);
    const int glaze = builder.material(Finish::ceramic);
    Mesh body = revolve(vesselProfile(outer, wall), 60);
    if (random.chance(0.25f)) { // fluted
        const int flutes = random.integer(5, 14);
        for (auto& p : body.positions) {
            const float wave = 1 + 0.05f * std::sin(float(flutes) * std::atan2(p.z, p.x));
            p *= vec3(wave, 1, wave);
        }
    }
    builder.add(body, glaze, "body");
    if (random.chance(0.4f)) {
        const float thickness = random.uniform(0.02f, 0.04f), reach = random.uniform(0.08f, 0.2f);
        const float low = random.uniform(0.35f, 0.5f), high = random.uniform(0.75f, 0.92f);
        const Mesh ear = handle(outer, low, high, reach, thickness, random);
        builder.add(ear, glaze, "handle");
        builder.add(turned(ear, 180, {0, 1, 0}), glaze, "handle");
    }
    return builder.take();
}

Asset teapot(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const float height = random.uniform(0.5f, 0.9f), belly = random.uniform(0.4f, 0.55f),
                top = random.uniform(0.18f, 0.3f);
    const auto outer = spline<vec2>(
        {{belly * 0.6f, 0}, {belly, 0.4f * height}, {belly * 0.8f, 0.75f * height}, {top, height}}, 28);
    const int glaze = builder.material(random.chance(0.3f) ? Finish::metal : Finish::ceramic);
    builder.add(revolve(vesselProfile(outer, 0.03f)), glaze, "body");
    const float thickness = random.uniform(0.025f, 0.045f), reach = random.uniform(0.2f, 0.35f);
    builder.add(handle(outer, 0.2f * height, 0.8f * height, reach, thickness, random), glaze, "handle");
    const float tip = random.uniform(0.75f, 1.05f) * height, out = belly + random.uniform(0.2f, 0.4f);
    builder.add(tube(spline<vec3>({{-belly * 0.85f, 0.3f * height, 0},
                                   {-belly - 0.1f, 0.42f * height, 0},
                                   {-out + 0.1f, 0.8f * tip, 0},
                                   {-out, tip, 0}},
                                  18),
                     {0.11f, 0.07f, 0.04f}),
                glaze, "spout");
    if (random.chance(0.75f)) {
        const float knob = random.uniform(0.035f, 0.06f);
        builder.add(moved(revolve(spline<vec2>({{top + 0.02f, 0}, {0.7f * top, 0.06f}, {0.01f, 0.1f}}, 12)),
                          {0, height - 0.01f, 0}),
                    glaze);
        builder.add(moved(superquadric(vec3(knob), 1, 1), {0, height + 0.1f + 0.7f * knob, 0}),
                    builder.material(Finish::plain));
    }
    return builder.take();
}

Asset bucket(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const float height = random.uniform(0.4f, 0.9f), top = random.uniform(0.35f, 0.5f),
                foot = top * random.uniform(0.65f, 1);
    const bool square = random.chance(0.4f);
    Mesh body = revolve(
        vesselProfile(spline<vec2>({{foot, 0}, {0.5f * (foot + top), 0.5f * height}, {top, height}}, 12),
                      0.025f),
        64);
    if (square)
        for (auto& p : body.positions) { // the circle becomes a square with round corners
            const float longest = std::max({std::abs(p.x), std::abs(p.z), 1e-6f});
            const float by = std::min(1.35f, glm::length(vec2(p.x, p.z)) / longest);
            p.x *= by, p.z *= by;
        }
    const float roll = random.uniform(0, 1);
    const int skin = builder.material(roll < 0.35f  ? Finish::metal
                                      : roll < 0.7f ? Finish::fabric
                                                    : Finish::plain);
    builder.add(body, skin, "body");
    const float lean = random.uniform(-40, 40), bail = height * random.uniform(0.4f, 0.8f) + 0.1f;
    std::vector<vec3> arc;
    for (int i = 0; i <= 24; ++i) {
        const float angle = 2 * kQuarter * float(i) / 24;
        arc.emplace_back((top + 0.02f) * std::cos(angle), bail * std::sin(angle), 0);
    }
    const float wire = random.uniform(0.012f, 0.03f);
    const Mesh grip = turned(tube(arc, {wire, wire}), lean, {1, 0, 0});
    builder.add(moved(grip, {0, height - 0.03f, 0}), builder.material(Finish::metal), "handle");
    return builder.take();
}

Asset lamp(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int body = builder.material(Finish::any), shadeCloth = builder.material(Finish::fabric);
    const float foot = random.uniform(0.18f, 0.32f), pole = random.uniform(0.5f, 0.9f);
    builder.add(revolve({{0, 0}, {foot, 0}, {foot, 0.03f}, {foot * 0.9f, 0.05f}, {0.03f, 0.07f}, {0, 0.07f}}),
                body);
    const float wide = random.uniform(0.22f, 0.38f), tall = random.uniform(0.2f, 0.45f),
                narrow = wide * random.uniform(0.35f, 1);
    vec3 head(0, pole, 0);
    if (random.chance(0.45f)) { // two arms and a joint
        const vec3 elbow = vec3{random.uniform(-0.4f, -0.15f), 0.6f * pole, 0};
        head = vec3{random.uniform(0.1f, 0.45f), pole, 0};
        builder.add(capsule({0, 0.05f, 0}, elbow, 0.02f, 0.02f), body);
        builder.add(capsule(elbow, head, 0.02f, 0.02f), body);
        builder.add(moved(superquadric(vec3(0.045f), 1, 1), elbow), body);
    } else if (random.chance(0.5f)) {
        builder.add(capsule({0, 0, 0}, head, 0.022f, 0.022f), body);
    } else {
        const float belly = random.uniform(0.1f, 0.2f), waist = random.uniform(0.03f, 0.08f);
        builder.add(revolve(spline<vec2>(
                        {{0.08f, 0.03f}, {belly, 0.35f * pole}, {waist, 0.7f * pole}, {0.03f, pole}}, 24)),
                    body);
    }
    const Mesh cone =
        revolve({{wide, 0}, {narrow, tall}, {narrow - 0.012f, tall}, {wide - 0.012f, 0}, {wide, 0}});
    const float tilt = head.x != 0 ? random.uniform(10, 60) : 0;
    builder.add(moved(turned(moved(cone, {0, -0.45f * tall, 0}), -tilt, {0, 0, 1}), head), shadeCloth,
                "shade");
    builder.add(moved(superquadric(vec3(0.07f), 1, 1), head), builder.colour({1, 0.96f, 0.85f}));
    return builder.take();
}

} // namespace

std::vector<ProceduralFamily> vesselFamilies()
{
    return {{"mug", 1.6f, mug},       {"bowl", 1, bowl},        {"bottle", 1.1f, bottle}, {"vase", 1, vase},
            {"teapot", 0.6f, teapot}, {"bucket", 0.6f, bucket}, {"lamp", 0.7f, lamp}};
}

} // namespace bozzetto
