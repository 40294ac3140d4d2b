#include "core/weights/model_registry.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/weights/describe.h"
#include "core/weights/ncnn_graph.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr const char* kChoiceFile = "in-use.json";

/// Role name -> path.
using Choices = std::map<std::string, std::string>;

bool isWeightFile(const fs::path& path)
{
    const auto extension = path.extension().string();
    return std::ranges::any_of(std::array{".safetensors", ".pt", ".pth", ".ckpt"},
                               [&](const char* known) { return extension == known; });
}

std::vector<fs::path> weightFiles(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        if (entry.is_regular_file(ignored) && isWeightFile(entry.path()) &&
            !entry.path().filename().string().starts_with('.'))
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

std::optional<ModelRole> roleOf(const WeightsDescription& found)
{
    const auto said = [&](const char* key) {
        const auto entry = found.metadata.find(key);
        return entry == found.metadata.end() ? std::string() : entry->second;
    };
    if (const auto role = parseModelRole(said("role")))
        return role;
    const auto recipe = said("recipe");
    if (recipe == "g3dr-object")
        return ModelRole::object;
    if (const auto role = parseModelRole(recipe))
        return role;
    return found.g3drBaseWidth > 0 ? std::optional(ModelRole::g3dr) : std::nullopt;
}

InstalledModel describe(const fs::path& path, ModelOrigin origin)
{
    InstalledModel model;
    model.path = path;
    model.origin = origin;
    model.name = path.stem().string();
    std::error_code ignored;
    model.fileBytes = fs::file_size(path, ignored);
    try {
        const auto found = describeWeights(path);
        model.role = roleOf(found);
        model.parameters = found.networkParameters;
        for (const auto& [key, text] : {std::pair{"name", &model.name},
                                        {"recipe", &model.recipe},
                                        {"dataLicences", &model.licence}, // where the file names none of its own
                                        {"licence", &model.licence},
                                        {"attribution", &model.attribution},
                                        {"data", &model.data},
                                        {"scores", &model.scores}})
            if (const auto entry = found.metadata.find(key);
                entry != found.metadata.end() && !entry->second.empty())
                *text = entry->second;
    } catch (const Error& error) {
        model.problem = error.what();
    }
    return model;
}

Choices readChoices(const fs::path& folder)
{
    Choices choices;
    std::ifstream file(folder / kChoiceFile);
    // A damaged file is no choice at all; the next choice writes it anew.
    const auto json = nlohmann::json::parse(file, nullptr, false);
    if (json.is_object())
        for (const auto& [role, path] : json.items())
            if (path.is_string())
                choices[role] = path.get<std::string>();
    return choices;
}

void makeFolder(const fs::path& folder)
{
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed)
        throw Error(ErrorCode::io, "{}: the folder could not be made ({})", folder.string(),
                    failed.message());
}

void writeChoices(const fs::path& folder, const Choices& choices)
{
    makeFolder(folder);
    writeAtomically(folder / kChoiceFile, [&](const fs::path& temporary) {
        std::ofstream file(temporary);
        file << nlohmann::json(choices).dump(2) << '\n';
        if (!file.flush())
            throw Error(ErrorCode::io, "{}: could not be written", (folder / kChoiceFile).string());
    });
}

void copyInPieces(const fs::path& from, const fs::path& to, JobContext& context)
{
    constexpr std::size_t kPieceBytes = 1 << 22;
    std::ifstream source(from, std::ios::binary);
    std::ofstream target(to, std::ios::binary | std::ios::trunc);
    const double total = double(std::max<std::uintmax_t>(fs::file_size(from), 1));
    std::vector<char> piece(kPieceBytes);
    double done = 0;
    while (source) {
        source.read(piece.data(), std::streamsize(piece.size()));
        if (!target.write(piece.data(), source.gcount()))
            throw Error(ErrorCode::io, "{}: could not be written; is the disk full?",
                        to.parent_path().string());
        done += double(source.gcount());
        context.report("Copy", done / total);
    }
    if (source.bad() || !target.flush())
        throw Error(ErrorCode::io, "{}: could not be copied", from.string());
}

/// The same file under two spellings.
bool isSame(const fs::path& a, const fs::path& b)
{
    std::error_code failed;
    return a == b || (fs::equivalent(a, b, failed) && !failed);
}

} // namespace

const char* modelRoleName(ModelRole role)
{
    switch (role) {
    case ModelRole::matte:
        return "matte";
    case ModelRole::depth:
        return "depth";
    case ModelRole::sceneDepth:
        return "scene-depth";
    case ModelRole::object:
        return "object";
    case ModelRole::upscaler:
        return "upscaler";
    case ModelRole::g3dr:
        break;
    }
    return "g3dr";
}

std::optional<ModelRole> parseModelRole(std::string_view name)
{
    for (const auto role : kModelRoles)
        if (name == modelRoleName(role))
            return role;
    return std::nullopt;
}

ModelFolders standardModelFolders()
{
    ModelFolders folders;
    std::error_code failed;
    const auto program = fs::read_symlink("/proc/self/exe", failed);
    folders.shipped = program.parent_path().parent_path() / "share/bozzetto/models";
    if (failed || !fs::is_directory(folders.shipped))
        folders.shipped = BOZZETTO_SOURCE_MODELS;
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value ? value : "");
    };
    const auto data = variable("XDG_DATA_HOME");
    folders.own =
        (data.empty() ? fs::path(variable("HOME")) / ".local/share" : fs::path(data)) / "bozzetto/models";
    std::string rest = variable("BOZZETTO_MODELS");
    while (!rest.empty()) {
        const auto end = std::min(rest.find(':'), rest.size());
        if (end > 0)
            folders.environment.emplace_back(rest.substr(0, end));
        rest.erase(0, end + 1);
    }
    return folders;
}

std::vector<InstalledModel> ModelRegistry::list() const
{
    std::vector<InstalledModel> models;
    const auto addFolder = [&](const fs::path& folder, ModelOrigin origin) {
        for (const auto& file : weightFiles(folder))
            models.push_back(describe(file, origin));
    };
    for (const auto& folder : m_folders.environment)
        addFolder(folder, ModelOrigin::environment);
    addFolder(m_folders.shipped, ModelOrigin::shipped);
    addFolder(m_folders.own, ModelOrigin::own);

    const auto choices = readChoices(m_folders.own);
    for (const auto role : kModelRoles) {
        const auto fits = [&](const InstalledModel& model) {
            return model.role == role && model.problem.empty();
        };
        auto used = models.end();
        if (const auto choice = choices.find(modelRoleName(role)); choice != choices.end())
            used = std::ranges::find_if(
                models, [&](const auto& model) { return fits(model) && isSame(model.path, choice->second); });
        if (used == models.end())
            used = std::ranges::find_if(models, fits);
        if (used != models.end())
            used->inUse = true;
    }
    return models;
}

std::optional<fs::path> ModelRegistry::modelFor(ModelRole role) const
{
    for (const auto& model : list())
        if (model.inUse && model.role == role)
            return model.path;
    return std::nullopt;
}

InstalledModel ModelRegistry::find(const fs::path& file) const
{
    const auto models = list();
    const auto found = std::ranges::find_if(models, [&](const InstalledModel& model) {
        return file.has_parent_path() ? isSame(model.path, file) : model.path.filename() == file;
    });
    if (found == models.end())
        throw Error(ErrorCode::badInput, "{}: expected an installed model, found none of that name",
                    file.string());
    return *found;
}

fs::path ModelRegistry::targetFor(const fs::path& name) const
{
    makeFolder(m_folders.own);
    auto target = m_folders.own / name;
    if (fs::exists(target))
        throw Error(ErrorCode::badInput,
                    "{}: a model of that name is there already; remove it or rename the file", name.string());
    return target;
}

InstalledModel ModelRegistry::addUpscaler(const fs::path& file, const ModelCheck& check) const
{
    check(file, ModelRole::upscaler);
    TensorFile network = readNcnn(file);
    network.metadata["role"] = modelRoleName(ModelRole::upscaler);
    network.metadata["name"] = file.stem().string();
    const auto target = targetFor(file.stem().string() + ".safetensors");
    writeSafetensors(network, target);
    return find(target);
}

InstalledModel ModelRegistry::add(const fs::path& file, const ModelCheck& check, JobContext& context,
                                  const fs::path& name) const
{
    context.report("Check", 0);
    if (!fs::is_regular_file(file))
        throw Error(ErrorCode::io, "{}: there is no such file", file.string());
    if (file.extension() == ".param")
        return addUpscaler(file, check);
    if (!isWeightFile(file))
        throw Error(ErrorCode::badInput, "{}: expected a name that ends in .safetensors, .pt, .pth, .ckpt or .param",
                    file.string());
    const auto found = describe(file, ModelOrigin::own);
    if (!found.problem.empty())
        throw Error(ErrorCode::badInput, found.problem);
    if (!found.role)
        throw Error(
            ErrorCode::badInput,
            "{}: expected a G3DR checkpoint, or a safetensors file whose \"role\" is matte, depth, object, "
            "g3dr or upscaler, found neither",
            file.string());
    check(file, *found.role);
    const auto target = targetFor(name.empty() ? file.filename() : name);
    writeAtomically(target, [&](const fs::path& temporary) { copyInPieces(file, temporary, context); });
    return find(target);
}

InstalledModel ModelRegistry::use(const fs::path& file) const
{
    const auto model = find(file);
    if (!model.problem.empty())
        throw Error(ErrorCode::badInput, model.problem);
    if (!model.role)
        throw Error(ErrorCode::badInput, "{}: expected a model that says its role, found one that does not",
                    file.string());
    auto choices = readChoices(m_folders.own);
    choices[modelRoleName(*model.role)] = fs::absolute(model.path).string();
    writeChoices(m_folders.own, choices);
    return find(model.path);
}

void ModelRegistry::remove(const fs::path& file) const
{
    const auto model = find(file);
    if (model.origin != ModelOrigin::own)
        throw Error(ErrorCode::badInput,
                    "{}: expected a model that you added, found one that came with the program",
                    file.string());
    std::error_code failed;
    if (!fs::remove(model.path, failed))
        throw Error(ErrorCode::io, "{}: could not be removed ({})", model.path.string(), failed.message());
}

std::optional<fs::path> modelFor(ModelRole role)
{
    return ModelRegistry().modelFor(role);
}

} // namespace bozzetto
