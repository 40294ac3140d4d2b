#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "core/train/lesson_run.h"

namespace bozzetto {

/// status.json: how far the process that works on a run is. It is written over in place where a full disk leaves no room
/// for a new file, so that the last word gets through.
struct LessonStatus
{
    LessonState state = LessonState::fresh;
    double share = 0, seconds = 0; ///< of the stage, and since this process began it
    double shareThen = 0;          ///< where this process began the stage
    std::string message;

    void write(const std::filesystem::path& run) const; ///< throws Error(io)
    static std::optional<LessonStatus> read(const std::filesystem::path& run); ///< none where there is none or it is damaged
};

/// Tells a run's status.json what a job reports, twice a second at most.
class StatusKeeper
{
public:
    explicit StatusKeeper(std::filesystem::path run) : m_run(std::move(run)) {}

    void begin(LessonState state); ///< a stage
    void progress(double share);   ///< a full disk is no failure here: the next one tells it
    void end(LessonState state, const std::string& message);

private:
    using Clock = std::chrono::steady_clock;
    std::filesystem::path m_run;
    LessonStatus m_status;
    Clock::time_point m_begun{}, m_written{};
    bool m_first = true;
};

} // namespace bozzetto
