#include "core/weights/checkpoint_layout.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/weights/pickle.h"
#include "core/weights/pickled_tensors.h"
#include "core/weights/zip_archive.h"

namespace bozzetto {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::string_view kMain = "data.pkl";

/// PROTO 2, then the ten-byte integer 0x1950a86a20f9469cfc6c: how the format before the zip archive begins.
constexpr std::array<std::uint8_t, 14> kStreamMagic = {0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c,
                                                       0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19};

StoredTensors readZip(Bytes file, const std::string& shownName)
{
    const ZipArchive archive(file, shownName);
    const auto isMain = [](const ZipArchive::Entry& entry) {
        const auto slash = entry.name.find('/');
        return slash != std::string_view::npos && entry.name.substr(slash + 1) == kMain;
    };
    const auto main = std::find_if(archive.entries().begin(), archive.entries().end(), isMain);
    if (main == archive.entries().end())
        throw Error(ErrorCode::badInput, "{}: expected a PyTorch checkpoint, found a zip archive without data.pkl",
                    shownName);
    const std::string folder(main->name.substr(0, main->name.size() - kMain.size()));
    if (archive.find(folder + "byteorder")) {
        const auto order = archive.require(folder + "byteorder");
        const std::string_view text(reinterpret_cast<const char*>(order.data()), order.size());
        if (text != "little")
            throw Error(ErrorCode::badInput, "{}: expected little-endian data, found \"{}\"", shownName,
                        shownText(text));
    }
    StoragePlaces storages;
    const std::string dataFolder = folder + "data/";
    for (const auto& entry : archive.entries())
        if (entry.stored && entry.name.starts_with(dataFolder))
            storages.emplace(entry.name.substr(dataFolder.size()),
                             StoragePlace{std::size_t(entry.data.data() - file.data()), entry.data.size()});
    return collectPickledTensors(readPickle(archive.require(main->name), shownName), storages, file.size(), shownName);
}

/// The stream format: magic, version, system, the object, the list of storage keys, each a pickle; then per key an
/// 8-byte element count and the elements.
class StreamReader
{
public:
    StreamReader(Bytes file, const std::string& shownName) : m_file(file), m_shownName(shownName) {}

    StoredTensors run()
    {
        next();
        const Pickle version = next();
        if (version[version.root].integer != 1001)
            throw Error(ErrorCode::badInput, "{}: expected checkpoint version 1001, found {}", m_shownName,
                        version[version.root].integer);
        checkByteOrder(next());
        const Pickle object = next();
        const auto sizes = itemSizes(object);
        StoragePlaces places;
        const Pickle keys = next();
        for (const std::uint32_t item : keys[keys.root].items) {
            const auto found = sizes.find(keys[item].text);
            if (found == sizes.end())
                throw Error(ErrorCode::badInput, "{}: expected storages that tensors use, found \"{}\"", m_shownName,
                            shownText(keys[item].text));
            places.emplace(found->first, place(found->second));
        }
        return collectPickledTensors(object, places, m_file.size(), m_shownName);
    }

private:
    Pickle next()
    {
        Pickle pickle = readPickle(m_file.subspan(m_position), m_shownName);
        m_position += pickle.size;
        return pickle;
    }

    void checkByteOrder(const Pickle& system) const
    {
        const auto& items = system[system.root].items;
        for (std::size_t i = 0; i + 1 < items.size(); i += 2)
            if (system[items[i]].text == "little_endian" && system[items[i + 1]].integer == 0)
                throw Error(ErrorCode::badInput, "{}: expected little-endian data, found big-endian", m_shownName);
    }

    std::map<std::string, std::size_t, std::less<>> itemSizes(const Pickle& object) const
    {
        std::map<std::string, std::size_t, std::less<>> sizes;
        for (std::uint32_t i = 0; i < object.values.size(); ++i) {
            if (object[i].kind != PickleKind::persistent)
                continue;
            const auto& parts = object[object[i].first].items;
            if (parts.size() > 5 && object[parts[5]].kind != PickleKind::none)
                throw Error(ErrorCode::badInput, "{}: expected whole storages, found a view of one", m_shownName);
            const StorageId id = readStorageId(object, i, m_shownName);
            sizes.emplace(id.key, itemSize(id.type));
        }
        return sizes;
    }

    StoragePlace place(std::size_t itemBytes)
    {
        constexpr std::size_t kCountBytes = 8;
        if (m_file.size() - m_position < kCountBytes)
            throw cutShort();
        std::uint64_t count = 0;
        for (std::size_t i = 0; i < kCountBytes; ++i)
            count |= std::uint64_t(m_file[m_position + i]) << (8 * i);
        m_position += kCountBytes;
        if (count > (m_file.size() - m_position) / itemBytes)
            throw cutShort();
        const StoragePlace result{m_position, std::size_t(count) * itemBytes};
        m_position += result.byteSize;
        return result;
    }

    Error cutShort() const
    {
        return Error(ErrorCode::badInput, "{}: expected more tensor data, found the end of the file", m_shownName);
    }

    Bytes m_file;
    const std::string& m_shownName;
    std::size_t m_position = 0;
};

} // namespace

bool looksLikeStreamCheckpoint(std::span<const std::uint8_t> file)
{
    return file.size() > kStreamMagic.size() && std::equal(kStreamMagic.begin(), kStreamMagic.end(), file.begin());
}

StoredTensors readCheckpointLayout(std::span<const std::uint8_t> file, const std::string& shownName)
{
    if (looksLikeStreamCheckpoint(file))
        return StreamReader(file, shownName).run();
    return readZip(file, shownName);
}

} // namespace bozzetto
