#include "core/io/gltf_cleanup.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace bozzetto {

namespace {

using nlohmann::json;

constexpr std::size_t kHeader = 12;      // magic, version, length
constexpr std::size_t kChunkHeader = 8;  // length, type

std::string readWhole(const std::filesystem::path& path, const std::filesystem::path& shownPath)
{
    std::ifstream file(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file)
        throw Error(ErrorCode::io, "{}: could not be read back", shownPath.string());
    return bytes;
}

void writeWhole(const std::filesystem::path& path, const std::string& bytes,
                const std::filesystem::path& shownPath)
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), std::streamsize(bytes.size()));
    file.close();
    if (!file)
        throw Error(ErrorCode::io, "{}: could not be written ({})", shownPath.string(), std::strerror(errno));
}

/// Drops the hints and gathers the names of the extensions that remain.
void visit(json& node, std::set<std::string>& used)
{
    if (node.is_object() && node.contains("extensions") && node["extensions"].is_object()) {
        node["extensions"].erase("FB_ngon_encoding");
        for (const auto& entry : node["extensions"].items())
            used.insert(entry.key());
        if (node["extensions"].empty())
            node.erase("extensions");
    }
    if (node.is_structured())
        for (auto& child : node)
            visit(child, used);
}

std::string cleaned(const std::string& text, int indent)
{
    json root = json::parse(text);
    std::set<std::string> used;
    visit(root, used);
    root.erase("extensionsUsed");
    if (!used.empty())
        root["extensionsUsed"] = used;
    root["asset"]["generator"] = "Bozzetto " BOZZETTO_VERSION " (Assimp)";
    return root.dump(indent);
}

std::uint32_t wordAt(const std::string& bytes, std::size_t offset)
{
    std::uint32_t word = 0;
    std::memcpy(&word, bytes.data() + offset, sizeof(word));
    return word;
}

std::string asBytes(std::uint32_t word) { return std::string(reinterpret_cast<const char*>(&word), sizeof(word)); }

} // namespace

void cleanUpGltf(const std::filesystem::path& path, const std::filesystem::path& shownPath)
{
    const std::string bytes = readWhole(path, shownPath);
    if (!bytes.starts_with("glTF")) {
        writeWhole(path, cleaned(bytes, 2), shownPath);
        return;
    }
    const bool complete = bytes.size() >= kHeader + kChunkHeader
        && bytes.size() - kHeader - kChunkHeader >= wordAt(bytes, kHeader);
    if (!complete)
        throw Error(ErrorCode::internal, "{}: expected a binary glTF, found another layout", shownPath.string());
    const std::size_t jsonSize = wordAt(bytes, kHeader);
    std::string text = cleaned(bytes.substr(kHeader + kChunkHeader, jsonSize), -1);
    text.append((4 - text.size() % 4) % 4, ' ');
    const std::size_t rest = kHeader + kChunkHeader + jsonSize;
    const std::size_t total = kHeader + kChunkHeader + text.size() + (bytes.size() - rest);
    std::string out = bytes.substr(0, 8) + asBytes(std::uint32_t(total)) + asBytes(std::uint32_t(text.size()))
        + bytes.substr(kHeader + 4, 4) + text;
    out.append(bytes, rest);
    writeWhole(path, out, shownPath);
}

} // namespace bozzetto
