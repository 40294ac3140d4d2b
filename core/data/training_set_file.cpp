#include "core/data/training_set_file.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace bozzetto {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "bozzetto training set";
constexpr int kMostPixels = 1024;
constexpr std::array<Split, 3> kSplits = {Split::train, Split::validation, Split::test};

Split splitOf(const std::string& name)
{
    for (const Split split : kSplits)
        if (name == splitName(split))
            return split;
    throw std::runtime_error("a split named " + name);
}

/// A bare file name: a set cannot reach out of its folder.
std::string fileName(const Json& value)
{
    const auto text = value.get<std::string>();
    if (text != std::filesystem::path(text).filename().string() || text == "..")
        throw std::runtime_error("a file outside the folder");
    return text;
}

TrainingSetFile fromJson(const Json& json)
{
    TrainingSetFile file;
    if (json.at("format") != kFormat || json.at("version") != 1)
        throw std::runtime_error("another format or version");
    const auto size = json.at("viewSize").get<double>();
    if (!(size >= 1 && size <= kMostPixels))
        throw std::runtime_error(fmt::format("views of {} pixels", size));
    file.viewSize = int(size);
    file.made = json.at("made");
    file.complete = json.at("complete");
    if (const auto& backgrounds = json.at("backgrounds"); !backgrounds.get<std::string>().empty())
        file.backgrounds = fileName(backgrounds);
    for (const auto& source : json.at("sources"))
        file.sources.push_back({source.at("name"), source.at("licence"), source.at("attribution")});
    for (const auto& shard : json.at("shards")) {
        TrainingSetFile::Shard read{fileName(shard.at("file")), {}};
        for (const auto& object : shard.at("objects"))
            read.objects.push_back({object.at("name"), object.at("group"), splitOf(object.at("split"))});
        file.shards.push_back(std::move(read));
    }
    for (const auto& skipped : json.at("skipped"))
        file.skipped.push_back({skipped.at("name"), skipped.at("reason")});
    return file;
}

Json toJson(const TrainingSetFile& file)
{
    Json json = {{"format", kFormat},         {"version", 1},
                 {"viewSize", file.viewSize}, {"made", file.made},
                 {"complete", file.complete}, {"backgrounds", file.backgrounds}};
    json["sources"] = Json::array();
    for (const auto& source : file.sources)
        json["sources"].push_back(
            {{"name", source.name}, {"licence", source.licence}, {"attribution", source.attribution}});
    json["shards"] = Json::array();
    for (const auto& shard : file.shards) {
        Json objects = Json::array();
        for (const auto& object : shard.objects)
            objects.push_back(
                {{"name", object.name}, {"group", object.group}, {"split", splitName(object.split)}});
        json["shards"].push_back({{"file", shard.file}, {"objects", std::move(objects)}});
    }
    json["skipped"] = Json::array();
    for (const auto& skipped : file.skipped)
        json["skipped"].push_back({{"name", skipped.name}, {"reason", skipped.reason}});
    return json;
}

} // namespace

const char* splitName(Split split)
{
    return split == Split::train ? "train" : split == Split::validation ? "validation" : "test";
}

TrainingSetFile TrainingSetFile::read(const std::filesystem::path& folder)
{
    const auto path = folder / "set.json";
    std::ifstream in(path);
    if (!in)
        throw Error(ErrorCode::io, "{}: expected a training set with a set.json, could not read one ({})",
                    folder.string(), std::strerror(errno));
    try {
        return fromJson(Json::parse(in));
    } catch (const std::exception& error) {
        throw Error(ErrorCode::badInput, "{}: expected the description of a training set, found {}",
                    path.string(), error.what());
    }
}

void TrainingSetFile::write(const std::filesystem::path& folder) const
{
    const auto path = folder / "set.json";
    // Names come from files and need not be UTF-8.
    const std::string text = toJson(*this).dump(1, ' ', false, Json::error_handler_t::replace);
    writeAtomically(path, [&](const std::filesystem::path& temporary) {
        std::ofstream out(temporary, std::ios::binary);
        out << text << '\n';
        out.close();
        if (!out)
            throw Error(ErrorCode::io, "{}: could not be written ({})", path.string(), std::strerror(errno));
    });
}

} // namespace bozzetto
