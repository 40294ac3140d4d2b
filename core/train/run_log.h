#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace bozzetto {

/// A CSV file that grows row by row and may gain columns; the first column is the step. Values are text
/// already.
class CsvLog
{
public:
    using Row = std::vector<std::pair<std::string, std::string>>;

    /// Continues the file at `path`, dropping rows of `firstStep` and later: a resumed run writes them again.
    CsvLog(std::filesystem::path path, std::int64_t firstStep);

    /// Throws Error(io).
    void add(const Row& row);

private:
    void rewrite() const;

    std::filesystem::path m_path;
    std::vector<std::string> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace bozzetto
