#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <ATen/Generator.h>

#include "core/data/training_set.h"
#include "core/train/recipe_registry.h"

namespace bozzetto {

/// Small draws of a step: everything follows from the step's generator.
class Draws
{
public:
    explicit Draws(at::Generator generator);

    double uniform(double low = 0, double high = 1);
    double normal();
    std::int64_t index(std::int64_t count); ///< 0 .. count - 1
    bool chance(double probability) { return uniform() < probability; }
    at::Generator& generator() { return m_generator; }

private:
    at::Generator m_generator;
    std::mt19937_64 m_engine;
};

/// Several training sets as one: draws training objects by the sets' shares, lists validation objects.
/// Thread: const members from any thread.
class SetSampler
{
public:
    using Sets = std::vector<std::shared_ptr<const TrainingSet>>;

    /// shares empty: by the number of training objects. Throws Error(badInput) when no set has training objects.
    SetSampler(Sets sets, const std::vector<double>& shares);
    static SetSampler open(const RecipeOptions& options);

    TrainingObject draw(Draws& draws) const;

    /// `count` objects of the validation split, spread evenly over all sets; training objects where a set has none.
    std::vector<TrainingObject> validation(std::int64_t count) const;

    /// A background [3, S, S] uint8; undefined when no set has any.
    at::Tensor background(Draws& draws) const;

    std::int64_t trainingCount() const;

    /// "data", "licence" and "attribution" for the model card.
    std::map<std::string, std::string> card() const;

private:
    struct Source
    {
        std::shared_ptr<const TrainingSet> set;
        std::vector<std::int64_t> training;
        double upTo = 0; ///< cumulated share
    };
    std::vector<Source> m_sources;
    std::vector<at::Tensor> m_backgrounds;
};

} // namespace bozzetto
