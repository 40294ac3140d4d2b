#include "app/cli/command.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "core/g3dr/model_check.h"
#include "core/weights/model_registry.h"
#include "core/weights/sha256.h"

namespace bozzetto::cli {

namespace {

const char* originName(ModelOrigin origin)
{
    switch (origin) {
    case ModelOrigin::shipped:
        return "shipped";
    case ModelOrigin::environment:
        return "BOZZETTO_MODELS";
    case ModelOrigin::own:
        break;
    }
    return "own";
}

nlohmann::json toJson(const InstalledModel& model, const std::string& sha256)
{
    nlohmann::json answer = {
        {"path", model.path.string()},
        {"name", model.name},
        {"role", model.role ? nlohmann::json(modelRoleName(*model.role)) : nlohmann::json()},
        {"origin", originName(model.origin)},
        {"inUse", model.inUse},
        {"bytes", model.fileBytes},
        {"parameters", model.parameters},
        {"sha256", sha256}};
    for (const auto& [key, text] : {std::pair{"recipe", model.recipe},
                                    {"licence", model.licence},
                                    {"attribution", model.attribution},
                                    {"data", model.data},
                                    {"scores", model.scores},
                                    {"problem", model.problem}})
        if (!text.empty())
            answer[key] = text;
    return answer;
}

void print(const InstalledModel& model, const std::string& sha256)
{
    std::printf("%c %-7s %s  (%s, %.1f MB, %lld parameters)\n", model.inUse ? '*' : ' ',
                model.role ? modelRoleName(*model.role) : "?", model.name.c_str(), originName(model.origin),
                double(model.fileBytes) / 1e6, static_cast<long long>(model.parameters));
    const auto line = [](const char* key, const std::string& text) {
        if (!text.empty())
            std::printf("    %-12s %s\n", key, text.c_str());
    };
    line("file", model.path.string());
    line("licence", model.licence);
    line("attribution", model.attribution);
    line("scores", model.scores);
    line("sha256", sha256);
    line("problem", model.problem);
}

void list(const Globals& globals)
{
    auto context = makeContext(globals);
    auto answer = nlohmann::json::array();
    const ModelRegistry registry;
    const auto models = registry.list();
    for (const auto& model : models) {
        const auto sha256 = sha256OfFile(model.path, context);
        if (globals.json)
            answer.push_back(toJson(model, sha256));
        else
            print(model, sha256);
    }
    if (globals.json)
        std::printf("%s\n", answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    else if (models.empty())
        std::printf("No models. They are looked for in %s, %s and $BOZZETTO_MODELS.\n",
                    registry.folders().shipped.c_str(), registry.folders().own.c_str());
}

} // namespace

void addModels(CLI::App& app, Globals& globals)
{
    auto* command = app.add_subcommand("models", "Installed networks: list (default), add, use, remove");
    command->require_subcommand(0, 1);
    auto file = std::make_shared<std::filesystem::path>();
    command->add_subcommand("list", "Each with role, licence, size and SHA-256; * marks what is used");
    auto* add = command->add_subcommand("add", "Checks a file and copies it to your own models");
    add->add_option("file", *file, "safetensors file, PyTorch checkpoint (G3DR's among them), or ncnn .param of an upscaler")->required();
    add->callback([file, &globals] {
        auto context = makeContext(globals);
        const auto model = ModelRegistry().add(*file, checkModelFile, context);
        std::printf("%s\n", model.path.c_str());
    });
    auto* use = command->add_subcommand("use", "Uses this file for its role from now on");
    use->add_option("file", *file, "Installed file, by path or name")->required();
    use->callback([file] {
        const auto model = ModelRegistry().use(*file);
        std::printf("%s: %s\n", modelRoleName(*model.role), model.path.c_str());
    });
    auto* remove = command->add_subcommand("remove", "Deletes one of your own models");
    remove->add_option("file", *file, "Installed file, by path or name")->required();
    remove->callback([file] { ModelRegistry().remove(*file); });
    command->callback([command, &globals] {
        const auto chosen = command->get_subcommands();
        if (chosen.empty() || chosen.front()->get_name() == "list")
            list(globals);
    });
}

} // namespace bozzetto::cli
