#include <QDirIterator>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QSvgRenderer>
#include <QTemporaryDir>

#include "tests/support/test_support.h"
#include "ui/icons.h"
#include "ui/image_bridge.h"
#include "ui/settings.h"
#include "ui/theme.h"
#include "ui/widgets/depth_tint.h"
#include "ui/widgets/expression.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/slider_field.h"

using namespace bozzetto;

class TestWidgets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sums_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("expected");
        QTest::newRow("number") << QStringLiteral("0.25") << 0.25;
        QTest::newRow("product") << QStringLiteral("0.3*2") << 0.6;
        QTest::newRow("precedence") << QStringLiteral("1+2*3") << 7.0;
        QTest::newRow("parentheses") << QStringLiteral("(1+2)*3") << 9.0;
        QTest::newRow("minus, left to right") << QStringLiteral("10 - 3 - 2") << 5.0;
        QTest::newRow("quotient, left to right") << QStringLiteral("8/4/2") << 1.0;
        QTest::newRow("sign") << QStringLiteral("-2*-3") << 6.0;
        QTest::newRow("comma") << QStringLiteral("1,5+1") << 2.5;
        QTest::newRow("unit") << QStringLiteral("250mm") << 0.25;
        QTest::newRow("units") << QStringLiteral("1 m + 20 cm") << 1.2;
    }
    void sums()
    {
        QFETCH(QString, text);
        QFETCH(double, expected);
        const auto value = evaluateSum(text);
        QVERIFY(value);
        QVERIFY(test::isClose(*value, expected, 1e-12, 0, "sum"));
    }

    void notSums()
    {
        for (const char* text : {"", " ", "a", "1+", "(1", "1)", "1 2", "1/0", "2 inches", "..", "1**2"})
            QVERIFY2(!evaluateSum(QString::fromLatin1(text)), text);
        QVERIFY(!evaluateSum(QString(100'000, u'(')));
        QVERIFY(test::isClose(*evaluateSum(QStringLiteral("1m"), 0.001), 1000, 1e-12, 0, "millimetres"));
    }

    void aTypedSumBecomesTheValue()
    {
        NumberField field;
        field.setRange(0, 100);
        field.setSuffix(QStringLiteral(" mm"));
        field.setUnitInMetres(0.001);
        auto* edit = field.findChild<QLineEdit*>();
        edit->setText(QStringLiteral("0.3*2"));
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(field.value(), 0.6);
        edit->setText(QStringLiteral("2 cm"));
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(field.value(), 20.0);
        edit->setText(QStringLiteral("nonsense"));
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(field.value(), 20.0);
        edit->setText(QStringLiteral("70*2"));
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(field.value(), 100.0); // clamped to its range
    }

    void draggingChangesTheValueAndAClickEdits()
    {
        NumberField field;
        field.setRange(0, 100);
        field.setSingleStep(1);
        field.setValue(10);
        field.resize(96, 28);
        auto* edit = field.findChild<QLineEdit*>();
        QSignalSpy committed(&field, &NumberField::committed);
        QTest::mousePress(edit, Qt::LeftButton, {}, QPoint(10, 10));
        QTest::mouseMove(edit, QPoint(50, 10));
        QTest::mouseRelease(edit, Qt::LeftButton, {}, QPoint(50, 10));
        QCOMPARE(field.value(), 20.0);
        QCOMPARE(committed.count(), 1);
    }

    void sliderTellsTheWayAndTheEndAndResetsOnDoubleClick()
    {
        SliderField field(QStringLiteral("Level"), {.minimum = 0.5, .maximum = 200, .standard = 10, .step = 0.5,
                                                    .decimals = 1, .unit = {}, .logarithmic = true});
        field.resize(220, 60);
        QCOMPARE(field.value(), 10.0);
        int changing = 0, committed = 0;
        connect(&field, &SliderField::changing, this, [&] { ++changing; });
        connect(&field, &SliderField::committed, this, [&] { ++committed; });
        field.setValue(50);
        QCOMPARE(changing + committed, 0); // set from outside: silent
        auto* slider = field.findChild<QSlider*>();
        slider->setSliderDown(true);
        slider->setValue(900);
        slider->setValue(1000);
        QCOMPARE(field.value(), 200.0);
        QCOMPARE(changing, 2);
        QCOMPARE(committed, 0);
        slider->setSliderDown(false);
        QCOMPARE(committed, 1);
        QTest::mouseDClick(slider, Qt::LeftButton);
        QCOMPARE(field.value(), 10.0);
    }

    void textIsReadableInBothThemes()
    {
        for (const auto* theme : {&darkTheme(), &lightTheme()}) {
            for (const auto& ground : {theme->window, theme->panel}) {
                for (const auto& ink : {theme->text, theme->secondary, theme->accent, theme->good, theme->warning, theme->bad})
                    QVERIFY2(contrastRatio(ink, ground) >= 4.5,
                             qPrintable(ink.name() + u' ' + ground.name() + u' ' +
                                        QString::number(contrastRatio(ink, ground))));
            }
            for (const auto& ink : {theme->text, theme->secondary, theme->bad})
                QVERIFY(contrastRatio(ink, theme->raised) >= 4.5);
            for (const auto& ground : {theme->viewportTop, theme->viewportBottom})
                QVERIFY(contrastRatio(theme->text, ground) >= 4.5);
            QVERIFY(contrastRatio(theme->onAccent, theme->accent) >= 4.5);
            QVERIFY(contrastRatio(theme->onAccent, theme->accent.lighter(112)) >= 4.0);
            QCOMPARE(&themeOf(paletteOf(*theme)), theme);
        }
        QVERIFY(std::abs(contrastRatio(Qt::black, Qt::white) - 21.0) < 1e-9);
    }

    void styleSheetLeavesNoRoleUnfilled()
    {
        const auto sheet = styleSheetOf(darkTheme());
        QVERIFY(sheet.size() > 1000);
        QVERIFY(!sheet.contains(u'@'));
        QVERIFY(!sheet.contains(u'#') || !QRegularExpression(QStringLiteral("#[0-9a-f]{6}")).match(sheet).hasMatch());
    }

    void everyIconDrawsAndFollowsTheTheme()
    {
        int icons = 0;
        QDirIterator files(QStringLiteral(":/icons"));
        while (files.hasNext()) {
            const QFileInfo file(files.next());
            QVERIFY2(QSvgRenderer(file.filePath()).isValid(), qPrintable(file.fileName()));
            ++icons;
        }
        QVERIFY(icons >= 20);
        const auto icon = themedIcon(QStringLiteral("mesh"));
        const auto inkOf = [&] {
            const auto image = icon.pixmap(40, 40).toImage();
            int brightest = 0, drawn = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (image.pixelColor(x, y).alpha() > 200) {
                        ++drawn;
                        brightest = std::max(brightest, image.pixelColor(x, y).lightness());
                    }
            return drawn > 20 ? brightest : -1;
        };
        QGuiApplication::setPalette(paletteOf(darkTheme()));
        QVERIFY(inkOf() > 150);
        QGuiApplication::setPalette(paletteOf(lightTheme()));
        QVERIFY(inkOf() >= 0 && inkOf() < 100);
        QVERIFY(themedIcon(QStringLiteral("no such icon")).isNull());
    }

    void picturesSurviveTheBridge()
    {
        Image image(3, 2, 4);
        for (std::size_t i = 0; i < image.pixels.size(); ++i)
            image.pixels[i] = float(i * 10) / 255.0f;
        const auto back = fromQImage(toQImage(image));
        QCOMPARE(back.channels, 4);
        for (std::size_t i = 0; i < image.pixels.size(); ++i)
            QVERIFY(std::abs(back.pixels[i] - image.pixels[i]) < 0.5f / 255.0f);
        QVERIFY(toQImage(Image()).isNull());
        QCOMPARE(toQImage(Image(1, 1, 1, 2.0f)).pixelColor(0, 0), QColor(Qt::white));
        QCOMPARE(thumbnailOf(Image(64, 32, 3), 16).size(), QSize(16, 8));
        QCOMPARE(thumbnailOf(Image(4, 4, 3), 16).size(), QSize(4, 4));
    }

    void settingsStayWhereTheyAreTold()
    {
        QTemporaryDir home;
        qputenv("BOZZETTO_HOME", home.path().toLocal8Bit());
        auto settings = openSettings();
        for (int i = 0; i < 12; ++i)
            rememberRecentFile(*settings, QStringLiteral("/photos/%1.png").arg(i));
        rememberRecentFile(*settings, QStringLiteral("/photos/5.png"));
        settings->sync();
        QVERIFY(QFileInfo::exists(home.filePath(QStringLiteral("studio.ini"))));
        const auto files = recentFiles(*settings);
        QCOMPARE(files.size(), 10);
        QCOMPARE(files.front(), QStringLiteral("/photos/5.png"));
        QCOMPARE(files.count(QStringLiteral("/photos/5.png")), 1);
        qunsetenv("BOZZETTO_HOME");
    }

    void depthIsTintedFromLightToDark()
    {
        Image depth(5, 1, 1), alpha(5, 1, 1, 1.0f);
        for (int x = 0; x < 5; ++x)
            depth.at(x, 0) = 0.3f + 0.1f * float(x); // its own range is stretched
        alpha.at(4, 0) = 0.0f;
        const auto all = tintDepth(depth, Image());
        const auto lightness = [](const Image& image, int x) {
            return 0.2126f * image.at(x, 0, 0) + 0.7152f * image.at(x, 0, 1) + 0.0722f * image.at(x, 0, 2);
        };
        for (int x = 0; x + 1 < 5; ++x)
            QVERIFY(lightness(all, x) > lightness(all, x + 1) + 0.05f);
        QCOMPARE(all.at(4, 0, 3), 1.0f);
        const auto masked = tintDepth(depth, alpha);
        QCOMPARE(masked.at(0, 0, 3), 1.0f);
        QVERIFY(masked.at(4, 0, 3) < 0.2f);
        QVERIFY(lightness(masked, 3) < lightness(all, 3)); // the range ends with the object
        const auto flat = tintDepth(Image(3, 2, 1, 0.5f), Image());
        QVERIFY(std::ranges::all_of(flat.pixels, [](float value) { return value >= 0 && value <= 1; }));
    }
};

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"
