#include <cerrno>
#include <cstdio>
#include <cstring>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/waiting_threads.h"

namespace {

int exitCode(bozzetto::ErrorCode code)
{
    switch (code) {
    case bozzetto::ErrorCode::outOfMemory:
    case bozzetto::ErrorCode::unsupported:
        return 3;
    case bozzetto::ErrorCode::cancelled:
        return 130;
    default:
        return 1;
    }
}

} // namespace

int main(int argc, char** argv)
{
    bozzetto::keepWaitingShort(argv);
    CLI::App app("Bozzetto: photographs and words into 3D assets");
    app.set_version_flag("--version", BOZZETTO_VERSION);
    app.require_subcommand(1);
    bozzetto::cli::Globals globals;
    app.add_flag("--json", globals.json, "Results as one JSON object");
    app.add_flag("--quiet", globals.quiet, "No progress on standard error");
    app.fallthrough();
    bozzetto::cli::addGenerate(app, globals);
    bozzetto::cli::addConvert(app, globals);
    bozzetto::cli::addRender(app, globals);
    bozzetto::cli::addInfo(app, globals);
    bozzetto::cli::addModels(app, globals);
    bozzetto::cli::addDataset(app, globals);
    bozzetto::cli::addTrain(app, globals);
    bozzetto::cli::addTeach(app, globals);
    bozzetto::cli::addEval(app, globals);
    bozzetto::cli::addPoints(app, globals);
    try {
        app.parse(argc, argv);
        if (std::fflush(stdout) != 0 || std::ferror(stdout))
            throw bozzetto::Error(bozzetto::ErrorCode::io, "The standard output could not be written ({})",
                                  std::strerror(errno));
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (...) {
        const auto error = bozzetto::currentError("working");
        std::fprintf(stderr, "bozzetto: %s\n", error.what());
        return exitCode(error.code());
    }
    return 0;
}
