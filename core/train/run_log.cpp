#include "core/train/run_log.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace bozzetto {

namespace {

std::vector<std::string> splitLine(const std::string& line)
{
    std::vector<std::string> cells;
    std::stringstream stream(line);
    for (std::string cell; std::getline(stream, cell, ',');)
        cells.push_back(cell);
    return cells;
}

std::string joined(const std::vector<std::string>& cells, std::size_t count)
{
    std::string line;
    for (std::size_t i = 0; i < count; ++i)
        line += (i ? "," : "") + (i < cells.size() ? cells[i] : std::string());
    return line + "\n";
}

} // namespace

CsvLog::CsvLog(std::filesystem::path path, std::int64_t firstStep) : m_path(std::move(path))
{
    if (firstStep > 0) {
        std::ifstream file(m_path);
        std::string line;
        if (std::getline(file, line))
            m_columns = splitLine(line);
        while (std::getline(file, line))
            if (auto cells = splitLine(line);
                !cells.empty() && std::strtoll(cells[0].c_str(), nullptr, 10) < firstStep)
                m_rows.push_back(std::move(cells));
    }
    if (!m_columns.empty())
        rewrite();
}

void CsvLog::add(const Row& row)
{
    bool grown = m_rows.empty();
    std::vector<std::string> cells(m_columns.size());
    for (const auto& [name, value] : row) {
        const auto found = std::find(m_columns.begin(), m_columns.end(), name);
        const auto index = std::size_t(found - m_columns.begin());
        if (found == m_columns.end()) {
            m_columns.push_back(name);
            cells.emplace_back();
            grown = true;
        }
        cells[index] = value;
    }
    m_rows.push_back(std::move(cells));
    if (grown)
        return rewrite();
    std::ofstream file(m_path, std::ios::app);
    file << joined(m_rows.back(), m_columns.size());
    file.close();
    if (!file)
        throw Error(ErrorCode::io, "{}: could not be written", m_path.string());
}

void CsvLog::rewrite() const
{
    writeAtomically(m_path, [&](const std::filesystem::path& temporary) {
        std::ofstream file(temporary);
        file << joined(m_columns, m_columns.size());
        for (const auto& row : m_rows)
            file << joined(row, m_columns.size());
        file.close();
        if (!file)
            throw Error(ErrorCode::io, "{}: could not be written", m_path.string());
    });
}

} // namespace bozzetto
