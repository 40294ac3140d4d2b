#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

#include "core/data/object_labels.h"
#include "core/data/procedural_object.h"
#include "core/data/procedural_parts.h"
#include "core/data/procedural_texture.h"
#include "core/data/traced_object.h"

using namespace bozzetto;
using glm::vec3;

namespace {

const PhotoPool kNoPhotos;

const ProceduralFamily& family(const std::string& name)
{
    for (const auto& candidate : proceduralFamilies())
        if (candidate.name == name)
            return candidate;
    throw std::runtime_error("no family " + name);
}

std::size_t triangleCount(const Asset& asset)
{
    std::size_t count = 0;
    for (const auto& mesh : asset.meshes)
        count += mesh.triangles.size();
    return count;
}

/// Empty, or what is wrong.
std::string faultOf(const Asset& asset)
{
    const vec3 size = boundsOf(asset).size();
    if (!(std::min({size.x, size.y, size.z}) > 1e-3f && std::max({size.x, size.y, size.z}) < 10))
        return "extent";
    if (triangleCount(asset) <= 50 || triangleCount(asset) >= 200'000)
        return "triangles " + std::to_string(triangleCount(asset));
    for (const auto& mesh : asset.meshes) {
        if (mesh.material < 0 || std::size_t(mesh.material) >= asset.materials.size())
            return "material";
        if (mesh.normals.size() != mesh.positions.size() || mesh.uvs.size() != mesh.positions.size())
            return "arrays";
        for (std::size_t i = 0; i < mesh.positions.size(); ++i) {
            if (!std::isfinite(glm::dot(mesh.positions[i], mesh.normals[i])))
                return "not finite";
            if (std::abs(glm::length(mesh.normals[i]) - 1) > 1e-3f)
                return "normal";
            if (!(std::abs(mesh.uvs[i].x) <= 8 && std::abs(mesh.uvs[i].y) <= 8))
                return "uv";
        }
    }
    return {};
}

std::set<int> coloursOf(const Asset& asset)
{
    std::set<int> colours;
    const auto add = [&](const vec3& c) {
        const glm::ivec3 level = glm::ivec3(glm::round(c * 15.0f));
        colours.insert(level.x * 256 + level.y * 16 + level.z);
    };
    for (const auto& material : asset.materials)
        if (const auto& texture = material.baseColourTexture)
            for (std::size_t i = 0; i + 2 < texture->pixels.size(); i += 3 * 97)
                add({texture->pixels[i], texture->pixels[i + 1], texture->pixels[i + 2]});
        else
            add(vec3(material.baseColour));
    return colours;
}

/// From the asset's frame into that of its TracedObject.
struct Normalised
{
    explicit Normalised(const Asset& asset) : bounds(boundsOf(asset))
    {
        const vec3 size = bounds.size();
        longest = std::max({size.x, size.y, size.z});
    }
    vec3 operator()(const vec3& p) const { return (p - bounds.centre()) / longest; }

    Bounds bounds;
    float longest = 1;
};

const Mesh& part(const Asset& asset, const std::string& name)
{
    for (const auto& mesh : asset.meshes)
        if (mesh.name == name)
            return mesh;
    throw std::runtime_error("no part " + name);
}

} // namespace

class TestProcedural : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFamilyIsSound_data()
    {
        QTest::addColumn<int>("index");
        QVERIFY(proceduralFamilies().size() >= 14);
        for (std::size_t i = 0; i < proceduralFamilies().size(); ++i)
            QTest::newRow(proceduralFamilies()[i].name.c_str()) << int(i);
    }

    void everyFamilyIsSound()
    {
        QFETCH(int, index);
        const auto& kind = proceduralFamilies()[std::size_t(index)];
        std::set<int> colours;
        std::set<std::size_t> sizes;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            Random random(seed, "sound");
            const Asset asset = kind.make(random, kNoPhotos);
            const std::string fault = faultOf(asset);
            QVERIFY2(fault.empty(),
                     qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(QLatin1String(fault.c_str()))));
            colours.merge(coloursOf(asset));
            const vec3 size = boundsOf(asset).size();
            sizes.insert(std::size_t(1e4f * size.y / size.x));
            if (seed < 4)
                TracedObject traced(asset, 200'000);
        }
        QVERIFY2(colours.size() >= 12, qPrintable(QString::number(colours.size())));
        QVERIFY2(sizes.size() >= 15, qPrintable(QString::number(sizes.size())));
    }

    void sameSeedAndIndexGiveTheSameObject()
    {
        for (int index = 0; index < 12; ++index) {
            const Asset a = makeProceduralObject(7, index, kNoPhotos),
                        b = makeProceduralObject(7, index, kNoPhotos);
            QCOMPARE(a.meshes.size(), b.meshes.size());
            for (std::size_t i = 0; i < a.meshes.size(); ++i)
                QVERIFY(a.meshes[i].positions == b.meshes[i].positions);
            for (std::size_t i = 0; i < a.materials.size(); ++i)
                if (a.materials[i].baseColourTexture)
                    QVERIFY(a.materials[i].baseColourTexture->pixels ==
                            b.materials[i].baseColourTexture->pixels);
            const Asset other = makeProceduralObject(8, index, kNoPhotos);
            QVERIFY(boundsOf(other).size() != boundsOf(a).size());
        }
    }

    void familiesOccurByTheirWeights()
    {
        std::map<std::string, int> seen;
        constexpr int kCount = 6000;
        for (int i = 0; i < kCount; ++i)
            ++seen[proceduralFamilyOf(3, i)];
        float total = 0;
        for (const auto& kind : proceduralFamilies())
            total += kind.weight;
        for (const auto& kind : proceduralFamilies()) {
            const float expected = kCount * kind.weight / total, spread = 5 * std::sqrt(expected);
            QVERIFY2(std::abs(float(seen[kind.name]) - expected) < spread, kind.name.c_str());
        }
    }

    void cavityOfACupIsFreeAndItsWallSolid()
    {
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            Random random(seed, "cup");
            const Asset asset = family("mug").make(random, kNoPhotos);
            const TracedObject object(asset);
            const Normalised place(asset);
            const Bounds body = boundsOf(part(asset, "body"));
            for (const float height : {0.3f, 0.6f, 0.9f}) {
                const vec3 axis = place({0, body.minimum.y + height * body.size().y, 0}), away(-1, 0, 0);
                QVERIFY2(!isOccupied(object, axis), qPrintable(QStringLiteral("seed %1").arg(seed)));
                const SurfaceHit inner = object.trace(axis, away),
                                 outer = object.trace(axis + 2.0f * away, -away);
                QVERIFY(inner.found && outer.found);
                const float wall = 2 - outer.distance - inner.distance;
                QVERIFY2(wall > 0.008f && wall < 0.15f, qPrintable(QString::number(wall)));
                QVERIFY(isOccupied(object, 0.5f * (inner.position + outer.position)));
                QVERIFY(!isOccupied(object, inner.position - 0.02f * away));
            }
            // The bottom lies a little above the foot's ring.
            const vec3 below = place({0.013f, body.minimum.y, 0.007f}) - vec3(0, 0.5f, 0);
            const SurfaceHit bottom = object.trace(below, {0, 1, 0});
            QVERIFY(bottom.found && bottom.distance < 0.55f);
            QVERIFY(isOccupied(object, bottom.position + vec3(0, 0.006f, 0)));
        }
    }

    void throughTheHandleOfAMugOneSees()
    {
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            Random random(seed, "handle");
            const Asset asset = family("mug").make(random, kNoPhotos);
            const TracedObject object(asset);
            const Normalised place(asset);
            const Bounds ear = boundsOf(part(asset, "handle"));
            const vec3 middle = place(ear.centre()); // from there outwards: the hole, then the handle
            const SurfaceHit left =
                object.trace(middle + vec3(0.5f * ear.size().x / place.longest, 0, 0) * 0.3f, {-1, 0, 0});
            QVERIFY(left.found);
            const SurfaceHit right = object.trace(left.position + vec3(1e-3f, 0, 0), {1, 0, 0});
            QVERIFY(right.found);
            const vec3 hole = 0.5f * (left.position + right.position);
            for (const vec3& side : {vec3(0, 0, 1), vec3(0, 0, -1)})
                QVERIFY2(!object.occluded(hole, side), qPrintable(QStringLiteral("seed %1").arg(seed)));
            for (const vec3& bound : {vec3(1, 0, 0), vec3(-1, 0, 0), vec3(0, 1, 0), vec3(0, -1, 0)})
                QVERIFY2(object.occluded(hole, bound, 1), qPrintable(QStringLiteral("seed %1").arg(seed)));
            QVERIFY(!isOccupied(object, hole));
        }
    }

    void partsHaveTheirClosedForms()
    {
        const Mesh ball = creasedNormals(superquadric(vec3(0.5f), 1, 1));
        for (std::size_t i = 0; i < ball.positions.size(); ++i) {
            QVERIFY(std::abs(glm::length(ball.positions[i]) - 0.5f) < 1e-5f);
            QVERIFY(glm::dot(ball.normals[i], ball.positions[i]) > 0.49f); // outwards
        }
        const Mesh ring = torus(0.4f, 0.1f);
        for (const auto& p : ring.positions)
            QVERIFY(std::abs(glm::length(glm::vec2(glm::length(glm::vec2(p.x, p.z)) - 0.4f, p.y)) - 0.1f) <
                    1e-5f);
        for (const Mesh& solid :
             {box({1, 2, 3}, 0), box({1, 2, 3}, 0.2f), torus(0.4f, 0.1f), capsule({}, {0, 1, 0}, 0.2f, 0.1f),
              revolve({{0, 0}, {1, 0}, {1, 2}, {0, 2}}),
              extrude({{0, 0}, {2, 0}, {2, 2}, {1, 0.5f}, {0, 2}}, 0.5f)}) {
            double volume = 0; // by the divergence theorem; positive when wound outwards
            for (const auto& t : solid.triangles)
                volume +=
                    glm::dot(solid.positions[t.x], glm::cross(solid.positions[t.y], solid.positions[t.z])) /
                    6;
            QVERIFY2(volume > 0.01, qPrintable(QString::number(volume)));
        }
        double plate = 0;
        const Mesh notched = extrude({{0, 0}, {2, 0}, {2, 2}, {1, 0.5f}, {0, 2}}, 0.5f);
        for (const auto& t : notched.triangles)
            plate +=
                glm::dot(notched.positions[t.x], glm::cross(notched.positions[t.y], notched.positions[t.z])) /
                6;
        QVERIFY(std::abs(plate - 0.5 * 2.5) < 1e-4); // a square of 4 less a triangle of 1.5
    }

    void texturesAreColoursOfTheRightSize()
    {
        Random random(5, "textures");
        for (const Finish finish : {Finish::any, Finish::plain, Finish::ceramic, Finish::wood, Finish::metal,
                                    Finish::fabric, Finish::fur, Finish::print, Finish::leaf})
            for (int i = 0; i < 6; ++i) {
                const Image image = randomTexture(finish, random, kNoPhotos);
                QVERIFY(image.width >= 128 && image.width <= 256 && image.height == image.width);
                QCOMPARE(image.channels, 3);
                for (const float value : image.pixels)
                    QVERIFY(value >= 0 && value <= 1);
            }
    }
};

QTEST_GUILESS_MAIN(TestProcedural)
#include "tst_procedural.moc"
