#pragma once

#include "app/cli/command.h"

namespace bozzetto::cli {

/// `eval points FOLDER`: what training on a scene's pictures shows where it was held out.
void addEvalPoints(CLI::App& app, Globals& globals);

} // namespace bozzetto::cli
