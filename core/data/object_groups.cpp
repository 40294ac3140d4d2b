#include "core/data/object_groups.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/data/random.h"

namespace bozzetto {

namespace {

/// Words that tell variants of one thing apart.
const std::set<std::string, std::less<>>& variantWords()
{
    static const std::set<std::string, std::less<>> words = {
        "walk",    "run",     "trot",   "idle",     "circle",    "attack",   "death",    "single", "shoal",
        "generic", "adult",   "baby",   "black",    "white",     "brown",    "grey",     "gray",   "red",
        "green",   "blue",    "yellow", "bay",      "beige",     "cream",    "tan",      "dark",   "light",
        "pure",    "spotted", "fading", "chestnut", "cherrybay", "palomino", "skewbald", "arctic", "flaming",
        "wild",    "small",   "large",  "big",      "medium",    "med",      "tall",     "short",  "long",
        "wide",    "round",   "square", "old",      "new",       "dead",     "bloom",    "top",    "simple",
        "modern",  "little",  "left",   "right",    "open",      "closed",   "empty",    "full",   "packed",
        "bush",    "forest",  "asian",  "african",  "fall",      "winter",   "summer",   "spring", "rise",
        "wood",    "wooden"};
    return words;
}

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    return text;
}

/// Words of "relaxChair-2_b": relax, chair; numbers and single letters are dropped, digits at the end of a
/// word too.
std::vector<std::string> wordsOf(const std::string& text)
{
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        while (!word.empty() && std::isdigit(static_cast<unsigned char>(word.back())))
            word.pop_back();
        if (word.size() > 1)
            words.push_back(lower(word));
        word.clear();
    };
    for (const char c : text) {
        const bool upper = std::isupper(static_cast<unsigned char>(c));
        const bool after = !word.empty() && std::islower(static_cast<unsigned char>(word.back()));
        if (!std::isalnum(static_cast<unsigned char>(c)) || (upper && after))
            finish();
        if (std::isalnum(static_cast<unsigned char>(c)))
            word += c;
    }
    finish();
    return words;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : "_") + word;
    return text;
}

/// Folder part (with a closing slash) and last part of a plain name.
std::pair<std::string, std::string> parted(const std::string& name)
{
    const auto slash = name.rfind('/');
    return slash == std::string::npos ? std::pair(std::string(), name)
                                      : std::pair(name.substr(0, slash + 1), name.substr(slash + 1));
}

} // namespace

std::string plainName(const std::string& name)
{
    auto [folder, last] = parted(name);
    // kind__people__actor: of one kind are actors of all peoples.
    const auto kind = last.find("__"), actor = last.rfind("__");
    if (kind != std::string::npos) {
        folder = last.substr(0, kind) + "/";
        last = last.substr(actor + 2);
    } else if (!folder.empty()) {
        // A folder with the mesh's own name says nothing more.
        const auto [outer, own] = parted(folder.substr(0, folder.size() - 1));
        folder = own == last ? outer : folder;
    }
    auto words = wordsOf(last);
    const auto isVariant = [](const std::string& word) { return variantWords().contains(word); };
    auto kept = words;
    std::erase_if(kept, isVariant);
    return folder + (kept.empty() ? (words.empty() ? last : joined(words)) : joined(kept));
}

std::vector<std::string> groupsByName(const std::vector<std::string>& names)
{
    std::set<std::string> plain;
    std::vector<std::string> groups;
    for (const auto& name : names) {
        groups.push_back(plainName(name));
        plain.insert(groups.back());
    }
    const auto firstWord = [](const std::string& group) {
        const auto [folder, last] = parted(group);
        return folder + last.substr(0, last.find('_'));
    };
    std::map<std::string, int> heads;
    for (const auto& name : plain)
        ++heads[firstWord(name)];
    for (auto& group : groups)
        if (const auto head = firstWord(group); heads[head] >= 3 || plain.contains(head))
            group = head;
    return groups;
}

std::map<std::string, std::string> readCatalogue(const std::filesystem::path& path)
{
    try {
        std::ifstream in(path);
        std::map<std::string, std::string> groups;
        for (const auto& entry : nlohmann::json::parse(in)) {
            const auto category =
                entry.at("category").is_string() ? entry.at("category").get<std::string>() : "";
            const auto words = wordsOf(entry.at("name").get<std::string>());
            groups[entry.at("obj").get<std::string>()] =
                lower(category) + "/" + (words.empty() ? "thing" : words.back());
        }
        return groups;
    } catch (const nlohmann::json::exception& error) {
        throw Error(ErrorCode::badInput,
                    "{}: expected a list of objects with name, category and obj, found {}", path.string(),
                    error.what());
    }
}

std::map<std::string, std::string> readGroupList(const std::filesystem::path& path)
{
    std::ifstream in(path);
    if (!in)
        throw Error(ErrorCode::io, "{}: could not be read ({})", path.string(), std::strerror(errno));
    std::map<std::string, std::string> groups;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (!line.empty() && line.back() == '\r')
            line.pop_back();
        if (line.empty() || line[0] == '#')
            continue;
        const auto tab = line.find('\t');
        if (tab == std::string::npos || tab == 0 || tab + 1 == line.size())
            throw Error(ErrorCode::badInput, "{}: expected name, tab, group in line {}, found another form",
                        path.string(), number);
        groups[line.substr(0, tab)] = line.substr(tab + 1);
    }
    return groups;
}

std::vector<Split> splitByGroup(const std::vector<std::string>& groups, std::uint64_t seed)
{
    std::map<std::string, double> sizes;
    for (const auto& group : groups)
        sizes[group] += 1;
    std::vector<std::string> order;
    for (const auto& [group, size] : sizes)
        order.push_back(group);
    Random random(seed, "splits");
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[std::size_t(random.next() % i)]);
    const auto total = double(groups.size());
    double test = 0, validation = 0;
    std::map<std::string, Split> splits;
    for (const auto& group : order) {
        const double size = sizes[group];
        Split split = Split::train;
        if (size > 0.1 * total)
            split = Split::train;
        else if (test < 0.12 * total && test + size <= 0.14 * total)
            split = Split::test;
        else if (validation < 0.08 * total && validation + size <= 0.1 * total)
            split = Split::validation;
        splits[group] = split;
        test += split == Split::test ? size : 0;
        validation += split == Split::validation ? size : 0;
    }
    std::vector<Split> answer;
    for (const auto& group : groups)
        answer.push_back(splits.at(group));
    return answer;
}

} // namespace bozzetto
