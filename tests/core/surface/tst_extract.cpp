#include <cmath>
#include <limits>
#include <numbers>

#include "core/surface/cell_table.h"
#include "core/surface/extract.h"
#include "tests/core/surface/mesh_checks.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

DensityFunction densityOf(std::function<float(const glm::vec3&)> value)
{
    return [value = std::move(value)](std::span<const glm::vec3> points, std::span<float> values) {
        for (std::size_t i = 0; i < points.size(); ++i)
            values[i] = value(points[i]);
    };
}

/// Level 10 at distance `radius` of the centre.
DensityFunction sphere(float radius, const glm::vec3& centre = glm::vec3(0.0f))
{
    return densityOf([=](const glm::vec3& p) { return 10.0f + 20.0f * (radius - glm::length(p - centre)); });
}

DensityFunction torus(float ring, float tube)
{
    return densityOf([=](const glm::vec3& p) {
        return 10.0f + 20.0f * (tube - std::hypot(std::hypot(p.x, p.z) - ring, p.y));
    });
}

/// Independent values at every sample: each of the 256 cases and every ambiguity occurs.
DensityFunction noise(unsigned seed)
{
    return densityOf([=](const glm::vec3& p) {
        std::uint32_t h = seed * 0x9E3779B9U;
        for (int a = 0; a < 3; ++a) {
            h ^= std::uint32_t(std::lround((p[a] + 1.0f) * 4096.0f)) + 0x85EBCA6BU + (h << 6) + (h >> 2);
            h *= 0xC2B2AE35U;
            h ^= h >> 15;
        }
        return 20.0f * float(h >> 8) / float(1 << 24);
    });
}

SurfaceOptions optionsOf(int resolution, int blockSize = 64)
{
    SurfaceOptions options;
    options.resolution = resolution;
    options.blockSize = blockSize;
    return options;
}

Mesh extract(const DensityFunction& density, const SurfaceOptions& options)
{
    JobContext context;
    return extractSurface(density, options, context);
}

bool sameMesh(const Mesh& a, const Mesh& b)
{
    return a.positions == b.positions && a.normals == b.normals && a.triangles == b.triangles;
}

} // namespace

class TestExtract : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCellCaseIsBoundedByItsLoops()
    {
        const CellTable table;
        for (unsigned corners = 0; corners < 256; ++corners)
            for (float insideValue : {0.5f, 2.0f}) {
                std::array<float, 8> excess;
                unsigned crossings = 0;
                for (unsigned i = 0; i < 8; ++i)
                    excess[i] = (corners >> i & 1U) ? insideValue : -1.0f;
                for (const auto& edge : CellTable::edges())
                    crossings += (corners >> edge.corner & 1U) != (corners >> (edge.corner | 1 << edge.axis) & 1U);
                std::size_t points = 0;
                for (const auto& piece : table.pieces(corners, excess)) {
                    points += piece.loop.size();
                    QCOMPARE(piece.triangles.size(), piece.loop.size() - (piece.usesCentre ? 0 : 2));
                }
                QCOMPARE(points, std::size_t(crossings));
            }
    }

    void sphereHasAreaVolumeAndNormalsOfItsFormula()
    {
        const float radius = 0.7f;
        const Mesh mesh = extract(sphere(radius), optionsOf(96));
        QVERIFY(isClosedManifold(mesh));
        QCOMPARE(eulerCharacteristic(mesh), 2L);
        QVERIFY(smallestTriangle(mesh) > 0);
        // The chord error of a cell of size h is of order (h / r)^2 = 9e-4.
        QVERIFY(isClose(area(mesh), 4 * std::numbers::pi * radius * radius, 1e-3, 0, "area"));
        QVERIFY(isClose(volume(mesh), 4.0 / 3.0 * std::numbers::pi * std::pow(radius, 3), 1e-3, 0, "volume"));
        double worst = 1;
        double worstRadius = 0;
        for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
            worst = std::min(worst, double(glm::dot(mesh.normals[v], glm::normalize(mesh.positions[v]))));
            worstRadius = std::max(worstRadius, double(std::abs(glm::length(mesh.positions[v]) - radius)));
            QVERIFY(isClose(glm::length(mesh.normals[v]), 1, 1e-6, 0, "normal's length"));
        }
        QVERIFY2(worst > 0.99999, qPrintable(QString::number(worst, 'g', 9)));
        QVERIFY2(worstRadius < 2e-4, qPrintable(QString::number(worstRadius)));
    }

    void aSteepDensityGivesNoStairs()
    {
        // A trained density: nothing outside, within a tenth of a cell hundreds of times the level inside.
        const float radius = 0.7f;
        const auto steep = densityOf([&](const glm::vec3& p) {
            const float depth = radius - glm::length(p);
            return depth > 0 ? 1e6f * depth : 0.0f;
        });
        const Mesh mesh = extract(steep, optionsOf(96));
        QVERIFY(isClosedManifold(mesh));
        QVERIFY(smallestTriangle(mesh) > 0);
        const double cell = 2.0 / 96;
        double worst = 0;
        for (const auto& position : mesh.positions)
            worst = std::max(worst, std::abs(double(glm::length(position)) - radius));
        QVERIFY2(worst < cell / 12, qPrintable(QString::number(worst / cell))); // a straight line: almost a cell
    }

    void torusHasEulerCharacteristicZero()
    {
        const Mesh mesh = extract(torus(0.6f, 0.2f), optionsOf(100));
        QVERIFY(isClosedManifold(mesh));
        QCOMPARE(eulerCharacteristic(mesh), 0L);
        QVERIFY(isClose(volume(mesh), 2 * std::pow(std::numbers::pi, 2) * 0.6 * 0.04, 5e-3, 0, "volume"));
    }

    void noiseStaysWatertight()
    {
        for (unsigned seed = 1; seed <= 3; ++seed) {
            auto options = optionsOf(32, 8 + int(seed));
            options.keepLargest = false;
            options.level = 4.0f + 3.0f * float(seed);
            const Mesh mesh = extract(noise(seed), options);
            QVERIFY(mesh.triangles.size() > 50'000);
            QVERIFY(isClosedManifold(mesh));
            QVERIFY(volume(mesh) > 0);
            QVERIFY(smallestTriangle(mesh) > 0);
        }
    }

    void blockSizeLeavesNoTrace()
    {
        const auto shapes = {torus(0.6f, 0.27f), noise(7)};
        for (const auto& density : shapes) {
            const int resolution = 61;
            const Mesh dense = extract(density, optionsOf(resolution, 128));
            QVERIFY(!dense.triangles.empty());
            for (int blockSize : {8, 16, 21, 33, 62, 63, 64})
                QVERIFY2(sameMesh(extract(density, optionsOf(resolution, blockSize)), dense),
                         qPrintable(QString::number(blockSize)));
        }
    }

    void roundingBetweenBatchesOpensNoCrack()
    {
        // Every call answers a little differently, as matrix products of different batch sizes do.
        int calls = 0;
        const DensityFunction shaky = [&](std::span<const glm::vec3> points, std::span<float> values) {
            ++calls;
            for (std::size_t i = 0; i < points.size(); ++i)
                values[i] = points[i].x > -0.3f ? 10.0f + 1e-3f * float((calls * 7919 + int(i) * 31) % 13 - 6) : 0.0f;
        };
        auto options = optionsOf(32, 8);
        options.keepLargest = false;
        QVERIFY(isClosedManifold(extract(shaky, options)));
    }

    void deniedBlocksAreNotEvaluatedAndChangeNothing()
    {
        const glm::vec3 centre(-0.4f, -0.4f, 0.3f);
        const float radius = 0.3f;
        const auto options = optionsOf(64, 16);
        const Mesh whole = extract(sphere(radius, centre), options);
        std::size_t evaluated = 0;
        const DensityFunction counting = [&](std::span<const glm::vec3> points, std::span<float> values) {
            evaluated += points.size();
            sphere(radius, centre)(points, values);
        };
        JobContext context;
        const Mesh some = extractSurface(counting, options, context, [&](const Bounds& block) {
            const glm::vec3 nearest = glm::clamp(centre, block.minimum, block.maximum);
            return glm::length(nearest - centre) <= radius;
        });
        QVERIFY(sameMesh(some, whole));
        QVERIFY(evaluated < 65 * 65 * 65 / 4 + 6 * whole.positions.size());
    }

    void surfaceLeavingTheBoxIsClosed()
    {
        const Mesh cut = extract(sphere(0.6f, {1.0f, 0.0f, 0.0f}), optionsOf(64, 16));
        QVERIFY(isClosedManifold(cut));
        QCOMPARE(eulerCharacteristic(cut), 2L);
        QVERIFY(isClose(volume(cut), 2.0 / 3.0 * std::numbers::pi * std::pow(0.6, 3), 1e-2, 0, "half a ball"));
        QVERIFY(boundsOf(cut).maximum.x < 1.001f);
        for (std::size_t v = 0; v < cut.positions.size(); ++v)
            if (cut.positions[v].x > 1.0f && std::hypot(cut.positions[v].y, cut.positions[v].z) < 0.5f)
                QVERIFY(cut.normals[v].x > 0.999f);
    }

    void levelUnderEverythingGivesTheBox()
    {
        auto options = optionsOf(32, 16);
        options.box = {glm::vec3(-1.0f, 0.0f, 2.0f), glm::vec3(1.0f, 0.5f, 3.0f)};
        JobContext context;
        const auto solid = densityOf([](const glm::vec3&) { return 50.0f; });
        const Mesh mesh = extractSurface(solid, options, context, [](const Bounds&) { return false; });
        QVERIFY(isClosedManifold(mesh));
        QCOMPARE(eulerCharacteristic(mesh), 2L);
        QVERIFY(isClose(volume(mesh), 2.0 * 0.5 * 1.0, 2e-2, 0, "volume"));
    }

    void nothingAboveTheLevelGivesAnEmptyMesh()
    {
        for (float value : {0.0f, 10.0f, std::numeric_limits<float>::quiet_NaN()}) {
            const Mesh mesh = extract(densityOf([=](const glm::vec3&) { return value; }), optionsOf(32));
            QVERIFY(mesh.positions.empty() && mesh.normals.empty() && mesh.triangles.empty());
        }
    }

    void infiniteDensityIsInside()
    {
        const auto density = densityOf([](const glm::vec3& p) {
            return glm::length(p) < 0.5f ? std::numeric_limits<float>::infinity() : 0.0f;
        });
        const Mesh mesh = extract(density, optionsOf(32));
        QVERIFY(isClosedManifold(mesh));
        QVERIFY(volume(mesh) > 0.3);
        for (const auto& normal : mesh.normals)
            QVERIFY(isClose(glm::length(normal), 1, 1e-5, 0, "normal's length"));
    }

    void oneSampleGivesOneOctahedron()
    {
        auto options = optionsOf(32, 9);
        const auto density = densityOf([](const glm::vec3& p) { return std::max(0.0f, 20.0f - 320.0f * glm::length(p)); });
        const Mesh mesh = extract(density, options);
        QCOMPARE(mesh.positions.size(), std::size_t(6));
        QCOMPARE(mesh.triangles.size(), std::size_t(8));
        QVERIFY(isClose(volume(mesh), 4.0 / 3.0 * std::pow(1.0 / 32, 3), 1e-4, 0, "volume"));
    }

    void smallComponentsGo()
    {
        const auto two = densityOf([](const glm::vec3& p) {
            const float large = 0.5f - glm::length(p - glm::vec3(-0.3f));
            const float small = 0.08f - glm::length(p - glm::vec3(0.7f));
            return 10.0f + 20.0f * std::max(large, small);
        });
        auto options = optionsOf(64);
        options.smallestComponent = 0.1f;
        QCOMPARE(eulerCharacteristic(extract(two, options)), 2L);
        options.smallestComponent = 0.001f;
        QCOMPARE(eulerCharacteristic(extract(two, options)), 4L);
        options.smallestComponent = 0.1f;
        options.keepLargest = false;
        const Mesh all = extract(two, options);
        QCOMPARE(eulerCharacteristic(all), 4L);
        QCOMPARE(all.normals.size(), all.positions.size());
    }

    void highResolutionKeepsToTheSurface()
    {
        // 1024 cells: only possible block by block; the predicate keeps the test short.
        const float radius = 0.05f;
        JobContext context;
        const Mesh mesh = extractSurface(sphere(radius), optionsOf(1024), context, [&](const Bounds& block) {
            return glm::length(glm::clamp(glm::vec3(0.0f), block.minimum, block.maximum)) <= radius;
        });
        QVERIFY(isClosedManifold(mesh));
        QCOMPARE(eulerCharacteristic(mesh), 2L);
        QVERIFY(smallestTriangle(mesh) > 0);
        QVERIFY(isClose(volume(mesh), 4.0 / 3.0 * std::numbers::pi * std::pow(radius, 3), 2e-3, 0, "volume"));
    }

    void optionsNameTheField()
    {
        const auto message = [](auto change) {
            SurfaceOptions options;
            change(options);
            return errorMessage(ErrorCode::badInput, [&] { options.check(); });
        };
        SurfaceOptions().check();
        QCOMPARE(message([](auto& o) { o.resolution = 31; }),
                 std::string("resolution: expected 32 to 1024 cells, found 31"));
        QVERIFY(message([](auto& o) { o.resolution = 1025; }).starts_with("resolution:"));
        QVERIFY(message([](auto& o) { o.level = std::nanf(""); }).starts_with("level:"));
        QVERIFY(message([](auto& o) { o.blockSize = 0; }).starts_with("blockSize:"));
        QVERIFY(message([](auto& o) { o.smallestComponent = 1.5f; }).starts_with("smallestComponent:"));
        QVERIFY(message([](auto& o) { o.box.maximum.y = o.box.minimum.y; }).starts_with("box:"));
        QVERIFY(message([](auto& o) { o.box = Bounds(); }).starts_with("box:"));
    }

    void cancellingStopsBetweenBatches()
    {
        auto flag = std::make_shared<std::atomic<bool>>(false);
        JobContext context(flag, nullptr);
        int calls = 0;
        const DensityFunction density = [&](std::span<const glm::vec3>, std::span<float> values) {
            std::fill(values.begin(), values.end(), 0.0f);
            if (++calls == 2)
                *flag = true;
        };
        QCOMPARE(errorMessage(ErrorCode::cancelled, [&] { extractSurface(density, optionsOf(128), context); }),
                 std::string("Cancelled."));
        QCOMPARE(calls, 2);
        Mesh mesh;
        mesh.positions.resize(1);
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] { colourVertices(mesh, nullptr, context); }).empty());
    }

    void coloursComeInBatchesAndAreClamped()
    {
        Mesh mesh;
        JobContext context;
        const ColourFunction colour = [](std::span<const glm::vec3> points, std::span<glm::vec3> colours) {
            QCOMPARE(points.size(), colours.size());
            for (std::size_t i = 0; i < points.size(); ++i)
                colours[i] = points[i];
        };
        colourVertices(mesh, colour, context);
        QVERIFY(mesh.colours.empty());
        for (int i = 0; i < 70'000; ++i)
            mesh.positions.push_back({float(i) / 50'000.0f, -1.0f, 0.25f});
        colourVertices(mesh, colour, context);
        QCOMPARE(mesh.colours.size(), mesh.positions.size());
        QCOMPARE(mesh.colours[40'000].x, 0.8f);
        QCOMPARE(mesh.colours[69'999], glm::vec4(1.0f, 0.0f, 0.25f, 1.0f));
        mesh.normals.assign(mesh.positions.size(), glm::vec3(0, 0, -1));
        colourVertices(mesh, colour, context, 0.5f); // half a unit under the surface
        QCOMPARE(mesh.colours[69'999], glm::vec4(1.0f, 0.0f, 0.75f, 1.0f));
    }

    void transformMovesPositionsAndTurnsNormals()
    {
        Mesh mesh;
        mesh.positions = {{1, 2, 3}};
        mesh.normals = {{1, 0, 0}};
        // x to y, y to -x, twice as large, moved by (10, 0, 0); columns.
        const glm::mat4 transform{{0, 2, 0, 0}, {-2, 0, 0, 0}, {0, 0, 2, 0}, {10, 0, 0, 1}};
        transformMesh(mesh, transform);
        QCOMPARE(mesh.positions[0], glm::vec3(6, 2, 6));
        QCOMPARE(mesh.normals[0], glm::vec3(0, 1, 0));
        Mesh empty;
        transformMesh(empty, transform);
        QVERIFY(empty.positions.empty());
    }
};

QTEST_GUILESS_MAIN(TestExtract)
#include "tst_extract.moc"
