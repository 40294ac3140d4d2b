#include <cmath>
#include <filesystem>

#include <QTemporaryDir>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/vision/depth_batch.h"
#include "core/vision/depth_loss.h"
#include "core/vision/depth_recipe.h"
#include "core/vision/object_depth.h"
#include "core/vision/object_frame.h"
#include "core/vision/picture_faults.h"
#include "tests/support/test_support.h"
#include "tests/support/training_objects.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

at::Tensor ramp(int64_t side, double right, double down)
{
    const auto axis = at::arange(side, at::kFloat);
    return (right * axis.view({1, side}) + down * axis.view({side, 1})).unsqueeze(0);
}

TensorFile stored(const PictureNet& net)
{
    TensorFile file;
    for (const auto& [name, tensor] : net.parameters())
        file.tensors.emplace_back(name, tensor.detach().contiguous());
    for (const auto& [name, tensor] : net.constants())
        file.tensors.emplace_back(name, tensor.contiguous());
    return file;
}

} // namespace

class TestDepthNet : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void gradientLossInClosedForm();
    void laplaceLossInClosedForm();
    void errorsInClosedForm();
    void mirroredAverageIsExact();
    void framesTheObject();
    void windowKeepsTheTruth();
    void faultsStayInRange();
    void savesAndLoads();
    void wrongSizesAreNamed();
    void learnsOneExample();
    void estimatesAPhotograph();
};

/// A ramp against a plane: differences of neighbours n apart are n times the slope.
void TestDepthNet::gradientLossInClosedForm()
{
    const auto found = ramp(16, 0.5, -0.25), truth = at::zeros({1, 16, 16}), all = at::ones({1, 16, 16});
    const double wanted = (1 + 2 + 4 + 8) * (0.5 + 0.25) / 8;
    QVERIFY(isClose(gradientLoss(found, truth, all).item<double>(), wanted, 1e-5, 0, "ramp"));
    QVERIFY(isClose(gradientLoss(found + 3, found, all).item<double>(), 0, 0, 1e-5, "constant offset"));
    auto one = at::zeros({1, 16, 16});
    one[0][4][4] = 1; // no neighbour is inside
    QCOMPARE(gradientLoss(found, truth, one).item<double>(), 0.0);
}

void TestDepthNet::laplaceLossInClosedForm()
{
    const auto found = at::full({1, 2, 2}, 0.3), truth = at::full({1, 2, 2}, 0.1), all = at::ones({1, 2, 2});
    const auto logScale = at::full({1, 2, 2}, std::log(0.4));
    QVERIFY(isClose(laplaceLoss(found, truth, logScale, all).item<double>(), 0.5 + std::log(0.4), 1e-5, 0, "likelihood"));
    QCOMPARE(laplaceLoss(found, truth, logScale, at::zeros({1, 2, 2})).item<double>(), 0.0);
}

void TestDepthNet::errorsInClosedForm()
{
    const auto truth = ramp(8, 0.1, 0.05)[0];
    const auto errors = depthErrors(0.5 * truth + 0.2, truth, at::ones({8, 8}));
    QVERIFY(isClose(errors.absolute, (0.5 * truth - 0.2).abs().mean().item<double>(), 1e-5, 0, "absolute"));
    QVERIFY(isClose(errors.afterAffine, 0, 0, 1e-6, "affine"));
    QVERIFY(isClose(errors.correlation, 1, 1e-6, 0, "correlation"));
    QCOMPARE(depthErrors(truth, truth, at::zeros({8, 8})).absolute, 0.0);
    QCOMPARE(depthErrors(at::ones({8, 8}), truth, at::ones({8, 8})).correlation, 0.0);
}

/// The answer for a mirrored picture is the mirrored answer, whatever the weights are.
void TestDepthNet::mirroredAverageIsExact()
{
    const ObjectDepthNet net{PictureNet(kObjectDepthOptions, 5)};
    const auto colour = at::rand({3, 64, 64}, at::detail::createCPUGenerator(1)), alpha = at::ones({64, 64});
    const auto straight = net.estimate(colour, alpha, 0.3);
    const auto mirrored = net.estimate(colour.flip({2}), alpha, 0.3); // a view with negative strides' layout
    QVERIFY(at::allclose(straight.height, mirrored.height.flip({1}), 1e-3, 1e-4));
    QVERIFY(at::allclose(straight.elevation, mirrored.elevation, 1e-3, 1e-4));
    const auto symmetric = (colour + colour.flip({2})) / 2;
    const auto height = net.estimate(symmetric, alpha, 0.3).height;
    QVERIFY(at::equal(height, height.flip({1})));
    QVERIFY(height.std().item<double>() > 0);
}

void TestDepthNet::framesTheObject()
{
    Image matte(40, 30, 1);
    for (int y = 10; y < 20; ++y)
        for (int x = 4; x < 24; ++x)
            matte.at(x, y) = 1;
    const auto frame = frameObject(matte, 0.8);
    QVERIFY(frame);
    QCOMPARE(frame->side, 25.0);
    QCOMPARE(frame->left + frame->side / 2, 14.0);
    QCOMPARE(frame->top + frame->side / 2, 15.0);
    QVERIFY(!frameObject(Image(4, 4, 1), 0.8));
    const auto view = viewInFrame(Image(40, 30, 3, 0.5f), matte, *frame, 50);
    QVERIFY(isClose(view.alpha.mean().item<double>(), 200.0 / 625, 0.05, 0, "share of the object"));
    QVERIFY(at::allclose(view.colour[0], 0.5 * view.alpha, 1e-4, 2e-3));
}

/// Seen through a window, a point still lies on the ray that the slopes say: x = slope * (distance - z).
void TestDepthNet::windowKeepsTheTruth()
{
    const auto object = makeEllipsoid(0.5f, 0.3f, 0.4f, 2, 96, 7);
    const ViewWindow window{0.1, -0.05, 0.7};
    const auto batch = exactDepthBatch(object, 1, window);
    const double distance = object.distance[1].item<double>(), tangent = object.tangent[1].item<double>();
    QVERIFY(isClose(batch.extent.item<double>(), distance * tangent * 0.7, 1e-5, 0, "extent"));
    const auto depth = distance - batch.height;
    const auto points = at::stack({batch.view.slopes[0][0] * depth[0], batch.view.slopes[0][1] * depth[0], batch.height[0]}, -1);
    const auto half = at::tensor({0.5f, 0.3f, 0.4f});
    const auto inObject = at::matmul(points, object.cameraFromObject[1]) / half; // rotation's inverse from the right
    const auto radius = inObject.square().sum(-1).sqrt().masked_select(batch.inside[0] > 0.5);
    QVERIFY(radius.numel() > 200);
    QVERIFY((radius - 1).abs().mean().item<double>() < 0.02); // heights are those of the nearest pixel
}

void TestDepthNet::faultsStayInRange()
{
    auto generator = at::detail::createCPUGenerator(4);
    Draws draws(generator);
    const auto rgb = at::rand({1, 3, 64, 64}, generator);
    auto matte = at::zeros({1, 1, 64, 64});
    matte.slice(2, 20, 44).slice(3, 16, 48).fill_(1);
    bool changed = false;
    for (int i = 0; i < 40; ++i) {
        const auto spoilt = faultyMatte(matte, draws);
        const auto colours = faultyDetail(faultyColours(rgb, draws), draws);
        for (const auto& picture : {spoilt, colours}) {
            QVERIFY(picture.min().item<double>() >= 0 && picture.max().item<double>() <= 1);
            QVERIFY(!picture.isnan().any().item<bool>());
        }
        QVERIFY((spoilt - matte).abs().mean().item<double>() < 0.12);
        changed = changed || !at::equal(spoilt, matte);
    }
    QVERIFY(changed);
}

void TestDepthNet::savesAndLoads()
{
    QTemporaryDir folder;
    const auto path = std::filesystem::path(folder.path().toStdString()) / "net.safetensors";
    PictureNet net(kObjectDepthOptions, 9);
    writeSafetensors(stored(net), path);
    const auto loaded = ObjectDepthNet::load(path);
    const auto colour = at::rand({3, 32, 32}, at::detail::createCPUGenerator(1)), alpha = at::ones({32, 32});
    const auto a = ObjectDepthNet(std::move(net)).estimate(colour, alpha, 0.3), b = loaded->estimate(colour, alpha, 0.3);
    QVERIFY(at::equal(a.height, b.height));
    QVERIFY(at::equal(a.extent, b.extent));
    TensorFile file = stored(PictureNet(kObjectDepthOptions, 9));
    std::erase_if(file.tensors, [](const auto& entry) { return entry.first == "coarse.bias"; });
    writeSafetensors(file, path);
    const auto message = errorMessage(ErrorCode::badInput, [&] { ObjectDepthNet::load(path); });
    QVERIFY(message.find("coarse.bias") != std::string::npos && message.find("net.safetensors") != std::string::npos);
}

void TestDepthNet::wrongSizesAreNamed()
{
    const ObjectDepthNet net{PictureNet(kObjectDepthOptions)};
    auto message = errorMessage(ErrorCode::badInput, [&] { net.estimate(at::zeros({3, 40, 40}), at::zeros({40, 40}), 0.3); });
    QVERIFY(message.find("multiples of 32") != std::string::npos);
    message = errorMessage(ErrorCode::internal, [&] { net.estimate(at::zeros({3, 64, 64}), at::zeros({32, 64}), 0.3); });
    QVERIFY(message.find("alpha") != std::string::npos);
}

/// Plain gradient steps on one picture bring its error far down: every part of the loss and of the net is connected.
void TestDepthNet::learnsOneExample()
{
    const auto object = makeEllipsoid(0.5f, 0.3f, 0.4f, 2, 64, 7);
    const auto batch = exactDepthBatch(object, 0, {});
    PictureNet net(kObjectDepthOptions, 2);
    std::vector<at::Tensor> first, second;
    for (const auto& [name, tensor] : net.parameters()) {
        first.push_back(at::zeros_like(tensor));
        second.push_back(at::zeros_like(tensor));
    }
    double start = 0, end = 0;
    for (int step = 1; step <= 60; ++step) {
        at::Tensor sum;
        const auto terms = depthLoss(net, batch, at::kFloat);
        for (const auto& term : terms)
            sum = sum.defined() ? sum + term.value : term.value;
        end = terms[0].value.item<double>();
        start = step == 1 ? end : start;
        sum.backward();
        const at::NoGradGuard noGradient;
        std::size_t i = 0;
        for (auto [name, tensor] : net.parameters()) { // Adam
            QVERIFY2(tensor.grad().defined(), name.c_str());
            first[i] = 0.9 * first[i] + 0.1 * tensor.grad();
            second[i] = 0.98 * second[i] + 0.02 * tensor.grad().square();
            tensor.sub_(0.002 * (first[i] / (1 - std::pow(0.9, step))) / ((second[i] / (1 - std::pow(0.98, step))).sqrt() + 1e-8));
            tensor.mutable_grad().reset();
            ++i;
        }
    }
    qInfo("height error %.4f, then %.4f", start, end);
    QVERIFY(end < 0.04 && end < start / 3);
}

void TestDepthNet::estimatesAPhotograph()
{
    const LearnedDepthEstimator estimator(std::make_shared<const ObjectDepthNet>(PictureNet(kObjectDepthOptions, 3)));
    Image photo(50, 40, 3, 0.4f), matte(50, 40, 1);
    JobContext context;
    const auto flat = estimator.estimate(photo, matte, context);
    QCOMPARE(flat.source, DepthSource::flat);
    for (int y = 5; y < 30; ++y)
        for (int x = 12; x < 40; ++x)
            matte.at(x, y) = 1;
    const auto depth = estimator.estimate(photo, matte, context);
    QCOMPARE(depth.source, DepthSource::network);
    QCOMPARE(depth.relative.width, 50);
    QVERIFY(depth.relief >= 0.02f && depth.relief <= 3);
    QCOMPARE(depth.relative.at(0, 0), 1.0f);
    float low = 1, high = 0;
    for (int y = 5; y < 30; ++y)
        for (int x = 12; x < 40; ++x) {
            low = std::min(low, depth.relative.at(x, y));
            high = std::max(high, depth.relative.at(x, y));
        }
    QVERIFY(low < 0.05f && high > 0.95f);
    const auto message = errorMessage(ErrorCode::badInput, [&] { estimator.estimate(photo, Image(4, 4, 1), context); });
    QVERIFY(message.find("matte") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestDepthNet)
#include "tst_depth_net.moc"
