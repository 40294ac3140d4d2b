#include <cstdio>

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QScreen>
#include <QSurfaceFormat>
#include <QTimer>

#include "core/base/waiting_threads.h"
#include "ui/icons.h"
#include "ui/language.h"
#include "ui/main_window.h"

using namespace bozzetto;

namespace {

struct Arguments
{
    QString photo;
    bool exitAfterStartup = false;
};

/// One line per step on standard error, so that a start that fails tells where.
class StartupLog
{
public:
    StartupLog() { m_clock.start(); }
    void step(const QString& what) const
    {
        std::fprintf(stderr, "[%5lld ms] %s\n", static_cast<long long>(m_clock.elapsed()), qPrintable(what));
    }

private:
    QElapsedTimer m_clock;
};

void describeApplication()
{
    QCoreApplication::setApplicationName(QStringLiteral("bozzetto-studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(BOZZETTO_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Bozzetto"));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.bozzetto.Studio"));
}

void requestOpenGl()
{
    QSurfaceFormat format;
    format.setVersion(4, 1);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setDepthBufferSize(24);
    QSurfaceFormat::setDefaultFormat(format);
}

Arguments readArguments(const QApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("Startup", "Turns a photograph into a 3D object."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("photo"),
                                 QCoreApplication::translate("Startup", "Photograph to begin with."),
                                 QStringLiteral("[PHOTO]"));
    const QCommandLineOption exitOption(QStringLiteral("exit-after-startup"),
                                        QCoreApplication::translate("Startup", "Show the window, then leave."));
    parser.addOption(exitOption);
    parser.process(application);
    return {parser.positionalArguments().value(0), parser.isSet(exitOption)};
}

void logHeader(const StartupLog& log)
{
    log.step(QStringLiteral("Bozzetto %1, Qt %2, %3, %4")
                 .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()),
                      QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture()));
    const auto* screen = QGuiApplication::primaryScreen();
    if (screen)
        log.step(QStringLiteral("Screen %1 x %2, scale %3")
                     .arg(screen->size().width())
                     .arg(screen->size().height())
                     .arg(screen->devicePixelRatio()));
}

} // namespace

int main(int argc, char** argv)
{
    keepWaitingShort(argv);
    const StartupLog log;
    describeApplication();
    requestOpenGl();
    QApplication application(argc, argv);
    const auto arguments = readArguments(application);
    logHeader(log);

    log.step(QStringLiteral("Translations"));
    applyLanguage(application, storedLanguage());

    log.step(QStringLiteral("Theme"));
    const bool desktopIsDark = systemPrefersDark(QGuiApplication::palette());
    application.setProperty("desktopIsDark", desktopIsDark);
    applyTheme(application, isDark(storedThemeChoice(), desktopIsDark));
    QGuiApplication::setWindowIcon(applicationIcon());

    log.step(QStringLiteral("Window"));
    MainWindow window(coreOperations());
    window.show();
    log.step(QStringLiteral("Ready"));

    if (!arguments.photo.isEmpty())
        QTimer::singleShot(0, &window, [&] { window.openFile(arguments.photo); });
    if (arguments.exitAfterStartup)
        QTimer::singleShot(0, &window, &QWidget::close);
    return QApplication::exec();
}
