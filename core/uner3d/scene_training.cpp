#include "core/uner3d/scene_training.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include <ATen/Parallel.h>

#include "core/base/error.h"
#include "core/uner3d/scene_rays.h"
#include "core/uner3d/voxel_optimizer.h"

namespace bozzetto {

namespace {

constexpr float kReferenceShare = 0.01f;  ///< of the box's side: the length that densities refer to
constexpr float kDensityPace = 2.5f;       ///< densities have farther to go than colours
constexpr float kStartThickness = 1.0f;   ///< optical depth of the whole box at the start
constexpr float kOpenStartThickness = 0.1f; ///< the same where things lie around it
constexpr float kRimThickness = 4, kRim = 1.9f; ///< what lies around is opaque from kRim on, contracted
constexpr float kOpenLeastPassing = 2e-3f;
constexpr float kClearShare = 0.3f; ///< of the cameras' distance from the middle, around each, where nothing is
constexpr float kVote = 0.5f;             ///< of the masks that see a place, to call it the thing
constexpr std::int64_t kLeastSteps = 50;   ///< between doublings in the open
constexpr float kKeptOpacity = 0.01f;     ///< of a cell, below which it is given up between levels
constexpr int kSurroundingCells = 64, kMostSurroundingCells = 128;
constexpr double kEndRate = 0.05;         ///< of the rate, at the end
constexpr std::size_t kPreviewPoints = 80000, kFewPreviewPoints = 1000;
constexpr double kFirstPreview = 0.3;      ///< of the pause between previews, until the first

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Finest useful number of cells: a cell is about a pixel wide.
int cellsFor(const SceneViews& scene)
{
    std::vector<float> pixels;
    for (const auto& view : scene.training)
        pixels.push_back(2 * view.focal.x / std::max(glm::length(view.position), 1e-3f));
    std::nth_element(pixels.begin(), pixels.begin() + std::ptrdiff_t(pixels.size() / 2), pixels.end());
    return std::clamp(int(pixels[pixels.size() / 2]), 64, 320);
}

float medianDistance(const std::vector<ScenePhoto>& views)
{
    std::vector<float> distances;
    for (const auto& view : views)
        distances.push_back(glm::length(view.position));
    std::nth_element(distances.begin(), distances.begin() + std::ptrdiff_t(distances.size() / 2), distances.end());
    return distances[distances.size() / 2];
}

/// At a share of the budget the grid becomes twice as fine (factor 2), or only gives up what is empty (1).
struct GridChange
{
    double share;
    int factor;
};

std::vector<GridChange> gridChanges(int doublings, bool open)
{
    // In the open much is still fog after a tenth.
    const double last[] = {open ? 0.4 : 0.3, open ? 0.15 : 0.1, 0.04, 0.015};
    std::vector<GridChange> changes;
    for (int i = doublings - 1; i >= 0; --i)
        changes.push_back({last[std::min(i, 3)], 2});
    changes.push_back({open ? 0.6 : 0.45, 1});
    changes.push_back({open ? 0.8 : 0.7, 1});
    return changes;
}

/// Drawn together before it is clear how far things are, what lies behind comes up to the cameras.
float openDistortion(double share) { return share < 0.4 ? 0 : 0.1f; }

glm::vec3 centreOf(const CellGrid& cells, std::int64_t c)
{
    return glm::vec3(cells.low[0], cells.low[1], cells.low[2]) +
           cells.cell * (glm::vec3(float(c % cells.count[0]), float(c / cells.count[0] % cells.count[1]),
                                   float(c / (cells.count[0] * cells.count[1]))) + 0.5f);
}

/// Where the cameras are nothing is.
void clearAroundCameras(const CellGrid& cells, bool contracted, const std::vector<ScenePhoto>& views, float radius,
                        std::vector<std::uint8_t>& wanted)
{
    for (std::int64_t c = 0; c < cells.cells(); ++c) {
        const glm::vec3 centre = centreOf(cells, c), place = contracted ? expandSpace(centre) : centre;
        for (const auto& view : views) {
            const glm::vec3 off = (contracted ? contractSpace(view.position) : view.position) - centre;
            const float cellsOff = std::max({std::abs(off.x), std::abs(off.y), std::abs(off.z)}) / cells.cell;
            if (cellsOff < 0.5f || glm::length(place - view.position) < radius)
                wanted[std::size_t(c)] = 0;
        }
    }
}

/// The cells around the object's box in contracted space.
VoxelGrid makeSurroundings(const SceneViews& scene, float clear)
{
    const auto cells = CellGrid::over({{-2, -2, -2}, {2, 2, 2}}, kSurroundingCells);
    std::vector<std::uint8_t> wanted(std::size_t(cells.cells()), 1);
    for (std::int64_t c = 0; c < cells.cells(); ++c) {
        const glm::vec3 centre = centreOf(cells, c);
        bool inside = true; // by a cell's width
        for (int axis = 0; axis < 3; ++axis)
            inside = inside && std::abs(centre[axis]) + 1.5f * cells.cell < scene.box.high[std::size_t(axis)];
        wanted[std::size_t(c)] = !inside;
    }
    clearAroundCameras(cells, true, scene.training, clear, wanted);
    const float reference = 2 * kReferenceShare;
    auto grid = VoxelGrid::over(cells, wanted, reference, rawOfDensity(kOpenStartThickness / 2 * reference));
    const float rim = rawOfDensity(kRimThickness / (2 - kRim) * reference);
    for (std::size_t i = 0; i < grid.home.size(); ++i) {
        const glm::vec3 place = glm::abs(grid.cornerPosition(grid.home[i]));
        if (std::max({place.x, place.y, place.z}) > kRim)
            grid.values[i * 4] = rim;
    }
    return grid;
}

void setColours(VoxelGrid& grid, const glm::vec3& colour)
{
    for (std::size_t i = 0; i < grid.values.size(); ++i)
        if (i % 4 != 0) {
            const float share = std::clamp(colour[int(i % 4) - 1], 0.02f, 0.98f);
            grid.values[i] = std::log(share / (1 - share));
        }
}

glm::vec3 meanColour(const std::vector<ScenePhoto>& views)
{
    glm::dvec3 sum(0);
    double count = 0;
    for (const auto& view : views)
        for (std::size_t i = 0; i + 2 < view.rgb.size(); i += 3 * 101, ++count)
            sum += glm::dvec3(view.rgb[i], view.rgb[i + 1], view.rgb[i + 2]) / 255.0;
    return glm::vec3(sum / std::max(count, 1.0));
}

/// What most of the masks that see it call the thing.
std::shared_ptr<const VoxelField> votedFor(const VoxelGrid& field, const std::vector<ScenePhoto>& views)
{
    auto grid = field;
    at::parallel_for(0, grid.corners(), 4096, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
            if (maskShare(views, grid.cornerPosition(grid.home[std::size_t(i)])) < kVote)
                grid.values[std::size_t(i) * 4] = -20;
    });
    return std::make_shared<const VoxelField>(std::make_shared<const VoxelGrid>(std::move(grid)));
}

class SceneTrainer
{
public:
    SceneTrainer(const PosedScene& scene, const SceneTrainingOptions& options, JobContext& context)
        : m_options(options), m_context(context), m_start(Clock::now()), m_scene(prepareSceneViews(scene, options.masks)),
          m_rays(m_scene), m_random(context.seed(), "scene")
    {
        const int finest = options.cells > 0 ? options.cells : cellsFor(m_scene);
        int first = finest;
        for (m_doublings = 0; first > 80; ++m_doublings)
            first = (first + 1) / 2;
        const auto cells = CellGrid::over(m_scene.box, first);
        auto wanted = m_scene.masked && options.carve ? visualHull(cells, m_scene.training, m_scene.dissent)
                                                      : std::vector<std::uint8_t>(std::size_t(cells.cells()), 1);
        const float reference = kReferenceShare * m_scene.box.longest();
        if (!m_scene.masked) {
            m_near = kClearShare * medianDistance(m_scene.training);
            clearAroundCameras(cells, false, m_scene.training, m_near, wanted);
            m_surroundings = makeSurroundings(m_scene, m_near);
        }
        const float thickness = m_surroundings ? kOpenStartThickness : kStartThickness;
        m_object = VoxelGrid::over(cells, wanted, reference, rawOfDensity(thickness / 2 * reference));
        if (m_surroundings) {
            const auto mean = meanColour(m_scene.training);
            setColours(m_object, mean);
            setColours(*m_surroundings, mean);
        }
        restart();
    }

    TrainedScene run(const ScenePreviewSink& preview)
    {
        const auto changes = gridChanges(m_doublings, bool(m_surroundings));
        std::size_t done = 0;
        m_start = Clock::now(); // the preparation of many pictures is not of the budget
        auto shown = m_start;
        double pause = kFirstPreview * m_options.previewSeconds;
        std::int64_t refinedAt = 0;
        for (double share = 0, from = 0; (share = spent()) < 1 && !(m_options.enough && m_options.enough()); ++m_step) {
            m_context.report("Train", share);
            if (done < changes.size() && share >= changes[done].share) {
                // Where steps take long a coarse grid that has settled is worth more than a fine one that has not.
                const bool settled = !m_surroundings || m_step - refinedAt >= kLeastSteps;
                refine(settled ? changes[done].factor : 1);
                ++done;
                refinedAt = m_step;
                from = share;
            }
            m_marking = done < changes.size() && share >= 0.5 * (from + changes[done].share);
            step(share);
            if (preview && m_options.previewSeconds > 0 && secondsSince(shown) > pause) {
                if (const auto now = snapshot(share); !now.cloud.positions.empty()) {
                    preview(now);
                    pause = m_options.previewSeconds;
                }
                shown = Clock::now();
            }
        }
        m_context.report("Train", 1);
        return result();
    }

private:
    double spent() const
    {
        return m_options.steps > 0 ? double(m_step) / double(m_options.steps)
                                   : secondsSince(m_start) / (60 * m_options.minutes);
    }

    void restart()
    {
        const int threads = at::get_num_threads();
        m_rays.choose(m_object, bool(m_surroundings));
        if (m_rays.count() == 0)
            throw Error(ErrorCode::badInput, "Scene: expected pictures that show the object's box, found none that does");
        m_objectOptimizer.reset(m_object.corners(), threads);
        m_objectSeen.assign(m_object.home.size(), 0);
        if (m_surroundings) {
            m_surroundingOptimizer.reset(m_surroundings->corners(), threads);
            m_surroundingsSeen.assign(m_surroundings->home.size(), 0);
        }
    }

    void refine(int factor)
    {
        auto finer = m_object.refined(factor, kKeptOpacity, m_objectSeen);
        if (finer.corners() == 0)
            return; // nothing has formed yet: go on as it is
        m_object = std::move(finer);
        if (m_surroundings) {
            const bool split = factor == 2 && m_surroundings->cells.count[0] < kMostSurroundingCells;
            if (auto around = m_surroundings->refined(split ? 2 : 1, 0, m_surroundingsSeen); around.corners() > 0)
                m_surroundings = std::move(around);
        }
        restart();
    }

    VoxelSpace space() const { return {&m_object, m_surroundings ? &*m_surroundings : nullptr}; }

    void step(double share)
    {
        const std::int64_t rays = m_surroundings ? m_options.rays / 2 : m_options.rays; // they are longer there
        m_chosen.resize(std::size_t(rays));
        m_batch.resize(m_chosen.size());
        m_hits.resize(m_chosen.size());
        m_rays.draw(m_options.errorShare, m_random, m_chosen, m_batch);
        VoxelMarchSettings settings;
        settings.distortionWeight = float(m_options.distortion) * (m_surroundings ? openDistortion(share) : 1);
        settings.seed = m_random.next() | 1;
        if (m_surroundings)
            settings.leastPassing = kOpenLeastPassing;
        settings.nearDistance = m_near;
        at::parallel_for(0, rays, 64, [&](std::int64_t begin, std::int64_t end) {
            const int thread = at::get_thread_num();
            const VoxelGradient gradient{m_objectOptimizer.gradient(thread),
                                         m_surroundings ? m_surroundingOptimizer.gradient(thread) : nullptr,
                                         m_marking ? m_objectSeen.data() : nullptr,
                                         m_marking ? m_surroundingsSeen.data() : nullptr};
            marchVoxels(space(), settings, m_batch.data(), begin, end, m_hits.data(), gradient);
        });
        m_rays.remember(m_chosen, m_hits);
        smooth();
        const float rate = float(m_options.rate * std::pow(kEndRate, std::max(0.0, share - 0.3) / 0.7));
        m_objectOptimizer.step(m_object, kDensityPace * rate, rate);
        if (m_surroundings)
            m_surroundingOptimizer.step(*m_surroundings, kDensityPace * rate, rate);
        double sum = 0;
        for (const auto& hit : m_hits)
            sum += hit.error;
        m_curve.push_back(sum / double(m_hits.size()));
    }

    void smooth()
    {
        if (m_options.smoothness <= 0)
            return;
        m_objectOptimizer.addSmoothness(m_object, float(m_options.smoothness));
        if (m_surroundings)
            m_surroundingOptimizer.addSmoothness(*m_surroundings, float(m_options.smoothness));
    }

    /// Corners of the grid that are opaque and have a neighbour that is not.
    std::vector<std::int32_t> surfaceCorners(float opacity) const
    {
        const float solid = rawOfDensity(-std::log1p(-opacity) * m_object.reference / m_object.cells.cell);
        const auto counts = m_object.cornerCounts();
        const std::int64_t steps[3] = {1, counts[0], counts[0] * counts[1]};
        const auto isSolid = [&](std::int64_t place) {
            const auto corner = place >= 0 && place < std::int64_t(m_object.corner.size()) ? m_object.corner[std::size_t(place)] : -1;
            return corner >= 0 && m_object.values[std::size_t(corner) * 4] > solid;
        };
        std::vector<std::int32_t> surface;
        for (const auto place : m_object.home)
            if (isSolid(place))
                for (const auto step : steps)
                    if (!isSolid(place + step) || !isSolid(place - step)) {
                        surface.push_back(place);
                        break;
                    }
        return surface;
    }

    /// Where the field is half opaque; while too little is, where it is on the way there.
    ScenePreview snapshot(double share) const
    {
        ScenePreview preview;
        preview.share = share;
        preview.cells = int(std::max({m_object.cells.count[0], m_object.cells.count[1], m_object.cells.count[2]}));
        preview.psnr = -10 * std::log10(std::max(m_curve.back(), 1e-10));
        std::vector<std::int32_t> surface;
        for (const float opacity : {0.5f, 0.2f, 0.08f})
            if (surface.size() < kFewPreviewPoints)
                surface = surfaceCorners(opacity);
        const std::size_t every = surface.size() / kPreviewPoints + 1;
        for (std::size_t i = 0; i < surface.size(); i += every) {
            const auto* raw = &m_object.values[std::size_t(m_object.corner[std::size_t(surface[i])]) * 4];
            if (m_scene.guessed && maskShare(m_scene.training, m_object.cornerPosition(surface[i])) < kVote)
                continue;
            preview.cloud.positions.push_back(m_scene.frame.toWorld(m_object.cornerPosition(surface[i])));
            glm::vec4 colour(1);
            for (int c = 0; c < 3; ++c)
                colour[c] = 1 / (1 + std::exp(-raw[c + 1]));
            preview.cloud.colours.push_back(colour);
        }
        return preview;
    }

    TrainedScene result()
    {
        for (const float value : m_object.values)
            if (!std::isfinite(value))
                throw Error(ErrorCode::internal, "Scene: expected finite values, found one that is not");
        TrainedScene trained;
        trained.nearDistance = m_near;
        for (const auto& view : m_scene.training)
            trained.cameras.push_back(view.position);
        trained.frame = m_scene.frame;
        trained.background = m_scene.background;
        trained.steps = m_step;
        trained.curve = std::move(m_curve);
        trained.field = std::make_shared<VoxelField>(std::make_shared<const VoxelGrid>(std::move(m_object)));
        trained.object = m_scene.guessed ? votedFor(trained.field->grid(), m_scene.training) : trained.field;
        if (m_surroundings)
            trained.surroundings = std::make_shared<const VoxelGrid>(std::move(*m_surroundings));
        trained.seconds = secondsSince(m_start);
        return trained;
    }

    SceneTrainingOptions m_options;
    JobContext& m_context;
    Clock::time_point m_start;
    SceneViews m_scene;
    SceneRays m_rays;
    Random m_random;
    int m_doublings = 0;
    float m_near = 0; ///< along the rays: before it nothing may form
    VoxelGrid m_object;
    std::optional<VoxelGrid> m_surroundings;
    VoxelOptimizer m_objectOptimizer, m_surroundingOptimizer;
    std::vector<std::uint8_t> m_objectSeen, m_surroundingsSeen; ///< corners, in the second half of a level
    bool m_marking = false;
    std::vector<std::uint32_t> m_chosen;
    std::vector<VoxelRay> m_batch;
    std::vector<VoxelHit> m_hits;
    std::vector<double> m_curve;
    std::int64_t m_step = 0;
};

void requireRange(const char* name, double value, double low, double high)
{
    if (!(value >= low && value <= high))
        throw Error(ErrorCode::badInput, "{}: expected a number from {} to {}, found {}", name, low, high, value);
}

} // namespace

void SceneTrainingOptions::check() const
{
    if (steps <= 0)
        requireRange("minutes", minutes, 0.01, 1440);
    if (cells != 0)
        requireRange("cells", cells, 32, 512);
    requireRange("rays", rays, 256, 1 << 20);
    requireRange("errorShare", errorShare, 0, 1);
    requireRange("smoothness", smoothness, 0, 1);
    requireRange("distortion", distortion, 0, 1);
    requireRange("rate", rate, 1e-6, 1);
}

TrainedScene trainScene(const PosedScene& scene, const SceneTrainingOptions& options, const ScenePreviewSink& preview,
                        JobContext& context)
{
    options.check();
    context.report("Prepare", 0);
    SceneTrainer trainer(scene, options, context);
    return trainer.run(preview);
}

Image renderTrained(const TrainedScene& scene, const PosedPicture& camera, JobContext& context)
{
    constexpr int kRows = 16;
    ScenePhoto view;
    view.width = camera.picture.width;
    view.height = camera.picture.height;
    view.focal = glm::vec2(camera.focal);
    view.principal = glm::vec2(camera.principal);
    view.fieldFromCamera = glm::mat3(camera.worldFromCamera);
    view.position = scene.frame.toField(glm::dvec3(camera.worldFromCamera[3]));
    Image picture(view.width, view.height, 3);
    const VoxelSpace space{&scene.field->grid(), scene.surroundings.get()};
    VoxelMarchSettings settings;
    settings.nearDistance = scene.nearDistance;
    std::vector<VoxelRay> rays;
    std::vector<VoxelHit> hits;
    for (int top = 0; top < view.height; top += kRows) {
        context.report("Render", double(top) / view.height);
        rays.clear();
        for (int row = top; row < std::min(top + kRows, view.height); ++row)
            for (int column = 0; column < view.width; ++column) {
                rays.push_back(view.ray(column, row));
                rays.back().background = scene.background;
            }
        hits.resize(rays.size());
        at::parallel_for(0, std::int64_t(rays.size()), 256, [&](std::int64_t begin, std::int64_t end) {
            marchVoxels(space, settings, rays.data(), begin, end, hits.data(), {});
        });
        for (std::size_t i = 0; i < hits.size(); ++i)
            for (int c = 0; c < 3; ++c)
                picture.pixels[(std::size_t(top) * std::size_t(view.width) + i) * 3 + std::size_t(c)] =
                    std::clamp(hits[i].colour[c], 0.0f, 1.0f);
    }
    return picture;
}

} // namespace bozzetto
