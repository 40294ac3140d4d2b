#include "render/gl/shader_source.h"

#include <set>
#include <sstream>

#include <QFile>

#include "core/base/error.h"

static void initialiseShaderResources() { Q_INIT_RESOURCE(shaders); }

namespace bozzetto {

namespace {

std::string readShader(const std::string& name)
{
    QFile file(QStringLiteral(":/bozzetto/shaders/") + QString::fromStdString(name));
    if (!file.open(QIODevice::ReadOnly))
        throw Error(ErrorCode::internal, "Shader {}: expected among the program's resources, found none.", name);
    return file.readAll().toStdString();
}

/// The quoted name of an include line, or nothing.
std::string includedName(const std::string& line)
{
    constexpr std::string_view kStart = "#include \"";
    if (line.compare(0, kStart.size(), kStart) != 0)
        return {};
    return line.substr(kStart.size(), line.find('"', kStart.size()) - kStart.size());
}

void append(std::string& out, const std::string& name, std::set<std::string>& seen)
{
    std::istringstream lines(readShader(name));
    const auto file = seen.size();
    seen.insert(name);
    out += fmt::format("#line 1 {}\n", file);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const std::string included = includedName(line);
        if (included.empty()) {
            out += line + '\n';
            continue;
        }
        if (!seen.contains(included))
            append(out, included, seen);
        out += fmt::format("#line {} {}\n", number + 1, file);
    }
}

} // namespace

std::string shaderSource(const std::string& name, const std::vector<std::string>& defines)
{
    initialiseShaderResources();
    std::string out = "#version 410 core\n";
    for (const auto& define : defines)
        out += "#define " + define + '\n';
    std::set<std::string> seen;
    append(out, name, seen);
    return out;
}

} // namespace bozzetto
