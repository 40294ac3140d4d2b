#include "ui/settings.h"

#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace bozzetto {

namespace {

const auto kRecentKey = QStringLiteral("recent/photos");
constexpr int kMostRecent = 10;

} // namespace

std::unique_ptr<QSettings> openSettings()
{
    auto folder = qEnvironmentVariable("BOZZETTO_HOME");
    if (folder.isEmpty())
        folder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/bozzetto");
    return std::make_unique<QSettings>(folder + QStringLiteral("/studio.ini"), QSettings::IniFormat);
}

QStringList recentFiles(const QSettings& settings)
{
    return settings.value(kRecentKey).toStringList();
}

void rememberRecentFile(QSettings& settings, const QString& path)
{
    const auto absolute = QFileInfo(path).absoluteFilePath();
    auto files = recentFiles(settings);
    files.removeAll(absolute);
    files.prepend(absolute);
    while (files.size() > kMostRecent)
        files.removeLast();
    settings.setValue(kRecentKey, files);
}

} // namespace bozzetto
