#pragma once

#include <filesystem>

#include <QFile>
#include <QString>

namespace bozzetto {

inline std::filesystem::path toPath(const QString& path)
{
    return std::filesystem::path(QFile::encodeName(path).constData());
}

} // namespace bozzetto
