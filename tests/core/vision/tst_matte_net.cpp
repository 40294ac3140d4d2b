#include <cmath>
#include <filesystem>

#include <QTemporaryDir>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>

#include "core/image/codec.h"
#include "core/vision/guided_filter.h"
#include "core/data/held_out.h"
#include "core/vision/matte_batch.h"
#include "core/vision/matte_net.h"
#include "tests/support/test_support.h"
#include "tests/support/training_objects.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

cv::Mat3f noise(int rows, int columns)
{
    cv::Mat3f picture(rows, columns);
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            for (int c = 0; c < 3; ++c)
                picture(y, x)[c] = float((x * 7919 + y * 104729 + c * 31 + x * y) % 101) / 101;
    return picture;
}

/// The paper's equations 14 to 16, window by window.
cv::Mat1f directGuidedFilter(const cv::Mat3f& guide, const cv::Mat1f& input, int radius, double softness)
{
    cv::Mat1d sum(guide.size(), 0.0), count(guide.size(), 0.0);
    for (int cy = 0; cy < guide.rows; ++cy)
        for (int cx = 0; cx < guide.cols; ++cx) {
            const cv::Rect window = cv::Rect(cx - radius, cy - radius, 2 * radius + 1, 2 * radius + 1)
                                    & cv::Rect({}, guide.size());
            cv::Vec3d mean(0, 0, 0), cross(0, 0, 0);
            cv::Matx33d covariance = cv::Matx33d::zeros();
            double inputMean = 0;
            const double n = window.area();
            for (int y = window.y; y < window.br().y; ++y)
                for (int x = window.x; x < window.br().x; ++x) {
                    mean += cv::Vec3d(guide(y, x)) / n;
                    inputMean += double(input(y, x)) / n;
                }
            for (int y = window.y; y < window.br().y; ++y)
                for (int x = window.x; x < window.br().x; ++x) {
                    const cv::Vec3d away = cv::Vec3d(guide(y, x)) - mean;
                    covariance += away * away.t() * (1 / n);
                    cross += away * (double(input(y, x)) / n);
                }
            const cv::Vec3d slope = (covariance + cv::Matx33d::eye() * softness).solve(cross, cv::DECOMP_LU);
            for (int y = window.y; y < window.br().y; ++y)
                for (int x = window.x; x < window.br().x; ++x) { // this window's function at every pixel it holds
                    sum(y, x) += slope.dot(cv::Vec3d(guide(y, x)) - mean) + inputMean;
                    count(y, x) += 1;
                }
        }
    return cv::Mat1f(cv::Mat(sum / count));
}

/// An orange disc over a striped background.
Image discPhoto(int width, int height)
{
    Image photo(width, height, 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const bool inside = std::hypot(x - width / 2.0, y - height / 2.0) < 0.3 * height;
            const float stripe = (x / 9 + y / 7) % 2 ? 0.7f : 0.25f;
            photo.at(x, y, 0) = inside ? 0.95f : stripe;
            photo.at(x, y, 1) = inside ? 0.5f : stripe * 0.9f;
            photo.at(x, y, 2) = inside ? 0.1f : stripe;
        }
    return photo;
}

} // namespace

class TestMatteNet : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void guidedFilterMatchesTheFormula();
    void guidedFilterFollowsAnEdge();
    void lossesInClosedForm();
    void confidenceInClosedForm();
    void batchesHoldTheirMattes();
    void cutoutsAreDrawn();
    void materialIsReadAndShared();
    void mirroredAverageIsExact();
    void learnsOneExample();
    void keepsTheRules();
    void strokesAndBoxDecide();
    void missingTensorIsNamed();
};

void TestMatteNet::guidedFilterMatchesTheFormula()
{
    const cv::Mat3f guide = noise(13, 17);
    cv::Mat1f input(guide.size());
    for (int y = 0; y < input.rows; ++y)
        for (int x = 0; x < input.cols; ++x)
            input(y, x) = x > 8 ? 1.0f : 0.1f * guide(y, x)[1];
    const cv::Mat1f ours = applyGuided(guidedCoefficients(guide, input, {2, 1e-3}), guide);
    const cv::Mat1f wanted = directGuidedFilter(guide, input, 2, 1e-3);
    QVERIFY(cv::norm(ours, wanted, cv::NORM_INF) < 2e-4);
}

/// A blurred step of alpha becomes as sharp as the guide's step.
void TestMatteNet::guidedFilterFollowsAnEdge()
{
    cv::Mat3f guide(20, 40, cv::Vec3f(0.2f, 0.3f, 0.4f));
    guide.colRange(20, 40).setTo(cv::Vec3f(0.8f, 0.7f, 0.3f));
    cv::Mat1f soft(20, 40);
    for (int x = 0; x < 40; ++x)
        soft.col(x).setTo(std::clamp((float(x) - 19.5f) / 6 + 0.5f, 0.0f, 1.0f));
    const cv::Mat1f sharp = applyGuided(guidedCoefficients(guide, soft, {4, 1e-4}), guide);
    QVERIFY(soft(10, 20) - soft(10, 19) < 0.2f);
    QVERIFY(sharp(10, 20) - sharp(10, 19) > 0.6f);
}

void TestMatteNet::lossesInClosedForm()
{
    const auto found = at::full({1, 4, 4}, std::log(3.0)), truth = at::ones({1, 4, 4}); // alpha 0.75 everywhere
    const auto terms = matteLoss(found, truth);
    QVERIFY(isClose(terms[0].value.item<double>(), -std::log(0.75), 1e-5, 0, "cross-entropy"));
    QVERIFY(isClose(terms[1].value.item<double>(), 0.25, 1e-5, 0, "difference"));
    QVERIFY(isClose(terms[2].value.item<double>(), 0, 0, 1e-6, "gradient"));
    const auto a = at::tensor({1.0f, 0.5f, 0.0f}), b = at::tensor({0.5f, 1.0f, 0.0f});
    QVERIFY(isClose(softOverlap(a, b), 0.5, 1e-6, 0, "overlap"));
    QCOMPARE(softOverlap(at::zeros({3}), at::zeros({3})), 1.0);
}

void TestMatteNet::confidenceInClosedForm()
{
    auto alpha = at::zeros({4, 4});
    QCOMPARE(matteConfidence(alpha), 0.0);
    alpha[1].fill_(1);
    QCOMPARE(matteConfidence(alpha), 1.0);
    alpha[2].fill_(0.25); // adds 1 to the larger sum of 4
    QVERIFY(isClose(matteConfidence(alpha), 0.8, 1e-6, 0, "confidence"));
}

void TestMatteNet::batchesHoldTheirMattes()
{
    std::vector<TrainingObject> objects = {makeEllipsoid(0.5f, 0.3f, 0.4f, 2, 64, 7), makeEllipsoid(0.3f, 0.5f, 0.2f, 2, 64, 8)};
    const auto photo = at::randint(0, 256, {3, 90, 120}, at::detail::createCPUGenerator(3), at::kByte);
    const MatteMaterial material = {SetSampler({std::make_shared<MemorySet>(objects)}, {}), {photo}, {}};
    Draws draws(at::detail::createCPUGenerator(5));
    const auto batch = drawMatteBatch(material, 12, 64, draws);
    QCOMPARE(batch.rgb.sizes().vec(), (std::vector<int64_t>{12, 3, 64, 64}));
    QVERIFY(batch.rgb.min().item<double>() >= 0 && batch.rgb.max().item<double>() <= 1);
    const auto shares = batch.alpha.mean({1, 2});
    QVERIFY(shares.min().item<double>() > 0.005 && shares.max().item<double>() < 0.9);
    const auto rgba = at::cat({at::full({1, 3, 64, 64}, 0.6), at::ones({1, 1, 64, 64})}, 1);
    QVERIFY(at::allclose(composed(rgba, at::zeros({1, 3, 64, 64}), draws).rgb, at::full({1, 3, 64, 64}, 0.6)));
}

/// Cut-outs and renders are drawn alike, and what is cut out brings its own matte.
void TestMatteNet::cutoutsAreDrawn()
{
    auto red = at::zeros({4, 40, 40}, at::kByte);
    red.narrow(0, 0, 1).narrow(1, 10, 20).narrow(2, 5, 30).fill_(255);
    red.narrow(0, 3, 1).narrow(1, 10, 20).narrow(2, 5, 30).fill_(255);
    const auto grey = at::full({3, 80, 80}, 128, at::kByte);
    Draws draws(at::detail::createCPUGenerator(6));
    const auto picture = pictureWith(red, {grey}, 64, draws);
    const auto inside = (picture.alpha > 0.99).to(at::kFloat);
    QVERIFY(inside.sum().item<double>() > 20);
    const auto& rgb = picture.rgb[0];
    const auto meanInside = [&](int64_t channel) { return (rgb[channel] * inside[0]).sum() / inside.sum(); };
    QVERIFY(isClose(meanInside(0).item<double>(), 1, 1e-3, 0, "red"));
    QVERIFY(isClose(meanInside(1).item<double>(), 0, 0, 1e-3, "green"));

    std::vector<TrainingObject> objects = {makeEllipsoid(0.5f, 0.3f, 0.4f, 2, 64, 7)};
    const SetSampler sets({std::make_shared<MemorySet>(objects)}, {});
    Draws same(at::detail::createCPUGenerator(9)), again(at::detail::createCPUGenerator(9));
    const auto without = drawMatteBatch({sets, {grey}, {}}, 8, 64, same);
    const auto with = drawMatteBatch({sets, {grey}, {red}}, 8, 64, again);
    QVERIFY(!at::equal(without.alpha, with.alpha));
}

/// Every tenth is kept for validation, in neither list twice; squares hold the picture in their middle.
void TestMatteNet::materialIsReadAndShared()
{
    std::vector<at::Tensor> all;
    for (int i = 0; i < 25; ++i)
        all.push_back(at::full({1}, i));
    const auto parts = heldOut(all);
    QCOMPARE(parts.training.size(), 23u);
    QCOMPARE(parts.validation.size(), 2u);
    QCOMPARE(parts.validation[0].item<int>(), 9);
    QCOMPARE(parts.validation[1].item<int>(), 19);
    QCOMPARE(heldOut(std::vector<at::Tensor>{all[0], all[1]}).validation.size(), 2u);

    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    Image cutout(20, 10, 4);
    for (int x = 5; x < 15; ++x)
        for (int c : {1, 3})
            cutout.at(x, 4, c) = 1;
    std::filesystem::create_directory(path / "deeper");
    encodePicture(cutout, path / "deeper" / "green.png");
    encodePicture(Image(8, 8, 4, 1.0f), path / "opaque.png");
    encodePicture(Image(8, 8, 3, 0.5f), path / "plain.png");
    const auto cutouts = loadCutouts(path, 64);
    QCOMPARE(cutouts.size(), 1u);
    QCOMPARE(cutouts[0].sizes().vec(), (std::vector<int64_t>{4, 20, 20}));
    QCOMPARE(cutouts[0][3].to(at::kFloat).sum().item<double>(), 2550.0);
    QCOMPARE(cutouts[0][1][9][10].item<int>(), 255);
    QCOMPARE(loadPhotos(path, 64).size(), 3u);
    const auto none = errorMessage(ErrorCode::io, [&] { loadCutouts(path / "deeper" / "none", 64); });
    QVERIFY(none.find("found none") != std::string::npos);
}

void TestMatteNet::mirroredAverageIsExact()
{
    const MatteNet net{PictureNet(kMatteOptions, 5)};
    const auto rgb = at::rand({3, 64, 64}, at::detail::createCPUGenerator(1));
    const auto symmetric = (rgb + rgb.flip({2})) / 2;
    const auto alpha = net.estimate(symmetric);
    QVERIFY(alpha.std().item<double>() > 0);
    // The coordinates are not mirrored with the picture, so both passes see the same of a symmetric one.
    QVERIFY(at::equal(alpha, alpha.flip({1})));
    const auto wrong = errorMessage(ErrorCode::badInput, [&] { net.estimate(at::zeros({3, 48, 48})); });
    QVERIFY(wrong.find("multiples of 32") != std::string::npos);
}

void TestMatteNet::learnsOneExample()
{
    auto draws = Draws(at::detail::createCPUGenerator(5));
    const auto batch = pictureWith(makeEllipsoid(0.5f, 0.3f, 0.4f, 2, 64, 7), {}, 64, draws);
    PictureNet net(kMatteOptions, 2);
    std::vector<at::Tensor> second(net.parameters().size());
    double overlap = 0;
    for (int step = 1; step <= 60; ++step) {
        const auto found = predictPlane(net, batch.rgb, at::kFloat);
        overlap = softOverlap(at::sigmoid(found.detach()), batch.alpha);
        at::Tensor sum;
        for (const auto& term : matteLoss(found, batch.alpha))
            sum = sum.defined() ? sum + term.value : term.value;
        sum.backward();
        const at::NoGradGuard noGradient;
        std::size_t i = 0;
        for (auto [name, tensor] : net.parameters()) { // RMSprop
            auto& mean = second[i++];
            const auto square = tensor.grad().square();
            mean = mean.defined() ? 0.95 * mean + 0.05 * square : square;
            tensor.sub_(0.001 * tensor.grad() / (mean.sqrt() + 1e-8));
            tensor.mutable_grad().reset();
        }
    }
    qInfo("overlap %.3f", overlap);
    QVERIFY(overlap > 0.9);
}

/// A given matte, transparency and a plain background are not the network's business.
void TestMatteNet::keepsTheRules()
{
    const LearnedMatteEstimator estimator(std::make_shared<const MatteNet>(PictureNet(kMatteOptions, 3)));
    JobContext context;
    const auto photo = discPhoto(120, 90);
    MatteHints hints;
    auto given = std::make_shared<Image>(120, 90, 1, 0.0f);
    given->at(60, 45) = 1;
    hints.given = given;
    QCOMPARE(estimator.estimate(photo, hints, context).source, MatteSource::givenFile);
    Image cut(120, 90, 4, 0.0f);
    for (int x = 20; x < 60; ++x)
        cut.at(x, 30, 3) = 1;
    QCOMPARE(estimator.estimate(cut, {}, context).source, MatteSource::alphaChannel);
    Image plain(120, 90, 3, 0.95f);
    for (int y = 20; y < 70; ++y)
        for (int x = 30; x < 90; ++x)
            plain.at(x, y, 1) = plain.at(x, y, 2) = 0.1f;
    QCOMPARE(estimator.estimate(plain, {}, context).source, MatteSource::plainBackground);
    const auto message = errorMessage(ErrorCode::badInput, [&] { estimator.estimate(Image(9, 9, 1), {}, context); });
    QVERIFY(message.find("photograph") != std::string::npos);
}

/// Whatever a network says, strokes are kept and nothing lies outside the box.
void TestMatteNet::strokesAndBoxDecide()
{
    const LearnedMatteEstimator estimator(std::make_shared<const MatteNet>(PictureNet(kMatteOptions, 3)));
    JobContext context;
    MatteHints hints;
    hints.box = glm::ivec4(20, 5, 80, 80);
    hints.strokes = {{{{60, 45}, {66, 45}}, 5, true}, {{{25, 10}, {25, 20}}, 4, false}};
    const auto result = estimator.estimate(discPhoto(120, 90), hints, context);
    QCOMPARE(result.alpha.width, 120);
    QCOMPARE(result.alpha.height, 90);
    QVERIFY(result.alpha.at(62, 45) > 0.99f);
    QVERIFY(result.alpha.at(25, 15) < 0.01f);
    if (result.source == MatteSource::network) {
        QVERIFY(result.alpha.at(3, 60) < 0.01f);
        QVERIFY(result.alpha.at(117, 60) < 0.01f);
    }
    for (const float value : result.alpha.pixels)
        QVERIFY(value >= 0 && value <= 1);
}

void TestMatteNet::missingTensorIsNamed()
{
    QTemporaryDir folder;
    const auto path = std::filesystem::path(folder.path().toStdString()) / "net.safetensors";
    TensorFile file;
    const PictureNet net(kMatteOptions, 9);
    for (const auto& [name, tensor] : net.parameters())
        file.tensors.emplace_back(name, tensor.detach().contiguous());
    writeSafetensors(file, path); // the constants are missing
    const auto message = errorMessage(ErrorCode::badInput, [&] { MatteNet::load(path); });
    QVERIFY(message.find("stem.weight") != std::string::npos && message.find("net.safetensors") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestMatteNet)
#include "tst_matte_net.moc"
