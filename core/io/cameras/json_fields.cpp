#include "core/io/cameras/json_fields.h"

#include <cmath>
#include <limits>
#include <string_view>

#include "core/base/error.h"
#include "core/weights/mapped_file.h"

namespace bozzetto {

namespace {

constexpr std::uintmax_t kMostBytes = 1u << 28;

bool isNameLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Python's NaN, Infinity and -Infinity outside of strings become null.
std::string withoutNonNumbers(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\') {
            out.append(text.substr(i++, 2));
            continue;
        }
        quoted = quoted != (c == '"');
        std::size_t end = i + (c == '-');
        while (!quoted && end < text.size() && isNameLetter(text[end]))
            ++end;
        const auto word = text.substr(i, end - i);
        if (!quoted && (word == "NaN" || word == "Infinity" || word == "-Infinity")) {
            out += "null";
            i = end - 1;
        } else {
            out += c;
        }
    }
    return out;
}

double valueOf(const nlohmann::json& value, const char* key, const std::string& owner)
{
    if (value.is_null())
        return std::numeric_limits<double>::quiet_NaN();
    if (!value.is_number())
        throw Error(ErrorCode::badInput, "{}: expected a number in \"{}\", found {}", owner, key,
                    value.type_name());
    return value.get<double>();
}

void flatten(const nlohmann::json& value, const char* key, const std::string& owner, std::vector<double>& out)
{
    if (!value.is_array()) {
        out.push_back(valueOf(value, key, owner));
        return;
    }
    for (const auto& part : value)
        flatten(part, key, owner, out);
}

} // namespace

nlohmann::json readJsonObject(const std::filesystem::path& path)
{
    const MappedFile file(path);
    const auto bytes = file.bytes();
    if (bytes.size() > kMostBytes)
        throw Error(ErrorCode::badInput, "{}: expected at most {} MB of JSON, found {} MB", path.string(),
                    kMostBytes >> 20, bytes.size() >> 20);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    nlohmann::json json;
    try {
        json = nlohmann::json::parse(withoutNonNumbers(text));
    } catch (const nlohmann::json::exception& error) {
        throw Error(ErrorCode::badInput, "{}: expected JSON, found a fault in it ({})", path.string(),
                    error.what());
    }
    if (!json.is_object())
        throw Error(ErrorCode::badInput, "{}: expected a JSON object, found {}", path.string(),
                    json.type_name());
    return json;
}

JsonFields::JsonFields(const nlohmann::json& object, std::string owner)
    : m_object(object), m_owner(std::move(owner))
{
    if (!object.is_object())
        throw Error(ErrorCode::badInput, "{}: expected an object, found {}", m_owner, object.type_name());
}

const nlohmann::json& JsonFields::at(const char* key, const char* what) const
{
    const auto found = m_object.find(key);
    if (found == m_object.end())
        throw Error(ErrorCode::badInput, "{}: expected {} named \"{}\", found none", m_owner, what, key);
    return *found;
}

bool JsonFields::has(const char* key) const
{
    const auto found = m_object.find(key);
    return found != m_object.end() && !found->is_null();
}

double JsonFields::number(const char* key) const
{
    return valueOf(at(key, "a number"), key, m_owner);
}

double JsonFields::numberOr(const char* key, double fallback) const
{
    return m_object.contains(key) ? number(key) : fallback;
}

std::string JsonFields::text(const char* key) const
{
    const auto& value = at(key, "a text");
    if (!value.is_string())
        throw Error(ErrorCode::badInput, "{}: expected a text in \"{}\", found {}", m_owner, key,
                    value.type_name());
    return value.get<std::string>();
}

std::string JsonFields::textOr(const char* key, const std::string& fallback) const
{
    return has(key) ? text(key) : fallback;
}

const nlohmann::json& JsonFields::array(const char* key) const
{
    const auto& value = at(key, "a list");
    if (!value.is_array())
        throw Error(ErrorCode::badInput, "{}: expected a list in \"{}\", found {}", m_owner, key,
                    value.type_name());
    return value;
}

std::vector<double> JsonFields::numbers(const char* key, std::size_t atLeast, std::size_t atMost) const
{
    std::vector<double> out;
    flatten(array(key), key, m_owner, out);
    if (out.size() < atLeast || out.size() > atMost)
        throw Error(ErrorCode::badInput, "{}: expected {} numbers in \"{}\", found {}", m_owner,
                    atLeast == atMost ? fmt::format("{}", atLeast) : fmt::format("{} to {}", atLeast, atMost),
                    key, out.size());
    return out;
}

} // namespace bozzetto
