#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include <glm/glm.hpp>

#include "render/gl/gl.h"

namespace bozzetto {

void deleteProgram(GLuint id);

/// A linked shader program. Locations of uniforms are looked up once; one that the compiler dropped is ignored.
class Program
{
public:
    struct Files
    {
        std::string vertex;
        std::string fragment;
        std::string geometry = {};
        std::vector<std::string> defines = {};
    };
    Program() = default;
    /// Throws Error(internal) with the compiler's words.
    explicit Program(const Files& files);

    void use() const;
    void set(const char* name, int value);
    void set(const char* name, float value);
    void set(const char* name, const glm::vec2& value);
    void set(const char* name, const glm::vec3& value);
    void set(const char* name, const glm::vec4& value);
    void set(const char* name, const glm::mat3& value);
    void set(const char* name, const glm::mat4& value);
    explicit operator bool() const { return bool(m_handle); }

private:
    int location(const char* name);

    GlHandle<deleteProgram> m_handle;
    std::unordered_map<std::string, int> m_locations;
};

} // namespace bozzetto
