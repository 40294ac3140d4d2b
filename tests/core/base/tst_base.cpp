#include <fstream>

#include <QTemporaryDir>

#include "core/base/atomic_file.h"
#include "core/base/job_context.h"
#include "core/base/shape_check.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

class TestBase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cancelledContextThrows()
    {
        auto flag = std::make_shared<std::atomic<bool>>(false);
        JobContext context(flag, nullptr);
        context.check();
        *flag = true;
        QVERIFY(context.cancelled());
        QCOMPARE(errorMessage(ErrorCode::cancelled, [&] { context.report("Field", 0.5); }), std::string("Cancelled."));
    }

    void progressIsThinnedButStagesAndEndsPass()
    {
        std::vector<Progress> seen;
        JobContext context(nullptr, [&](const Progress& progress) { seen.push_back(progress); });
        for (int i = 0; i <= 1000; ++i)
            context.report("Field", i / 1000.0);
        context.report("Surface", 0);
        QVERIFY(seen.size() >= 3 && seen.size() < 100);
        QCOMPARE(seen.front().share, 0.0);
        QCOMPARE(seen[seen.size() - 2].share, 1.0);
        QCOMPARE(seen.back().stage, std::string("Surface"));
    }

    void shapeCheckNamesArgumentAndShapes()
    {
        const at::Tensor rays = torch::zeros({4, 6});
        requireShape(rays, "rays", {-1, 6});
        const auto message = errorMessage(ErrorCode::internal, [&] { requireShape(rays, "rays", {-1, 3}); });
        QCOMPARE(message, std::string("rays: expected shape [-1, 3], found [4, 6]"));
        QVERIFY(!errorMessage(ErrorCode::internal, [&] { requireShape(at::Tensor(), "rays", {1}); }).empty());
    }

    void failedWriteKeepsTheOlderFile()
    {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "a.txt";
        writeAtomically(path, [](const auto& temporary) { std::ofstream(temporary) << "old"; });
        const auto message = errorMessage(ErrorCode::io, [&] {
            writeAtomically(path, [](const auto& temporary) {
                std::ofstream(temporary) << "half";
                throw Error(ErrorCode::io, "disk full");
            });
        });
        QCOMPARE(message, std::string("disk full"));
        std::string content;
        std::ifstream(path) >> content;
        QCOMPARE(content, std::string("old"));
        QCOMPARE(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), 1);
        QVERIFY(!errorMessage(ErrorCode::io, [] { writeAtomically("/nowhere/at/all.txt", [](const auto&) {}); })
                     .empty());
    }
};

QTEST_GUILESS_MAIN(TestBase)
#include "tst_base.moc"
