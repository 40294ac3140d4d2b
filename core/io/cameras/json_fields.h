#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace bozzetto {

/// A file's JSON object. NaN and Infinity, which Python writes and JSON knows not, read as null. Throws
/// Error(io) when it cannot be read, Error(badInput) when it is no JSON object.
nlohmann::json readJsonObject(const std::filesystem::path& path);

/// The fields of one object; every complaint is an Error(badInput) that begins with `owner`. Keeps a
/// reference.
class JsonFields
{
public:
    JsonFields(const nlohmann::json& object, std::string owner);

    const std::string& owner() const { return m_owner; }
    bool has(const char* key) const;                         ///< there, and not null
    double number(const char* key) const;                    ///< null, that is NaN, included
    double numberOr(const char* key, double fallback) const; ///< when it is not there
    std::string text(const char* key) const;
    std::string textOr(const char* key, const std::string& fallback) const;
    const nlohmann::json& array(const char* key) const;
    /// Nested arrays one after another; null reads as NaN. Throws unless there are `atLeast` to `atMost` of
    /// them.
    std::vector<double> numbers(const char* key, std::size_t atLeast, std::size_t atMost) const;

private:
    const nlohmann::json& at(const char* key, const char* what) const;

    const nlohmann::json& m_object;
    std::string m_owner;
};

} // namespace bozzetto
