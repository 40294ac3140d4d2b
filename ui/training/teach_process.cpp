#include "ui/training/teach_process.h"

#include <QFile>
#include <QStringList>

namespace bozzetto {

QProcessEnvironment politeEnvironment()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    if (!environment.contains(QStringLiteral("OMP_WAIT_POLICY")))
        environment.insert(QStringLiteral("OMP_WAIT_POLICY"), QStringLiteral("passive"));
    return environment;
}

QString lastLine(const QByteArray& text)
{
    const auto lines = QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts);
    auto line = lines.isEmpty() ? QString() : lines.last().trimmed();
    const auto start = QStringLiteral("bozzetto: ");
    return line.startsWith(start) ? line.mid(start.size()) : line;
}

std::filesystem::path pathOf(const QString& text)
{
    return std::filesystem::path(QFile::encodeName(text).constData());
}

QString textOf(const std::filesystem::path& path)
{
    return QFile::decodeName(path.c_str());
}

} // namespace bozzetto
