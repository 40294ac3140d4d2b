#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/job_context.h"

namespace bozzetto {

/// What a network does: cut the object out, estimate its depth or a whole photograph's, make the object at once, G3DR's
/// triplane generator, or enlarge pictures.
enum class ModelRole { matte, depth, sceneDepth, object, g3dr, upscaler };

inline constexpr ModelRole kModelRoles[] = {ModelRole::matte,  ModelRole::depth, ModelRole::sceneDepth,
                                            ModelRole::object, ModelRole::g3dr,  ModelRole::upscaler};

const char*
modelRoleName(ModelRole role); ///< "matte", "depth", "scene-depth", "object", "g3dr", "upscaler": as metadata and command line say it
std::optional<ModelRole> parseModelRole(std::string_view name);

/// Where a model file was found.
enum class ModelOrigin {
    shipped,     ///< with the program
    environment, ///< in a folder of $BOZZETTO_MODELS
    own          ///< added by the user; the only kind that can be removed
};

/// One weight file. The texts are what the file says of itself (safetensors metadata); empty where it says
/// nothing.
struct InstalledModel
{
    std::filesystem::path path;
    ModelOrigin origin = ModelOrigin::shipped;
    std::optional<ModelRole> role; ///< by its metadata "role" or "recipe", else by its layout (G3DR's)
    std::string name;              ///< metadata "name", else the file's
    std::string recipe, licence, attribution, data, scores;
    std::uint64_t fileBytes = 0;
    std::int64_t parameters = 0;
    bool inUse = false;  ///< what modelFor() its role gives
    std::string problem; ///< why it cannot be used, a sentence; empty when it can
};

/// Where models lie. Folders that do not exist are empty.
struct ModelFolders
{
    std::filesystem::path shipped;
    std::filesystem::path own; ///< made when something is added or chosen
    std::vector<std::filesystem::path> environment;
};

/// shipped: share/bozzetto/models beside the program's bin, else the source tree's resources/models. own:
/// $XDG_DATA_HOME/bozzetto/models (~/.local/share/...). environment: $BOZZETTO_MODELS, separated by colons.
ModelFolders standardModelFolders();

/// Throws Error(badInput) when the file is not a network of that role.
using ModelCheck = std::function<void(const std::filesystem::path&, ModelRole)>;

/// The weight files that are installed, and which of them is used for what. Holds no state but the folders:
/// every call looks at the disk. The choice is kept in the own folder (in-use.json).
class ModelRegistry
{
public:
    explicit ModelRegistry(ModelFolders folders = standardModelFolders()) : m_folders(std::move(folders)) {}

    const ModelFolders& folders() const { return m_folders; }

    /// Every weight file, by folder (environment, shipped, own) and name. Damaged files are listed with their
    /// problem.
    std::vector<InstalledModel> list() const;

    /// The chosen file of a role; without a choice (or when it is gone) the first of list(). None when there
    /// is none.
    std::optional<std::filesystem::path> modelFor(ModelRole role) const;

    /// Checks a user's file and copies it atomically into the own folder; an ncnn .param with the .bin beside it becomes
    /// one safetensors file there, an upscaler. Throws Error(badInput) for a file
    /// that is no model, has no role or bears a name that is taken; Error(io); cancellable. `name`: what the copy is
    /// called; empty: as the file.
    InstalledModel add(const std::filesystem::path& file, const ModelCheck& check, JobContext& context,
                       const std::filesystem::path& name = {}) const;

    /// From now on `file` (one of list(), or a bare file name of it) is used for its role.
    InstalledModel use(const std::filesystem::path& file) const;

    /// Deletes an own file. Throws Error(badInput) for the others.
    void remove(const std::filesystem::path& file) const;

private:
    InstalledModel find(const std::filesystem::path& file) const;
    std::filesystem::path targetFor(const std::filesystem::path& name) const;
    InstalledModel addUpscaler(const std::filesystem::path& file, const ModelCheck& check) const;

    ModelFolders m_folders;
};

/// The file that is used for `role` in the standard folders; none when none is installed.
std::optional<std::filesystem::path> modelFor(ModelRole role);

} // namespace bozzetto
