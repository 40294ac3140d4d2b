#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/field/radiance_field.h"
#include "core/g3dr/object_decoder.h"
#include "core/g3dr/object_network.h"

namespace bozzetto {

/// The whole object as a field: what one picture of it became. Field coordinates are the scene's (x right, y
/// up, +z towards the input camera, origin at the object's centre, longest side about 1) divided by
/// kObjectCube. Immutable; safe to query from several threads.
class ObjectField : public RadianceField
{
public:
    ObjectField(std::shared_ptr<const ObjectNetwork> network, at::Tensor planes, ObjectViews views,
                const ObjectSurface& surface);

    /// Density as marched by renderRays and bakeField; nothing outside the cube.
    FieldSamples query(const at::Tensor& points) const override;
    c10::Device device() const override { return m_planes.device(); }
    glm::mat4 sceneFromField() const override;

    /// The density, per unit of field length, at the surface: GenerateOptions::surfaceLevel for this field.
    float surfaceLevel() const;

    /// points [N, 3], camera frame, object units.
    ObjectSamples decode(const at::Tensor& points) const;

    const ObjectNetwork& network() const { return *m_network; }
    const at::Tensor& planes() const { return m_planes; } ///< [1, 64, 64, 3 * features]
    const ObjectViews& views() const { return m_views; }  ///< what the generator saw
    const ObjectSurface& surface() const { return m_surface; }

private:
    std::shared_ptr<const ObjectNetwork> m_network;
    at::Tensor m_planes;
    ObjectViews m_views;
    std::optional<PackedObjectDecoder> m_packed; ///< on the processor
    ObjectSurface m_surface;
};

/// One picture of an object, cut out: what the generator looks at. Frame and camera as in ObjectViews.
struct ObjectPicture
{
    at::Tensor
        rgb; ///< [3, S, S] float32 sRGB in [0, 1], not premultiplied; S a multiple of 128: 512 keeps detail
    at::Tensor alpha; ///< [S, S] matte
    at::Tensor
        height; ///< [S, S] z of the visible point, object units, towards the camera; undefined: unknown
    float distance = 0; ///< from the camera to the object's centre, object units, above 0.5
    float tangent = 0;  ///< tan(fov / 2) of the square picture
};

/// The trained object generator: picture in, field out, seen from all sides. Immutable; safe from several
/// threads.
class ObjectGenerator
{
public:
    /// Throws Error(io) or Error(badInput) naming the file and what is wrong with it.
    static ObjectGenerator load(const std::filesystem::path& path, c10::Device device = c10::kCPU);

    /// Throws Error(badInput) for a picture of another shape or an impossible camera.
    std::shared_ptr<const ObjectField> generate(const ObjectPicture& picture) const;

    const std::map<std::string, std::string>& card() const { return m_card; }
    c10::Device device() const { return m_device; }

private:
    ObjectGenerator() = default;

    std::shared_ptr<const ObjectNetwork> m_network;
    std::map<std::string, std::string> m_card;
    ObjectSurface m_surface;
    c10::Device m_device = c10::kCPU;
};

} // namespace bozzetto
