#include "core/train/run_curves.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSpeedRows = 3; ///< of which the seconds a step are told

std::vector<std::string> cellsOf(const std::string& line)
{
    std::vector<std::string> cells;
    std::stringstream stream(line);
    for (std::string cell; std::getline(stream, cell, ',');)
        cells.push_back(cell);
    return cells;
}

std::optional<double> numberIn(const std::vector<std::string>& cells, std::size_t column)
{
    if (column >= cells.size() || cells[column].empty())
        return {};
    char* end = nullptr;
    const double value = std::strtod(cells[column].c_str(), &end);
    return *end == '\0' && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// The named column of a CSV file of ours over its first two, step and seconds, less what stands in later columns: a term
/// that joins a sum late gets its column behind the sum's. An empty name: the third column as it is, whose name it becomes.
std::vector<RunPoint> readColumn(const fs::path& path, std::string& name)
{
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line))
        return {};
    const auto columns = cellsOf(line);
    const bool isSum = !name.empty();
    const auto found = name.empty() ? columns.begin() + std::min<std::ptrdiff_t>(2, std::ptrdiff_t(columns.size()))
                                    : std::find(columns.begin(), columns.end(), name);
    if (found == columns.end())
        return {};
    name = *found;
    std::vector<RunPoint> points;
    while (std::getline(file, line)) {
        const auto cells = cellsOf(line);
        const auto column = std::size_t(found - columns.begin());
        const auto step = numberIn(cells, 0), seconds = numberIn(cells, 1);
        auto value = numberIn(cells, column);
        for (std::size_t late = column + 1; isSum && value && late < columns.size(); ++late)
            *value -= numberIn(cells, late).value_or(0);
        if (!file.eof() && step && seconds && value)
            points.push_back({std::int64_t(*step) + 1, *seconds, *value});
    }
    return points;
}

} // namespace

double RunCurves::startScore() const { return score.empty() ? 0 : score.front().value; }

double RunCurves::bestScore() const
{
    const auto best = std::min_element(score.begin(), score.end(),
                                       [](const RunPoint& a, const RunPoint& b) { return a.value < b.value; });
    return best == score.end() ? 0 : best->value;
}

RunCurves readRunCurves(const fs::path& run)
{
    RunCurves curves;
    std::string loss = "loss";
    curves.loss = readColumn(run / "curves.csv", loss);
    curves.score = readColumn(run / "scores.csv", curves.scoreName);
    if (const auto rows = curves.loss.size(); rows >= 2) {
        const auto& last = curves.loss.back();
        const auto& first = curves.loss[rows - 1 - std::min(kSpeedRows, rows - 1)];
        curves.stepSeconds = (last.seconds - first.seconds) / double(std::max<std::int64_t>(last.step - first.step, 1));
    }
    return curves;
}

std::vector<fs::path> validationPictures(const fs::path& run)
{
    std::vector<std::pair<long long, fs::path>> found;
    std::error_code failed;
    for (fs::directory_iterator entry(run, failed), end; !failed && entry != end; entry.increment(failed)) {
        const auto stem = entry->path().stem().string();
        if (stem.rfind("validation-", 0) != 0 || entry->path().extension() != ".png")
            continue;
        found.emplace_back(std::strtoll(stem.c_str() + std::string("validation-").size(), nullptr, 10), entry->path());
    }
    std::sort(found.begin(), found.end());
    std::vector<fs::path> pictures;
    for (auto& [step, path] : found)
        pictures.push_back(std::move(path));
    return pictures;
}

} // namespace bozzetto
