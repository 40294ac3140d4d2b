#pragma once

#include <memory>

#include <QStringList>

class QSettings;

namespace bozzetto {

/// The user's settings: $BOZZETTO_HOME/studio.ini, else the INI file in the desktop's configuration folder.
std::unique_ptr<QSettings> openSettings();

/// Newest first, at most 10, missing files kept (shown greyed).
QStringList recentFiles(const QSettings& settings);
void rememberRecentFile(QSettings& settings, const QString& path);

} // namespace bozzetto
