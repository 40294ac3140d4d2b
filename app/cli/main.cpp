#include <cstdio>

#include <CLI/CLI.hpp>

int main(int argc, char** argv)
{
    CLI::App app("Bozzetto: photographs and words into 3D assets");
    app.set_version_flag("--version", BOZZETTO_VERSION);
    app.require_subcommand(0);
    CLI11_PARSE(app, argc, argv);
    std::fputs(app.help().c_str(), stdout);
    return 0;
}
