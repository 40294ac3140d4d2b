#include "core/data/procedural_builder.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {

using glm::vec2;
using glm::vec3;

namespace {

constexpr float kTurn = 6.2831853f;

std::vector<vec2> randomOutline(Random& random, float size)
{
    std::vector<vec2> points;
    const int corners = random.integer(3, 9);
    for (int i = 0; i < corners; ++i) {
        const float angle = kTurn * float(i) / float(corners), r = size * random.uniform(0.45f, 1);
        points.push_back(r * vec2(std::cos(angle), std::sin(angle)));
    }
    if (random.chance(0.5f))
        return points;
    auto curve = spline(points, 48, Ends::closed);
    curve.pop_back();
    return curve;
}

Mesh wire(Random& random, float size, float thickness)
{
    std::vector<vec3> points;
    const int knots = random.integer(3, 7);
    for (int i = 0; i < knots; ++i) {
        const float reach = size * random.uniform(0.3f, 1.0f);
        points.push_back(reach * random.direction());
    }
    const bool closed = random.chance(0.5f) && knots > 3;
    TubeShape shape;
    shape.ends = closed ? Ends::closed : Ends::round;
    return tube(spline(points, 72, shape.ends), {thickness, thickness}, shape);
}

Mesh shell(Random& random, float size)
{
    const int kind = random.integer(0, 2);
    const auto seed = std::uint32_t(random.next());
    const float bend = random.uniform(0.2f, 0.9f), wave = random.uniform(0.1f, 0.5f);
    if (kind == 0) // a crumpled sheet
        return gridMesh(32, 32, [&](float u, float v) {
            const vec2 p = size * (2.0f * vec2(u, v) - 1.0f);
            return vec3(p.x,
                        0.6f * size * fractalNoise({u * 2, v * 2, bend}, seed, 3) + wave * p.x * p.x / size,
                        p.y);
        });
    if (kind == 1) // a part of a pipe
        return gridMesh(32, 12, [&](float u, float v) {
            const float angle = kTurn * bend * u;
            return size * vec3(std::cos(angle), 2 * v - 1, std::sin(angle)) *
                   vec3(1 - wave * v, 0.8f, 1 - wave * v);
        });
    const float rim = size * (0.3f + 0.5f * wave);
    return revolve(
        vesselProfile(spline<vec2>({{rim, -size}, {size, 0}, {0.9f * rim, size}}, 20), 0.04f * size));
}

/// One of the primitives, about `size` large, turned at random.
Mesh primitive(Random& random, float size)
{
    const vec3 half =
        size * vec3{random.uniform(0.25f, 1), random.uniform(0.25f, 1), random.uniform(0.25f, 1)};
    const int kind = random.integer(0, 8);
    const float a = random.uniform(0.15f, 2.2f), b = random.uniform(0.15f, 1.6f),
                spin = random.uniform(0, 360);
    const vec3 axis = random.direction();
    Mesh mesh;
    switch (kind) {
    case 0:
        mesh = box(2.0f * half, 0.12f * a * half.x);
        break;
    case 1:
        mesh = superquadric(half, a, b);
        break;
    case 2:
        mesh = revolve({{0, -half.y}, {half.x, -half.y}, {half.z, half.y}, {0, half.y}});
        break;
    case 3:
        mesh = scaled(torus(0.7f * size, size * 0.15f * b), {1, a, 1});
        break;
    case 4:
        mesh = extrude(randomOutline(random, size), half.z);
        break;
    case 5:
        mesh = wire(random, size, 0.04f * size * (0.5f + a));
        break;
    case 6:
        mesh = shell(random, 0.8f * size);
        break;
    case 7:
        mesh = capsule({0, -half.y, 0}, {0, half.y, 0}, 0.4f * half.x, 0.4f * half.z);
        break;
    default:
        mesh = displaced(superquadric(half, 1, 1), 0.35f * size, 1.6f / size, std::uint32_t(random.next()));
        break;
    }
    return turned(mesh, spin, axis);
}

Asset composition(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int count = random.integer(2, 9);
    vec3 at(0);
    for (int i = 0; i < count; ++i) {
        const float size = random.uniform(0.12f, 0.45f);
        const Mesh part = moved(primitive(random, size), at);
        builder.add(part, builder.material(Finish::any));
        at = 0.4f * vec3{random.normal(), random.normal(), random.normal()} * (i % 2 ? 1.0f : 0.6f);
    }
    return builder.take();
}

Asset blob(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const vec3 half =
        vec3{random.uniform(0.25f, 0.5f), random.uniform(0.25f, 0.5f), random.uniform(0.25f, 0.5f)};
    const float amount = random.uniform(0.03f, 0.35f),
                frequency = random.uniform(1.2f, 5) * (amount > 0.15f ? 0.5f : 1.0f),
                north = random.uniform(0.3f, 1.2f);
    const Mesh ball =
        displaced(superquadric(half, north, 1), amount, frequency, std::uint32_t(random.next()));
    builder.add(ball, builder.material(Finish::any));
    if (random.chance(0.35f)) // a stalk and a leaf: fruit
        builder.add(tube({{0, 0.8f * half.y, 0}, {0.02f, half.y + 0.08f, 0}, {0.08f, half.y + 0.18f, 0}},
                         {0.03f, 0.02f}),
                    builder.colour({0.3f, 0.22f, 0.12f}));
    return builder.take();
}

Asset superquadrics(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int count = random.integer(1, 3);
    for (int i = 0; i < count; ++i) {
        const vec3 half =
            vec3{random.uniform(0.12f, 0.4f), random.uniform(0.12f, 0.4f), random.uniform(0.12f, 0.4f)};
        const float north = random.uniform(0.1f, 2.4f), east = random.uniform(0.1f, 2.4f),
                    x = 0.3f * float(i) * random.normal(), y = 0.3f * float(i) * random.normal();
        const Mesh part = moved(
            turned(superquadric(half, north, east), random.uniform(0, 90), glm::normalize(vec3(1, 1, 0))),
            {x, y, 0});
        builder.add(part, builder.material(Finish::any));
    }
    return builder.take();
}

/// Torus knots, chains of rings, coils, bent wires.
Asset knot(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int kind = random.integer(0, 3),
              skin = builder.material(random.chance(0.4f) ? Finish::metal : Finish::any);
    const float thick = random.uniform(0.025f, 0.09f);
    if (kind == 0) {
        const int p = random.integer(1, 3), q = random.integer(2, 5);
        const float squash = random.uniform(0.5f, 1.5f);
        std::vector<vec3> path;
        for (int i = 0; i <= 180; ++i) {
            const float t = kTurn * float(i % 180) / 180, r = 0.35f + 0.14f * std::cos(float(q) * t);
            path.emplace_back(r * std::cos(float(p) * t), squash * 0.2f * std::sin(float(q) * t),
                              r * std::sin(float(p) * t));
        }
        TubeShape shape;
        shape.ends = Ends::closed;
        builder.add(tube(path, {thick, thick}, shape), skin);
    } else if (kind == 1) {
        const float radius = random.uniform(0.12f, 0.2f), oval = random.uniform(1, 1.6f);
        for (int i = random.integer(2, 5); i > 0; --i)
            builder.add(moved(turned(scaled(torus(radius, 0.6f * thick), {oval, 1, 1}), i % 2 ? 20.0f : 80.0f,
                                     {1, 0, 0}),
                              {1.3f * radius * oval * float(i), 0, 0}),
                        skin);
    } else if (kind == 2) {
        const float turns = random.uniform(2, 6), narrow = random.uniform(0, 0.8f),
                    rise = random.uniform(0.4f, 1);
        std::vector<vec3> path;
        for (int i = 0; i <= 160; ++i) {
            const float t = float(i) / 160, r = 0.3f * (1 - narrow * t);
            path.emplace_back(r * std::cos(kTurn * turns * t), rise * t, r * std::sin(kTurn * turns * t));
        }
        builder.add(tube(path, {0.5f * thick, 0.5f * thick}), skin);
    } else {
        for (int i = random.integer(1, 3); i > 0; --i) {
            const Mesh part = wire(random, 0.5f, 0.5f * thick);
            builder.add(part, i == 1 ? skin : builder.material(Finish::any));
        }
    }
    return builder.take();
}

Asset shells(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    for (int i = random.integer(1, 3); i > 0; --i) {
        const float size = random.uniform(0.2f, 0.5f), spin = random.uniform(0, 360);
        const vec3 axis = random.direction(), at = i == 1 ? vec3(0) : 0.3f * random.direction();
        const Mesh part = moved(turned(shell(random, size), spin, axis), at);
        builder.add(part, builder.material(Finish::any));
    }
    return builder.take();
}

} // namespace

std::vector<ProceduralFamily> shapeFamilies()
{
    return {{"composition", 3, composition},
            {"blob", 0.8f, blob},
            {"superquadrics", 0.6f, superquadrics},
            {"knot", 0.9f, knot},
            {"shells", 0.7f, shells}};
}

} // namespace bozzetto
