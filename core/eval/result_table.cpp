#include <algorithm>
#include <cmath>
#include <numeric>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/eval/points_eval.h"

namespace bozzetto {

namespace {

/// A figure of the table: its heading, its name in JSON and how it is read and shown; no value where it is
/// not known.
struct Column
{
    const char* heading;
    const char* key;
    int decimals;
    std::optional<double> (*value)(const PointsResult&);
};

const Column kColumns[] = {
    {"PSNR", "psnr", 2, [](const PointsResult& r) { return std::optional(r.report.mean.psnr); }},
    {"SSIM", "ssim", 3, [](const PointsResult& r) { return std::optional(r.report.mean.ssim); }},
    {"PSNR masked", "maskedPsnr", 2,
     [](const PointsResult& r) {
         return r.report.masked ? std::optional(r.report.masked->psnr) : std::nullopt;
     }},
    {"SSIM masked", "maskedSsim", 3,
     [](const PointsResult& r) {
         return r.report.masked ? std::optional(r.report.masked->ssim) : std::nullopt;
     }},
    {"accuracy", "accuracy", 3,
     [](const PointsResult& r) { return r.cloud ? std::optional(r.cloud->accuracy) : std::nullopt; }},
    {"completeness", "completeness", 3,
     [](const PointsResult& r) { return r.cloud ? std::optional(r.cloud->completeness) : std::nullopt; }},
    {"Chamfer L1", "chamferL1", 3,
     [](const PointsResult& r) { return r.cloud ? std::optional(r.cloud->chamferL1) : std::nullopt; }},
    {"Chamfer L2", "chamferL2", 4,
     [](const PointsResult& r) { return r.cloud ? std::optional(r.cloud->chamferL2) : std::nullopt; }},
    {"F 1 %", "f1", 3,
     [](const PointsResult& r) { return r.cloud ? std::optional(r.cloud->fScore[0]) : std::nullopt; }},
    {"F 2 %", "f2", 3,
     [](const PointsResult& r) { return r.cloud ? std::optional(r.cloud->fScore[1]) : std::nullopt; }},
    {"normals", "normalConsistency", 3,
     [](const PointsResult& r) { return r.cloud ? r.cloud->normalConsistency : std::nullopt; }},
    {"colour", "colourError", 3,
     [](const PointsResult& r) { return r.cloud ? r.cloud->colourError : std::nullopt; }},
    {"s", "seconds", 1, [](const PointsResult& r) { return std::optional(r.seconds); }},
};

void add(std::optional<double>& sum, const std::optional<double>& value, double share)
{
    if (value)
        sum = sum.value_or(0) + share * *value;
}

/// The mean of what those results say that know it.
template <typename Get> std::optional<double> meanOf(const std::vector<PointsResult>& results, Get get)
{
    std::optional<double> sum;
    double count = 0;
    for (const auto& result : results) {
        const std::optional<double> value = get(result);
        add(sum, value, 1);
        count += value.has_value();
    }
    return sum ? std::optional(*sum / count) : std::nullopt;
}

CloudScores meanCloud(const std::vector<PointsResult>& results)
{
    const auto mean = [&](auto member) {
        return meanOf(results, [&](const PointsResult& r) {
            return r.cloud ? std::optional<double>(member(*r.cloud)) : std::nullopt;
        });
    };
    CloudScores scores;
    scores.accuracy = *mean([](const CloudScores& c) { return c.accuracy; });
    scores.completeness = *mean([](const CloudScores& c) { return c.completeness; });
    scores.chamferL1 = *mean([](const CloudScores& c) { return c.chamferL1; });
    scores.chamferL2 = *mean([](const CloudScores& c) { return c.chamferL2; });
    for (std::size_t i = 0; i < scores.fScore.size(); ++i)
        scores.fScore[i] = *mean([i](const CloudScores& c) { return c.fScore[i]; });
    scores.normalConsistency = meanOf(
        results, [](const PointsResult& r) { return r.cloud ? r.cloud->normalConsistency : std::nullopt; });
    scores.colourError =
        meanOf(results, [](const PointsResult& r) { return r.cloud ? r.cloud->colourError : std::nullopt; });
    return scores;
}

std::string textOf(const std::vector<std::vector<std::string>>& cells)
{
    std::vector<std::size_t> widths(cells[0].size(), 0);
    for (const auto& row : cells)
        for (std::size_t c = 0; c < row.size(); ++c)
            widths[c] = std::max(widths[c], row[c].size());
    constexpr std::size_t kTextColumns = 2; // scene and method, to the left
    std::string out;
    for (std::size_t r = 0; r < cells.size(); ++r) {
        for (std::size_t c = 0; c < cells[r].size(); ++c)
            out += c < kTextColumns ? fmt::format("| {:<{}} ", cells[r][c], widths[c])
                                    : fmt::format("| {:>{}} ", cells[r][c], widths[c]);
        out += "|\n";
        for (std::size_t c = 0; r == 0 && c < widths.size(); ++c)
            out += fmt::format("|{:-<{}}{}", "", widths[c] + 1, c < kTextColumns ? "-" : ":");
        out += r == 0 ? "|\n" : "";
    }
    return out;
}

} // namespace

PointsResult meanResult(const std::vector<PointsResult>& results, const std::string& name)
{
    if (results.empty())
        throw Error(ErrorCode::internal, "mean of results: expected at least one, found none");
    PointsResult mean;
    mean.scene = name;
    mean.method = results[0].method;
    mean.views = results[0].views;
    mean.report.mean = {*meanOf(results, [](const auto& r) { return std::optional(r.report.mean.psnr); }),
                        *meanOf(results, [](const auto& r) { return std::optional(r.report.mean.ssim); })};
    const auto masked = [&](double PictureQuality::*member) {
        return meanOf(results, [&](const PointsResult& r) {
            return r.report.masked ? std::optional((*r.report.masked).*member) : std::nullopt;
        });
    };
    if (const auto psnr = masked(&PictureQuality::psnr))
        mean.report.masked = PictureQuality{*psnr, *masked(&PictureQuality::ssim)};
    mean.report.seconds = *meanOf(results, [](const auto& r) { return std::optional(r.report.seconds); });
    mean.seconds = *meanOf(results, [](const auto& r) { return std::optional(r.seconds); });
    if (std::any_of(results.begin(), results.end(), [](const auto& r) { return r.cloud.has_value(); }))
        mean.cloud = meanCloud(results);
    return mean;
}

std::string resultTable(const std::vector<PointsResult>& results)
{
    std::vector<std::vector<std::string>> cells{{"scene", "method", "views"}};
    for (const auto& result : results)
        cells.push_back({result.scene, result.method, fmt::format("{}", result.views)});
    for (const auto& column : kColumns) {
        if (std::none_of(results.begin(), results.end(),
                         [&](const auto& r) { return column.value(r).has_value(); }))
            continue;
        cells[0].push_back(column.heading);
        for (std::size_t r = 0; r < results.size(); ++r) {
            const auto value = column.value(results[r]);
            cells[r + 1].push_back(value ? fmt::format("{:.{}f}", *value, column.decimals) : "n/a");
        }
    }
    return textOf(cells);
}

std::string resultJson(const std::vector<PointsResult>& results)
{
    auto rows = nlohmann::json::array();
    for (const auto& result : results) {
        nlohmann::json row = {{"scene", result.scene}, {"method", result.method}, {"views", result.views}};
        for (const auto& column : kColumns)
            if (const auto value = column.value(result))
                row[column.key] = *value;
        for (const auto& view : result.report.rows) {
            nlohmann::json entry = {{"view", view.view},
                                    {"psnr", view.whole.psnr},
                                    {"ssim", view.whole.ssim},
                                    {"seconds", view.seconds}};
            if (view.masked)
                entry.update({{"maskedPsnr", view.masked->psnr}, {"maskedSsim", view.masked->ssim}});
            row["rows"].push_back(std::move(entry));
        }
        rows.push_back(std::move(row));
    }
    return rows.dump();
}

} // namespace bozzetto
