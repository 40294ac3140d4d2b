#include "core/data/procedural_builder.h"

#include <cmath>

namespace bozzetto {

using glm::vec3;

namespace {

void addEyes(ProceduralBuilder& builder, const vec3& between, float apart, float size)
{
    const int black = builder.colour({0.04f, 0.03f, 0.03f}, 0.2f);
    for (const float side : {-1.0f, 1.0f})
        builder.add(moved(superquadric(vec3(size), 1, 1), between + vec3(0, 0, side * apart)), black);
}

/// A limb through joints, rounded at both ends.
void addLimb(ProceduralBuilder& builder, const std::vector<vec3>& joints, const std::vector<float>& radii,
             int skin)
{
    builder.add(tube(spline(joints, 14), spline(radii, 14)), skin);
}

/// Looks along +x.
Asset quadruped(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int coat = builder.material(random.chance(0.85f) ? Finish::fur : Finish::any);
    const int horn = builder.colour(shade({0.55f, 0.48f, 0.38f}, random.uniform(0.3f, 1.2f)));
    const float length = random.uniform(0.5f, 0.9f), girth = random.uniform(0.11f, 0.24f),
                leg = random.uniform(0.15f, 0.6f);
    const float limb = girth * random.uniform(0.22f, 0.42f), y = leg + 0.8f * girth, front = 0.5f * length;
    const float chest = random.uniform(0.9f, 1.2f), rump = random.uniform(0.8f, 1.15f),
                belly = random.uniform(0.85f, 1.3f);
    const std::vector<vec3> back = {
        {-front, y, 0}, {-0.4f * front, y + 0.02f, 0}, {0.4f * front, y, 0}, {front, y + 0.03f, 0}};
    addLimb(builder, back, {0.8f * girth * rump, girth * rump, girth * belly, girth * chest, 0.7f * girth},
            coat);
    const float stride = random.uniform(0.0f, 0.2f), bend = random.uniform(0.0f, 0.08f);
    for (int i = 0; i < 4; ++i) {
        const float x = i < 2 ? 0.8f * front : -0.85f * front, z = (i % 2 ? 1.0f : -1.0f) * 0.55f * girth;
        const float step = (i == 0 || i == 3 ? stride : -stride) * leg;
        addLimb(builder,
                {{x, y, z}, {x + 0.3f * step + (i < 2 ? bend : -bend), 0.5f * leg, z}, {x + step, limb, z}},
                {1.9f * limb, 1.1f * limb, 0.8f * limb}, coat);
        builder.add(moved(superquadric({1.3f * limb, limb, 1.05f * limb}, 0.7f, 1),
                          {x + step + 0.3f * limb, limb * 0.9f, z}),
                    random.chance(0.5f) ? coat : horn);
    }
    const float neck = random.uniform(0.1f, 0.6f), rise = random.uniform(0.2f, 1),
                skull = girth * random.uniform(0.5f, 0.85f);
    const vec3 head = vec3(front, y, 0) + vec3(neck * (1.1f - rise), neck * rise + 0.4f * girth, 0);
    addLimb(builder, {{0.8f * front, y, 0}, glm::mix(vec3(front, y, 0), head, 0.5f), head},
            {0.8f * girth, 0.55f * girth, 0.8f * skull}, coat);
    const float snout = skull * random.uniform(1, 2.6f), droop = random.uniform(0.1f, 0.7f);
    const vec3 nose = head + snout * vec3(1, -droop, 0);
    addLimb(builder, {head, glm::mix(head, nose, 0.5f), nose},
            {skull, 0.75f * skull, random.uniform(0.3f, 0.6f) * skull}, coat);
    addEyes(builder, head + skull * vec3(0.6f, 0.35f, 0), 0.75f * skull, 0.13f * skull);
    const float ear = skull * random.uniform(0.6f, 1.8f), lop = random.uniform(-1, 1);
    const bool horns = random.chance(0.25f);
    for (const float side : {-1.0f, 1.0f}) {
        const vec3 root = head + skull * vec3(-0.2f, 0.7f, 0.5f * side);
        TubeShape flat;
        flat.section = {0.4f, 1};
        builder.add(tube({root, root + ear * vec3(-0.1f, 0.5f + 0.4f * lop, 0.4f * side),
                          root + ear * vec3(0, lop, (1.1f - 0.6f * std::abs(lop)) * side)},
                         {0.25f * ear, 0.3f * ear, 0.05f * ear}, flat),
                    coat);
        if (horns)
            addLimb(builder,
                    {root, root + ear * vec3(-0.4f, 0.9f, 0.5f * side),
                     root + ear * vec3(0.2f, 1.8f, 0.8f * side)},
                    {0.25f * skull, 0.15f * skull, 0.04f * skull}, horn);
    }
    const float tail = random.uniform(0.1f, 0.7f), lift = random.uniform(-0.9f, 0.8f),
                brush = random.uniform(0.5f, 2.5f);
    const vec3 root(-front - 0.5f * girth, y + 0.3f * girth, 0);
    addLimb(builder,
            {root, root + tail * vec3(-0.5f, 0.4f * lift + 0.1f, 0), root + tail * vec3(-0.7f, lift, 0.1f)},
            {limb, 0.5f * limb * brush, 0.4f * limb}, coat);
    return builder.take();
}

Asset bird(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int coat = builder.material(random.chance(0.5f) ? Finish::fur : Finish::any),
              wingCoat = builder.material(Finish::fur);
    const int beak = builder.colour(vec3{random.uniform(0.6f, 0.95f), random.uniform(0.35f, 0.6f), 0.1f});
    const float girth = random.uniform(0.16f, 0.26f), leg = random.uniform(0.08f, 0.5f),
                tilt = random.uniform(0.0f, 0.35f), y = leg + girth;
    addLimb(builder, {{-0.35f, y - tilt * 0.3f, 0}, {-0.1f, y, 0}, {0.2f, y + tilt * 0.5f, 0}},
            {0.3f * girth, girth, girth * 0.8f}, coat);
    const float neck = random.uniform(0.08f, 0.5f), skull = random.uniform(0.09f, 0.14f);
    const vec3 head(0.3f + 0.2f * tilt, y + neck + 0.1f, 0);
    addLimb(builder, {{0.18f, y + 0.05f, 0}, {0.3f, y + 0.5f * neck, 0}, head},
            {0.6f * girth, 0.7f * skull, skull}, coat);
    const float bill = random.uniform(0.08f, 0.3f);
    builder.add(
        capsule(head + vec3(0.6f * skull, 0, 0), head + vec3(skull + bill, -0.05f, 0), 0.4f * skull, 0.01f),
        beak);
    addEyes(builder, head + vec3(0.4f, 0.3f, 0) * skull, 0.8f * skull, 0.14f * skull);
    const float spread = random.chance(0.3f) ? random.uniform(30, 80) : random.uniform(0, 8),
                wing = random.uniform(0.45f, 0.7f), wide = random.uniform(0.2f, 0.3f);
    for (const float side : {-1.0f, 1.0f}) {
        const Mesh feathers = turned(turned(leaf(wing, wide, 0.15f, 0.05f), 90, {1, 0, 0}), 180, {0, 1, 0});
        builder.add(moved(turned(feathers, side * spread, {0, 1, 0}), {0.2f, y + 0.05f, side * 0.9f * girth}),
                    wingCoat);
        const vec3 foot(0.02f, 0, side * 0.4f * girth);
        builder.add(capsule(foot + vec3(0, y - 0.6f * girth, 0), foot, 0.022f, 0.016f), beak);
        for (int toe = -1; toe <= 1; ++toe)
            builder.add(capsule(foot, foot + vec3(0.1f, 0, 0.05f * float(toe)), 0.014f, 0.008f), beak);
    }
    builder.add(moved(turned(leaf(random.uniform(0.2f, 0.45f), 0.2f, 0.1f, 0.3f), 180, {0, 1, 0}),
                      {-0.33f, y - tilt * 0.3f, 0}),
                wingCoat);
    return builder.take();
}

/// Looks along +z.
Asset figurine(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int skin = builder.material(random.chance(0.6f) ? Finish::plain : Finish::any),
              shirt = builder.material(Finish::fabric);
    const int trousers = builder.material(Finish::fabric), hair = builder.material(Finish::fur);
    const float leg = random.uniform(0.2f, 0.5f), torso = random.uniform(0.25f, 0.4f),
                skull = random.uniform(0.08f, 0.2f), stout = random.uniform(0.07f, 0.15f);
    const float thigh = stout * random.uniform(0.4f, 0.6f), hip = leg + 0.03f, chest = hip + torso;
    const float walk = random.uniform(0, 0.35f);
    TubeShape broad;
    broad.section = {1.25f, 0.8f};
    broad.side = {0, 0, 1};
    builder.add(tube({{0, hip, 0}, {0, hip + 0.5f * torso, 0}, {0, chest, 0}},
                     {stout, 0.9f * stout, 1.1f * stout}, broad),
                shirt);
    for (const float side : {-1.0f, 1.0f}) {
        const float x = side * 0.6f * stout, z = side * walk * leg, spread = random.uniform(0.05f, 1.2f),
                    bend = random.uniform(-0.2f, 0.6f);
        addLimb(builder, {{x, hip, 0}, {x * 1.1f, 0.5f * leg, 0.6f * z + 0.02f}, {x * 1.2f, 0.03f, z}},
                {thigh, 0.8f * thigh, 0.6f * thigh}, trousers);
        builder.add(moved(superquadric({0.9f * thigh, 0.6f * thigh, 1.6f * thigh}, 0.8f, 0.9f),
                          {x * 1.2f, 0.6f * thigh, z + 0.7f * thigh}),
                    hair);
        const vec3 shoulder(side * 1.25f * stout, chest, 0),
            elbow = shoulder + 0.5f * torso * vec3(side * std::sin(spread), -std::cos(spread), 0);
        const vec3 hand = elbow + 0.5f * torso * vec3(0.3f * side, bend - 0.5f, 0.8f);
        addLimb(builder, {shoulder, elbow, hand}, {0.6f * thigh, 0.5f * thigh, 0.4f * thigh}, shirt);
        builder.add(moved(superquadric(vec3(0.55f * thigh), 1, 1), hand), skin);
    }
    const vec3 head(0, chest + stout + 0.8f * skull, 0);
    builder.add(capsule({0, chest, 0}, head, 0.4f * skull, 0.4f * skull), skin);
    builder.add(moved(superquadric({skull * 0.85f, skull, 0.9f * skull}, 1, 1), head), skin);
    const int black = builder.colour({0.05f, 0.04f, 0.04f});
    for (const float side : {-1.0f, 1.0f})
        builder.add(
            moved(superquadric(vec3(0.1f * skull), 1, 1), head + skull * vec3(0.35f * side, 0.1f, 0.82f)),
            black);
    if (random.chance(0.5f)) // hair, or a hat with a brim
        builder.add(
            moved(displaced(superquadric({skull * 0.95f, skull * 0.85f, 0.95f * skull}, 1, 1), 0.03f, 12, 5),
                  head + skull * vec3(0, 0.3f, -0.18f)),
            hair);
    else
        builder.add(moved(revolve({{0, 0},
                                   {1.5f * skull, 0},
                                   {1.5f * skull, 0.02f},
                                   {0.9f * skull, 0.04f},
                                   {0.75f * skull, skull},
                                   {0, skull}}),
                          head + vec3(0, 0.5f * skull, 0)),
                    trousers);
    if (random.chance(0.3f)) // a skirt
        builder.add(revolve({{stout * 2.2f, 0.45f * leg}, {1.1f * stout, hip + 0.3f * torso}}), shirt);
    return builder.take();
}

Asset fish(Random& random, const PhotoPool& photos)
{
    ProceduralBuilder builder(random, photos);
    const int scales = builder.material(random.chance(0.5f) ? Finish::fur : Finish::any),
              fin = builder.material(Finish::plain);
    const float tall = random.uniform(0.1f, 0.26f), flat = random.uniform(0.35f, 0.9f),
                curl = random.uniform(-0.12f, 0.12f), y = 0.4f;
    TubeShape body;
    body.section = {1, flat};
    const auto spine =
        spline<vec3>({{0.42f, y, 0}, {0.2f, y, 0}, {-0.2f, y, curl}, {-0.45f, y, 2.5f * curl}}, 24);
    builder.add(
        tube(spine,
             spline<float>({0.3f * tall, 0.85f * tall, tall, 0.8f * tall, 0.4f * tall, 0.2f * tall}, 24),
             body),
        scales);
    const float tail = random.uniform(0.15f, 0.3f), dorsal = random.uniform(0.15f, 0.4f);
    for (const float side : {-1.0f, 1.0f}) {
        const Mesh lobe = turned(turned(leaf(tail, 0.12f, 0, 0), 90, {1, 0, 0}), 180 + side * 35, {0, 0, 1});
        builder.add(moved(lobe, spine.back()), fin);
        builder.add(
            moved(turned(turned(leaf(0.2f, 0.1f, 0.1f, 0), side * 50, {1, 0, 0}), 180 + side * 40, {0, 1, 0}),
                  {0.2f, y - 0.2f * tall, side * tall * flat * 0.8f}),
            fin);
    }
    builder.add(moved(turned(turned(leaf(dorsal, 0.25f, 0.1f, 0), 90, {1, 0, 0}), 165, {0, 0, 1}),
                      {0.2f, y + 0.8f * tall, 0}),
                fin);
    addEyes(builder, {0.36f, y + 0.15f * tall, 0}, 0.6f * tall * flat, 0.1f * tall + 0.005f);
    return builder.take();
}

} // namespace

std::vector<ProceduralFamily> creatureFamilies()
{
    return {{"quadruped", 1.8f, quadruped},
            {"bird", 0.8f, bird},
            {"figurine", 1.1f, figurine},
            {"fish", 0.5f, fish}};
}

} // namespace bozzetto
