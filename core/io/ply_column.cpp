#include "core/io/ply_column.h"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>

namespace bozzetto {

namespace {

constexpr std::size_t kLongestHeader = 1000; ///< lines

/// What the header says of the points.
struct Points
{
    bool text = false;
    std::uint64_t count = 0;
    std::vector<std::string> names, types;
};

std::size_t sizeOf(const std::string& type)
{
    for (const auto* known : {"char", "uchar", "int8", "uint8"})
        if (type == known)
            return 1;
    for (const auto* known : {"short", "ushort", "int16", "uint16"})
        if (type == known)
            return 2;
    for (const auto* known : {"int", "uint", "float", "int32", "uint32", "float32"})
        if (type == known)
            return 4;
    return type == "double" || type == "float64" ? 8 : 0;
}

bool readHeader(std::istream& in, Points& points)
{
    std::string line, element;
    bool known = false;
    for (std::size_t number = 0; number < kLongestHeader && std::getline(in, line); ++number) {
        std::istringstream words(line);
        std::string first, second, third;
        words >> first >> second >> third;
        if (first == "end_header")
            return known && points.count > 0;
        if (first == "format") {
            points.text = second == "ascii";
            known = points.text || second == "binary_little_endian";
        } else if (first == "element") {
            if (element.empty() && second != "vertex")
                return false;
            if (element.empty())
                std::istringstream(third) >> points.count;
            element = second;
        } else if (first == "property" && element == "vertex") {
            if (sizeOf(second) == 0)
                return false;
            points.types.push_back(second);
            points.names.push_back(third);
        }
    }
    return false;
}

} // namespace

std::vector<float> readPlyColumn(const std::filesystem::path& path, const std::string& name)
{
    std::ifstream in(path, std::ios::binary);
    Points points;
    if (!readHeader(in, points))
        return {};
    std::size_t column = points.names.size(), offset = 0, row = 0;
    for (std::size_t i = 0; i < points.names.size(); ++i) {
        if (points.names[i] == name && (points.types[i] == "float" || points.types[i] == "float32")) {
            column = i;
            offset = row;
        }
        row += sizeOf(points.types[i]);
    }
    if (column == points.names.size())
        return {};
    std::vector<float> values; // grows as it is read: the count is only what the header claims
    std::vector<char> bytes(row);
    std::string word;
    while (values.size() < points.count) {
        float value = 0;
        if (points.text) {
            for (std::size_t i = 0; i < points.names.size(); ++i)
                if (in >> word; i == column)
                    value = std::strtof(word.c_str(), nullptr);
        } else if (in.read(bytes.data(), std::streamsize(row))) {
            std::memcpy(&value, bytes.data() + offset, sizeof(value));
        }
        if (!in)
            return {};
        values.push_back(value);
    }
    return values;
}

} // namespace bozzetto
