#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <c10/core/Device.h>

#include "core/train/recipe.h"

namespace bozzetto {

/// What every recipe is made from.
struct RecipeOptions
{
    std::vector<std::filesystem::path> sets; ///< training sets; objects are drawn from all of them
    std::vector<double> shares;              ///< of the draws, one per set; empty: by the sets' sizes
    int batch = 0;                           ///< examples a step; 0 = the recipe's own
    c10::Device device = c10::kCPU;
    std::map<std::string, std::string> own;  ///< the recipe's own options by name; a flag's value is "true"
};

/// An option that only one recipe knows; the command line offers it as --name.
struct RecipeOwnOption
{
    std::string name, help;
    bool flag = false;
};

struct RecipeEntry
{
    std::string name, summary;
    std::vector<RecipeOwnOption> options;
    std::unique_ptr<Recipe> (*make)(const RecipeOptions& options); ///< throws Error
};

/// Every network that can be trained.
const std::vector<RecipeEntry>& recipeEntries();

/// Throws Error(badInput) when there is no such recipe, or when it does not know one of options.own.
std::unique_ptr<Recipe> makeRecipe(const std::string& name, const RecipeOptions& options);

/// Readers of options.own; throw Error(badInput) naming the option when the text is no number in the range.
double ownNumber(const RecipeOptions& options, const std::string& name, double standard, double low, double high);
std::string ownText(const RecipeOptions& options, const std::string& name, const std::string& standard);
bool ownFlag(const RecipeOptions& options, const std::string& name);

} // namespace bozzetto
