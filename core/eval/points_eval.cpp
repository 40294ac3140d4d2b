#include "core/eval/points_eval.h"

#include <algorithm>
#include <chrono>

#include "core/base/error.h"
#include "core/image/codec.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

std::vector<std::size_t> viewsToScore(const PosedScene& scene, const ViewEvalOptions& options)
{
    std::vector<std::size_t> views = options.views;
    for (std::size_t i = 0; i < scene.pictures.size() && options.views.empty(); ++i)
        if (scene.pictures[i].heldOut)
            views.push_back(i);
    if (views.empty())
        throw Error(ErrorCode::badInput, "{}: expected pictures that are held out for scores, found none",
                    scene.name);
    for (const auto view : views)
        if (view >= scene.pictures.size())
            throw Error(ErrorCode::badInput, "{}: expected views below {}, found {}", scene.name,
                        scene.pictures.size(), view);
    return views;
}

/// Views may lie in folders of their own: "test/r_0" and "train/r_0" become two files.
fs::path pictureFile(const fs::path& folder, const std::string& view)
{
    std::string name = fs::path(view).lexically_normal().replace_extension().string();
    std::replace(name.begin(), name.end(), '/', '_');
    return folder / (name + ".png");
}

bool hasObject(const Image& mask)
{
    return std::any_of(mask.pixels.begin(), mask.pixels.end(), [](float m) { return m >= 0.5f; });
}

void add(PictureQuality& sum, const PictureQuality& value, double share)
{
    sum.psnr += share * value.psnr;
    sum.ssim += share * value.ssim;
}

/// Left what was rendered, right the photograph.
Image beside(const Image& seen, const Image& truth)
{
    Image both(seen.width + truth.width, seen.height, 3);
    for (int y = 0; y < seen.height; ++y)
        for (int c = 0; c < 3; ++c) {
            for (int x = 0; x < seen.width; ++x)
                both.at(x, y, c) = seen.at(x, y, c);
            for (int x = 0; x < truth.width; ++x)
                both.at(seen.width + x, y, c) = truth.at(x, y, c);
        }
    return both;
}

ViewRow scoreView(const PosedScene& scene, std::size_t view, const RenderView& render, const ViewEvalOptions& options,
                  JobContext& context)
{
    const PosedPicture& truth = scene.pictures[view];
    const auto start = std::chrono::steady_clock::now();
    const Image seen = render(scene, view, context);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    ViewRow row{truth.name, pictureQuality(seen, truth.picture), {}, took.count()};
    if (!truth.mask.empty() && hasObject(truth.mask))
        row.masked = maskedQuality(seen, truth.picture, truth.mask);
    if (!options.pictures.empty())
        encodePicture(truncatedTo8Bit(options.besideTruth ? beside(seen, truth.picture) : seen),
                      pictureFile(options.pictures, truth.name));
    return row;
}

void setMeans(ViewReport& report)
{
    const double share = 1 / double(report.rows.size());
    const auto masked =
        std::count_if(report.rows.begin(), report.rows.end(), [](const ViewRow& r) { return r.masked; });
    if (masked > 0)
        report.masked.emplace();
    for (const auto& row : report.rows) {
        add(report.mean, row.whole, share);
        if (row.masked)
            add(*report.masked, *row.masked, 1 / double(masked));
        report.seconds += share * row.seconds;
    }
}

std::vector<std::size_t> trainingViews(const PosedScene& scene)
{
    std::vector<std::size_t> training;
    for (std::size_t i = 0; i < scene.pictures.size(); ++i)
        if (!scene.pictures[i].heldOut)
            training.push_back(i);
    return training;
}

} // namespace

bool holdOutEveryEighth(PosedScene& scene)
{
    constexpr std::size_t kEighth = 8, kFewest = 3;
    if (trainingViews(scene).size() < scene.pictures.size())
        return false;
    if (scene.pictures.size() < kFewest)
        throw Error(ErrorCode::badInput, "{}: expected {} pictures or more, one of them to be held out for scores, found {}",
                    scene.name, kFewest, scene.pictures.size());
    for (std::size_t i = 0; i < scene.pictures.size(); i += kEighth)
        scene.pictures[i].heldOut = true;
    return true;
}

PosedScene withTrainingViews(const PosedScene& scene, std::size_t count)
{
    const auto training = trainingViews(scene);
    if (count > training.size())
        throw Error(ErrorCode::badInput, "{}: expected at most the {} pictures that are not held out, found {}", scene.name,
                    training.size(), count);
    PosedScene chosen = scene;
    if (count == 0 || count == training.size())
        return chosen;
    chosen.pictures.clear();
    for (std::size_t i = 0; i < count; ++i)
        chosen.pictures.push_back(scene.pictures[training[i * training.size() / count]]);
    for (const auto& picture : scene.pictures)
        if (picture.heldOut)
            chosen.pictures.push_back(picture);
    return chosen;
}

ViewReport evaluateViews(const PosedScene& scene, const RenderView& render, const ViewEvalOptions& options,
                         JobContext& context)
{
    const auto views = viewsToScore(scene, options);
    std::error_code failed;
    if (!options.pictures.empty() && !fs::is_directory(options.pictures, failed))
        fs::create_directories(options.pictures, failed);
    if (failed)
        throw Error(ErrorCode::io, "{}: the folder could not be made ({})", options.pictures.string(),
                    failed.message());
    ViewReport report;
    for (const auto view : views) {
        context.report("Scoring views", double(report.rows.size()) / double(views.size()));
        report.rows.push_back(scoreView(scene, view, render, options, context));
    }
    setMeans(report);
    context.report("Scoring views", 1);
    return report;
}

} // namespace bozzetto
