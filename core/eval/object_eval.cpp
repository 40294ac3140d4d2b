#include "core/eval/object_eval.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/data/asset_renderer.h"
#include "core/data/random.h"
#include "core/data/training_set_file.h"
#include "core/eval/alignment.h"

namespace bozzetto {

namespace {

void requireBetween(int value, int low, int high, const char* field)
{
    if (value < low || value > high)
        throw Error(ErrorCode::badInput, "{}: expected {} to {}, found {}", field, low, high, value);
}

/// `count` of `size`, evenly.
std::vector<std::int64_t> spreadOver(std::int64_t size, std::int64_t count)
{
    std::vector<std::int64_t> chosen;
    for (std::int64_t i = 0; i < std::min(size, count); ++i)
        chosen.push_back(i * size / std::min(size, count));
    return chosen;
}

/// The true surface, thinned to `count` points, in the camera frame of the input.
std::vector<glm::vec3> trueSurface(const TrainingObject& object, const EvalInput& input, int count)
{
    const at::Tensor surface = object.surface.to(at::kFloat).contiguous();
    const float* values = surface.const_data_ptr<float>();
    std::vector<glm::vec3> points;
    for (const auto i : spreadOver(surface.size(0), count))
        points.push_back(input.cameraFromObject *
                         glm::vec3(values[3 * i], values[3 * i + 1], values[3 * i + 2]));
    return points;
}

Image imageOf(const at::Tensor& picture, int channels)
{
    const at::Tensor values = picture.to(at::kFloat).contiguous();
    Image image(int(values.size(1)), int(values.size(0)), channels);
    std::copy_n(values.const_data_ptr<float>(), image.pixels.size(), image.pixels.begin());
    return image;
}

/// Draws what a method made; nothing as an empty picture.
class Prediction
{
public:
    Prediction(const Mesh& mesh, int size, JobContext& context) : m_size(size), m_context(context)
    {
        if (mesh.triangles.empty())
            return;
        Asset asset;
        asset.meshes.push_back(mesh);
        asset.meshes.front().normals.clear();
        AssetRenderOptions options;
        options.shaded = false;
        m_renderer.emplace(asset, options);
    }

    /// From a view's camera, in its terms; `inputFromView` turns its frame into that of the mesh.
    AssetPicture draw(const glm::mat3& inputFromView, float distance, float tangent) const
    {
        if (!m_renderer)
            return {Image(m_size, m_size, 4), Image(m_size, m_size, 1), Image(m_size, m_size, 3)};
        Camera camera;
        camera.worldFromCamera = glm::mat4(inputFromView);
        camera.worldFromCamera[3] = glm::vec4(inputFromView * glm::vec3(0, 0, distance), 1);
        camera.verticalFov = 2 * std::atan(tangent);
        return m_renderer->draw(camera, m_size, m_size, m_context);
    }

private:
    int m_size;
    JobContext& m_context;
    std::optional<AssetRenderer> m_renderer;
};

/// z in the camera frame of a distance along each pixel's ray.
Image heightFromDistance(const Image& along, float distance, float tangent)
{
    Image height(along.width, along.height, 1);
    for (int y = 0; y < along.height; ++y)
        for (int x = 0; x < along.width; ++x) {
            const float u = tangent * (float(2 * x + 1) / float(along.width) - 1);
            const float v = tangent * (1 - float(2 * y + 1) / float(along.height));
            height.at(x, y) = distance - along.at(x, y) / std::sqrt(1 + u * u + v * v);
        }
    return height;
}

Image maskOf(const Image& colour)
{
    Image mask(colour.width, colour.height, 1);
    for (std::size_t i = 0; i < mask.pixels.size(); ++i)
        mask.pixels[i] = colour.pixels[4 * i + 3];
    return mask;
}

double scoreDepth(const Prediction& prediction, const EvalInput& input)
{
    const AssetPicture picture = prediction.draw(glm::mat3(1), input.distance, input.tangent);
    return depthError(heightFromDistance(picture.depth, input.distance, input.tangent),
                      maskOf(picture.colour), imageOf(input.height, 1), imageOf(input.alpha, 1));
}

PictureScores scoreViews(const TrainingObject& object, std::int64_t view, const EvalInput& input,
                         const Prediction& prediction, int mostViews)
{
    std::vector<std::int64_t> others;
    for (std::int64_t i = 0; i < object.colour.size(0); ++i)
        if (i != view)
            others.push_back(i);
    PictureScores sum;
    const auto chosen = spreadOver(std::int64_t(others.size()), mostViews);
    for (const auto i : chosen) {
        const std::int64_t other = others[std::size_t(i)];
        const glm::mat3 inputFromView = input.cameraFromObject * glm::transpose(viewRotation(object, other));
        const auto picture = prediction.draw(inputFromView, object.distance.data_ptr<float>()[other],
                                             object.tangent.data_ptr<float>()[other]);
        const auto scores = comparePictures(
            picture.colour, imageOf(object.colour.select(0, other).to(at::kFloat).div(255), 4));
        sum.psnr += scores.psnr;
        sum.ssim += scores.ssim;
        sum.iou += scores.iou;
    }
    const auto count = double(chosen.size());
    return {sum.psnr / count, sum.ssim / count, sum.iou / count};
}

void accumulate(ObjectScores& sum, const ObjectScores& scores, double share)
{
    const auto add = [share](SurfaceScores& to, const SurfaceScores& from) {
        to.chamfer += share * from.chamfer;
        for (std::size_t i = 0; i < to.fScore.size(); ++i)
            to.fScore[i] += share * from.fScore[i];
    };
    add(sum.camera, scores.camera);
    add(sum.aligned, scores.aligned);
    sum.views.psnr += share * scores.views.psnr;
    sum.views.ssim += share * scores.views.ssim;
    sum.views.iou += share * scores.views.iou;
    sum.depth += share * scores.depth;
    sum.seconds += share * scores.seconds;
}

} // namespace

void ObjectEvalOptions::check() const
{
    requireBetween(limit, 0, 1'000'000, "limit");
    requireBetween(novelViews, 1, 64, "novelViews");
    requireBetween(points, 100, 100'000, "points");
}

ObjectScores scoreObject(const TrainingObject& object, std::int64_t view, const EvalInput& input,
                         const Mesh& mesh, const ObjectEvalOptions& options, JobContext& context)
{
    if (object.colour.size(0) < 2)
        throw Error(ErrorCode::badInput, "{}: expected two views or more to compare, found {}", input.name,
                    object.colour.size(0));
    Random random(options.seed, input.name + "/surface");
    auto points = sampleSurface(mesh, options.points, random);
    if (points.empty())
        points.emplace_back(0.0f);
    const auto truth = trueSurface(object, input, options.points);
    ObjectScores scores;
    scores.camera = compareSurfaces(points, truth);
    const Similarity similarity = alignSurfaces(points, truth);
    for (auto& point : points)
        point = similarity.apply(point);
    scores.aligned = compareSurfaces(points, truth);
    context.check();
    const Prediction prediction(mesh, input.size(), context);
    scores.views = scoreViews(object, view, input, prediction, options.novelViews);
    scores.depth = scoreDepth(prediction, input);
    return scores;
}

ObjectEvalReport evaluateObjects(const TrainingSet& set, const std::vector<ObjectMethod>& methods,
                                 const ObjectEvalOptions& options, JobContext& context)
{
    options.check();
    const auto all = set.indices(options.split);
    if (all.empty())
        throw Error(ErrorCode::badInput, "the training set: expected objects in the split {}, found none",
                    splitName(options.split));
    ObjectEvalReport report;
    for (const auto& method : methods)
        report.methods.push_back(method.name);
    report.means.resize(methods.size());
    report.empty.resize(methods.size(), 0);
    const auto size = std::int64_t(all.size());
    const auto chosen = spreadOver(size, options.limit > 0 ? options.limit : size);
    for (const auto place : chosen) {
        context.report("Evaluating", double(report.rows.size()) / double(chosen.size()));
        const std::int64_t index = all[std::size_t(place)];
        const std::string& name = set.objects()[std::size_t(index)].name;
        const TrainingObject object = set.load(index);
        const int view = Random(options.seed, name + "/view").integer(0, int(object.colour.size(0)) - 1);
        const EvalInput input = evalInput(object, view, name);
        ObjectRow row{name, {}};
        for (std::size_t m = 0; m < methods.size(); ++m) {
            const auto start = std::chrono::steady_clock::now();
            const Mesh mesh = methods[m].make(input);
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
            row.scores.push_back(scoreObject(object, view, input, mesh, options, context));
            row.scores.back().seconds = took.count();
            report.empty[m] += mesh.triangles.empty();
            accumulate(report.means[m], row.scores.back(), 1 / double(chosen.size()));
        }
        report.rows.push_back(std::move(row));
    }
    context.report("Evaluating", 1);
    return report;
}

} // namespace bozzetto
