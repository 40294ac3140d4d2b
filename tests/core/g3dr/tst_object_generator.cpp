#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include <torch/types.h>

#include "core/base/error.h"
#include "core/field/bake.h"
#include "core/g3dr/object_generator.h"
#include "core/g3dr/object_lookup.h"
#include "core/weights/tensor_file.h"

using namespace bozzetto;

namespace {

ObjectNetworkOptions smallNetwork()
{
    ObjectNetworkOptions options;
    options.width = 16;
    options.deepBlocks = 1;
    return options;
}

TensorFile fileOf(const ObjectNetwork& network, at::ScalarType type = torch::kHalf)
{
    TensorFile file;
    for (const auto& [name, tensor] : network.parameters())
        file.tensors.emplace_back(name, tensor.detach().to(type));
    file.metadata = network.options().card();
    file.metadata["level"] = "0.5";
    file.metadata["sharpness"] = "2";
    return file;
}

ObjectPicture somePicture(int side = 128)
{
    const auto axis = (torch::arange(side, torch::kFloat32) * 2 + 1) / double(side) - 1;
    const auto grid = at::meshgrid({axis, axis}, "ij");
    const auto round = 0.25 - grid[0].square() - grid[1].square();
    ObjectPicture picture;
    picture.alpha = (round > 0).to(torch::kFloat32);
    picture.rgb = at::stack({grid[0] * 0.5 + 0.5, grid[1] * 0.5 + 0.5, torch::full_like(grid[0], 0.3)});
    picture.height = round.clamp_min(0).sqrt() * 0.5;
    picture.distance = 2.4f;
    picture.tangent = 0.3f;
    return picture;
}

/// The same picture as the network is given it.
ObjectViews someViews()
{
    const auto picture = somePicture();
    ObjectViews views;
    views.alpha = picture.alpha.view({1, 1, 128, 128});
    views.colour = picture.rgb.unsqueeze(0) * views.alpha;
    views.height = picture.height.view_as(views.alpha);
    views.hasHeight = torch::ones({1});
    views.distance = torch::full({1}, 2.4);
    views.tangent = torch::full({1}, 0.3);
    return views;
}

std::string messageOf(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.code() == ErrorCode::badInput ? error.what()
                                                   : std::string("other code: ") + error.what();
    }
    return "nothing thrown";
}

} // namespace

class TestObjectGenerator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lookupEqualsReference_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("groups");
        QTest::addColumn<int>("points");
        QTest::newRow("planes") << 48 << 3 << 700;
        QTest::newRow("picture") << 5 << 1 << 300;
        QTest::newRow("odd") << 21 << 3 << 1;
        QTest::newRow("none") << 48 << 3 << 0;
    }

    void lookupEqualsReference()
    {
        QFETCH(int, channels);
        QFETCH(int, groups);
        QFETCH(int, points);
        torch::manual_seed(1);
        auto maps = torch::randn({2, 9, 13, channels}).requires_grad_();
        const auto positions = torch::rand({2, groups, points, 2}) * 2.6 - 1.3; // some outside
        const auto fast = lookupMaps(maps, positions), slow = lookupMapsReference(maps, positions);
        QCOMPARE(fast.sizes(), (at::IntArrayRef{2, points, channels}));
        QVERIFY(at::allclose(fast, slow, 1e-5, 1e-5));
        if (points == 0)
            return;
        const auto weight = torch::randn_like(fast);
        (fast * weight).sum().backward();
        const auto gradient = maps.grad().clone();
        maps.mutable_grad().zero_();
        (slow * weight).sum().backward();
        QVERIFY(at::allclose(gradient, maps.grad(), 1e-4, 1e-4));
    }

    void lookupFollowsThePictureConvention()
    {
        auto maps = torch::zeros({1, 4, 4, 1});
        maps[0][0][3][0] = 1; // top right
        const auto corner = torch::tensor({0.75f, 0.75f}).view({1, 1, 1, 2});
        QCOMPARE(lookupMaps(maps, corner).item<float>(), 1.0f);
    }

    void gradientsMatchCentralDifferences()
    {
        torch::manual_seed(2);
        auto maps = torch::randn({1, 5, 6, 6}).requires_grad_();
        const auto positions = torch::rand({1, 3, 8, 2}) * 2.4 - 1.2;
        const auto weight = torch::randn({1, 8, 6});
        const auto value = [&] { return (lookupMaps(maps, positions) * weight).sum(); };
        value().backward();
        const at::NoGradGuard guard;
        const auto flat = maps.view({-1});
        for (int64_t i = 0; i < flat.numel(); i += 7) {
            const float kept = flat[i].item<float>();
            flat[i] = kept + 0.5f;
            const double high = value().item<double>();
            flat[i] = kept - 0.5f;
            const double low = value().item<double>();
            flat[i] = kept;
            QVERIFY(std::abs(high - low - maps.grad().view({-1})[i].item<double>()) < 1e-4);
        }
    }

    void networkStartsAliveAndEveryParameterCounts()
    {
        const ObjectNetwork network(smallNetwork(), 1, torch::kCPU);
        const auto views = someViews();
        torch::manual_seed(3);
        const auto points = torch::rand({1, 500, 3}) - 0.5;
        {
            const at::NoGradGuard guard; // residual branches and attentions start at zero: move them
            for (auto [name, parameter] : network.parameters())
                parameter.add_(torch::randn_like(parameter) * 0.05);
        }
        const auto planes = network.planes(views);
        QCOMPARE(planes.sizes(), (at::IntArrayRef{1, 64, 64, 48}));
        const auto samples = network.decode(planes, views, points);
        (samples.logit.square().mean() + samples.rgb.square().mean()).backward();
        for (const auto& [name, parameter] : network.parameters())
            QVERIFY2(parameter.grad().defined() && parameter.grad().abs().max().item<float>() > 0,
                     name.c_str());
    }

    /// G3DR's U-Net makes planes of the same shape, learns, and comes back from a file as it was.
    void g3drUnetTakesOurPlace()
    {
        auto options = smallNetwork();
        options.width = 8;
        options.features = 4;
        options.g3drUnet = true;
        torch::manual_seed(5);
        const ObjectNetwork network(options, 1, torch::kCPU);
        const auto views = someViews();
        const auto planes = network.planes(views);
        QCOMPARE(planes.sizes(), (at::IntArrayRef{1, 64, 64, 12}));
        planes.square().mean().backward();
        for (const auto& [name, parameter] : network.parameters())
            if (name.starts_with("unet.") && name != "unet.final_conv.bias")
                QVERIFY2(parameter.grad().defined() && at::isfinite(parameter.grad()).all().item<bool>(), name.c_str());
        QVERIFY(network.parameter("unet.init_conv.weight").grad().abs().max().item<float>() > 0);
        const ObjectNetwork again(fileOf(network, torch::kFloat), "file", torch::kCPU);
        const at::NoGradGuard guard;
        QVERIFY(at::equal(again.planes(views), planes));
    }

    void packedDecoderEqualsTheNetwork_data()
    {
        QTest::addColumn<int>("features");
        QTest::addColumn<int>("hidden");
        QTest::addColumn<bool>("sees"); // relative depth and the pixel's colour
        QTest::addColumn<bool>("known");
        QTest::newRow("shipped sizes") << 16 << 64 << true << true;
        QTest::newRow("odd sizes") << 20 << 80 << true << true;
        QTest::newRow("no depth") << 16 << 64 << true << false;
        QTest::newRow("planes alone") << 8 << 48 << false << true;
    }

    void packedDecoderEqualsTheNetwork()
    {
        QFETCH(int, features);
        QFETCH(int, hidden);
        QFETCH(bool, sees);
        QFETCH(bool, known);
        auto options = smallNetwork();
        options.features = features;
        options.hidden = hidden;
        options.relativeDepth = options.pixelColour = sees;
        const ObjectNetwork network(options, 7, torch::kCPU);
        const at::NoGradGuard guard;
        torch::manual_seed(8);
        for (auto [name, parameter] : network.parameters())
            parameter.add_(torch::randn_like(parameter) * 0.2);
        const auto picture = somePicture(256);
        ObjectViews views;
        views.alpha = picture.alpha.view({1, 1, 256, 256}) * (0.5 + 0.5 * torch::rand({1, 1, 256, 256}));
        views.colour = picture.rgb.unsqueeze(0) * views.alpha;
        views.height = picture.height.view_as(views.alpha) * views.alpha;
        views.hasHeight = torch::full({1}, known ? 1.0 : 0.0);
        views.distance = torch::full({1}, 2.4);
        views.tangent = torch::full({1}, 0.3);
        views.soft = softColours(views);
        const auto planes = torch::randn({1, 64, 64, 3 * features});
        QVERIFY(PackedObjectDecoder::fits(network, planes));
        const PackedObjectDecoder packed(network, planes, views);
        for (const int64_t count : {0, 1, 47, 20001}) {
            const auto points = torch::rand({count, 3}) * 1.8 - 0.9; // some outside the cube and the picture
            const auto found = packed.decode(points);
            const auto wanted = network.decode(planes, views, points.unsqueeze(0), true);
            QVERIFY(at::allclose(found.logit, wanted.logit[0], 1e-4, 2e-4));
            QVERIFY(at::allclose(found.rgb, wanted.rgb[0], 1e-4, 1e-4));
        }
    }

    void softColoursAreTheMattesAndGoOnBeyondIt()
    {
        const auto picture = somePicture(256);
        ObjectViews views;
        views.alpha = picture.alpha.view({1, 1, 256, 256});
        const auto flat = torch::tensor({0.2f, 0.5f, 0.9f}).view({1, 3, 1, 1});
        views.colour = flat * views.alpha;
        const auto soft = softColours(views);
        QCOMPARE(soft.sizes(), at::IntArrayRef({1, 3, 128, 128}));
        const auto near = at::max_pool2d(at::adaptive_avg_pool2d(views.alpha, {128, 128}), 5, 1, 2) > 0.5;
        QVERIFY(at::allclose(soft.masked_select(near.expand_as(soft)), flat.expand_as(soft).masked_select(near.expand_as(soft)),
                             1e-4, 1e-4));
    }

    /// The pixel is passed on as it is where it is seen, and without its detail behind that.
    void hiddenPointsAreSpared()
    {
        auto options = smallNetwork();
        options.relativeDepth = options.pixelColour = true;
        const ObjectNetwork network(options, 7, torch::kCPU);
        const at::NoGradGuard guard;
        for (auto [name, parameter] : network.parameters())
            if (name.starts_with("mlp."))
                parameter.zero_();
        for (auto [name, parameter] : network.parameters())
            if (name == "mlp.2.bias")
                parameter[4] = 50.0; // the gate is open
        ObjectViews views;
        views.alpha = torch::ones({1, 1, 128, 128});
        views.colour = torch::rand({1, 3, 128, 128});
        views.height = torch::zeros({1, 1, 128, 128});
        views.hasHeight = torch::ones({1});
        views.distance = torch::full({1}, 2.4);
        views.tangent = torch::full({1}, 0.3);
        views.soft = softColours(views);
        const auto planes = torch::zeros({1, 64, 64, 3 * options.features});
        auto sharp = views;
        sharp.soft = at::Tensor();
        auto points = torch::rand({500, 3}) * 0.5 - 0.25;
        const auto at = [&](double z, const ObjectViews& given) {
            points.select(1, 2).fill_(z);
            return network.decode(planes, given, points.unsqueeze(0), true).rgb[0];
        };
        QVERIFY(at::allclose(at(0, views), at(0, sharp), 1e-5, 1e-5));
        QVERIFY(at(-0.3, sharp).std().item<double>() > 0.15);
        QVERIFY(at(-0.3, views).std().item<double>() < 0.05);
        const auto half = at(-0.06, views), both = (at(-0.06, sharp) + at(-0.06, [&] {
                                                        auto all = views;
                                                        all.colour = at::upsample_nearest2d(views.soft, {128, 128});
                                                        all.soft = at::Tensor();
                                                        return all;
                                                    }())) / 2;
        QVERIFY(at::allclose(half, both, 1e-3, 1e-3));
    }

    void levelSetIsTheSurfaceLevel()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("w.safetensors")).toStdString();
        const ObjectNetwork network(smallNetwork(), 4, torch::kCPU);
        writeSafetensors(fileOf(network, torch::kFloat32), path);
        const auto generator = ObjectGenerator::load(path);
        const auto picture = somePicture();
        const auto field = generator.generate(picture);
        torch::manual_seed(5);
        const auto points = torch::rand({4000, 3}) * 2 - 1;
        const auto sigma = activateDensity(field->query(points).rawDensity);
        ObjectViews views{picture.rgb.unsqueeze(0) * picture.alpha,
                          picture.alpha.view({1, 1, 128, 128}),
                          (picture.height * picture.alpha).view({1, 1, 128, 128}),
                          torch::ones({1}),
                          torch::full({1}, picture.distance),
                          torch::full({1}, picture.tangent)};
        const at::NoGradGuard guard;
        const auto logit =
            network.decode(network.planes(views), views, (points * double(kObjectCube)).unsqueeze(0), true)
                .logit[0] -
            0.5;
        const auto expected = 20 * at::log1p(at::exp(8 * logit.to(torch::kDouble))) * 0.72;
        QVERIFY(at::allclose(sigma.to(torch::kDouble), expected, 1e-3, 1e-4));
        QVERIFY(std::abs(field->surfaceLevel() - 20 * std::log(2.0) * 0.72) < 1e-4);
        QVERIFY(at::equal(sigma > field->surfaceLevel(), logit > 0));
        const auto beyond = field->query(torch::tensor({{1.01f, 0.0f, 0.0f}})).rawDensity;
        QVERIFY(activateDensity(beyond).item<float>() < 1e-6f);
        QCOMPARE(field->sceneFromField()[1][1], kObjectCube);
    }

    void detailedPicturesAndBakingWork()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("w.safetensors")).toStdString();
        writeSafetensors(fileOf(ObjectNetwork(smallNetwork(), 4, torch::kCPU)), path);
        const auto generator = ObjectGenerator::load(path);
        auto picture = somePicture(256);
        const auto field = generator.generate(picture);
        JobContext context;
        BakeOptions options;
        options.resolution = 32;
        const auto baked = bakeField(*field, options, context);
        QVERIFY(baked.size.x > 0 &&
                baked.density.size() == std::size_t(baked.size.x * baked.size.y * baked.size.z));
        picture.height = at::Tensor();
        QVERIFY(!at::equal(generator.generate(picture)->query(torch::zeros({1, 3})).rawDensity,
                           field->query(torch::zeros({1, 3})).rawDensity));
        QCOMPARE(field->query(torch::zeros({0, 3})).rgb.size(0), int64_t(0));
    }

    void savedAsHalfComesBack()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("w.safetensors")).toStdString();
        const ObjectNetwork network(smallNetwork(), 4, torch::kCPU);
        writeSafetensors(fileOf(network), path);
        const ObjectNetwork back(readSafetensors(path), path.string(), torch::kCPU);
        QCOMPARE(back.parameters().size(), network.parameters().size());
        for (std::size_t i = 0; i < back.parameters().size(); ++i)
            QVERIFY(at::equal(back.parameters()[i].second,
                              network.parameters()[i].second.detach().to(torch::kHalf).to(torch::kFloat32)));
    }

    void hostileFilesAndPicturesGetTheirSentence()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("w.safetensors")).toStdString();
        const ObjectNetwork network(smallNetwork(), 4, torch::kCPU);
        const auto loadOf = [&](TensorFile file) {
            writeSafetensors(file, path);
            return messageOf([&] { ObjectGenerator::load(path); });
        };
        const auto good = fileOf(network);
        auto file = good;
        file.metadata["width"] = "1000000";
        QVERIFY(loadOf(file).find("\"width\"") != std::string::npos);
        file = good;
        file.metadata.erase("features");
        QVERIFY(loadOf(file).find("\"features\", found \"none\"") != std::string::npos);
        file = good;
        file.metadata["level"] = "nan";
        QVERIFY(loadOf(file).find("level") != std::string::npos);
        file = good;
        file.metadata["sharpness"] = "0";
        QVERIFY(loadOf(file).find("sharpness") != std::string::npos);
        file = good;
        file.tensors.erase(file.tensors.begin());
        QVERIFY(loadOf(file).find("stem.weight") != std::string::npos);
        file = good;
        file.tensors[0].second = torch::zeros({1, 2});
        QVERIFY(loadOf(file).find("stem.weight") != std::string::npos);
        file = good;
        file.tensors[0].second = torch::full_like(file.tensors[0].second, std::nan(""));
        QVERIFY(loadOf(file).find("finite") != std::string::npos);
        writeSafetensors(good, path);
        const auto generator = ObjectGenerator::load(path);
        auto picture = somePicture();
        picture.distance = 0;
        QVERIFY(messageOf([&] { generator.generate(picture); }).find("distance") != std::string::npos);
        picture = somePicture();
        picture.alpha = torch::zeros({100, 100});
        QVERIFY(messageOf([&] { generator.generate(picture); }).find("100") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestObjectGenerator)
#include "tst_object_generator.moc"
