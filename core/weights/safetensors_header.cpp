#include "core/weights/safetensors_header.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <optional>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace bozzetto {

namespace {

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeaderBytes = 100'000'000; // the format's own limit
constexpr std::size_t kMaxAxes = 64;

std::uint64_t headerLength(std::span<const std::uint8_t> file)
{
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i)
        length |= std::uint64_t(file[i]) << (8 * i);
    return length;
}

std::optional<StoredType> parseType(const std::string& name)
{
    for (int i = 0; i <= int(StoredType::complex128); ++i)
        if (name == storedTypeName(StoredType(i)))
            return StoredType(i);
    return std::nullopt;
}

/// Takes the header's JSON event by event: only what the format allows is ever stored, so that a hostile
/// header can neither nest deeply nor inflate.
class HeaderReader : public nlohmann::json_sax<nlohmann::json>
{
public:
    HeaderReader(StoredTensors& result, const std::string& shownName, std::uint64_t dataStart, std::uint64_t dataSize)
        : m_result(result), m_shownName(shownName), m_dataStart(dataStart), m_dataSize(dataSize)
    {
    }

    bool start_object(std::size_t) override
    {
        if (m_place == Place::outside)
            m_place = Place::file;
        else if (m_place == Place::file && m_key == "__metadata__")
            m_place = Place::metadata;
        else if (m_place == Place::file)
            beginTensor();
        else
            refuse("an object where none belongs");
        return true;
    }

    bool end_object() override
    {
        if (m_place == Place::tensor)
            finishTensor();
        m_place = m_place == Place::file ? Place::outside : Place::file;
        return true;
    }

    bool key(std::string& name) override
    {
        const bool fresh = m_place == Place::file       ? m_names.insert(name).second
                           : m_place == Place::metadata ? !m_result.metadata.contains(name)
                                                        : true;
        if (!fresh)
            throw Error(ErrorCode::badInput, "{}: expected each name once, found \"{}\" twice", m_shownName, shownText(name));
        m_key = name;
        return true;
    }

    bool string(std::string& text) override
    {
        if (m_place == Place::metadata)
            m_result.metadata.emplace(m_key, text);
        else if (m_place == Place::tensor && m_key == "dtype" && !m_hasType)
            setType(text);
        else
            refuse("text where none belongs");
        return true;
    }

    bool start_array(std::size_t) override
    {
        if (m_place == Place::tensor && m_key == "shape" && !m_hasShape)
            m_place = Place::shape;
        else if (m_place == Place::tensor && m_key == "data_offsets" && m_offsetCount == 0)
            m_place = Place::offsets;
        else
            refuse("a list where none belongs");
        return true;
    }

    bool end_array() override
    {
        m_hasShape = m_hasShape || m_place == Place::shape;
        m_place = Place::tensor;
        return true;
    }

    bool number_unsigned(std::uint64_t value) override
    {
        if (m_place == Place::shape) {
            if (m_tensor.sizes.size() >= kMaxAxes || value > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
                refuse("an impossible shape");
            m_tensor.sizes.push_back(std::int64_t(value));
        } else if (m_place == Place::offsets && m_offsetCount < m_offsets.size()) {
            m_offsets[m_offsetCount++] = value;
        } else {
            refuse("a number where none belongs");
        }
        return true;
    }

    bool null() override { return refuse("null"); }
    bool boolean(bool) override { return refuse("true or false"); }
    bool number_integer(std::int64_t) override { return refuse("a negative number"); }
    bool number_float(double, const std::string&) override { return refuse("a fraction"); }
    bool binary(nlohmann::json::binary_t&) override { return refuse("binary data"); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override
    {
        throw Error(ErrorCode::badInput, "{}: expected a safetensors header in JSON, found a fault at byte {} of it",
                    m_shownName, position);
    }

private:
    enum class Place { outside, file, metadata, tensor, shape, offsets };

    bool refuse(const char* found)
    {
        throw Error(ErrorCode::badInput, "{}: expected dtype, shape and data_offsets per tensor, found {} at \"{}\"",
                    m_shownName, found, m_place >= Place::tensor ? shownText(m_tensor.name) : shownText(m_key));
    }

    void beginTensor()
    {
        m_place = Place::tensor;
        m_tensor = {};
        m_tensor.name = m_key;
        m_hasType = m_hasShape = false;
        m_offsetCount = 0;
    }

    void setType(const std::string& text)
    {
        const auto type = parseType(text);
        if (!type)
            throw Error(ErrorCode::badInput, "{}: expected a known element type in tensor \"{}\", found \"{}\"",
                        m_shownName, shownText(m_tensor.name), shownText(text));
        m_tensor.type = *type;
        m_hasType = true;
    }

    void finishTensor()
    {
        if (!m_hasType || !m_hasShape || m_offsetCount != m_offsets.size())
            refuse("some of them missing");
        if (m_offsets[0] > m_offsets[1] || m_offsets[1] > m_dataSize)
            throw Error(ErrorCode::badInput, "{}: expected tensor \"{}\" within {} bytes of data, found bytes {} to {}",
                        m_shownName, shownText(m_tensor.name), m_dataSize, m_offsets[0], m_offsets[1]);
        const std::uint64_t bytes = m_offsets[1] - m_offsets[0];
        std::uint64_t count = 0;
        const bool fits = countElements(m_tensor.sizes, m_dataSize / itemSize(m_tensor.type), count);
        if (!fits || count * itemSize(m_tensor.type) != bytes)
            throw Error(ErrorCode::badInput, "{}: expected tensor \"{}\" to fill its {} bytes, found another shape",
                        m_shownName, shownText(m_tensor.name), bytes);
        m_tensor.strides = contiguousStrides(m_tensor.sizes);
        m_tensor.byteOffset = std::size_t(m_dataStart + m_offsets[0]);
        m_result.tensors.push_back(std::move(m_tensor));
    }

    StoredTensors& m_result;
    const std::string& m_shownName;
    std::uint64_t m_dataStart;
    std::uint64_t m_dataSize;
    Place m_place = Place::outside;
    std::string m_key;
    std::unordered_set<std::string> m_names;
    StoredTensor m_tensor;
    bool m_hasType = false;
    bool m_hasShape = false;
    std::array<std::uint64_t, 2> m_offsets{};
    std::size_t m_offsetCount = 0;
};

/// The format asks for data without overlap and without holes.
void checkCoverage(const StoredTensors& stored, std::size_t dataStart, std::size_t fileSize, const std::string& shownName)
{
    std::vector<const StoredTensor*> byOffset;
    byOffset.reserve(stored.tensors.size());
    for (const StoredTensor& tensor : stored.tensors)
        byOffset.push_back(&tensor);
    std::sort(byOffset.begin(), byOffset.end(), [](const StoredTensor* a, const StoredTensor* b) {
        return std::pair(a->byteOffset, a->byteCount()) < std::pair(b->byteOffset, b->byteCount());
    });
    std::size_t end = dataStart;
    for (const StoredTensor* tensor : byOffset) {
        if (tensor->byteOffset != end)
            throw Error(ErrorCode::badInput, "{}: expected tensor \"{}\" at byte {}, found it at {} ({})", shownName,
                        shownText(tensor->name), end, tensor->byteOffset, tensor->byteOffset < end ? "overlap" : "hole");
        end += tensor->byteCount();
    }
    if (end != fileSize)
        throw Error(ErrorCode::badInput, "{}: expected {} bytes, found {}", shownName, end, fileSize);
}

} // namespace

bool looksLikeSafetensors(std::span<const std::uint8_t> file)
{
    return file.size() > kLengthBytes && file[kLengthBytes] == '{' && headerLength(file) <= kMaxHeaderBytes;
}

StoredTensors readSafetensorsHeader(std::span<const std::uint8_t> file, const std::string& shownName)
{
    if (file.size() < kLengthBytes)
        throw Error(ErrorCode::badInput, "{}: expected a safetensors file, found {} bytes", shownName, file.size());
    const std::uint64_t length = headerLength(file);
    const std::size_t available = file.size() - kLengthBytes;
    if (length > kMaxHeaderBytes || length > available)
        throw Error(ErrorCode::badInput, "{}: expected a safetensors header of at most {} bytes, found a length of {}",
                    shownName, std::min<std::uint64_t>(kMaxHeaderBytes, available), length);
    const std::size_t dataStart = kLengthBytes + std::size_t(length);
    StoredTensors stored;
    const auto header = file.subspan(kLengthBytes, std::size_t(length));
    if (header.empty() || header.front() != '{')
        throw Error(ErrorCode::badInput, "{}: expected a safetensors header in JSON, found none", shownName);
    HeaderReader reader(stored, shownName, dataStart, file.size() - dataStart);
    const auto* text = reinterpret_cast<const char*>(header.data());
    nlohmann::json::sax_parse(text, text + header.size(), &reader);
    checkCoverage(stored, dataStart, file.size(), shownName);
    return stored;
}

} // namespace bozzetto
