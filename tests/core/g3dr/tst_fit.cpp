#include <cstdlib>

#include "core/g3dr/fit.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

int intFromEnvironment(const char* name, int otherwise)
{
    const char* value = std::getenv(name);
    return value ? std::atoi(value) : otherwise;
}

/// A disc of radius 0.8 of the picture with a smooth colour gradient.
Image discPicture(int size)
{
    Image image(size, size, 4);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const float u = (float(x) + 0.5f) / float(size) * 2 - 1, v = 1 - (float(y) + 0.5f) / float(size) * 2;
            image.at(x, y, 0) = 0.5f + 0.4f * u;
            image.at(x, y, 1) = 0.5f + 0.4f * v;
            image.at(x, y, 2) = 0.3f;
            image.at(x, y, 3) = u * u + v * v < 0.64f ? 1.0f : 0.0f;
        }
    return image;
}

PreparedPicture preparedDisc(const Image& photo, JobContext& context)
{
    PreparedPicture prepared;
    prepared.mode = GenerateMode::object;
    prepared.matte.alpha = extractChannel(photo, 3);
    prepared.depth = SilhouetteDepthEstimator().estimate(photo, prepared.matte.alpha, context);
    return prepared;
}

} // namespace

class TestFit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void discBecomesABall()
    {
        JobContext context;
        const Image photo = discPicture(128);
        const auto target = makeFitTarget(photo, preparedDisc(photo, context), {}, 64, context);
        FitSettings settings;
        settings.steps = 120;
        settings.planeSize = 64;
        const auto field = fitField(target, settings, torch::kCPU, nullptr, context);
        const double psnr = canonicalPsnr(*field, target, context);
        qInfo("input view %.1f dB", psnr);
        QVERIFY2(psnr > 28, qPrintable(QString::number(psnr)));
        // The middle is solid, the corners of the cube are empty.
        const at::NoGradGuard noGradient;
        const auto points = torch::tensor({0.f, 0.f, 0.f, .9f, .9f, .9f, -.9f, .9f, .9f, .9f, -.9f, -.9f}).view({4, 3});
        const auto sigma = activateDensity(field->query(points).rawDensity);
        QVERIFY(sigma[0].item<double>() > 10);
        for (int corner = 1; corner < 4; ++corner)
            QVERIFY(sigma[corner].item<double>() < 1);
    }

    void cancelStopsIt()
    {
        JobContext silent;
        const Image photo = discPicture(64);
        const auto target = makeFitTarget(photo, preparedDisc(photo, silent), {}, 32, silent);
        auto flag = std::make_shared<std::atomic<bool>>(false);
        JobContext context(flag, [&](const Progress& progress) { *flag = progress.share > 0; });
        FitSettings settings;
        settings.planeSize = 32;
        QVERIFY(!errorMessage(ErrorCode::cancelled, [&] { fitField(target, settings, torch::kCPU, nullptr, context); })
                     .empty());
    }

    void photographs()
    {
        const auto folder = optionalData("rgbd");
        if (folder.empty())
            QSKIP("the folder of photographs with depth is absent");
        const int limit = intFromEnvironment("BOZZETTO_FIT_PICTURES", 1);
        const int first = intFromEnvironment("BOZZETTO_FIT_FIRST", 0);
        std::vector<std::filesystem::path> pictures;
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            if (entry.path().extension() == ".jpg")
                pictures.push_back(entry.path());
        std::sort(pictures.begin(), pictures.end());
        for (int i = first; i < std::min(first + limit, int(pictures.size())); ++i)
            fitPhotograph(pictures[std::size_t(i)]);
    }

private:
    void fitPhotograph(const std::filesystem::path& path)
    {
        JobContext context;
        const Image photo = decodePicture(path);
        PreparedPicture prepared;
        prepared.mode = GenerateMode::scene;
        prepared.matte.alpha = Image(photo.width, photo.height, 1, 1.0f);
        const auto depthPath = path.parent_path() / (path.stem().string() + "_depth.png");
        prepared.depth = depthFromPlane(decodePlane(depthPath), photo.width, photo.height);
        const auto target = makeFitTarget(photo, prepared, {}, 128, context);
        FitSettings settings;
        settings.steps = intFromEnvironment("BOZZETTO_FIT_STEPS", 400);
        settings.surfacePoints = intFromEnvironment("BOZZETTO_FIT_POINTS", settings.surfacePoints);
        settings.channels = intFromEnvironment("BOZZETTO_FIT_CHANNELS", settings.channels);
        settings.rays = intFromEnvironment("BOZZETTO_FIT_RAYS", settings.rays);
        settings.planeSize = intFromEnvironment("BOZZETTO_FIT_PLANE", settings.planeSize);
        settings.levels = intFromEnvironment("BOZZETTO_FIT_LEVELS", settings.levels);
        const auto field = fitField(target, settings, torch::kCPU, nullptr, context);
        const double psnr = canonicalPsnr(*field, target, context);
        qInfo("%s: input view %.2f dB after %d steps", path.stem().c_str(), psnr, settings.steps);
        QVERIFY2(psnr >= 34, path.c_str());
    }
};

QTEST_GUILESS_MAIN(TestFit)
#include "tst_fit.moc"
