#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/data/training_set.h"

namespace bozzetto {

/// How meshes are put into groups that no split divides.
enum class Grouping {
    byName,   ///< catalog.json's category and kind where there is one; else the name without pose, colour and
              ///< number
    byFolder, ///< the folder that holds the mesh
    byList    ///< a text file: name, tab, group
};

/// "horse" of "fauna__horse_bay_01_walk", before groups that share a first word are joined: numbers, single
/// letters, poses, colours and sizes go, folders and what stands before a double underscore stay:
/// "fauna/horse".
std::string plainName(const std::string& name);

/// The group of each name: plain names, joined under their first word where it stands alone as a name or
/// begins three or more of them ("horse", "horse_celtic", "horse_persian" -> "horse").
std::vector<std::string> groupsByName(const std::vector<std::string>& names);

/// Category and kind ("living room/chair") of the meshes that a catalog.json lists, by path relative to its
/// folder. Throws Error(badInput) naming the file. Source: the property files of Sweet Home 3D's furniture.
std::map<std::string, std::string> readCatalogue(const std::filesystem::path& path);

/// name, tab, group in each line; # begins a comment. Throws Error(io) or Error(badInput) naming the file.
std::map<std::string, std::string> readGroupList(const std::filesystem::path& path);

/// About 80/8/12 per cent of the objects for training, validation and test. Groups are taken in an order
/// drawn from `seed`; one with over a tenth of all objects is for training.
std::vector<Split> splitByGroup(const std::vector<std::string>& groups, std::uint64_t seed);

} // namespace bozzetto
