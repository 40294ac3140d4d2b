#include "core/train/lesson_status.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr const char* kStates[] = {"fresh", "preparing", "training", "paused", "interrupted", "failed", "finished"};
constexpr std::size_t kRoom = 4000; ///< bytes; kept by blanks, so that a longer text fits into the blocks that it has
constexpr auto kPause = std::chrono::milliseconds(500);

std::string textOf(const LessonStatus& status)
{
    const nlohmann::json json = {{"state", kStates[int(status.state)]}, {"share", status.share},
                                 {"seconds", status.seconds},           {"shareThen", status.shareThen},
                                 {"message", status.message}};
    auto text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    text.resize(std::max(text.size(), kRoom), ' ');
    return text + '\n';
}

void put(const fs::path& path, const std::string& text, std::ios::openmode mode)
{
    std::ofstream out(path, std::ios::binary | mode);
    out << text;
    out.close();
    if (!out)
        throw Error(ErrorCode::io, "{}: could not be written", path.string());
}

} // namespace

void LessonStatus::write(const fs::path& run) const
{
    const auto path = run / "status.json";
    const auto text = textOf(*this);
    try {
        writeAtomically(path, [&](const fs::path& temporary) { put(temporary, text, std::ios::trunc); });
    } catch (const Error&) {
        std::error_code failed;
        if (!fs::exists(path, failed))
            throw;
        put(path, text, std::ios::in); // "in": over what is there, cutting nothing off
    }
}

std::optional<LessonStatus> LessonStatus::read(const fs::path& run)
{
    std::ifstream in(run / "status.json");
    const auto json = nlohmann::json::parse(in, nullptr, false);
    if (!json.is_object())
        return {};
    LessonStatus status;
    const auto state = std::find(std::begin(kStates), std::end(kStates), json.value("state", ""));
    if (state == std::end(kStates))
        return {};
    status.state = LessonState(state - std::begin(kStates));
    status.share = std::clamp(json.value("share", 0.0), 0.0, 1.0);
    status.seconds = json.value("seconds", 0.0);
    status.shareThen = json.value("shareThen", 0.0);
    status.message = json.value("message", "");
    return status;
}

void StatusKeeper::begin(LessonState state)
{
    m_status = {state, 0, 0, 0, {}};
    m_begun = m_written = Clock::now();
    m_first = true;
    m_status.write(m_run);
}

void StatusKeeper::progress(double share)
{
    if (std::exchange(m_first, false))
        m_status.shareThen = share;
    const auto now = Clock::now();
    if (now - m_written < kPause)
        return;
    m_written = now;
    m_status.share = share;
    m_status.seconds = std::chrono::duration<double>(now - m_begun).count();
    try {
        m_status.write(m_run);
    } catch (const Error&) {
    }
}

void StatusKeeper::end(LessonState state, const std::string& message)
{
    m_status.state = state;
    m_status.message = message;
    if (state == LessonState::finished)
        m_status.share = 1;
    m_status.write(m_run);
}

} // namespace bozzetto
