#include "core/data/procedural_builder.h"

#include <cmath>

namespace bozzetto {

using glm::vec2;
using glm::vec3;

namespace {

std::vector<vec2> circle(const vec2& centre, const vec2& radius, int count)
{
    std::vector<vec2> points;
    for (int i = 0; i < count; ++i) {
        const float angle = 6.2831853f * float(i) / float(count);
        points.push_back(centre + radius * vec2(std::cos(angle), std::sin(angle)));
    }
    return points;
}

/// A shaped grip along +y from 0 to `length`.
Mesh grip(float length, float radius, float flat, Random& random)
{
    const float waist = random.uniform(0.65f, 1.1f), neck = random.uniform(0.6f, 1);
    TubeShape shape;
    shape.section = {1, flat};
    return tube(spline<vec3>({{0, radius, 0}, {0, 0.5f * length, 0}, {0, length - radius, 0}}, 20),
                spline<float>({radius, radius * 1.05f, radius * waist, radius, radius * neck}, 20), shape);
}

/// Tools stand, lie or lean.
Asset posed(ProceduralBuilder& builder)
{
    const float pose = builder.random.uniform(), angle = builder.random.uniform(-60, 60);
    Asset asset = builder.take();
    for (auto& mesh : asset.meshes) {
        if (pose < 0.45f)
            mesh = turned(mesh, -90, {1, 0, 0});
        else if (pose < 0.8f)
            mesh = turned(mesh, angle, {0, 0, 1});
        mesh = creasedNormals(mesh);
    }
    return asset;
}

Asset hammer(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const float length = random.uniform(0.8f, 1.2f), thick = random.uniform(0.025f, 0.05f),
                flat = random.uniform(1, 1.5f);
    builder.add(grip(length, thick, flat, random),
                builder.material(random.chance(0.6f) ? Finish::wood : Finish::plain));
    const int iron = builder.material(Finish::metal), kind = random.integer(0, 2);
    const float size = random.uniform(0.05f, 0.1f), reach = random.uniform(0.14f, 0.28f), y = length - size;
    if (kind == 0) { // a mallet
        builder.add(moved(box({2 * reach, 2 * size, 2 * size}, 0.02f), {0, y, 0}),
                    random.chance(0.5f) ? iron : builder.material(Finish::wood));
    } else if (kind == 1) { // face and claw
        TubeShape face;
        face.ends = Ends::flat;
        builder.add(tube({{0, y, 0}, {reach * 0.6f, y, 0}, {reach * 0.62f, y, 0}, {reach, y, 0}},
                         {size * 0.8f, size * 0.55f, size * 0.9f, size * 0.9f}, face),
                    iron);
        for (const float side : {-1.0f, 1.0f})
            builder.add(tube(spline<vec3>({{0, y, side * 0.2f * size},
                                           {-0.6f * reach, y + 0.01f, side * 0.35f * size},
                                           {-1.2f * reach, y - size, side * 0.6f * size}},
                                          14),
                             {size * 0.7f, size * 0.4f, size * 0.12f}),
                        iron);
    } else { // an axe
        const auto blade = spline<vec2>({{-0.05f, -size},
                                         {0.05f, -size},
                                         {reach, -1.9f * size},
                                         {reach * 1.15f, 0},
                                         {reach, 1.7f * size},
                                         {0.05f, size},
                                         {-0.05f, size}},
                                        28);
        Mesh head = extrude(blade, 2.2f * thick);
        for (auto& p : head.positions)
            p.z *= 1 - 0.93f * glm::clamp(p.x / reach, 0.0f, 1.0f);
        builder.add(moved(head, {0, y, 0}), iron);
    }
    return posed(builder);
}

Asset scissors(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int steel = builder.material(Finish::metal), plastic = builder.material(Finish::plain);
    const float open = random.uniform(3, 28), blade = random.uniform(0.4f, 0.65f),
                wide = random.uniform(0.04f, 0.07f);
    const float ring = random.uniform(0.08f, 0.13f), oval = random.uniform(1, 1.5f),
                wire = random.uniform(0.018f, 0.032f);
    for (const float side : {-1.0f, 1.0f}) {
        const Mesh half = scaled(extrude({{-wide, -0.05f},
                                          {wide, -0.05f},
                                          {wide, 0.5f * blade},
                                          {wide * 0.2f, blade},
                                          {-wide * 0.2f, 0.6f * blade}},
                                         0.018f),
                                 {side, 1, 1});
        const auto place = [&](const Mesh& part) {
            return turned(moved(part, {0, 0, side * 0.011f}), side * open * 0.5f, {0, 0, 1});
        };
        builder.add(place(half), steel);
        const vec3 centre(-side * (ring + 0.03f), -0.25f - ring * oval, 0);
        builder.add(
            place(tube(spline<vec3>({{0, 0, 0}, {-side * 0.01f, -0.15f, 0}, {-side * 0.04f, -0.27f, 0}}, 10),
                       {wide * 0.6f, wire * 1.3f})),
            plastic);
        builder.add(place(moved(scaled(turned(torus(ring, wire), 90, {1, 0, 0}), {1, oval, 1}), centre)),
                    plastic, "ring");
    }
    builder.add(
        turned(revolve({{0, -0.03f}, {0.025f, -0.03f}, {0.025f, 0.03f}, {0, 0.03f}}, 16), 90, {1, 0, 0}),
        steel);
    return posed(builder);
}

Asset spanner(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int steel = builder.material(random.chance(0.8f) ? Finish::metal : Finish::plain);
    const float length = random.uniform(0.6f, 0.9f), wide = random.uniform(0.035f, 0.06f),
                thick = random.uniform(0.03f, 0.06f);
    const float head = random.uniform(0.09f, 0.14f), jaw = head * random.uniform(0.45f, 0.6f);
    builder.add(box({2 * wide, length, 0.7f * thick}, 0.015f), steel);
    builder.add(moved(extrudeRing(circle({}, vec2(head * 0.9f), 36), circle({}, vec2(jaw), 36), thick),
                      {0, -0.5f * length - 0.5f * head, 0}),
                steel, "ring");
    std::vector<vec2> fork; // an arc that leaves the mouth open
    for (int i = 0; i <= 20; ++i) {
        const float angle = 2.1f + 5.2f * float(i) / 20;
        fork.push_back(head * vec2(std::cos(angle), std::sin(angle)));
    }
    for (const vec2& p :
         {vec2(jaw, 0.8f * head), vec2(jaw, -0.1f * head), vec2(0.5f * jaw, -0.45f * head),
          vec2(-0.5f * jaw, -0.45f * head), vec2(-jaw, -0.1f * head), vec2(-jaw, 0.8f * head)})
        fork.push_back(p);
    builder.add(moved(turned(extrude(fork, thick), 15, {0, 0, 1}), {0, 0.5f * length + 0.5f * head, 0}),
                steel);
    return posed(builder);
}

Asset brush(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int wood = builder.material(random.chance(0.5f) ? Finish::wood : Finish::plain),
              iron = builder.material(Finish::metal);
    const int hair = builder.material(Finish::fur);
    const float length = random.uniform(0.4f, 0.8f), wide = random.uniform(0.06f, 0.25f),
                flat = random.uniform(0.25f, 1);
    builder.add(grip(length, random.uniform(0.03f, 0.05f), flat, random), wood);
    const float band = random.uniform(0.06f, 0.14f), bristle = random.uniform(0.15f, 0.35f),
                spread = random.uniform(0.8f, 1.3f), depth = wide * 0.5f * flat;
    builder.add(moved(box({wide, band, 2 * depth}, 0.01f), {0, length + 0.4f * band, 0}), iron);
    const int count = random.integer(40, 110);
    for (int i = 0; i < count; ++i) {
        const float u = random.uniform(-0.46f, 0.46f), v = random.uniform(-0.9f, 0.9f),
                    tall = bristle * random.uniform(0.9f, 1);
        TubeShape thin;
        thin.segments = 5;
        const vec3 root(u * wide, length + 0.8f * band, v * depth);
        builder.add(tube({root, root + vec3(u * wide * (spread - 1), tall, 0)}, {0.012f, 0.008f}, thin),
                    hair);
    }
    return posed(builder);
}

Asset screwdriver(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const float length = random.uniform(0.25f, 0.45f), thick = random.uniform(0.05f, 0.09f),
                blade = random.uniform(0.3f, 0.7f);
    Mesh handle = grip(length, thick, 1, random);
    const float flutes = float(random.integer(3, 8));
    for (auto& p : handle.positions) {
        const float wave = 1 + 0.1f * std::cos(flutes * std::atan2(p.z, p.x));
        p *= vec3(wave, 1, wave);
    }
    builder.add(handle, builder.material(random.chance(0.3f) ? Finish::wood : Finish::ceramic));
    const int steel = builder.material(Finish::metal);
    const float rod = random.uniform(0.015f, 0.025f), tip = random.uniform(0.025f, 0.06f);
    builder.add(capsule({0, length - 0.05f, 0}, {0, length + blade, 0}, rod, rod), steel);
    builder.add(moved(box({tip, 0.09f, 0.014f}, 0.004f), {0, length + blade, 0}), steel);
    return posed(builder);
}

Asset pan(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const float radius = random.uniform(0.25f, 0.4f), height = random.uniform(0.06f, 0.4f),
                flare = random.uniform(0.8f, 1);
    const int skin = builder.material(random.chance(0.6f) ? Finish::metal : Finish::plain),
              dark = builder.colour(vec3(random.uniform(0.03f, 0.3f)));
    const std::vector<vec2> wall = {{radius * flare, 0}, {radius, 0.5f * height}, {radius, height}};
    builder.add(revolve(vesselProfile(spline(wall, 14), 0.02f)), skin, "body");
    const bool pot = random.chance(0.4f);
    const float length = random.uniform(0.35f, 0.6f), rise = random.uniform(0, 0.15f), h = 0.8f * height;
    TubeShape shape;
    shape.section = {0.6f, 1.3f};
    if (!pot)
        builder.add(tube(spline<vec3>({{radius - 0.01f, h, 0},
                                       {radius + 0.4f * length, h + 0.6f * rise, 0},
                                       {radius + length, h + rise, 0}},
                                      16),
                         {0.02f, 0.03f, 0.035f}, shape),
                    dark, "handle");
    for (const float side : {-1.0f, 1.0f})
        if (pot)
            builder.add(tube(spline<vec3>({{side * (radius - 0.01f), h, -0.1f},
                                           {side * (radius + 0.1f), h, -0.1f},
                                           {side * (radius + 0.1f), h, 0.1f},
                                           {side * (radius - 0.01f), h, 0.1f}},
                                          20),
                             {0.018f, 0.018f}),
                        dark, "handle");
    return builder.take();
}

} // namespace

std::vector<ProceduralFamily> toolFamilies()
{
    return {{"hammer", 0.8f, hammer}, {"scissors", 0.6f, scissors},       {"spanner", 0.6f, spanner},
            {"brush", 0.6f, brush},   {"screwdriver", 0.5f, screwdriver}, {"pan", 0.8f, pan}};
}

} // namespace bozzetto
