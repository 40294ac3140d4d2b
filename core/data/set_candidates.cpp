#include "core/data/set_candidates.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/data/procedural_object.h"
#include "core/io/asset_io.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

bool isMesh(const fs::path& path)
{
    static const std::set<std::string> extensions = {".obj", ".glb", ".gltf", ".fbx", ".stl",  ".ply",
                                                     ".dae", ".3ds", ".off",  ".x3d", ".blend"};
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    return extensions.contains(extension);
}

/// A link to a folder that holds it: followed, it would have no end.
bool leadsUp(const fs::path& link)
{
    std::error_code failed;
    if (!fs::is_symlink(link, failed))
        return false;
    const auto target = fs::canonical(link, failed), place = fs::canonical(link.parent_path(), failed);
    return std::mismatch(target.begin(), target.end(), place.begin(), place.end()).first == target.end();
}

/// Keeps `most`, drawn from `seed`, in their order.
void thinOut(std::vector<fs::path>& meshes, int most, std::uint64_t seed)
{
    if (most <= 0 || meshes.size() <= std::size_t(most))
        return;
    Random random(seed, "choice");
    for (std::size_t i = 0; i < std::size_t(most); ++i)
        std::swap(meshes[i], meshes[i + std::size_t(random.next() % (meshes.size() - i))]);
    meshes.resize(std::size_t(most));
    std::sort(meshes.begin(), meshes.end());
}

/// Paths without extension, with it where two would be the same.
std::vector<std::string> namesOf(const std::vector<fs::path>& meshes)
{
    std::map<std::string, int> uses;
    const auto bare = [](fs::path path) { return path.replace_extension().generic_string(); };
    for (const auto& mesh : meshes)
        ++uses[bare(mesh)];
    std::vector<std::string> names;
    for (const auto& mesh : meshes)
        names.push_back(uses[bare(mesh)] > 1 ? mesh.generic_string() : bare(mesh));
    return names;
}

std::vector<std::string> groupsOf(const fs::path& folder, const std::vector<fs::path>& meshes,
                                  const std::vector<std::string>& names, const GroupingChoice& choice)
{
    std::vector<std::string> groups = groupsByName(names);
    if (choice.grouping == Grouping::byFolder) {
        for (std::size_t i = 0; i < meshes.size(); ++i)
            groups[i] = meshes[i].parent_path().generic_string();
        return groups;
    }
    const bool listed = choice.grouping == Grouping::byList;
    const auto catalogue = folder / "catalog.json";
    if (!listed && !fs::exists(catalogue))
        return groups;
    const auto known = listed ? readGroupList(choice.list) : readCatalogue(catalogue);
    for (std::size_t i = 0; i < meshes.size(); ++i)
        if (const auto found = known.find(listed ? names[i] : meshes[i].generic_string());
            found != known.end())
            groups[i] = found->second;
    return groups;
}

[[noreturn]] void refuse(const fs::path& folder, const std::string& found)
{
    throw Error(ErrorCode::io, "{}: expected a folder with meshes, found {}", folder.string(), found);
}

} // namespace

std::vector<fs::path> meshesBelow(const fs::path& folder)
{
    std::vector<fs::path> meshes;
    std::error_code failed;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::follow_directory_symlink, failed);
    for (; !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
        std::error_code nowhere;
        if (entry->is_regular_file(nowhere) && isMesh(entry->path()))
            meshes.push_back(entry->path().lexically_relative(folder));
        if (nowhere || leadsUp(entry->path()))
            entry.disable_recursion_pending();
    }
    if (failed)
        refuse(folder, failed.message());
    std::sort(meshes.begin(), meshes.end());
    return meshes;
}

std::vector<SetCandidate> meshCandidates(const fs::path& folder, const GroupingChoice& grouping, int most,
                                         std::uint64_t seed)
{
    auto meshes = meshesBelow(folder);
    if (meshes.empty())
        refuse(folder, "none");
    thinOut(meshes, most, seed);
    const auto names = namesOf(meshes);
    const auto groups = groupsOf(folder, meshes, names, grouping);
    const auto splits = splitByGroup(groups, seed);
    std::vector<SetCandidate> candidates;
    for (std::size_t i = 0; i < meshes.size(); ++i)
        candidates.push_back(
            {{names[i], groups[i], splits[i]}, [path = folder / meshes[i]] { return importAsset(path); }});
    return candidates;
}

std::vector<SetCandidate> proceduralCandidates(int count, std::uint64_t seed, const PhotoPool& photos)
{
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i)
        names.push_back(fmt::format("procedural/{}/{:06}", proceduralFamilyOf(seed, i), i));
    const auto splits = splitByGroup(names, seed);
    std::vector<SetCandidate> candidates;
    for (int i = 0; i < count; ++i) {
        const auto n = std::size_t(i);
        candidates.push_back({{names[n], names[n], splits[n]},
                              [seed, i, &photos] { return makeProceduralObject(seed, i, photos); }});
    }
    return candidates;
}

} // namespace bozzetto
