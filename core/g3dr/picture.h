#pragma once

#include "core/base/job_context.h"
#include "core/image/image.h"
#include "core/scene/camera.h"

namespace bozzetto {

class RadianceField;

enum class PictureChannel { colour, depth, normals, opacity };

/// The exact renderer's picture of a field, without tensors in the interface: [height, width, 4], rgb premultiplied
/// by alpha = opacity. depth: near bright, scaled to the picture's own range; normals: 0.5 n + 0.5, scene frame.
Image renderFieldPicture(const RadianceField& field, const Camera& sceneCamera, int width, int height,
                         PictureChannel channel, JobContext& context);

} // namespace bozzetto
