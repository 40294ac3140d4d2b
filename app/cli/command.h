#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "core/base/job_context.h"
#include "core/g3dr/generate.h"

namespace bozzetto::cli {

/// What every subcommand shares.
struct Globals
{
    bool json = false;
    bool quiet = false;
};

/// Adds the subcommand to `app`; its callback runs it and throws Error. One file each.
void addGenerate(CLI::App& app, Globals& globals);
void addConvert(CLI::App& app, Globals& globals);
void addRender(CLI::App& app, Globals& globals);
void addInfo(CLI::App& app, Globals& globals);
void addModels(CLI::App& app, Globals& globals);
void addDataset(CLI::App& app, Globals& globals);
void addTrain(CLI::App& app, Globals& globals);
void addTeach(CLI::App& app, Globals& globals);
void addEval(CLI::App& app, Globals& globals);
void addPoints(CLI::App& app, Globals& globals);

/// A context that writes stages to standard error and is cancelled by SIGINT and SIGTERM.
JobContext makeContext(const Globals& globals, std::uint64_t seed = 0);

/// Options that `generate` and `render` share: photo, depth, mask, weights and everything in GenerateOptions.
struct PhotoArguments
{
    std::filesystem::path photo;
    std::filesystem::path depth;
    std::filesystem::path mask;
    std::string mode = "auto";
    std::string method = "auto";
    std::string device = "auto";
    std::filesystem::path weights;
    GenerateOptions options;
};
void addPhotoArguments(CLI::App& command, PhotoArguments& arguments);

/// Reads the picture and what belongs to it: --depth, else a file <stem>_depth.png beside it; --mask.
GenerateInput readInput(PhotoArguments& arguments, JobContext& context);

} // namespace bozzetto::cli
