#include "core/train/recipe_registry.h"

#include <algorithm>
#include <cstdlib>

#include "core/base/error.h"
#include "core/g3dr/object_recipe.h"
#include "core/g3dr/scene_recipe.h"
#include "core/uner3d/uner_recipe.h"
#include "core/vision/depth_recipe.h"
#include "core/vision/matte_recipe.h"
#include "core/vision/scene_depth_recipe.h"

namespace bozzetto {

const std::vector<RecipeEntry>& recipeEntries()
{
    static const std::vector<RecipeEntry> entries = {objectRecipeEntry(), depthRecipeEntry(), matteRecipeEntry(),
                                                     sceneDepthRecipeEntry(), sceneRecipeEntry(),
                                                     unerRecipeEntry()};
    return entries;
}

std::unique_ptr<Recipe> makeRecipe(const std::string& name, const RecipeOptions& options)
{
    std::string known;
    for (const auto& entry : recipeEntries()) {
        known += (known.empty() ? "" : ", ") + entry.name;
        if (entry.name != name)
            continue;
        for (const auto& [key, value] : options.own)
            if (std::none_of(entry.options.begin(), entry.options.end(),
                             [&](const RecipeOwnOption& option) { return option.name == key; }))
                throw Error(ErrorCode::badInput, "Recipe {}: it has no option --{}", name, key);
        return entry.make(options);
    }
    throw Error(ErrorCode::badInput, "Recipe: expected one of {}, found \"{}\"", known, name);
}

double ownNumber(const RecipeOptions& options, const std::string& name, double standard, double low, double high)
{
    const auto found = options.own.find(name);
    if (found == options.own.end())
        return standard;
    char* end = nullptr;
    const double value = std::strtod(found->second.c_str(), &end);
    if (found->second.empty() || *end != '\0' || !(value >= low && value <= high))
        throw Error(ErrorCode::badInput, "--{}: expected a number from {} to {}, found \"{}\"", name, low, high,
                    found->second);
    return value;
}

std::string ownText(const RecipeOptions& options, const std::string& name, const std::string& standard)
{
    const auto found = options.own.find(name);
    return found == options.own.end() ? standard : found->second;
}

bool ownFlag(const RecipeOptions& options, const std::string& name)
{
    return options.own.count(name) != 0;
}

} // namespace bozzetto
