#include "core/eval/matte_eval.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/base/error.h"
#include "core/data/random.h"
#include "core/vision/matte_batch.h"
#include "core/vision/picture_sheet.h"

namespace bozzetto {

namespace {

double silhouetteOverlap(const Image& found, const Image& truth)
{
    std::size_t both = 0, either = 0;
    for (std::size_t i = 0; i < truth.pixels.size(); ++i) {
        const bool a = found.pixels[i] >= 0.5f, b = truth.pixels[i] >= 0.5f;
        both += a && b;
        either += a || b;
    }
    return either > 0 ? double(both) / double(either) : 1;
}

double meanDifference(const Image& found, const Image& truth)
{
    double sum = 0;
    for (std::size_t i = 0; i < truth.pixels.size(); ++i)
        sum += std::abs(double(found.pixels[i]) - double(truth.pixels[i]));
    return sum / double(truth.pixels.size());
}

} // namespace

void MatteEvalOptions::check() const
{
    if (limit < 0)
        throw Error(ErrorCode::badInput, "limit: expected 0 or more, found {}", limit);
    if (side < 64 || side > 1024)
        throw Error(ErrorCode::badInput, "side: expected 64 to 1024 pixels, found {}", side);
}

CutoutList testViews(const TrainingSet& set, std::uint64_t seed)
{
    CutoutList views;
    for (const auto index : set.indices(Split::test)) {
        const auto object = set.load(index);
        const auto& name = set.objects()[std::size_t(index)].name;
        const int view = Random(seed, name + "/view").integer(0, int(object.colour.size(0)) - 1);
        views.push_back(object.colour[view].permute({2, 0, 1}).contiguous());
    }
    if (views.empty())
        throw Error(ErrorCode::badInput, "the training set: expected objects in the split test, found none");
    return views;
}

MatteEvalReport evaluateMattes(const CutoutList& objects, const PhotoList& photos,
                               const std::vector<MatteMethod>& methods, const MatteEvalOptions& options,
                               JobContext& context)
{
    options.check();
    MatteEvalReport report;
    report.means.resize(methods.size());
    for (const auto& method : methods)
        report.methods.push_back(method.name);
    Draws draws(at::detail::createCPUGenerator(options.seed));
    const auto all = objects.size(), count = options.limit > 0 ? std::min(all, std::size_t(options.limit)) : all;
    for (std::size_t i = 0; i < count; ++i) {
        context.report("Evaluating", double(i) / double(count));
        const auto drawn = pictureWith(objects[i * all / count], photos, options.side, draws);
        const Image picture = imageFromTensor(drawn.rgb[0]), truth = imageFromTensor(drawn.alpha);
        for (std::size_t m = 0; m < methods.size(); ++m) {
            JobContext quiet;
            const auto start = std::chrono::steady_clock::now();
            const auto found = methods[m].estimator->estimate(picture, {}, quiet);
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
            auto& mean = report.means[m];
            mean.iou += silhouetteOverlap(found.alpha, truth) / double(count);
            mean.error += meanDifference(found.alpha, truth) / double(count);
            mean.missed += found.source == MatteSource::wholePicture;
            mean.seconds += took.count() / double(count);
            context.check();
        }
    }
    report.pictures = int(count);
    context.report("Evaluating", 1);
    return report;
}

} // namespace bozzetto
