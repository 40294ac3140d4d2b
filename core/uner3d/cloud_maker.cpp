#include "core/uner3d/cloud_maker.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "core/base/error.h"
#include "core/data/random.h"
#include "core/uner3d/density_volume.h"

namespace bozzetto {

namespace {

constexpr std::int64_t kMostPoints = 20'000'000, kMostEven = 2'000'000; ///< beyond the latter points are not spread evenly
constexpr std::int64_t kFewForFarthest = 20'000;
constexpr float kVisible = 0.2f;   ///< share of the light that must reach a viewpoint
constexpr float kGap = 1.5f;       ///< cells around a point that do not hide it
constexpr int kRounds = 24;        ///< of drawing points, before the gaps are filled up with less even ones
constexpr std::int64_t kBatch = 1 << 18;

/// A solid cell and a viewpoint that sees it.
struct SeenCell
{
    std::int64_t cell;
    std::uint32_t viewpoint;
};

class CloudMaker
{
public:
    CloudMaker(const PointField& field, const std::vector<glm::vec3>& viewpoints, const CloudOptions& options,
               JobContext& context)
        : m_field(field), m_options(options), m_context(context), m_viewpoints(viewpoints), m_random(options.seed, "cloud")
    {
        const auto around = surroundingViewpoints(field.box());
        m_viewpoints.insert(m_viewpoints.end(), around.begin(), around.end());
        m_volume = sampleDensity(field, options.cells > 0 ? options.cells : cellsForCount(), context);
        const auto solid = solidParts(m_volume, options.opacity, options.leastPart);
        if (solid.empty())
            throw Error(ErrorCode::badInput, "Cloud: expected a field that holds matter (a cell of opacity above {}), found none",
                        options.opacity);
        findSeen(solid);
    }

    PointCloud run()
    {
        if (m_options.mode == CloudMode::surface)
            drawPoints([this](Random& random) { return surfacePoint(random); });
        else
            drawPoints([this](Random& random) { return volumePoint(random); });
        reduce();
        return withValues();
    }

private:
    /// About three solid cells per point of a surface that covers a few times the square of the side.
    int cellsForCount() const
    {
        return std::clamp(int(std::sqrt(double(m_options.count))), 96, 256);
    }

    /// Drops the cells that no viewpoint sees; of a solid volume they stay.
    void findSeen(const std::vector<std::int64_t>& solid)
    {
        std::vector<std::int32_t> seenFrom(solid.size(), -1);
        constexpr std::int64_t kChunk = 16384;
        const auto count = std::int64_t(solid.size());
        for (std::int64_t start = 0; start < count; start += kChunk) {
            m_context.report("Hidden points", double(start) / double(count));
            at::parallel_for(start, std::min(count, start + kChunk), 256, [&](std::int64_t begin, std::int64_t end) {
                for (std::int64_t i = begin; i < end; ++i)
                    seenFrom[std::size_t(i)] = viewpointOf(m_volume.centre(solid[std::size_t(i)]), std::size_t(i));
            });
        }
        const bool keepAll = m_options.mode == CloudMode::volume && m_options.solid;
        for (std::size_t i = 0; i < solid.size(); ++i)
            if (seenFrom[i] >= 0 || keepAll)
                m_cells.push_back({solid[i], std::uint32_t(std::max(seenFrom[i], 0))});
        if (m_cells.empty()) // a fog that nothing gets through: better its cells than nothing
            for (const auto cell : solid)
                m_cells.push_back({cell, 0});
    }

    std::int32_t viewpointOf(const glm::vec3& point, std::size_t salt) const
    {
        const float gap = kGap * m_volume.grid.cell;
        for (std::size_t i = 0; i < m_viewpoints.size(); ++i) {
            const std::size_t v = (i + salt) % m_viewpoints.size(); // not always the first one
            if (passingBetween(m_volume, point, m_viewpoints[v], gap, kVisible) > kVisible)
                return std::int32_t(v);
        }
        return -1;
    }

    const SeenCell& anyCell(Random& random) const { return m_cells[std::size_t(random.next() % m_cells.size())]; }

    glm::vec3 withinCell(std::int64_t cell, Random& random) const
    {
        const glm::vec3 jitter(random.uniform(), random.uniform(), random.uniform());
        return m_volume.centre(cell) + (jitter - 0.5f) * m_volume.grid.cell;
    }

    /// Along the ray of a viewpoint through a cell that it sees, where the ray is half absorbed.
    glm::vec3 surfacePoint(Random& random) const
    {
        const auto& chosen = anyCell(random);
        const glm::vec3 target = withinCell(chosen.cell, random), eye = m_viewpoints[chosen.viewpoint];
        const glm::vec3 direction = glm::normalize(target - eye);
        const float distance = medianDistance(m_volume, eye, direction);
        return distance > 0 ? eye + direction * distance : target;
    }

    glm::vec3 volumePoint(Random& random) const { return withinCell(anyCell(random).cell, random); }

    /// Side of the cubes of which each holds one point: a surface of about these cells, shared by twice the points.
    float evenSide() const
    {
        const double h = m_volume.grid.cell, cells = double(m_cells.size());
        const double share = double(m_options.count) * 1.6;
        return float(m_options.mode == CloudMode::surface ? std::sqrt(cells * h * h / share)
                                                          : std::cbrt(cells * h * h * h / share));
    }

    /// One point a cube, and what is left over as a reserve.
    template <typename Draw> void drawPoints(Draw draw)
    {
        const auto wanted = std::size_t(m_options.count);
        const bool even = m_options.count <= kMostEven;
        const float side = evenSide();
        std::vector<std::uint64_t> taken;
        std::vector<glm::vec3> batch, reserve;
        for (int round = 0; m_points.size() < wanted && (!even || round < kRounds); ++round) {
            m_context.report("Points", double(std::min(m_points.size(), wanted)) / double(wanted));
            drawBatch(batch, even ? wanted : wanted - m_points.size(), draw);
            if (!even) {
                m_points.insert(m_points.end(), batch.begin(), batch.end());
                continue;
            }
            keepNew(batch, side, taken, reserve);
        }
        for (std::size_t i = 0; m_points.size() < wanted; ++i) // denser than even
            m_points.push_back(i < reserve.size() ? reserve[i] : draw(m_random));
    }

    template <typename Draw> void drawBatch(std::vector<glm::vec3>& batch, std::size_t wanted, Draw draw)
    {
        const auto count = std::int64_t(std::clamp<std::size_t>(wanted, 4096, std::size_t(kBatch)));
        const std::uint64_t salt = m_random.next();
        batch.resize(std::size_t(count));
        at::parallel_for(0, count, 1024, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t i = begin; i < end; ++i) {
                Random own(salt + std::uint64_t(i));
                batch[std::size_t(i)] = draw(own);
            }
        });
    }

    void keepNew(const std::vector<glm::vec3>& batch, float side, std::vector<std::uint64_t>& taken, std::vector<glm::vec3>& reserve)
    {
        std::vector<std::pair<std::uint64_t, std::uint32_t>> keys(batch.size());
        const glm::vec3 low = m_volume.low() - side;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const glm::vec3 place = (batch[i] - low) / side;
            keys[i] = {std::uint64_t(place.x) << 42 | std::uint64_t(place.y) << 21 | std::uint64_t(place.z), std::uint32_t(i)};
        }
        std::sort(keys.begin(), keys.end());
        std::vector<std::uint64_t> fresh;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const bool repeated = (i > 0 && keys[i].first == keys[i - 1].first) ||
                                  std::binary_search(taken.begin(), taken.end(), keys[i].first);
            if (repeated) {
                if (reserve.size() < std::size_t(m_options.count))
                    reserve.push_back(batch[keys[i].second]);
                continue;
            }
            fresh.push_back(keys[i].first);
            m_points.push_back(batch[keys[i].second]);
        }
        const auto middle = std::ptrdiff_t(taken.size());
        taken.insert(taken.end(), fresh.begin(), fresh.end());
        std::inplace_merge(taken.begin(), taken.begin() + middle, taken.end());
    }

    /// Down to the count: the farthest from each other where they are few, else at random.
    void reduce()
    {
        const auto wanted = std::size_t(m_options.count);
        if (m_points.size() == wanted)
            return;
        if (m_options.count > kFewForFarthest) {
            for (std::size_t i = 0; i < wanted; ++i)
                std::swap(m_points[i], m_points[i + std::size_t(m_random.next() % (m_points.size() - i))]);
            m_points.resize(wanted);
            return;
        }
        std::vector<glm::vec3> kept;
        for (const auto i : farthestPoints(m_points, wanted))
            kept.push_back(m_points[i]);
        m_points = std::move(kept);
    }

    PointCloud withValues()
    {
        PointCloud cloud;
        const auto count = std::int64_t(m_points.size());
        cloud.normals.resize(m_points.size());
        cloud.colours.resize(m_points.size());
        cloud.confidence.resize(m_points.size());
        const float inwards = m_options.mode == CloudMode::surface ? 0.5f * m_volume.grid.cell : 0; // where matter is
        for (std::int64_t start = 0; start < count; start += kBatch) {
            m_context.report("Colours", double(start) / double(count));
            const auto length = std::min(kBatch, count - start);
            auto places = at::empty({length, 3});
            auto* place = places.data_ptr<float>();
            at::parallel_for(0, length, 1024, [&](std::int64_t begin, std::int64_t end) {
                for (std::int64_t i = begin; i < end; ++i) {
                    const auto& point = m_points[std::size_t(start + i)];
                    const glm::vec3 normal = m_volume.outwards(point), inside = point - inwards * normal;
                    cloud.normals[std::size_t(start + i)] = normal;
                    std::memcpy(place + 3 * i, &inside, sizeof(inside));
                }
            });
            const auto values = queryChunked(m_field, places.to(m_field.device()));
            const auto density = values.density.cpu().contiguous(), rgb = values.rgb.cpu().contiguous();
            for (std::int64_t i = 0; i < length; ++i) {
                const auto* colour = rgb.const_data_ptr<float>() + 3 * i;
                cloud.colours[std::size_t(start + i)] = glm::vec4(colour[0], colour[1], colour[2], 1);
                cloud.confidence[std::size_t(start + i)] =
                    1 - std::exp(-density.const_data_ptr<float>()[i] * m_volume.grid.cell);
            }
        }
        cloud.positions = std::move(m_points);
        return cloud;
    }

    const PointField& m_field;
    CloudOptions m_options;
    JobContext& m_context;
    std::vector<glm::vec3> m_viewpoints;
    Random m_random;
    DensityVolume m_volume;
    std::vector<SeenCell> m_cells;
    std::vector<glm::vec3> m_points;
};

} // namespace

CloudMode parseCloudMode(const std::string& text)
{
    if (text == "surface")
        return CloudMode::surface;
    if (text == "volume")
        return CloudMode::volume;
    throw Error(ErrorCode::badInput, "Mode: expected surface or volume, found \"{}\"", text);
}

void CloudOptions::check() const
{
    if (count < 1 || count > kMostPoints)
        throw Error(ErrorCode::badInput, "count: expected 1 to {} points, found {}", kMostPoints, count);
    if (!(opacity > 0 && opacity < 1))
        throw Error(ErrorCode::badInput, "opacity: expected a number between 0 and 1, found {}", opacity);
    if (cells != 0 && (cells < 16 || cells > 512))
        throw Error(ErrorCode::badInput, "cells: expected 16 to 512, found {}", cells);
}

PointCloud makeCloud(const PointField& field, const std::vector<glm::vec3>& viewpoints, const CloudOptions& options,
                     JobContext& context)
{
    options.check();
    return CloudMaker(field, viewpoints, options, context).run();
}

std::vector<std::size_t> farthestPoints(const std::vector<glm::vec3>& points, std::size_t count)
{
    std::vector<float> distance(points.size(), 1e30f);
    std::vector<std::size_t> chosen;
    std::size_t next = 0;
    while (chosen.size() < count) {
        chosen.push_back(next);
        const glm::vec3 latest = points[next];
        float farthest = -1;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const glm::vec3 away = points[i] - latest;
            distance[i] = std::min(distance[i], glm::dot(away, away));
            if (distance[i] > farthest) {
                farthest = distance[i];
                next = i;
            }
        }
    }
    return chosen;
}

} // namespace bozzetto
