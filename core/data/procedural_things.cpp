#include "core/data/procedural_builder.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {

using glm::vec2;
using glm::vec3;

namespace {

constexpr float kTurn = 6.2831853f;

/// Drives along +x; its width is a plate's thickness, rounded by pinching the roof.
Asset car(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int paint = builder.material(random.chance(0.7f) ? Finish::plain : Finish::any);
    const int glass = builder.colour({0.07f, 0.09f, 0.12f}, 0.2f), rubber = builder.colour(vec3(0.06f), 0.9f),
              rim = builder.material(Finish::metal);
    const float width = random.uniform(0.36f, 0.5f), wheel = random.uniform(0.08f, 0.13f),
                belt = wheel + random.uniform(0.12f, 0.2f);
    const float bonnet = random.uniform(-0.05f, 0.25f), boot = random.uniform(-0.48f, -0.25f),
                roof = belt + random.uniform(0.12f, 0.26f), slope = random.uniform(0.04f, 0.18f);
    const auto lower = spline<vec2>({{-0.5f, 0.8f * wheel},
                                     {0.5f, 0.8f * wheel},
                                     {0.52f, belt - 0.06f},
                                     {0.46f, belt - 0.02f},
                                     {bonnet + slope, belt},
                                     {boot - 0.02f, belt + 0.01f},
                                     {-0.5f, belt - 0.02f}},
                                    40, Ends::closed);
    builder.add(extrude({lower.begin(), lower.end() - 1}, width), paint, "body");
    Mesh cabin = extrude(
        {{boot, belt - 0.02f}, {bonnet + slope, belt - 0.02f}, {bonnet, roof}, {boot + 0.5f * slope, roof}},
        0.94f * width);
    Mesh top = extrude({{boot + 0.4f * slope, roof - 0.03f},
                        {bonnet + 0.15f * slope, roof - 0.03f},
                        {bonnet - 0.02f, roof + 0.012f},
                        {boot + 0.6f * slope, roof + 0.012f}},
                       0.95f * width);
    for (Mesh* mesh : {&cabin, &top})
        for (auto& p : mesh->positions)
            p.z *= 1 - 0.9f * std::max(0.0f, p.y - belt);
    builder.add(cabin, random.chance(0.8f) ? glass : paint);
    builder.add(top, paint);
    for (int i = 0; i < 4; ++i) {
        const vec3 at((i < 2 ? 0.31f : -0.32f), wheel, (i % 2 ? 0.5f : -0.5f) * width);
        const float t = 0.4f * wheel, r = wheel;
        builder.add(
            moved(turned(
                      revolve({{0, -t}, {0.8f * r, -t}, {r, -0.6f * t}, {r, 0.6f * t}, {0.8f * r, t}, {0, t}},
                              32),
                      90, {1, 0, 0}),
                  at),
            rubber, "wheel");
        builder.add(
            moved(
                turned(revolve({{0, -1.1f * t}, {0.55f * r, -1.1f * t}, {0.55f * r, 1.1f * t}, {0, 1.1f * t}},
                               24),
                       90, {1, 0, 0}),
                at),
            rim);
    }
    const int light = builder.colour({0.95f, 0.93f, 0.8f}, 0.2f),
              red = builder.colour({0.7f, 0.08f, 0.06f}, 0.3f);
    for (const float side : {-0.36f, 0.36f}) {
        builder.add(
            moved(superquadric({0.02f, 0.03f, 0.05f}, 0.7f, 0.7f), {0.505f, belt - 0.07f, side * width}),
            light);
        builder.add(moved(box({0.02f, 0.03f, 0.08f}, 0.005f), {-0.515f, belt - 0.06f, side * width}), red);
    }
    return builder.take();
}

Asset plant(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int pot = builder.material(Finish::ceramic), soil = builder.colour({0.2f, 0.14f, 0.09f}, 1),
              green = builder.material(Finish::leaf), other = builder.material(Finish::leaf);
    const float wide = random.uniform(0.14f, 0.28f), tall = random.uniform(0.15f, 0.35f),
                foot = random.uniform(0.6f, 1);
    builder.add(
        revolve(vesselProfile(
            spline<vec2>({{wide * foot, 0}, {wide * (0.5f + 0.5f * foot), 0.5f * tall}, {wide, tall}}, 12),
            0.025f)),
        pot, "body");
    builder.add(revolve({{0.95f * wide, 0.85f * tall}, {0, 0.88f * tall}}), soil);
    const int count = random.integer(6, 26), kind = random.integer(0, 2);
    const float length = random.uniform(0.2f, 0.55f), leafWidth = random.uniform(0.12f, 0.6f) * length,
                stem = random.uniform(0.1f, 0.7f);
    for (int i = 0; i < count; ++i) {
        const float angle = 2.39996f * float(i) + random.uniform(-0.3f, 0.3f), rise = random.uniform(10, 80),
                    size = random.uniform(0.6f, 1.1f), droop = random.uniform(0.1f, 0.6f);
        const Mesh blade =
            turned(turned(leaf(length * size, leafWidth * size, droop, 0.35f), rise, {0, 0, 1}),
                   angle * 57.29578f, {0, 1, 0});
        vec3 root(0, 0.85f * tall, 0);
        if (kind == 1) { // along one stem
            root.y += stem * (float(i) + 1) / float(count);
        } else if (kind == 2) { // each on a stalk of its own
            const float lean = random.uniform(0.2f, 0.8f), up = stem * random.uniform(0.5f, 1);
            const vec3 tip =
                root + vec3(std::cos(angle) * lean * 0.5f * up, up, -std::sin(angle) * lean * 0.5f * up);
            builder.add(tube(spline<vec3>({root, glm::mix(root, tip, 0.5f) + vec3(0, 0.1f * up, 0), tip}, 8),
                             {0.012f, 0.008f}),
                        green);
            root = tip;
        }
        builder.add(moved(blade, root), i % 5 == 0 ? other : green, "leaf");
    }
    if (kind == 1)
        builder.add(capsule({0, 0.8f * tall, 0}, {0, 0.85f * tall + stem, 0}, 0.02f, 0.01f), other);
    return builder.take();
}

/// A shoe is lofted from heel (x = 0) to toe (x = 1): superelliptic sections, open above the heel.
Asset shoe(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int upper = builder.material(random.chance(0.5f) ? Finish::plain : Finish::any),
              sole = builder.material(Finish::plain), lace = builder.colour(randomColour(random));
    const float ankle = random.uniform(0.25f, 0.6f), toe = random.uniform(0.1f, 0.17f),
                wide = random.uniform(0.15f, 0.2f), tip = random.uniform(0.5f, 1),
                heel = random.chance(0.3f) ? random.uniform(0.05f, 0.2f) : 0.0f;
    const int count = 40;
    const auto widths = spline<float>({0.6f * wide, 0.78f * wide, 0.7f * wide, 0.85f * wide, wide,
                                       0.85f * wide * (0.5f + 0.5f * tip), 0.35f * wide * tip},
                                      count);
    const auto heights =
        spline<float>({0.8f * ankle, ankle, 0.95f * ankle, 0.6f * ankle, 1.1f * toe, toe, 0.5f * toe}, count);
    const auto lift = [&](float x) {
        return 0.05f + heel * std::pow(1 - x, 1.5f) + 0.03f * std::pow(x, 4.0f);
    };
    const auto shell = [&](float shrink) {
        return gridMesh(count - 1, 24, [&](float u, float v) { // v from one rim under the foot to the other
            const auto i = std::size_t(u * float(count - 1) + 0.5f);
            const float open = u < 0.42f ? 0.22f * (1 - std::pow(u / 0.42f, 4.0f)) : 0.0f;
            const float angle = kTurn * (open + (1 - 2 * open) * v) + 0.25f * kTurn;
            const float c = std::cos(angle), s = std::sin(angle), end = u == 0 || u == 1 ? 0.3f : 1.0f;
            const float w = widths[i] * shrink * end, h = heights[i] * shrink;
            return vec3(0.02f + 0.96f * u * shrink,
                        lift(u) + 0.5f * heights[i] +
                            0.5f * h * std::copysign(std::pow(std::abs(s), 0.75f), s),
                        w * std::copysign(std::pow(std::abs(c), 0.75f), c));
        });
    };
    builder.add(shell(1), upper, "upper");
    builder.add(shell(0.94f), lace);
    std::vector<vec2> print;
    for (int i = 0; i < count; ++i)
        print.emplace_back(float(i) / float(count - 1), -1.08f * widths[std::size_t(i)]);
    for (int i = count - 1; i >= 0; --i)
        print.emplace_back(float(i) / float(count - 1), 1.08f * widths[std::size_t(i)]);
    Mesh ground = turned(extrude(print, 0.07f), -90, {1, 0, 0});
    for (auto& p : ground.positions)
        p.y += lift(glm::clamp(p.x, 0.0f, 1.0f));
    builder.add(ground, sole, "sole");
    if (heel > 0)
        builder.add(moved(box({0.2f, heel + 0.06f, 1.2f * wide}, 0.02f), {0.12f, 0.5f * heel + 0.01f, 0}),
                    sole);
    if (random.chance(0.6f))
        for (int i = 0; i < 5; ++i) {
            const float x = 0.44f + 0.05f * float(i),
                        y = lift(x) + heights[std::size_t(x * float(count - 1))];
            builder.add(
                tube(spline<vec3>({{x, y - 0.03f, -0.08f}, {x + 0.01f, y + 0.012f, 0}, {x, y - 0.03f, 0.08f}},
                                  8),
                     {0.011f, 0.011f}),
                lace);
        }
    return builder.take();
}

Asset toy(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const bool rings = random.chance(0.4f);
    float y = 0;
    const int count = random.integer(3, 7);
    const float narrow = random.uniform(0.5f, 0.9f);
    for (int i = 0; i < count; ++i) {
        const float size = 0.3f * std::pow(narrow, float(i)) + 0.03f,
                    thick = random.uniform(0.35f, 0.6f) * size;
        const int paint =
            random.chance(0.6f) ? builder.colour(randomColour(random)) : builder.material(Finish::any);
        if (rings) {
            builder.add(moved(torus(size, 0.5f * thick), {0, y + 0.5f * thick, 0}), paint);
            y += 0.9f * thick;
            continue;
        }
        const vec3 slip = vec3{random.uniform(-0.15f, 0.15f), 0, random.uniform(-0.15f, 0.15f)} * size;
        const int kind = random.integer(0, 3);
        Mesh part =
            kind == 0   ? box({2 * size, 2 * thick, 1.6f * size}, 0.15f * thick)
            : kind == 1 ? revolve({{0, -thick}, {size, -thick}, {size, thick}, {0, thick}})
            : kind == 2
                ? superquadric({size, thick, size}, 1, 1)
                : extrude({{-size, -thick}, {size, -thick}, {0.3f * size, thick}, {-0.3f * size, thick}},
                          size);
        builder.add(moved(turned(part, random.uniform(0, 90), {0, 1, 0}), vec3(0, y + thick, 0) + slip),
                    paint);
        y += 2 * thick;
    }
    if (rings)
        builder.add(capsule({0, 0, 0}, {0, y + 0.05f, 0}, 0.04f, 0.04f), builder.material(Finish::wood));
    return builder.take();
}

/// Cartons, tins, books: what shows print.
Asset package(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int kind = random.integer(0, 2), print = builder.material(Finish::print),
              other = builder.material(random.chance(0.5f) ? Finish::print : Finish::plain);
    if (kind == 0) {
        const vec3 size = vec3{random.uniform(0.3f, 1), random.uniform(0.3f, 1), random.uniform(0.08f, 0.6f)};
        builder.add(box(size, random.uniform(0, 0.03f)), print, "carton");
        if (random.chance(0.4f)) { // open flaps
            for (const float side : {-1.0f, 1.0f})
                builder.add(moved(turned(box({size.x, 0.012f, 0.5f * size.z}, 0),
                                         side * random.uniform(20, 75), {1, 0, 0}),
                                  {0, 0.5f * size.y + 0.1f * size.z, side * 0.55f * size.z}),
                            other);
        }
    } else if (kind == 1) {
        const float radius = random.uniform(0.15f, 0.4f), height = random.uniform(0.2f, 1);
        builder.add(revolve({{radius, 0.02f}, {radius, height - 0.02f}}), print, "tin");
        const int steel = builder.material(Finish::metal);
        const float r = radius + 0.012f;
        builder.add(revolve({{0, 0.02f}, {0.96f * r, 0.02f}, {r, 0}, {r, 0.03f}, {radius, 0.03f}}), steel);
        builder.add(revolve({{radius, height - 0.03f},
                             {r, height - 0.03f},
                             {r, height},
                             {0.96f * r, height - 0.02f},
                             {0, height - 0.02f}}),
                    steel);
    } else {
        float y = 0;
        for (int i = random.integer(1, 5); i > 0; --i) { // books, one upon another
            const float thick = random.uniform(0.05f, 0.16f), width = random.uniform(0.5f, 0.75f),
                        depth = random.uniform(0.4f, 0.55f), spin = random.uniform(-25, 25);
            const int cover = builder.material(Finish::print), paper = builder.colour({0.93f, 0.9f, 0.82f});
            const auto lay = [&](const Mesh& part) {
                return moved(turned(part, spin, {0, 1, 0}), {0, y + 0.5f * thick, 0});
            };
            builder.add(lay(moved(box({width - 0.03f, thick - 0.02f, depth - 0.03f}, 0), {0.005f, 0, 0})),
                        paper);
            for (const float side : {-0.5f, 0.5f})
                builder.add(lay(moved(box({width, 0.016f, depth}, 0.004f), {0, side * (thick - 0.016f), 0})),
                            cover);
            builder.add(lay(moved(box({0.02f, thick, depth}, 0.008f), {-0.5f * width, 0, 0})), cover);
            y += thick;
        }
    }
    return builder.take();
}

/// Two rings of wire, lenses, temples.
Asset spectacles(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int frame = builder.material(random.chance(0.5f) ? Finish::plain : Finish::any),
              lens = builder.colour(vec3(random.uniform(0.03f, 0.4f)), 0.1f);
    const float radius = random.uniform(0.17f, 0.23f), oval = random.uniform(0.6f, 1),
                wire = random.uniform(0.012f, 0.03f), fold = random.uniform(-10, 25);
    const bool dark = random.chance(0.5f);
    for (const float side : {-1.0f, 1.0f}) {
        const vec3 centre(side * (radius + 0.05f), 0, 0),
            hinge(side * (2 * radius + 0.05f), 0.3f * radius * oval, 0);
        builder.add(moved(scaled(turned(torus(radius, wire), 90, {1, 0, 0}), {1, oval, 1}), centre), frame,
                    "ring");
        if (dark)
            builder.add(moved(superquadric({radius, radius * oval, 0.012f}, 1, 1), centre), lens);
        const Mesh temple = tube(
            spline<vec3>({{0, 0, 0}, {side * 0.01f, 0, -0.5f}, {0, -0.02f, -0.7f}, {0, -0.16f, -0.85f}}, 20),
            {wire, 0.8f * wire, 0.9f * wire});
        builder.add(moved(turned(temple, side * fold, {0, 1, 0}), hinge), frame);
    }
    builder.add(tube(spline<vec3>({{-0.06f, 0, 0}, {0, 0.05f, 0.02f}, {0.06f, 0, 0}}, 12), {wire, wire}),
                frame);
    return builder.take();
}

} // namespace

std::vector<ProceduralFamily> thingFamilies()
{
    return {{"car", 1, car},    {"plant", 1, plant},     {"shoe", 0.9f, shoe},
            {"toy", 0.8f, toy}, {"package", 1, package}, {"spectacles", 0.4f, spectacles}};
}

} // namespace bozzetto
