#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// A zip archive in memory whose entries are stored uncompressed, zip64 included: what PyTorch writes. Names and
/// data are views into the bytes, which must outlive it.
class ZipArchive
{
public:
    struct Entry
    {
        std::string_view name;
        std::span<const std::uint8_t> data;
        bool stored = true; ///< false: compressed or encrypted; `data` is then empty
    };

    /// Reads the central directory and checks every entry against the bytes. Throws Error(badInput) naming
    /// `shownName`.
    ZipArchive(std::span<const std::uint8_t> file, const std::string& shownName);

    const std::vector<Entry>& entries() const { return m_entries; } ///< sorted by name, each name once
    const Entry* find(std::string_view name) const;

    /// The data of an entry that must exist and be stored; throws Error(badInput) otherwise.
    std::span<const std::uint8_t> require(std::string_view name) const;

private:
    void readDirectory();
    Entry readEntry(std::uint64_t& position);

    std::span<const std::uint8_t> m_file;
    std::string m_shownName;
    std::vector<Entry> m_entries;
};

/// True when the bytes begin as a zip archive does.
bool looksLikeZip(std::span<const std::uint8_t> file);

} // namespace bozzetto
