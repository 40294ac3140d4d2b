#include "core/io/cameras/npz.h"

#include <cstring>
#include <string_view>

#include "core/base/error.h"
#include "core/weights/mapped_file.h"
#include "core/weights/zip_archive.h"

namespace bozzetto {

namespace {

constexpr std::size_t kMostValues = 1'000'000;

/// What follows `'key':` in the header, a Python dictionary, up to the next comma outside brackets.
std::string_view headerField(std::string_view header, std::string_view key, const std::string& owner)
{
    const auto at = header.find(fmt::format("'{}'", key));
    const auto colon = at == std::string_view::npos ? at : header.find(':', at);
    if (colon == std::string_view::npos)
        throw Error(ErrorCode::badInput, "{}: expected a NumPy header with \"{}\", found none", owner, key);
    std::size_t end = colon + 1, depth = 0;
    for (; end < header.size() && (depth > 0 || (header[end] != ',' && header[end] != '}')); ++end) {
        depth += header[end] == '(';
        depth -= header[end] == ')' && depth > 0;
    }
    std::string_view field = header.substr(colon + 1, end - colon - 1);
    while (!field.empty() && field.front() == ' ')
        field.remove_prefix(1);
    return field;
}

std::vector<std::size_t> shapeOf(std::string_view field, const std::string& owner)
{
    std::vector<std::size_t> shape;
    std::size_t count = 1;
    for (std::size_t i = 0; i < field.size();) {
        if (field[i] < '0' || field[i] > '9') {
            ++i;
            continue;
        }
        std::size_t size = 0;
        for (; i < field.size() && field[i] >= '0' && field[i] <= '9' && size <= kMostValues; ++i)
            size = 10 * size + std::size_t(field[i] - '0');
        shape.push_back(size);
        count = size > 0 && count > kMostValues / size ? kMostValues + 1 : count * size;
    }
    if (count > kMostValues)
        throw Error(ErrorCode::badInput, "{}: expected at most {} values, found the shape {}", owner,
                    kMostValues, field);
    return shape;
}

template <typename Stored>
std::vector<double> convert(std::span<const std::uint8_t> data, std::size_t count, const std::string& owner)
{
    if (data.size() / sizeof(Stored) < count)
        throw Error(ErrorCode::badInput, "{}: expected {} bytes of values, found {}", owner,
                    count * sizeof(Stored), data.size());
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        Stored value;
        std::memcpy(&value, data.data() + i * sizeof(Stored), sizeof(Stored));
        values[i] = double(value);
    }
    return values;
}

std::vector<double> valuesOf(std::string_view type, std::span<const std::uint8_t> data, std::size_t count,
                             const std::string& owner)
{
    if (type == "<f8")
        return convert<double>(data, count, owner);
    if (type == "<f4")
        return convert<float>(data, count, owner);
    if (type == "<i8")
        return convert<std::int64_t>(data, count, owner);
    if (type == "<i4")
        return convert<std::int32_t>(data, count, owner);
    throw Error(ErrorCode::badInput, "{}: expected little-endian numbers of 4 or 8 bytes, found the type {}",
                owner, type.substr(0, 16));
}

void toRowMajor(NpyArray& array)
{
    if (array.shape.size() != 2)
        return;
    const std::size_t rows = array.shape[0], columns = array.shape[1];
    std::vector<double> out(array.values.size());
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c)
            out[r * columns + c] = array.values[c * rows + r];
    array.values = std::move(out);
}

/// Format: numpy.lib.format, versions 1 to 3.
NpyArray parseNpy(std::span<const std::uint8_t> bytes, const std::string& owner)
{
    constexpr std::size_t kPrefix = 10;
    if (bytes.size() < kPrefix + 2 || std::memcmp(bytes.data(), "\x93NUMPY", 6) != 0)
        throw Error(ErrorCode::badInput, "{}: expected a NumPy array, found something else", owner);
    const bool longHeader = bytes[6] > 1;
    std::size_t size = bytes[8] | std::size_t(bytes[9]) << 8;
    if (longHeader)
        size |= std::size_t(bytes[10]) << 16 | std::size_t(bytes[11]) << 24;
    const std::size_t start = longHeader ? kPrefix + 2 : kPrefix;
    if (size > bytes.size() - start)
        throw Error(ErrorCode::badInput, "{}: expected a NumPy header of {} bytes, found the end", owner,
                    size);
    const std::string_view header(reinterpret_cast<const char*>(bytes.data()) + start, size);
    std::string_view type = headerField(header, "descr", owner);
    if (type.size() >= 2 && (type.front() == '\'' || type.front() == '"'))
        type = type.substr(1, type.size() - 2);
    NpyArray array;
    array.shape = shapeOf(headerField(header, "shape", owner), owner);
    std::size_t count = 1;
    for (const auto side : array.shape)
        count *= side;
    array.values = valuesOf(type, bytes.subspan(start + size), count, owner);
    if (headerField(header, "fortran_order", owner).starts_with("True"))
        toRowMajor(array);
    return array;
}

} // namespace

std::map<std::string, NpyArray> readNpz(const std::filesystem::path& path)
{
    const MappedFile file(path);
    const ZipArchive archive(file.bytes(), path.string());
    std::map<std::string, NpyArray> arrays;
    for (const auto& entry : archive.entries()) {
        std::string name(entry.name);
        const std::string owner = path.string() + ", array " + name;
        if (!entry.stored)
            throw Error(
                ErrorCode::unsupported,
                "{}: expected an uncompressed archive as numpy.savez writes it, found a compressed one",
                owner);
        if (name.ends_with(".npy"))
            name.resize(name.size() - 4);
        arrays.emplace(name, parseNpy(entry.data, owner));
    }
    return arrays;
}

} // namespace bozzetto
