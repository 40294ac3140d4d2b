#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/data/object_sampler.h"
#include "core/train/folder_report.h"
#include "core/weights/model_registry.h"

namespace bozzetto {

/// What a lesson teaches: the object generator, the depth network, or G3DR's scene generator.
enum class Learned { object, depth, scene };

inline constexpr Learned kLearned[] = {Learned::object, Learned::depth, Learned::scene};

const char* learnedName(Learned learned); ///< "object", "depth", "scene"
std::optional<Learned> parseLearned(std::string_view name);
const char* recipeOf(Learned learned); ///< "g3dr-object", "depth", "g3dr-scene"
ModelRole roleOf(Learned learned);     ///< whose weights it makes

/// A wish to have one network learn from one folder, kept as lesson.json in the folder of its run. Everything that the
/// run needs beside the folder's own files is copied there, so that it can go on later.
struct Lesson
{
    std::filesystem::path folder; ///< of models, photographs, or a rendered set
    FolderKind kind = FolderKind::nothing;
    Learned learned = Learned::object;
    double minutes = 15;         ///< of training, (0, 10,080]
    std::int64_t steps = 0;      ///< > 0: the budget in steps; wins over minutes
    std::filesystem::path start; ///< weights to go on from; empty: from nothing
    std::filesystem::path depthNet;      ///< object: the estimates that it learns to work from; empty: exact depth alone
    std::filesystem::path sceneDepthNet; ///< scene: gives depth to photographs without; empty: those are left out
    std::string title;           ///< what the weights' card is called; empty: the recipe's name for them
    int batch = 0;               ///< examples a step; 0 = the recipe's own
    int threads = 0;             ///< 0 = all
    double rate = 0;             ///< peak learning rate; 0 = usual for what is learned
    std::uint64_t seed = 1;
    SamplerOptions sampler;      ///< of the set that models are rendered to
    std::map<std::string, std::string> own; ///< the recipe's own options, over those that the lesson chooses
    bool ended = false;          ///< the user wants no more of it

    void check() const; ///< throws Error(badInput) naming the field
    void write(const std::filesystem::path& run) const;       ///< atomically; throws Error(io)
    static Lesson read(const std::filesystem::path& run);     ///< throws Error(io) or Error(badInput)
};

/// Why what was found cannot teach `learned`, one sentence; empty when it can.
std::string whyNotLearn(const FolderReport& report, Learned learned);

/// A lesson on what was found that goes on from the installed networks that are in use.
Lesson lessonOn(const FolderReport& report, Learned learned, const ModelRegistry& models);

/// Where runs lie by themselves: $XDG_DATA_HOME/bozzetto/training (~/.local/share/...).
std::filesystem::path standardRunsFolder();

/// A name below `runs` that no folder has yet, after the lesson's folder and the time.
std::filesystem::path newRunFolder(const Lesson& lesson, const std::filesystem::path& runs);

/// Makes the run's folder and puts the lesson and its weights there. Throws Error(badInput) when it holds a lesson already,
/// Error(io) when it cannot be made or written.
void beginRun(const Lesson& lesson, const std::filesystem::path& run);

} // namespace bozzetto
