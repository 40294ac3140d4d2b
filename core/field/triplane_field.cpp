#include "core/field/triplane_field.h"

namespace bozzetto {

TriplaneField::TriplaneField(TriplanePyramid pyramid, RadianceMlp mlp, const glm::mat4& sceneFromField)
    : m_pyramid(std::move(pyramid)), m_mlp(std::move(mlp)), m_sceneFromField(sceneFromField)
{
}

FieldSamples TriplaneField::query(const at::Tensor& points) const { return m_mlp(sampleTriplane(m_pyramid, points)); }

c10::Device TriplaneField::device() const { return m_pyramid.levels[0].device(); }

glm::mat4 g3drSceneFromField() { return glm::mat4(0, 0, -1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1); }

} // namespace bozzetto
