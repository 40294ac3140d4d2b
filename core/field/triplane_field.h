#pragma once

#include "core/field/radiance_field.h"
#include "core/field/radiance_mlp.h"
#include "core/field/triplane.h"

namespace bozzetto {

/// Where the planes lie. cube: over [-1, 1]^3, as published. frustum: sheared to G3DR's canonical camera, so that a
/// texel of the plane that faces it is a pixel of the picture at every depth; there is nothing outside the frustum.
enum class PlaneFrame { cube, frustum };

/// A triplane and its MLP: G3DR's radiance field. Immutable; safe to query from several threads.
class TriplaneField : public RadianceField
{
public:
    TriplaneField(TriplanePyramid pyramid, RadianceMlp mlp, const glm::mat4& sceneFromField,
                  PlaneFrame frame = PlaneFrame::cube);

    FieldSamples query(const at::Tensor& points) const override;
    c10::Device device() const override;
    glm::mat4 sceneFromField() const override { return m_sceneFromField; }

    const TriplanePyramid& pyramid() const { return m_pyramid; }
    const RadianceMlp& mlp() const { return m_mlp; }
    PlaneFrame frame() const { return m_frame; }

private:
    FieldSamples queryPlanes(const at::Tensor& points) const;

    TriplanePyramid m_pyramid;
    RadianceMlp m_mlp;
    glm::mat4 m_sceneFromField;
    PlaneFrame m_frame;
};

/// G3DR's field frame (camera at -x looking along +x, picture right = +z, up = +y) to the scene's (x right, y up,
/// +z towards the camera).
glm::mat4 g3drSceneFromField();

} // namespace bozzetto
