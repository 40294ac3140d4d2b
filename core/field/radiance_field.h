#pragma once

#include <memory>

#include <ATen/core/Tensor.h>
#include <glm/glm.hpp>

namespace bozzetto {

/// Raw network output at points: what the marcher integrates.
struct FieldSamples
{
    at::Tensor rawDensity; ///< [N] before softplus(. - 1)
    at::Tensor rgb;        ///< [N, 3] about [0, 1], sRGB-encoded
};

/// A view-independent radiance field over the cube [-1, 1]^3 of its own coordinates.
class RadianceField
{
public:
    virtual ~RadianceField() = default;
    /// points [N, 3] float32, field coordinates, on device().
    virtual FieldSamples query(const at::Tensor& points) const = 0;
    virtual c10::Device device() const = 0;
    /// Scene: x right, y up, +z towards the input camera, metres; rigid motion and uniform scale.
    virtual glm::mat4 sceneFromField() const = 0;
};

/// A field elsewhere in the scene.
class PlacedField : public RadianceField
{
public:
    PlacedField(std::shared_ptr<const RadianceField> field, const glm::mat4& sceneFromField)
        : m_field(std::move(field)), m_sceneFromField(sceneFromField)
    {
    }
    FieldSamples query(const at::Tensor& points) const override { return m_field->query(points); }
    c10::Device device() const override { return m_field->device(); }
    glm::mat4 sceneFromField() const override { return m_sceneFromField; }
    const std::shared_ptr<const RadianceField>& placed() const { return m_field; }

private:
    std::shared_ptr<const RadianceField> m_field;
    glm::mat4 m_sceneFromField;
};

/// sigma = softplus(raw - 1), per unit of field length. Source: g3dr specification, section 7.
at::Tensor activateDensity(const at::Tensor& rawDensity);

} // namespace bozzetto
