#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtEndian>
#include <nlohmann/json.hpp>

#include "tests/support/test_support.h"
#include "tests/ui/analytic_object.h"
#include "tests/ui/window_bench.h"
#include "ui/dialogs/model_card.h"
#include "ui/dialogs/model_manager.h"
#include "ui/image_bridge.h"

using namespace bozzetto;
using namespace bozzetto::test;

class TestModelManager : public QObject
{
    Q_OBJECT

    static void writeModel(const std::filesystem::path& path, const std::map<std::string, std::string>& metadata)
    {
        const nlohmann::json header = {{"__metadata__", metadata},
                                       {"weight", {{"dtype", "F32"}, {"shape", {4}}, {"data_offsets", {0, 16}}}}};
        const auto text = header.dump();
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto length = qToLittleEndian(quint64(text.size()));
        file.write(reinterpret_cast<const char*>(&length), 8);
        file.write(text.data(), qint64(text.size()));
        file.write(QByteArray(16, '\0'));
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() == QStringLiteral("offscreen"))
            QSKIP("The offscreen platform has no OpenGL; run under Xvfb.");
        qputenv("BOZZETTO_HOME", m_folder.path().toLocal8Bit());
        applyTheme(*qApp, true);
    }

    void networkIsOfferedOnceOneIsInstalled()
    {
        auto operations = analyticOperations();
        ModelFolders folders;
        folders.own = m_folder.filePath(QStringLiteral("own models")).toStdString();
        folders.shipped = m_folder.filePath(QStringLiteral("shipped")).toStdString();
        std::filesystem::create_directories(folders.shipped);
        operations.models = ModelRegistry(folders);
        operations.checkModel = [](const std::filesystem::path&, ModelRole) {};
        auto window = std::make_unique<MainWindow>(operations);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        QTRY_VERIFY(!window->studio().models().isBusy());
        QVERIFY(!window->studio().whyNotNetwork().isEmpty());
        window->showModels();
        auto* manager = window->findChild<ModelManager*>();
        QVERIFY(manager && manager->isVisible() && !manager->isModal());
        QTest::qWait(100);
        QVERIFY(saveScreenshot(*manager, QStringLiteral("models-empty-dark")));
        writeModel(folders.shipped / "matte-1.safetensors", {{"name", "Object matte"}, {"role", "matte"},
            {"licence", "CC-BY-SA 3.0"}, {"attribution", "Bozzetto; meshes by Wildfire Games"},
            {"data", "Renders of 2,100 meshes over 97 photographs"}, {"scores", "overlap 0.84 on the validation set"}});
        writeModel(folders.shipped / "object-1.safetensors", {{"name", "Object generator"}, {"role", "object"},
            {"licence", "CC-BY-SA 3.0"}, {"attribution", "Bozzetto"}, {"scores", "Chamfer 0.049 with exact depth"}});
        const auto mine = m_folder.filePath(QStringLiteral("mine.safetensors"));
        writeModel(mine.toStdString(), {{"role", "object"}, {"name", "My generator"}});
        window->studio().models().add(mine);
        QTRY_COMPARE(window->studio().models().models().size(), std::size_t(3));
        QVERIFY(window->studio().whyNotNetwork().isEmpty());
        const auto own = window->studio().models().models().back();
        QVERIFY(own.origin == ModelOrigin::own && !own.inUse);
        QTRY_COMPARE(window->studio().models().sha256(own).size(), 64);
        QTRY_VERIFY(!window->studio().models().isBusy());
        QTest::qWait(100);
        QVERIFY(saveScreenshot(*manager, QStringLiteral("models-dark")));
        const auto cards = manager->findChildren<ModelCard*>();
        QCOMPARE(cards.size(), 3);
        auto* use = cards.back()->findChild<QPushButton*>();
        QVERIFY(use && use->isEnabled());
        use->click();
        QTRY_VERIFY(window->studio().models().models().back().inUse);
        QTRY_VERIFY(!window->studio().models().isBusy());
        window->studio().models().remove(window->studio().models().models().back());
        QTRY_COMPARE(window->studio().models().models().size(), std::size_t(2));
        QTRY_VERIFY(!window->studio().models().isBusy());
        const auto photo = m_folder.filePath(QStringLiteral("vase.png"));
        toQImage(vasePhoto()).save(photo);
        window->studio().models().add(photo); // no model at all: the reason is read in the dialog
        QTRY_VERIFY(std::ranges::any_of(manager->findChildren<QLabel*>(), [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QStringLiteral("vase.png"));
        }));
        QCOMPARE(clippedControls(*manager).join(u'\n'), QString());
    }
};

QTEST_MAIN(TestModelManager)
#include "tst_model_manager.moc"
