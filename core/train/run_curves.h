#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bozzetto {

/// A number of a run at one of its steps.
struct RunPoint
{
    std::int64_t step = 0; ///< finished ones; 0: before the first
    double seconds = 0;    ///< since the run began, over all resumes
    double value = 0;
};

/// What the trainer wrote down of a run (curves.csv, scores.csv). Rows that cannot be read are left out: the last one may
/// be under way.
struct RunCurves
{
    std::vector<RunPoint> loss;  ///< of the terms that were there from the start: others join later, and it would jump
    std::vector<RunPoint> score; ///< the first score of each validation; lower is better
    std::string scoreName;       ///< "chamfer"
    double stepSeconds = 0;      ///< of the last rows; 0 without any

    double startScore() const; ///< before the first step; 0 without scores
    double bestScore() const;  ///< the lowest; 0 without scores
    bool improved() const { return bestScore() < startScore(); }
};

/// Empty curves where there are no files yet.
RunCurves readRunCurves(const std::filesystem::path& run);

/// The run's validation pictures, by step.
std::vector<std::filesystem::path> validationPictures(const std::filesystem::path& run);

} // namespace bozzetto
