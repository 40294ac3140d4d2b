#include "render/gl/program.h"

#include <glm/gtc/type_ptr.hpp>

#include "core/base/error.h"
#include "render/gl/shader_source.h"

namespace bozzetto {

namespace {

void deleteShader(GLuint id) { gl().glDeleteShader(id); }

using Shader = GlHandle<deleteShader>;

Shader compile(GLenum stage, const std::string& name, const std::vector<std::string>& defines)
{
    Gl& f = gl();
    const std::string source = shaderSource(name, defines);
    Shader shader(f.glCreateShader(stage));
    const char* text = source.c_str();
    f.glShaderSource(shader.id(), 1, &text, nullptr);
    f.glCompileShader(shader.id());
    GLint ok = 0;
    f.glGetShaderiv(shader.id(), GL_COMPILE_STATUS, &ok);
    if (!ok) {
        std::string log(4096, '\0');
        GLsizei length = 0;
        f.glGetShaderInfoLog(shader.id(), GLsizei(log.size()), &length, log.data());
        log.resize(std::size_t(length));
        throw Error(ErrorCode::internal, "Shader {} does not compile: {}", name, log);
    }
    return shader;
}

} // namespace

void deleteProgram(GLuint id) { gl().glDeleteProgram(id); }

Program::Program(const Files& files) : m_handle(gl().glCreateProgram())
{
    Gl& f = gl();
    std::vector<Shader> shaders;
    shaders.push_back(compile(GL_VERTEX_SHADER, files.vertex, files.defines));
    if (!files.geometry.empty())
        shaders.push_back(compile(GL_GEOMETRY_SHADER, files.geometry, files.defines));
    shaders.push_back(compile(GL_FRAGMENT_SHADER, files.fragment, files.defines));
    for (const auto& shader : shaders)
        f.glAttachShader(m_handle.id(), shader.id());
    f.glLinkProgram(m_handle.id());
    for (const auto& shader : shaders)
        f.glDetachShader(m_handle.id(), shader.id());
    GLint ok = 0;
    f.glGetProgramiv(m_handle.id(), GL_LINK_STATUS, &ok);
    if (!ok) {
        std::string log(4096, '\0');
        GLsizei length = 0;
        f.glGetProgramInfoLog(m_handle.id(), GLsizei(log.size()), &length, log.data());
        log.resize(std::size_t(length));
        throw Error(ErrorCode::internal, "Shaders {} and {} do not link: {}", files.vertex, files.fragment, log);
    }
}

void Program::use() const { gl().glUseProgram(m_handle.id()); }

int Program::location(const char* name)
{
    const auto found = m_locations.find(name);
    if (found != m_locations.end())
        return found->second;
    const int index = gl().glGetUniformLocation(m_handle.id(), name);
    m_locations.emplace(name, index);
    return index;
}

void Program::set(const char* name, int value) { gl().glUniform1i(location(name), value); }

void Program::set(const char* name, float value) { gl().glUniform1f(location(name), value); }

void Program::set(const char* name, const glm::vec2& value)
{
    gl().glUniform2fv(location(name), 1, glm::value_ptr(value));
}

void Program::set(const char* name, const glm::vec3& value)
{
    gl().glUniform3fv(location(name), 1, glm::value_ptr(value));
}

void Program::set(const char* name, const glm::vec4& value)
{
    gl().glUniform4fv(location(name), 1, glm::value_ptr(value));
}

void Program::set(const char* name, const glm::mat3& value)
{
    gl().glUniformMatrix3fv(location(name), 1, GL_FALSE, glm::value_ptr(value));
}

void Program::set(const char* name, const glm::mat4& value)
{
    gl().glUniformMatrix4fv(location(name), 1, GL_FALSE, glm::value_ptr(value));
}

} // namespace bozzetto
