#pragma once

#include <filesystem>

#include <QProcessEnvironment>
#include <QString>

namespace bozzetto {

/// How the training room starts the command line, and what it hears of it.
inline constexpr int kTeachNiceness = 5; ///< the studio is answered first

/// Threads that wait sleep instead of spinning: the studio works beside them.
QProcessEnvironment politeEnvironment();

/// The last thing that the command line said on standard error, without its name in front.
QString lastLine(const QByteArray& text);

std::filesystem::path pathOf(const QString& text);
QString textOf(const std::filesystem::path& path);

} // namespace bozzetto
