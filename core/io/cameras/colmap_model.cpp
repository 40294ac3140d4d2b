#include "core/io/cameras/colmap_model.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <limits>
#include <span>
#include <sstream>

#include "core/base/error.h"
#include "core/weights/mapped_file.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostImages = 100'000, kMostPoints = 50'000'000, kMostName = 4096;

struct ModelKind
{
    const char* name;
    std::size_t parameters;
};

/// By COLMAP's numbers.
constexpr ModelKind kModels[] = {
    {"SIMPLE_PINHOLE", 3},
    {"PINHOLE", 4},
    {"SIMPLE_RADIAL", 4},
    {"RADIAL", 5},
    {"OPENCV", 8},
    {"OPENCV_FISHEYE", 8},
    {"FULL_OPENCV", 12},
    {"FOV", 5},
    {"SIMPLE_RADIAL_FISHEYE", 4},
    {"RADIAL_FISHEYE", 5},
    {"THIN_PRISM_FISHEYE", 12},
};

/// Reads a binary file from its start; every read is checked against its end.
class ByteReader
{
public:
    explicit ByteReader(const fs::path& path) : m_path(path.string()), m_file(path), m_left(m_file.bytes()) {}

    template <typename T> T read()
    {
        T value;
        require(sizeof(T));
        std::memcpy(&value, m_left.data(), sizeof(T));
        m_left = m_left.subspan(sizeof(T));
        return value;
    }

    glm::dvec3 readVector()
    {
        const double x = read<double>(), y = read<double>(), z = read<double>();
        return {x, y, z};
    }

    std::string readName()
    {
        const auto* end = static_cast<const std::uint8_t*>(
            std::memchr(m_left.data(), 0, std::min<std::size_t>(m_left.size(), kMostName)));
        if (!end)
            throw Error(ErrorCode::badInput, "{}: expected a picture's name at byte {}, found no end of it",
                        m_path, position());
        std::string name(reinterpret_cast<const char*>(m_left.data()), std::size_t(end - m_left.data()));
        skip(name.size() + 1);
        return name;
    }

    std::uint64_t readCount(std::uint64_t most, std::size_t leastBytes)
    {
        const auto count = read<std::uint64_t>();
        if (count > most || count > m_left.size() / leastBytes)
            throw Error(ErrorCode::badInput,
                        "{}: expected the number of entries at byte {}, found {} in {} bytes", m_path,
                        position() - sizeof(count), count, m_left.size());
        return count;
    }

    void skip(std::uint64_t bytes)
    {
        require(bytes);
        m_left = m_left.subspan(std::size_t(bytes));
    }

    const std::string& name() const { return m_path; }

private:
    std::size_t position() const { return m_file.bytes().size() - m_left.size(); }

    void require(std::uint64_t bytes) const
    {
        if (bytes > m_left.size())
            throw Error(ErrorCode::badInput,
                        "{}: expected {} more bytes at byte {}, found the end of the file", m_path, bytes,
                        position());
    }

    std::string m_path;
    MappedFile m_file;
    std::span<const std::uint8_t> m_left;
};

void readBinaryCameras(const fs::path& path, ColmapModel& model)
{
    ByteReader in(path);
    constexpr std::size_t kLeastBytes = 48;
    for (auto left = in.readCount(kMostImages, kLeastBytes); left > 0; --left) {
        const auto id = in.read<std::uint32_t>();
        const auto kind = in.read<std::int32_t>();
        if (kind < 0 || std::size_t(kind) >= std::size(kModels))
            throw Error(ErrorCode::unsupported, "{}: expected a known camera model, found number {}",
                        in.name(), kind);
        ColmapCamera camera;
        camera.model = kModels[kind].name;
        const auto width = in.read<std::uint64_t>(), height = in.read<std::uint64_t>();
        camera.size = {double(width), double(height)};
        for (std::size_t i = 0; i < kModels[kind].parameters; ++i)
            camera.parameters.push_back(in.read<double>());
        model.cameras[id] = std::move(camera);
    }
}

void readBinaryImages(const fs::path& path, ColmapModel& model)
{
    ByteReader in(path);
    constexpr std::size_t kLeastBytes = 73, kObservation = 24;
    for (auto left = in.readCount(kMostImages, kLeastBytes); left > 0; --left) {
        ColmapImage image;
        in.skip(sizeof(std::uint32_t)); // its number
        for (auto& value : image.rotation)
            value = in.read<double>();
        image.translation = in.readVector();
        image.camera = in.read<std::uint32_t>();
        image.name = in.readName();
        const auto observations = in.readCount(std::numeric_limits<std::uint64_t>::max(), kObservation);
        in.skip(observations * kObservation);
        model.images.push_back(std::move(image));
    }
}

void readBinaryPoints(const fs::path& path, ColmapModel& model)
{
    ByteReader in(path);
    constexpr std::size_t kLeastBytes = 51, kColour = 3, kTrackEntry = 8;
    const auto count = in.readCount(kMostPoints, kLeastBytes);
    model.points.reserve(std::size_t(count));
    for (auto left = count; left > 0; --left) {
        ColmapPoint point;
        in.skip(sizeof(std::uint64_t));
        point.position = in.readVector();
        in.skip(kColour);
        point.error = in.read<double>();
        point.views = in.readCount(std::numeric_limits<std::uint64_t>::max(), kTrackEntry);
        in.skip(point.views * kTrackEntry);
        model.points.push_back(point);
    }
}

/// The lines of a text file that are no comments; empty ones count (an image without observations has one).
class LineReader
{
public:
    explicit LineReader(const fs::path& path) : m_path(path.string()), m_file(path)
    {
        if (!m_file)
            throw Error(ErrorCode::io, "{}: expected a readable file, but it cannot be opened", m_path);
    }

    bool next(std::string& line)
    {
        while (std::getline(m_file, line)) {
            ++m_number;
            if (!line.empty() && line.back() == '\r')
                line.pop_back();
            if (line.empty() || line[0] != '#')
                return true;
        }
        return false;
    }

    Error wrong(const char* expected, const std::string& line) const
    {
        return Error(ErrorCode::badInput, "{}, line {}: expected {}, found \"{}\"", m_path, m_number,
                     expected, line.substr(0, 60));
    }

private:
    std::string m_path;
    std::ifstream m_file;
    int m_number = 0;
};

/// operator>> refuses "nan"; a file with it gets the sentence about poses, not one about its form.
bool readNumber(std::istream& in, double& value)
{
    std::string word;
    if (!(in >> word))
        return false;
    char* end = nullptr;
    value = std::strtod(word.c_str(), &end);
    return end && *end == 0;
}

void readTextCameras(const fs::path& path, ColmapModel& model)
{
    LineReader lines(path);
    for (std::string line; lines.next(line);) {
        if (line.empty())
            continue;
        std::istringstream in(line);
        std::uint32_t id = 0;
        ColmapCamera camera;
        if (!(in >> id >> camera.model >> camera.size.x >> camera.size.y))
            throw lines.wrong("a camera's number, model, width and height", line);
        for (double value = 0; readNumber(in, value);)
            camera.parameters.push_back(value);
        const auto* kind = std::find_if(std::begin(kModels), std::end(kModels),
                                        [&](const ModelKind& k) { return camera.model == k.name; });
        if (kind == std::end(kModels))
            throw Error(ErrorCode::unsupported, "{}: expected a known camera model, found {}", path.string(),
                        camera.model.substr(0, 60));
        if (camera.parameters.size() != kind->parameters)
            throw lines.wrong(fmt::format("{} parameters", kind->parameters).c_str(), line);
        model.cameras[id] = std::move(camera);
    }
}

void readTextImages(const fs::path& path, ColmapModel& model)
{
    LineReader lines(path);
    for (std::string line, observations; lines.next(line);) {
        if (line.empty())
            continue;
        std::istringstream in(line);
        ColmapImage image;
        double number = 0, camera = 0;
        bool good = readNumber(in, number);
        for (auto& value : image.rotation)
            good = good && readNumber(in, value);
        for (int i = 0; i < 3; ++i)
            good = good && readNumber(in, image.translation[i]);
        good = good && readNumber(in, camera) && bool(std::getline(in >> std::ws, image.name));
        if (!good || model.images.size() >= kMostImages)
            throw lines.wrong("number, quaternion, shift, camera and name of a picture", line);
        image.camera = std::uint32_t(camera);
        model.images.push_back(std::move(image));
        lines.next(observations);
    }
}

void readTextPoints(const fs::path& path, ColmapModel& model)
{
    LineReader lines(path);
    for (std::string line; lines.next(line);) {
        if (line.empty())
            continue;
        std::istringstream in(line);
        ColmapPoint point;
        double number = 0, red = 0, green = 0, blue = 0;
        if (!(in >> number >> point.position.x >> point.position.y >> point.position.z >> red >> green >>
              blue >> point.error) ||
            model.points.size() >= kMostPoints)
            throw lines.wrong("number, position, colour and error of a point", line);
        for (double image = 0, place = 0; in >> image >> place;)
            ++point.views;
        model.points.push_back(point);
    }
}

bool isFile(const fs::path& path)
{
    std::error_code missing;
    return fs::is_regular_file(path, missing);
}

} // namespace

bool holdsColmapModel(const fs::path& folder)
{
    for (const char* extension : {"bin", "txt"})
        if (isFile(folder / fmt::format("cameras.{}", extension)) &&
            isFile(folder / fmt::format("images.{}", extension)))
            return true;
    return false;
}

ColmapModel readColmapModel(const fs::path& folder)
{
    ColmapModel model;
    const auto size = [](const fs::path& path) {
        std::error_code missing;
        return isFile(path) ? fs::file_size(path, missing) : 0;
    };
    if (isFile(folder / "cameras.bin") && isFile(folder / "images.bin")) {
        readBinaryCameras(folder / "cameras.bin", model);
        readBinaryImages(folder / "images.bin", model);
        if (size(folder / "points3D.bin") > 0)
            readBinaryPoints(folder / "points3D.bin", model);
    } else {
        readTextCameras(folder / "cameras.txt", model);
        readTextImages(folder / "images.txt", model);
        if (size(folder / "points3D.txt") > 0)
            readTextPoints(folder / "points3D.txt", model);
    }
    return model;
}

std::uint64_t countColmapImages(const fs::path& folder)
{
    if (isFile(folder / "images.bin")) {
        std::ifstream file(folder / "images.bin", std::ios::binary);
        std::uint64_t count = 0;
        return file.read(reinterpret_cast<char*>(&count), sizeof(count)) ? count : 0;
    }
    std::ifstream file(folder / "images.txt");
    std::uint64_t lines = 0;
    for (std::string line; std::getline(file, line);)
        lines += line.empty() || line[0] != '#';
    return lines / 2;
}

} // namespace bozzetto
