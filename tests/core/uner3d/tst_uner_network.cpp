#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/uner3d/uner_model.h"
#include "core/weights/tensor_file.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

at::Generator seeded(std::uint64_t seed) { return at::make_generator<at::CPUGeneratorImpl>(seed); }

int64_t countOf(const ParameterSet& tensors) { return tensors.leafCount(); }

/// Rotations and places of cameras that look at the neighbourhood of the origin.
ViewCameras randomCameras(int64_t views, double pixelCentre, at::Generator generator)
{
    const auto options = at::TensorOptions().dtype(at::kDouble);
    ViewCameras cameras;
    cameras.focal = at::rand({views, 2}, generator, options) * 60 + 60;
    cameras.principal = at::rand({views, 2}, generator, options) * 8 + 28;
    cameras.size = at::full({views, 2}, 64.0, options);
    const auto back = at::randn({views, 3}, generator, options);
    const auto z = back / back.norm(2, 1, true);
    const auto side = at::cross(at::randn({views, 3}, generator, options), z, 1);
    const auto x = side / side.norm(2, 1, true);
    cameras.rotation = at::stack({x, at::cross(z, x, 1), z}, 2);
    cameras.position = z * 3;
    cameras.pixelCentre = pixelCentre;
    return cameras;
}

double largest(const at::Tensor& x) { return x.abs().max().item<double>(); }

UnerOptions tinyOptions()
{
    auto options = UnerOptions::cpu();
    options.network.hidden = 16;
    return options;
}

/// Random last layers: at the start every block is an identity.
void stir(UnerModel& model)
{
    const at::NoGradGuard noGradient;
    auto generator = seeded(5);
    for (const auto& [name, tensor] : model.parameters())
        if (name.find("fc_1") != std::string::npos || name.find("bias") != std::string::npos)
            at::Tensor(tensor).copy_(at::randn(tensor.sizes(), generator) * 0.2);
        else if (name.find("lin_out") != std::string::npos)
            at::Tensor(tensor).mul_(0.1); // densities about 1
}

} // namespace

class TestUnerNetwork : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parameterCounts();
    void featureSizes();
    void loadsTorchvisionAndPixelNerfNames();
    void refusesOtherWeights();
    void statisticsMoveOnlyInTraining();
    void positionalEncoding();
    void projectionInvertsRays_data();
    void projectionInvertsRays();
    void masksBehindAndOutside();
    void lookupInClosedForm();
    void startsAsIdentity();
    void fusionLaws();
    void cloudFusionInClosedForm();
    void oneViewAloneEqualsAppended();
    void headerRoundTrip();
    void efficientNetPyramid();
    void emptyAndSinglePoints();
};

void TestUnerNetwork::parameterCounts()
{
    const auto full = UnerOptions::full(), cpu = UnerOptions::cpu();
    QCOMPARE(countOf(ResnetEncoder(full.resnet, 0).tensors()), int64_t(8170304));
    QCOMPARE(countOf(PointNetwork(full.network, 0).tensors()), int64_t(3437060));
    QCOMPARE(countOf(ResnetEncoder(cpu.resnet, 0).tensors()), int64_t(79312));
    QCOMPARE(countOf(PointNetwork(cpu.network, 0).tensors()), int64_t(137732));
}

void TestUnerNetwork::featureSizes()
{
    const at::NoGradGuard noGradient;
    ResnetOptions options;
    const auto large = ResnetEncoder(options, 0).forward(at::zeros({1, 3, 96, 64}), false);
    QVERIFY(large.sizes() == at::IntArrayRef({1, 512, 48, 32}));
    options.firstPool = false;
    const auto small = ResnetEncoder(options, 0).forward(at::zeros({1, 3, 64, 64}), false);
    QVERIFY(small.sizes() == at::IntArrayRef({1, 512, 32, 32}));
}

void TestUnerNetwork::loadsTorchvisionAndPixelNerfNames()
{
    const ResnetOptions options{{8, 8, 8, 8}, {1, 2, 1}, true};
    const ResnetEncoder source(options, 1);
    const auto picture = at::rand({1, 3, 32, 32}, seeded(2));
    const at::NoGradGuard noGradient;
    const auto expected = source.forward(picture, false);
    for (const std::string prefix : {"", "encoder.model."}) {
        TensorFile file;
        for (const auto* list : {&source.tensors().leaves(), &source.tensors().constants()})
            for (const auto& [name, tensor] : *list)
                file.tensors.emplace_back(prefix + name, tensor);
        QVERIFY(file.find(prefix + "layer2.1.bn2.running_var"));
        QVERIFY(file.find(prefix + "layer3.0.downsample.0.weight"));
        ResnetEncoder loaded(options, 7);
        QVERIFY(largest(loaded.forward(picture, false) - expected) > 1e-3);
        loaded.load(file, "file");
        QVERIFY(at::equal(loaded.forward(picture, false), expected));
    }
}

void TestUnerNetwork::refusesOtherWeights()
{
    ResnetEncoder encoder({{8, 8, 8, 8}, {1, 1, 1}, true}, 1);
    TensorFile file;
    file.tensors.emplace_back("conv1.weight", at::zeros({64, 3, 7, 7}));
    const auto message = errorMessage(ErrorCode::badInput, [&] { encoder.load(file, "weights.pth"); });
    QVERIFY2(message.find("weights.pth") != std::string::npos, message.c_str());
    QVERIFY2(message.find("conv1.weight") != std::string::npos, message.c_str());
}

void TestUnerNetwork::statisticsMoveOnlyInTraining()
{
    const ResnetEncoder encoder({{8, 8, 8, 8}, {1, 1, 1}, true}, 1);
    const auto picture = at::rand({2, 3, 32, 32}, seeded(2));
    encoder.forward(picture, false);
    QCOMPARE(largest(encoder.tensors()["bn1.running_mean"]), 0.0);
    encoder.forward(picture, true);
    QVERIFY(largest(encoder.tensors()["bn1.running_mean"]) > 0);
}

void TestUnerNetwork::positionalEncoding()
{
    const auto zero = encodePosition(at::zeros({3}), 6, 1.5);
    QCOMPARE(zero.size(0), int64_t(39));
    for (int64_t i = 0; i < 39; ++i)
        QCOMPARE(zero[i].item<float>(), i >= 3 && (i - 3) % 6 >= 3 ? 1.0f : 0.0f);
    const auto some = encodePosition(at::tensor({0.1, -0.2, 0.3}, at::kDouble), 6, 1.5);
    for (int k = 0; k < 6; ++k)
        for (int axis = 0; axis < 3; ++axis) {
            const double angle = 1.5 * (1 << k) * std::array{0.1, -0.2, 0.3}[std::size_t(axis)];
            QVERIFY(isClose(some[3 + 6 * k + axis].item<double>(), std::sin(angle), 0, 1e-12, "sine"));
            QVERIFY(isClose(some[6 + 6 * k + axis].item<double>(), std::cos(angle), 0, 1e-12, "cosine"));
        }
}

void TestUnerNetwork::projectionInvertsRays_data()
{
    QTest::addColumn<double>("pixelCentre");
    QTest::newRow("corners at whole numbers") << 0.5;
    QTest::newRow("pixelNeRF") << 0.0;
}

void TestUnerNetwork::projectionInvertsRays()
{
    QFETCH(double, pixelCentre);
    auto generator = seeded(11);
    const auto cameras = randomCameras(5, pixelCentre, generator);
    const auto view = at::randint(5, {40}, generator, at::TensorOptions().dtype(at::kLong));
    const auto column = at::randint(2, 61, {40}, generator, at::TensorOptions().dtype(at::kLong));
    const auto row = at::randint(2, 61, {40}, generator, at::TensorOptions().dtype(at::kLong));
    const auto rays = pixelRays(cameras, view, column, row);
    QVERIFY(largest(rays.directions.norm(2, 1) - 1) < 1e-12);
    const auto distance = at::rand({40, 1}, generator, at::TensorOptions().dtype(at::kDouble)) * 4 + 0.5;
    const auto found = project(cameras, rays.origins + rays.directions * distance);
    for (int64_t i = 0; i < 40; ++i) {
        const auto v = view[i].item<int64_t>();
        QVERIFY(found.visible[v][i].item<bool>());
        QVERIFY(isClose(found.pixel[v][i][0].item<double>(), column[i].item<double>() + pixelCentre, 0, 1e-9, "column"));
        QVERIFY(isClose(found.pixel[v][i][1].item<double>(), row[i].item<double>() + pixelCentre, 0, 1e-9, "row"));
    }
}

void TestUnerNetwork::masksBehindAndOutside()
{
    const auto camera = loneCamera(64, 64, 0.5, 2); // at (0, 0, 2), half the picture is 2 tan(0.25) high at the origin
    const double edge = 2 * std::tan(0.25), pixel = edge / 32;
    const auto points = at::tensor({0.0, 0.0, 0.0,                  // in the middle
                                    0.0, 0.0, 3.0,                  // behind the camera
                                    0.0, 0.0, 2.0,                  // in its centre
                                    edge - 0.9 * pixel, 0.0, 0.0,   // within the last pixel
                                    edge - 1.1 * pixel, 0.0, 0.0,   // just inside it
                                    0.0, -2 * edge, 0.0})           // below the picture
                            .view({6, 3})
                            .to(at::kFloat);
    const auto visible = project(camera, points).visible[0];
    const bool expected[] = {true, false, false, false, true, false};
    for (int64_t i = 0; i < 6; ++i)
        QCOMPARE(visible[i].item<bool>(), expected[i]);
}

/// Features that are linear in the place come back exactly, in both conventions.
void TestUnerNetwork::lookupInClosedForm()
{
    const int64_t side = 16;
    FeatureSet features;
    features.cameras = loneCamera(32, 32, 0.6, 2);
    const auto column = at::arange(side, at::kFloat).view({1, 1, side}).expand({1, side, side});
    const auto row = at::arange(side, at::kFloat).view({1, side, 1}).expand({1, side, side});
    features.maps = {at::cat({column, row}).contiguous()};
    ViewProjection projection;
    projection.pixel = at::tensor({8.0f, 20.0f, 17.5f, 9.25f}).view({1, 2, 2});
    projection.visible = at::ones({1, 2}, at::kBool);
    const auto clean = lookUpFeatures(features, projection, FeatureLookup::clean);
    const auto theirs = lookUpFeatures(features, projection, FeatureLookup::pixelNerf);
    for (int64_t i = 0; i < 2; ++i)
        for (int64_t axis = 0; axis < 2; ++axis) {
            const double u = projection.pixel[0][i][axis].item<double>();
            QVERIFY(isClose(clean[0][i][axis].item<double>(), u * 16 / 32 - 0.5, 0, 1e-4, "clean"));
            QVERIFY(isClose(theirs[0][i][axis].item<double>(), u * 16 / 32, 0, 1e-4, "pixelNeRF"));
        }
}

void TestUnerNetwork::startsAsIdentity()
{
    const PointNetwork network(tinyOptions().network, 3);
    const auto& options = network.options();
    const auto encoded = at::rand({2, 5, options.encoded()}, seeded(1)), features = at::zeros({2, 5, options.latent});
    const auto hidden = network.perView(encoded, features);
    const auto expected = at::linear(encoded, network.tensors()["lin_in.weight"], network.tensors()["lin_in.bias"]);
    QVERIFY(largest(hidden - expected) < 1e-6);
}

void TestUnerNetwork::fusionLaws()
{
    const at::NoGradGuard noGradient;
    auto generator = seeded(4);
    for (const auto fusion : {ViewFusion::featureMean, ViewFusion::featureMax}) {
        UnerModel model(tinyOptions(), 3);
        stir(model);
        const auto& network = model.network(UnerStage::fine);
        const auto hidden = at::randn({3, 20, 16}, generator);
        auto visible = at::rand({3, 20}, generator) > 0.3;
        visible[2].fill_(false);
        visible.select(1, 0).fill_(false);
        const auto all = network.fused(hidden, visible, fusion);
        QCOMPARE(all.density[0].item<float>(), 0.0f); // nobody sees it
        QVERIFY(largest(all.density) > 0);
        const auto order = at::tensor({2, 0, 1}, at::kLong);
        const auto turned = network.fused(hidden.index_select(0, order), visible.index_select(0, order), fusion);
        QVERIFY(largest(turned.density - all.density) < 1e-5 && largest(turned.rgb - all.rgb) < 1e-5);
        auto other = hidden.clone(); // a view that does not see the points has no influence
        other[2].fill_(100);
        const auto masked = network.fused(other, visible, fusion);
        QVERIFY(at::equal(masked.density, all.density) && at::equal(masked.rgb, all.rgb));
        const auto one = network.fused(hidden.narrow(0, 0, 1), visible.narrow(0, 0, 1), fusion);
        const auto twice = network.fused(hidden.narrow(0, 0, 1).expand({2, -1, -1}), visible.narrow(0, 0, 1).expand({2, -1}), fusion);
        QVERIFY(largest(twice.density - one.density) < 1e-5 && largest(twice.rgb - one.rgb) < 1e-5);
    }
}

void TestUnerNetwork::cloudFusionInClosedForm()
{
    const auto density = at::tensor({2.0f, 6.0f}).view({2, 1}), weight = at::tensor({1.0f, 0.5f}).view({2, 1});
    const auto rgb = at::tensor({1.0f, 0.0f, 0.0f, 0.0f, 1.0f, 0.5f}).view({2, 1, 3});
    const auto fused = fuseClouds(density, rgb, weight);
    QVERIFY(isClose(fused.density[0].item<double>(), 5.0 / 1.5, 1e-6, 0, "density"));
    QVERIFY(isClose(fused.rgb[0][0].item<double>(), 2.0 / 5, 1e-6, 0, "red"));
    QVERIFY(isClose(fused.rgb[0][1].item<double>(), 3.0 / 5, 1e-6, 0, "green"));
    QVERIFY(isClose(fused.rgb[0][2].item<double>(), 1.5 / 5, 1e-6, 0, "blue"));
}

void TestUnerNetwork::oneViewAloneEqualsAppended()
{
    const at::NoGradGuard noGradient;
    for (const auto fusion : {ViewFusion::featureMean, ViewFusion::cloud}) {
        auto options = tinyOptions();
        options.fusion = fusion;
        auto model = std::make_shared<UnerModel>(options, 1);
        stir(*model);
        auto generator = seeded(9);
        auto cameras = randomCameras(2, 0.5, generator);
        for (auto* tensor : {&cameras.focal, &cameras.principal, &cameras.size, &cameras.rotation, &cameras.position})
            *tensor = tensor->to(at::kFloat);
        const auto pictures = at::rand({2, 3, 64, 64}, generator), points = at::rand({50, 3}, generator) - 0.5;
        const auto both = model->encode(pictures, cameras);
        const auto first = model->encode(pictures.narrow(0, 0, 1), cameras.select(at::tensor({0}, at::kLong)));
        const auto appended = model->appendView(first, pictures[1], cameras.select(at::tensor({1}, at::kLong)));
        const auto a = ImageField(model, both, UnerStage::fine).query(points);
        const auto b = ImageField(model, appended, UnerStage::fine).query(points);
        QVERIFY(largest(a.density - b.density) < 1e-5 && largest(a.rgb - b.rgb) < 1e-5);
        QVERIFY(largest(a.density) > 0);
        ImageField seen(model, both, UnerStage::fine);
        seen.prepareTransmittance(12);
        const auto c = seen.query(points);
        QCOMPARE(largest(c.density - a.density) > 1e-6, fusion == ViewFusion::cloud);
    }
}

void TestUnerNetwork::headerRoundTrip()
{
    QTemporaryDir folder;
    const auto path = std::filesystem::path(folder.path().toStdString()) / "model.safetensors";
    auto options = tinyOptions();
    options.fusion = ViewFusion::featureMax;
    options.network.octaves = 4;
    options.boxHalf = 0.75;
    const UnerModel model(options, 3);
    TensorFile file;
    file.metadata = options.header();
    for (const auto& list : {model.parameters(), model.constants()})
        for (const auto& [name, tensor] : list)
            file.tensors.emplace_back(name, tensor.detach());
    writeSafetensors(file, path);
    const auto loaded = UnerModel::load(path);
    QVERIFY(loaded->options().header() == options.header());
    for (std::size_t i = 0; i < model.parameters().size(); ++i)
        QVERIFY(at::equal(model.parameters()[i].second, loaded->parameters()[i].second));
    file.metadata.erase("octaves");
    writeSafetensors(file, path);
    const auto message = errorMessage(ErrorCode::badInput, [&] { UnerModel::load(path); });
    QVERIFY2(message.find("octaves") != std::string::npos, message.c_str());
}

void TestUnerNetwork::efficientNetPyramid()
{
    auto options = tinyOptions();
    options.encoder = PictureEncoder::efficientNet;
    const UnerModel model(options, 0);
    QCOMPARE(model.options().network.latent, int64_t(16 + 24 + 40 + 112));
    const auto features = model.encode(at::rand({1, 3, 64, 96}, seeded(1)), loneCamera(96, 64, 0.5, 2));
    QVERIFY(features.maps[0].sizes() == at::IntArrayRef({192, 32, 48}));
    QVERIFY(!features.maps[0].requires_grad());
    QVERIFY(!model.constants().empty());
}

void TestUnerNetwork::emptyAndSinglePoints()
{
    auto model = std::make_shared<UnerModel>(tinyOptions(), 1);
    const auto features = model->encode(at::rand({1, 3, 32, 32}, seeded(1)), loneCamera(32, 32, 0.5, 2));
    const ImageField field(model, features, UnerStage::coarse);
    QCOMPARE(field.query(at::zeros({0, 3})).density.size(0), int64_t(0));
    QCOMPARE(queryChunked(field, at::zeros({0, 3})).rgb.size(0), int64_t(0));
    const auto points = at::rand({3, 7}, seeded(3)).t() - 0.5; // not contiguous
    const auto many = field.query(points), one = field.query(points.narrow(0, 2, 1));
    QVERIFY(isClose(many.density[2].item<double>(), one.density[0].item<double>(), 1e-4, 1e-6, "density"));
    QVERIFY(!errorMessage(ErrorCode::internal, [&] { field.query(at::zeros({4, 2})); }).empty());
}

QTEST_APPLESS_MAIN(TestUnerNetwork)
#include "tst_uner_network.moc"
