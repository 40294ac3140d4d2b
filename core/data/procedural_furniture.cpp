#include "core/data/procedural_builder.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {

using glm::vec2;
using glm::vec3;

namespace {

/// Four legs under a plate of `size` at height `top`; they may splay, taper and be joined by rungs.
void addLegs(ProceduralBuilder& builder, const vec2& size, float top, int material)
{
    Random& random = builder.random;
    const float thickness = random.uniform(0.018f, 0.04f),
                splay = random.chance(0.4f) ? random.uniform(0, 0.1f) : 0.0f;
    const bool square = random.chance(0.5f);
    const float taper = random.uniform(0.6f, 1), inset = thickness + random.uniform(0.0f, 0.04f);
    const vec2 half = 0.5f * size - inset;
    TubeShape shape;
    shape.ends = Ends::flat;
    shape.segments = square ? 4 : 12;
    const auto at = [&](int i, float y) {
        const vec2 sign(i == 0 || i == 3 ? -1 : 1, i < 2 ? -1 : 1);
        const vec2 place = sign * (half + splay * (1 - y / top));
        return vec3(place.x, y, place.y);
    };
    for (int i = 0; i < 4; ++i)
        builder.add(tube({at(i, 0), at(i, top)}, {thickness * taper, thickness}, shape), material, "leg");
    if (random.chance(0.5f)) {
        const float y = top * random.uniform(0.2f, 0.5f);
        for (int i = 0; i < 4; ++i)
            builder.add(tube({at(i, y), at((i + 1) % 4, y)}, {0.5f * thickness, 0.5f * thickness}, shape),
                        material);
    }
}

Finish body(Random& random)
{
    const float roll = random.uniform();
    return roll < 0.55f   ? Finish::wood
           : roll < 0.75f ? Finish::plain
           : roll < 0.88f ? Finish::metal
                          : Finish::any;
}

void addBack(ProceduralBuilder& builder, float width, float depth, float seat, int frame, int panel)
{
    Random& random = builder.random;
    const float tall = random.uniform(0.35f, 0.65f), lean = random.uniform(0.0f, 0.16f),
                post = random.uniform(0.018f, 0.03f);
    const auto at = [&](float x, float t) {
        return vec3(x, seat + t * tall, -0.5f * depth + post - lean * t * t);
    };
    const float side = 0.5f * width - post;
    for (const float x : {-side, side})
        builder.add(tube({at(x, 0), at(x, 0.5f), at(x, 1)}, {post, post}), frame);
    const int kind = random.integer(0, 3), slats = random.integer(2, 6);
    if (kind == 0) { // one panel
        builder.add(gridMesh(8, 8,
                             [&](float u, float v) {
                                 return at((2 * u - 1) * side, 0.25f + 0.75f * v) + vec3(0, 0, -0.01f);
                             }),
                    panel);
        builder.add(gridMesh(8, 8,
                             [&](float u, float v) {
                                 return at((1 - 2 * u) * side, 0.25f + 0.75f * v) + vec3(0, 0, 0.015f);
                             }),
                    panel);
    } else if (kind == 1) { // upright bars
        builder.add(tube({at(-side, 1), at(side, 1)}, {post, post}), frame);
        for (int i = 1; i <= slats; ++i) {
            const float x = side * (2 * float(i) / float(slats + 1) - 1);
            builder.add(tube({at(x, 0), at(x, 0.5f), at(x, 1)}, {0.5f * post, 0.5f * post}), frame);
        }
    } else {
        const float rows = float(slats), thick = random.uniform(0.2f, 0.45f) * tall / rows;
        for (int i = 0; i < slats; ++i)
            builder.add(moved(box({2 * side, thick, 0.02f}, 0.006f), at(0, (float(i) + 0.8f) / rows)), panel);
    }
}

Asset chair(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int frame = builder.material(body(random));
    const int cushion = random.chance(0.5f) ? builder.material(Finish::fabric) : frame;
    const float width = random.uniform(0.4f, 0.6f), depth = random.uniform(0.4f, 0.55f),
                seat = random.uniform(0.35f, 0.6f);
    const float thick = random.uniform(0.025f, 0.1f);
    builder.add(moved(box({width, thick, depth}, random.uniform(0, 0.03f)), {0, seat, 0}), cushion, "seat");
    addLegs(builder, {width, depth}, seat - 0.4f * thick, frame);
    addBack(builder, width, depth, seat, frame, cushion);
    if (random.chance(0.35f))
        for (const float sign : {-1.0f, 1.0f}) {
            const float x = sign * 0.5f * width, y = seat + 0.22f, z = 0.4f * depth;
            builder.add(
                tube(spline<vec3>({{x, y, -0.5f * depth}, {x, y, 0}, {x, y - 0.02f, z}, {x, seat, z}}, 20),
                     {0.02f, 0.022f}),
                frame);
        }
    return builder.take();
}

Asset stool(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int frame = builder.material(body(random));
    const int top = random.chance(0.5f) ? builder.material(Finish::any) : frame;
    const float radius = random.uniform(0.2f, 0.35f), height = random.uniform(0.3f, 0.9f),
                thick = random.uniform(0.03f, 0.12f);
    builder.add(
        moved(superquadric({radius, 0.5f * thick, radius}, random.uniform(0.15f, 0.6f), 1), {0, height, 0}),
        top, "seat");
    if (random.chance(0.3f)) { // one column and a foot
        builder.add(capsule({0, 0.03f, 0}, {0, height, 0}, 0.035f, 0.03f), frame);
        builder.add(revolve({{0, 0}, {radius, 0}, {radius * 0.9f, 0.03f}, {0.05f, 0.07f}, {0, 0.07f}}),
                    frame);
        return builder.take();
    }
    const int legs = random.integer(3, 4);
    const float splay = random.uniform(0.6f, 1.2f) * radius, thin = random.uniform(0.015f, 0.03f),
                ring = random.uniform(0.2f, 0.6f);
    for (int i = 0; i < legs; ++i) {
        const float angle = 6.2831853f * float(i) / float(legs);
        const vec3 out(std::cos(angle), 0, std::sin(angle));
        builder.add(capsule(out * splay, out * (0.7f * radius) + vec3(0, height, 0), thin, thin), frame,
                    "leg");
    }
    if (random.chance(0.6f))
        builder.add(moved(torus(glm::mix(splay, 0.7f * radius, ring), 0.6f * thin), {0, ring * height, 0}),
                    frame);
    return builder.take();
}

Asset table(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int top = builder.material(body(random)),
              frame = random.chance(0.6f) ? top : builder.material(body(random));
    const float width = random.uniform(0.5f, 1.2f), depth = random.uniform(0.4f, 0.8f),
                height = random.uniform(0.25f, 0.8f);
    const float thick = random.uniform(0.02f, 0.06f);
    const bool round = random.chance(0.3f);
    const vec3 half(0.5f * width, 0.5f * thick, 0.5f * depth);
    builder.add(moved(round ? superquadric(half, 0.15f, 1) : box(2.0f * half, 0.01f), {0, height, 0}), top,
                "top");
    if (round && random.chance(0.5f)) {
        const float belly = random.uniform(0.03f, 0.09f);
        builder.add(revolve(spline<vec2>(
                        {{0.3f * depth, 0}, {0.05f, 0.08f}, {belly, 0.4f * height}, {0.04f, height}}, 24)),
                    frame);
        return builder.take();
    }
    addLegs(builder, round ? vec2(0.7f * width, 0.7f * depth) : vec2(width, depth), height, frame);
    if (random.chance(0.4f)) // drawers
        builder.add(moved(box({0.85f * width, 0.12f, 0.8f * depth}, 0.005f), {0, height - 0.06f, 0}), frame);
    if (random.chance(0.25f))
        builder.add(moved(box({0.85f * width, 0.02f, 0.8f * depth}, 0.005f), {0, 0.3f * height, 0}), frame);
    return builder.take();
}

/// Panels with gaps on the front at z, knobs or bars on them.
void addPanels(ProceduralBuilder& builder, const vec2& size, const vec3& centre, int columns, int rows,
               int panel, int knob)
{
    Random& random = builder.random;
    const float gap = random.uniform(0.008f, 0.025f), style = random.uniform();
    const vec2 cell = size / vec2(columns, rows);
    for (int i = 0; i < columns; ++i)
        for (int j = 0; j < rows; ++j) {
            const vec3 at = centre + vec3(cell * (vec2(i, j) + 0.5f) - 0.5f * size, 0);
            builder.add(moved(box({cell.x - gap, cell.y - gap, 0.03f}, 0.006f), at), panel);
            if (style < 0.45f)
                builder.add(moved(superquadric(vec3(0.02f), 1, 1), at + vec3(0.35f * cell.x, 0, 0.03f)),
                            knob);
            else if (style < 0.8f)
                builder.add(capsule(at + vec3(-0.2f * cell.x, 0.2f * cell.y, 0.035f),
                                    at + vec3(0.2f * cell.x, 0.2f * cell.y, 0.035f), 0.01f, 0.01f),
                            knob);
        }
}

Asset cabinet(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int frame = builder.material(body(random)),
              panel = random.chance(0.5f) ? frame : builder.material(body(random));
    const int knob = builder.material(Finish::metal);
    const float width = random.uniform(0.4f, 1), height = random.uniform(0.4f, 1.2f),
                depth = random.uniform(0.25f, 0.5f);
    const float foot = random.chance(0.5f) ? random.uniform(0.05f, 0.25f) : 0.0f;
    builder.add(moved(box({width, height, depth}, 0.008f), {0, foot + 0.5f * height, 0}), frame);
    const int columns = random.integer(1, 3), rows = random.integer(1, 4);
    addPanels(builder, {0.94f * width, 0.94f * height}, {0, foot + 0.5f * height, 0.5f * depth}, columns,
              rows, panel, knob);
    if (foot > 0)
        addLegs(builder, {width, depth}, foot + 0.01f, frame);
    return builder.take();
}

Asset shelf(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int frame = builder.material(body(random)), rows = random.integer(2, 5);
    const float width = random.uniform(0.4f, 0.9f), height = random.uniform(0.6f, 1.2f),
                depth = random.uniform(0.2f, 0.35f), t = 0.025f;
    for (const float sign : {-1.0f, 1.0f})
        builder.add(moved(box({t, height, depth}, 0.003f), {sign * 0.5f * width, 0.5f * height, 0}), frame);
    if (random.chance(0.6f))
        builder.add(moved(box({width, height, 0.012f}, 0), {0, 0.5f * height, -0.5f * depth}), frame);
    for (int row = 0; row <= rows; ++row) {
        const float y = t + (height - 2 * t) * float(row) / float(rows),
                    tall = (height - 2 * t) / float(rows) - t;
        builder.add(moved(box({width, t, depth}, 0.003f), {0, y, 0}), frame);
        if (row == rows || random.chance(0.3f))
            continue;
        float x = -0.5f * width + 0.03f;
        while (x < 0.3f * width) { // books
            const float thick = random.uniform(0.02f, 0.06f), high = tall * random.uniform(0.6f, 0.92f);
            builder.add(
                moved(box({thick, high, 0.7f * depth}, 0.004f), {x + 0.5f * thick, y + 0.5f * (t + high), 0}),
                random.chance(0.5f) ? builder.colour(randomColour(random)) : builder.material(Finish::print));
            x += thick + 0.002f + (random.chance(0.2f) ? 0.06f : 0.0f);
        }
    }
    return builder.take();
}

Asset sofa(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int cloth = builder.material(Finish::fabric), pillow = builder.material(Finish::fabric);
    const float width = random.uniform(0.6f, 1.3f), depth = random.uniform(0.5f, 0.6f),
                seat = random.uniform(0.2f, 0.28f);
    const float arm = random.uniform(0.08f, 0.15f), back = random.uniform(0.3f, 0.5f),
                soft = random.uniform(0.02f, 0.06f);
    builder.add(moved(box({width, 0.14f, depth}, 0.02f), {0, seat - 0.07f, 0}), cloth);
    const int seats = std::max(1, int(width / 0.45f));
    for (int i = 0; i < seats; ++i) {
        const float cell = (width - 2 * arm) / float(seats),
                    x = -0.5f * width + arm + cell * (float(i) + 0.5f);
        builder.add(moved(box({cell - 0.01f, 0.12f, depth * 0.8f}, soft), {x, seat + 0.05f, 0.05f}), cloth);
        if (random.chance(0.4f))
            builder.add(moved(turned(superquadric({0.13f, 0.13f, 0.05f}, 0.7f, 0.7f), -20, {1, 0, 0}),
                              {x, seat + 0.22f, -0.08f}),
                        pillow);
    }
    builder.add(moved(turned(box({width, back, 0.14f}, soft), -8, {1, 0, 0}),
                      {0, seat + 0.5f * back, -0.5f * depth + 0.03f}),
                cloth);
    for (const float sign : {-1.0f, 1.0f})
        builder.add(moved(box({arm, 0.3f, depth}, soft), {sign * 0.5f * (width - arm), seat + 0.05f, 0}),
                    cloth);
    addLegs(builder, {width, depth}, seat - 0.1f, builder.material(Finish::wood));
    return builder.take();
}

Asset appliance(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int shell = builder.material(random.chance(0.4f) ? Finish::metal : Finish::plain);
    const int dark = builder.colour(vec3(random.uniform(0.03f, 0.15f)), 0.3f),
              screen = builder.material(Finish::print);
    const vec3 size = vec3{random.uniform(0.4f, 1), random.uniform(0.4f, 1), random.uniform(0.2f, 0.7f)};
    builder.add(box(size, random.uniform(0.01f, 0.1f)), shell);
    const float z = 0.5f * size.z, split = random.uniform(0.55f, 0.8f);
    builder.add(moved(box({size.x * split * 0.85f, size.y * 0.75f, 0.03f}, 0.012f),
                      {-0.5f * size.x * (1 - split), 0, z}),
                random.chance(0.5f) ? dark : screen);
    const int knobs = random.integer(1, 5);
    for (int i = 0; i < knobs; ++i) {
        const float y = 0.35f * size.y * (1 - 2 * (float(i) + 0.5f) / float(knobs)),
                    r = random.uniform(0.02f, 0.06f);
        const Mesh knob =
            turned(revolve({{0, 0}, {r, 0}, {0.85f * r, 0.05f}, {0, 0.05f}}, 24), 90, {1, 0, 0});
        builder.add(moved(knob, {0.5f * size.x * split, y, z}), dark);
    }
    if (random.chance(0.4f)) {
        const float x = random.uniform(0.2f, 0.4f) * size.x;
        builder.add(tube(spline<vec3>({{-x, 0.48f * size.y, 0},
                                       {-x, 0.5f * size.y + 0.1f, 0},
                                       {x, 0.5f * size.y + 0.1f, 0},
                                       {x, 0.48f * size.y, 0}},
                                      24),
                         {0.022f, 0.022f}),
                    dark);
    }
    if (random.chance(0.3f))
        builder.add(capsule({0.4f * size.x, 0.5f * size.y, 0}, {0.6f * size.x, 0.5f * size.y + 0.4f, 0},
                            0.01f, 0.008f),
                    dark);
    return builder.take();
}

} // namespace

std::vector<ProceduralFamily> furnitureFamilies()
{
    return {{"chair", 1.5f, chair},        {"stool", 0.7f, stool}, {"table", 1, table},
            {"cabinet", 0.9f, cabinet},    {"shelf", 0.6f, shelf}, {"sofa", 0.7f, sofa},
            {"appliance", 0.9f, appliance}};
}

} // namespace bozzetto
