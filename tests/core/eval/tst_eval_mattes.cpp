#include <ATen/ATen.h>

#include "core/eval/matte_eval.h"
#include "tests/support/test_support.h"
#include "tests/support/training_objects.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

/// A pure green square on a transparent picture.
at::Tensor greenSquare()
{
    auto rgba = at::zeros({4, 60, 60}, at::kByte);
    for (const int channel : {1, 3})
        rgba[channel].narrow(0, 15, 30).narrow(1, 15, 30).fill_(255);
    return rgba;
}

/// Knows what the test's object looks like: pure green, whatever lies behind.
class GreenEstimator : public MatteEstimator
{
public:
    MatteResult estimate(const Image& photo, const MatteHints& hints, JobContext&) const override
    {
        MatteResult out;
        if (hints.given || hints.box || !hints.strokes.empty())
            throw Error(ErrorCode::internal, "told more than the picture");
        out.alpha = Image(photo.width, photo.height, 1);
        for (int y = 0; y < photo.height; ++y)
            for (int x = 0; x < photo.width; ++x)
                out.alpha.at(x, y) = photo.at(x, y, 1) > 0.9f && photo.at(x, y, 0) < 0.1f ? 1.0f : 0.0f;
        out.source = MatteSource::network;
        return out;
    }
};

class EverythingEstimator : public MatteEstimator
{
public:
    MatteResult estimate(const Image& photo, const MatteHints&, JobContext&) const override
    {
        MatteResult out;
        out.alpha = Image(photo.width, photo.height, 1, 1.0f);
        return out;
    }
};

} // namespace

class TestEvalMattes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void scoresInClosedForm();
    void readsTestViews();
    void optionsAreChecked();
};

/// The background is black, so the green is the object: one method is right, the other's error is the background's share.
void TestEvalMattes::scoresInClosedForm()
{
    const std::vector<MatteMethod> methods = {{"green", std::make_shared<GreenEstimator>()},
                                              {"everything", std::make_shared<EverythingEstimator>()}};
    const PhotoList black = {at::zeros({3, 80, 80}, at::kByte)};
    MatteEvalOptions options;
    options.side = 64;
    JobContext context;
    const auto report = evaluateMattes(CutoutList(10, greenSquare()), black, methods, options, context);
    QCOMPARE(report.pictures, 10);
    QCOMPARE(report.methods[1], std::string("everything"));
    QVERIFY(report.means[0].iou > 0.8);
    QCOMPARE(report.means[0].missed, 0);
    QCOMPARE(report.means[1].missed, 10);
    QVERIFY(isClose(report.means[1].error, 1 - report.means[1].iou, 0, 0.03, "background"));
    QVERIFY(report.means[0].error < 0.2 * report.means[1].error);
    const auto again = evaluateMattes(CutoutList(10, greenSquare()), black, methods, options, context);
    QCOMPARE(again.means[0].error, report.means[0].error);
    options.limit = 3;
    QCOMPARE(evaluateMattes(CutoutList(10, greenSquare()), black, methods, options, context).pictures, 3);
}

void TestEvalMattes::readsTestViews()
{
    const MemorySet set({makeEllipsoid(0.5f, 0.3f, 0.4f, 3, 64, 7)});
    const auto none = errorMessage(ErrorCode::badInput, [&] { testViews(set, 0); });
    QVERIFY(none.find("split test") != std::string::npos);
}

void TestEvalMattes::optionsAreChecked()
{
    MatteEvalOptions options;
    options.side = 8;
    QVERIFY(errorMessage(ErrorCode::badInput, [&] { options.check(); }).find("64 to 1024") != std::string::npos);
    options = {};
    options.limit = -1;
    QVERIFY(errorMessage(ErrorCode::badInput, [&] { options.check(); }).find("limit") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestEvalMattes)
#include "tst_eval_mattes.moc"
