#include "core/weights/zip_archive.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "core/base/error.h"
#include "core/weights/stored_tensor.h"

namespace bozzetto {

namespace {

// Field offsets follow PKWARE's APPNOTE, sections 4.3.7 to 4.3.16.
constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kEntrySignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kEnd64LocatorSignature = 0x07064b50;
constexpr std::uint64_t kLocalSize = 30;
constexpr std::uint64_t kEntrySize = 46;
constexpr std::uint64_t kEndSize = 22;
constexpr std::uint64_t kEnd64Size = 56;
constexpr std::uint64_t kEnd64LocatorSize = 20;
constexpr std::uint32_t kIn64 = 0xffffffff; // the real value stands in a zip64 record

template <typename T>
T readAt(std::span<const std::uint8_t> bytes, std::uint64_t position)
{
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        value = T(value | (T(bytes[std::size_t(position) + i]) << (8 * i)));
    return value;
}

bool holds(std::span<const std::uint8_t> bytes, std::uint64_t position, std::uint64_t size)
{
    return position <= bytes.size() && size <= bytes.size() - position;
}

/// Position of the end record: the last one whose comment ends with the file.
std::optional<std::uint64_t> findEnd(std::span<const std::uint8_t> file)
{
    if (file.size() < kEndSize)
        return std::nullopt;
    const std::uint64_t last = file.size() - kEndSize;
    const std::uint64_t first = last > 0xffff ? last - 0xffff : 0;
    for (std::uint64_t position = last + 1; position-- > first;)
        if (readAt<std::uint32_t>(file, position) == kEndSignature &&
            readAt<std::uint16_t>(file, position + 20) == last - position)
            return position;
    return std::nullopt;
}

struct Directory
{
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t count = 0;
};

/// The three values of an entry that zip64 may move into its extra field, in the order they stand there.
struct EntryPlace
{
    std::uint64_t size = 0;
    std::uint64_t storedSize = 0;
    std::uint64_t localOffset = 0;
};

bool applyZip64(std::span<const std::uint8_t> extra, EntryPlace& place)
{
    std::uint64_t* const fields[] = {&place.size, &place.storedSize, &place.localOffset};
    if (std::none_of(std::begin(fields), std::end(fields), [](auto* field) { return *field == kIn64; }))
        return true;
    for (std::uint64_t at = 0; holds(extra, at, 4);) {
        const auto id = readAt<std::uint16_t>(extra, at);
        const auto size = readAt<std::uint16_t>(extra, at + 2);
        if (!holds(extra, at + 4, size))
            return false;
        if (id == 1) {
            auto record = extra.subspan(std::size_t(at) + 4, size);
            for (auto* field : fields) {
                if (*field != kIn64)
                    continue;
                if (record.size() < 8)
                    return false;
                *field = readAt<std::uint64_t>(record, 0);
                record = record.subspan(8);
            }
            return true;
        }
        at += 4u + size;
    }
    return false;
}

} // namespace

bool looksLikeZip(std::span<const std::uint8_t> file)
{
    return file.size() >= 4 && readAt<std::uint32_t>(file, 0) == kLocalSignature;
}

ZipArchive::ZipArchive(std::span<const std::uint8_t> file, const std::string& shownName)
    : m_file(file), m_shownName(shownName)
{
    readDirectory();
    std::sort(m_entries.begin(), m_entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    const auto twice = std::adjacent_find(m_entries.begin(), m_entries.end(),
                                          [](const Entry& a, const Entry& b) { return a.name == b.name; });
    if (twice != m_entries.end())
        throw Error(ErrorCode::badInput, "{}: expected each archive entry once, found \"{}\" twice", m_shownName,
                    shownText(twice->name));
}

void ZipArchive::readDirectory()
{
    const auto end = findEnd(m_file);
    if (!end)
        throw Error(ErrorCode::badInput, "{}: expected a zip archive, found no end of it (is the file cut short?)",
                    m_shownName);
    Directory directory{readAt<std::uint32_t>(m_file, *end + 16), readAt<std::uint32_t>(m_file, *end + 12),
                        readAt<std::uint16_t>(m_file, *end + 10)};
    if (*end >= kEnd64LocatorSize && readAt<std::uint32_t>(m_file, *end - kEnd64LocatorSize) == kEnd64LocatorSignature) {
        const auto end64 = readAt<std::uint64_t>(m_file, *end - kEnd64LocatorSize + 8);
        if (!holds(m_file, end64, kEnd64Size) || readAt<std::uint32_t>(m_file, end64) != kEnd64Signature)
            throw Error(ErrorCode::badInput, "{}: expected a zip64 record at byte {}, found none", m_shownName, end64);
        directory = {readAt<std::uint64_t>(m_file, end64 + 48), readAt<std::uint64_t>(m_file, end64 + 40),
                     readAt<std::uint64_t>(m_file, end64 + 32)};
    }
    if (!holds(m_file, directory.offset, directory.size) || directory.count > directory.size / kEntrySize)
        throw Error(ErrorCode::badInput, "{}: expected the zip directory inside the file, found {} entries at byte {}",
                    m_shownName, directory.count, directory.offset);
    m_entries.reserve(std::size_t(directory.count));
    std::uint64_t position = directory.offset;
    for (std::uint64_t i = 0; i < directory.count; ++i)
        m_entries.push_back(readEntry(position));
}

ZipArchive::Entry ZipArchive::readEntry(std::uint64_t& position)
{
    const auto broken = [&](const char* what) {
        return Error(ErrorCode::badInput, "{}: expected {} in the zip directory at byte {}, found none", m_shownName,
                     what, position);
    };
    if (!holds(m_file, position, kEntrySize) || readAt<std::uint32_t>(m_file, position) != kEntrySignature)
        throw broken("an entry");
    const auto flags = readAt<std::uint16_t>(m_file, position + 8);
    const auto method = readAt<std::uint16_t>(m_file, position + 10);
    const auto nameSize = readAt<std::uint16_t>(m_file, position + 28);
    const auto extraSize = readAt<std::uint16_t>(m_file, position + 30);
    const auto commentSize = readAt<std::uint16_t>(m_file, position + 32);
    EntryPlace place{readAt<std::uint32_t>(m_file, position + 24), readAt<std::uint32_t>(m_file, position + 20),
                     readAt<std::uint32_t>(m_file, position + 42)};
    const std::uint64_t tail = std::uint64_t(nameSize) + extraSize + commentSize;
    if (!holds(m_file, position + kEntrySize, tail))
        throw broken("an entry's name");
    Entry entry;
    const auto* name = reinterpret_cast<const char*>(m_file.data()) + position + kEntrySize;
    entry.name = std::string_view(name, nameSize);
    if (!applyZip64(m_file.subspan(std::size_t(position + kEntrySize) + nameSize, extraSize), place))
        throw broken("a zip64 size");
    entry.stored = method == 0 && (flags & 1) == 0 && place.size == place.storedSize;
    if (!holds(m_file, place.localOffset, kLocalSize) ||
        readAt<std::uint32_t>(m_file, place.localOffset) != kLocalSignature)
        throw broken("an entry's place");
    const std::uint64_t start = place.localOffset + kLocalSize + readAt<std::uint16_t>(m_file, place.localOffset + 26) +
                                readAt<std::uint16_t>(m_file, place.localOffset + 28);
    if (!holds(m_file, start, place.storedSize))
        throw Error(ErrorCode::badInput, "{}: expected {} bytes of \"{}\" at byte {}, found the end of the file",
                    m_shownName, place.storedSize, shownText(entry.name), start);
    if (entry.stored)
        entry.data = m_file.subspan(std::size_t(start), std::size_t(place.size));
    position += kEntrySize + tail;
    return entry;
}

const ZipArchive::Entry* ZipArchive::find(std::string_view name) const
{
    const auto entry = std::lower_bound(m_entries.begin(), m_entries.end(), name,
                                        [](const Entry& a, std::string_view b) { return a.name < b; });
    return entry != m_entries.end() && entry->name == name ? &*entry : nullptr;
}

std::span<const std::uint8_t> ZipArchive::require(std::string_view name) const
{
    const Entry* entry = find(name);
    if (!entry)
        throw Error(ErrorCode::badInput, "{}: expected the archive entry \"{}\", found none", m_shownName,
                    shownText(name));
    if (!entry->stored)
        throw Error(ErrorCode::badInput, "{}: expected \"{}\" stored as PyTorch does, found it compressed or encrypted",
                    m_shownName, shownText(name));
    return entry->data;
}

} // namespace bozzetto
