#include <QApplication>
#include <QFile>
#include <QListWidget>
#include <QMenuBar>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include "tests/support/test_support.h"
#include "tests/ui/analytic_object.h"
#include "tests/ui/window_bench.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/model_manager.h"
#include "ui/image_bridge.h"
#include "ui/language.h"
#include "ui/viewport/viewport_widget.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

struct Message
{
    QString source;
    QStringList translations; ///< one, or one per plural form
    bool unfinished = false;
    bool plural = false;
};

QList<Message> readMessages(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Message> messages;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QStringLiteral("message"))
            messages.append({{}, {}, false, xml.attributes().hasAttribute(QStringLiteral("numerus"))});
        else if (xml.name() == QStringLiteral("source"))
            messages.last().source = xml.readElementText();
        else if (xml.name() == QStringLiteral("numerusform"))
            messages.last().translations << xml.readElementText();
        else if (xml.name() == QStringLiteral("translation")) {
            messages.last().unfinished = xml.attributes().hasAttribute(QStringLiteral("type"));
            if (messages.last().plural) // its forms follow
                continue;
            if (const auto text = xml.readElementText(); !text.isEmpty())
                messages.last().translations << text;
        }
    }
    return xml.hasError() ? QList<Message>() : messages;
}

QStringList placeholders(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("%(?:\\d|n)|\\*\\.\\w+"));
    QStringList found;
    for (auto it = pattern.globalMatch(text); it.hasNext();)
        found << it.next().captured();
    found.sort();
    return found;
}

/// What is wrong with a translation; empty when nothing is.
QString trouble(const Message& message)
{
    if (message.unfinished || message.translations.isEmpty())
        return QStringLiteral("not translated");
    for (const auto& text : message.translations) {
        if (placeholders(text) != placeholders(message.source))
            return QStringLiteral("other placeholders: ") + text;
        if (text.startsWith(u' ') != message.source.startsWith(u' ') || text.endsWith(u' ') != message.source.endsWith(u' '))
            return QStringLiteral("other blanks at an end: ") + text;
        if (text.contains(u'&') != message.source.contains(u'&'))
            return QStringLiteral("accelerator lost or won: ") + text;
        if (message.source.size() > 3 && text.endsWith(u'.') != message.source.endsWith(u'.'))
            return QStringLiteral("a sentence, or none: ") + text;
    }
    return {};
}

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static void languages()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("fileMenu");
        QTest::addColumn<QString>("exportWord");
        QTest::newRow("German") << QStringLiteral("de") << QStringLiteral("&Datei") << QStringLiteral("Exportieren");
        QTest::newRow("Italian") << QStringLiteral("it") << QStringLiteral("&File") << QStringLiteral("Esporta");
    }

    static bool hasButton(const QWidget& window, const QString& text)
    {
        const auto buttons = window.findChildren<QPushButton*>();
        return std::ranges::any_of(buttons, [&](const QPushButton* button) { return button->text() == text; });
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() == QStringLiteral("offscreen"))
            QSKIP("The offscreen platform has no OpenGL; run under Xvfb.");
        qputenv("BOZZETTO_HOME", m_folder.path().toLocal8Bit());
        applyTheme(*qApp, true);
        toQImage(vasePhoto()).save(m_folder.filePath(QStringLiteral("vase.png")));
    }

    void cleanup() { applyLanguage(*qApp, QStringLiteral("en")); }

    /// lupdate adds whatever the sources say by now: a sentence without a translation comes out unfinished.
    void everySentenceIsTranslated_data() { languages(); }
    void everySentenceIsTranslated()
    {
        QFETCH(QString, code);
        const auto name = QStringLiteral("bozzetto_%1.ts").arg(code);
        const auto copy = m_folder.filePath(name);
        QVERIFY(QFile::copy(QStringLiteral(BOZZETTO_SOURCE_DIR "/translations/") + name, copy));
        QProcess update;
        update.start(QStringLiteral(BOZZETTO_LUPDATE),
                     {QStringLiteral("-silent"), QStringLiteral("-I"), QStringLiteral(BOZZETTO_SOURCE_DIR),
                      QStringLiteral("-locations"), QStringLiteral("none"), QStringLiteral("-no-obsolete"),
                      QStringLiteral(BOZZETTO_SOURCE_DIR "/ui"), QStringLiteral(BOZZETTO_SOURCE_DIR "/app/studio"),
                      QStringLiteral("-ts"), copy});
        QVERIFY2(update.waitForFinished(60'000) && update.exitCode() == 0, update.readAll().constData());
        const auto messages = readMessages(copy);
        QVERIFY(messages.size() > 200);
        QStringList faults;
        for (const auto& message : messages)
            if (const auto fault = trouble(message); !fault.isEmpty())
                faults << QStringLiteral("\"%1\": %2").arg(message.source, fault);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    }

    void pluralsAreEnglishInEnglish()
    {
        applyLanguage(*qApp, QStringLiteral("en"));
        const auto points = [](int count) {
            return QCoreApplication::translate("bozzetto::ViewBar", "%n pixel(s)", "size of a point", count);
        };
        QCOMPARE(points(1), QStringLiteral("1 pixel"));
        QCOMPARE(points(3), QStringLiteral("3 pixels"));
    }

    /// Without a restart, and with all that was there.
    void theWindowChangesItsLanguage_data() { languages(); }
    void theWindowChangesItsLanguage()
    {
        QFETCH(QString, code);
        QFETCH(QString, fileMenu);
        QFETCH(QString, exportWord);
        applyLanguage(*qApp, QStringLiteral("en"));
        MainWindow window(analyticOperations());
        window.resize(1024, 640);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.openPhoto(m_folder.filePath(QStringLiteral("vase.png")));
        QTRY_VERIFY_WITH_TIMEOUT(!window.document().state().result.empty(), 20000);
        QTRY_VERIFY(!window.studio().isWorking());
        window.viewport().orbitBy({100, 20});
        const auto mesh = window.document().state().result.mesh;
        const float yaw = window.viewport().navigation().yaw();

        applyLanguage(*qApp, code);
        QTRY_COMPARE(window.menuBar()->actions().first()->text(), fileMenu);
        QTRY_VERIFY(hasButton(window, exportWord));
        QCOMPARE(window.document().state().result.mesh, mesh);
        QCOMPARE(window.viewport().navigation().yaw(), yaw);
        QCOMPARE(window.findChild<QListWidget*>()->count(), 1);
        window.openPhoto(m_folder.filePath(QStringLiteral("vase.png"))); // the rebuilt window works
        QTRY_VERIFY_WITH_TIMEOUT(window.document().state().result.mesh != mesh, 20000);
        QTRY_VERIFY(!window.studio().isWorking());
        QTest::qWait(300);
        QVERIFY(saveScreenshot(window, QStringLiteral("language-") + code));
        QCOMPARE(clippedControls(window).join(u'\n'), QString());
        window.exportObject();
        auto* dialog = window.findChild<ExportDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        QCOMPARE(clippedControls(*dialog).join(u'\n'), QString());
        dialog->reject();
        window.editMatte();
        QTest::qWait(100);
        QVERIFY(saveScreenshot(window, QStringLiteral("language-matte-") + code));
        QCOMPARE(clippedControls(window).join(u'\n'), QString());
        window.showCheatSheet();
        QTest::qWait(100);
        QVERIFY(saveScreenshot(window, QStringLiteral("language-keys-") + code));
        QCOMPARE(clippedControls(window).join(u'\n'), QString());
    }
};

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
