#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/base/error.h"
#include "core/eval/feature_statistics.h"
#include "core/eval/scene_eval.h"
#include "core/image/codec.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

/// Features: the mean colour and the picture's left half's; two classes: reddish or not.
class HalvesClassifier : public PictureClassifier
{
public:
    at::Tensor features(const at::Tensor& rgb) const override
    {
        return at::cat({rgb.mean({2, 3}), rgb.narrow(3, 0, rgb.size(3) / 2).mean({2, 3})}, 1);
    }
    at::Tensor probabilities(const at::Tensor& features) const override
    {
        const auto red = (features.select(1, 0) > 0.5).to(at::kFloat);
        return at::stack({red, 1 - red}, 1);
    }
    std::string name() const override { return "halves"; }
};

at::Tensor normal(std::initializer_list<int64_t> shape, std::uint64_t seed)
{
    return at::randn(shape, at::detail::createCPUGenerator(seed), at::kDouble);
}

/// tr (A B)^(1/2) of positive definite A and B by the eigenvalues of their product.
double rootTrace(const at::Tensor& a, const at::Tensor& b)
{
    return at::linalg_eigvals(at::matmul(a, b)).sqrt().sum().item<c10::complex<double>>().real();
}

at::Tensor covariance(const at::Tensor& x)
{
    const auto centred = x - x.mean(0);
    return at::matmul(centred.t(), centred) / double(x.size(0) - 1);
}

} // namespace

class TestEvalScenes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void frechetOfShiftedAndScaledSets()
    {
        const auto x = normal({200, 5}, 1);
        QVERIFY(frechetDistance(x, x) < 1e-9);
        // Shifted: the shift's square. Scaled by s: (s - 1)^2 times the variances.
        QVERIFY(isClose(frechetDistance(x, x + 2), 5 * 4.0, 0, 1e-9, "frechetDistance"));
        const double variance = covariance(x).diagonal().sum().item<double>();
        const auto scaled = (x - x.mean(0)) * 3;
        QVERIFY(isClose(frechetDistance(x - x.mean(0), scaled), 4 * variance, 0, 1e-9 * variance, "frechetDistance"));
    }

    void frechetAgreesWithTheEigenvalues()
    {
        const auto a = at::matmul(normal({60, 6}, 2), normal({6, 6}, 3)), b = at::matmul(normal({80, 6}, 4), normal({6, 6}, 5));
        const auto ca = covariance(a), cb = covariance(b);
        const double expected = (a.mean(0) - b.mean(0)).square().sum().item<double>() +
                                (ca.diagonal().sum() + cb.diagonal().sum()).item<double>() - 2 * rootTrace(ca, cb);
        QVERIFY(isClose(frechetDistance(a, b), expected, 0, 1e-8 * expected, "frechetDistance"));
        // Fewer samples than features take the other path: the same two sets in a wider space.
        const auto wide = [](const at::Tensor& x) { return at::cat({x, at::zeros({x.size(0), 200}, at::kDouble)}, 1); };
        QVERIFY(isClose(frechetDistance(wide(a), wide(b)), expected, 0, 1e-8 * expected, "frechetDistance"));
        QVERIFY(errorMessage(ErrorCode::badInput, [&] { frechetDistance(a.narrow(0, 0, 1), b); }).find("found 1 and 80") != std::string::npos);
    }

    void classScoreOfSureAndUnsureRows()
    {
        QVERIFY(isClose(inceptionScore(at::eye(7)), 7, 0, 1e-6, "inceptionScore"));
        QVERIFY(isClose(inceptionScore(at::full({9, 7}, 1.0 / 7)), 1, 0, 1e-6, "inceptionScore"));
        QVERIFY(isClose(inceptionScore(at::eye(2).repeat({3, 1})), 2, 0, 1e-6, "inceptionScore"));
    }

    void depthIsAlignedByScaleAndShift()
    {
        const auto truth = normal({1, 8, 8}, 6);
        QVERIFY(alignedError(0.2 * truth + 5, truth) < 1e-9);
        QVERIFY(isClose(alignedError(at::full({1, 8, 8}, 3.0, at::kDouble), truth), truth.std(false).item<double>(), 0, 1e-9, "alignedError"));
    }

    void anUntrainedGeneratorIsScored()
    {
        QTemporaryDir folder;
        std::vector<std::filesystem::path> pictures;
        for (int k = 0; k < 2; ++k) {
            Image rgb(128, 128, 3), depth(128, 128, 1);
            for (int y = 0; y < 128; ++y)
                for (int x = 0; x < 128; ++x) {
                    rgb.pixels[std::size_t(3 * (128 * y + x) + k)] = float(x) / 127;
                    depth.pixels[std::size_t(128 * y + x)] = float(y) / 127;
                }
            const auto stem = folder.filePath(QString::number(k)).toStdString();
            encodePicture(rgb, stem + ".png");
            encodePicture(depth, stem + "_depth.png");
            pictures.push_back(stem + ".png");
        }
        UnetOptions small;
        small.baseWidth = 8;
        small.planeChannels = 4;
        const G3drModel model(std::make_shared<const TriplaneUnet>(small));
        SceneEvalOptions options;
        options.samples = 4;
        options.novelViews = 2;
        JobContext context;
        const HalvesClassifier classifier;
        const auto report = evaluateScenes(model, pictures, &classifier, options, context);
        QCOMPARE(report.pictures, 2);
        QCOMPARE(report.views, 4);
        QCOMPARE(report.features, std::string("halves"));
        QVERIFY(report.scores.psnr > 3 && report.scores.psnr < 30);
        QVERIFY(report.scores.nonFlatness >= 1 && report.scores.nonFlatness <= 64);
        QVERIFY(report.scores.frechet > 0);
        QVERIFY(report.scores.classScore >= 1 && report.scores.classScore <= 2);
        // The given depth spreads evenly over a span of 2: nothing aligned is worse than its deviation.
        QVERIFY(report.scores.alignedDepthError <= 2 / std::sqrt(12.0) + 0.02);

        const auto without = evaluateScenes(model, pictures, nullptr, options, context);
        QCOMPARE(without.scores.psnr, report.scores.psnr);
        QCOMPARE(without.scores.frechet, -1.0);
        options.novelViews = 0;
        QVERIFY(errorMessage(ErrorCode::badInput, [&] { evaluateScenes(model, pictures, nullptr, options, context); })
                    .find("1 to 64") != std::string::npos);
        QVERIFY(errorMessage(ErrorCode::badInput, [&] { evaluateScenes(model, {}, nullptr, {}, context); }).find("found none") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestEvalScenes)
#include "tst_eval_scenes.moc"
