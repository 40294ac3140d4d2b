#include "render/scene/view.h"

#include <cmath>

#include <glm/gtc/matrix_transform.hpp>

#include "core/base/error.h"

namespace bozzetto {

View viewOf(const Camera& camera, int width, int height)
{
    if (width < 1 || height < 1)
        throw Error(ErrorCode::badInput, "The picture's size was expected to be at least 1 x 1, found {} x {}.", width,
                    height);
    const bool orthographic = camera.orthographicHeight > 0;
    if (camera.farPlane <= camera.nearPlane || (!orthographic && (camera.nearPlane <= 0 || camera.verticalFov <= 0)))
        throw Error(ErrorCode::badInput,
                    "The camera was expected to have 0 < near < far and an angle above 0, found {}, {} and {}.",
                    camera.nearPlane, camera.farPlane, camera.verticalFov);
    View view;
    view.width = width;
    view.height = height;
    view.orthographic = orthographic;
    view.nearPlane = camera.nearPlane;
    view.farPlane = camera.farPlane;
    const float aspect = float(width) / float(height);
    if (orthographic) {
        const float half = 0.5f * camera.orthographicHeight;
        view.clipFromView = glm::ortho(-half * aspect, half * aspect, -half, half, camera.nearPlane, camera.farPlane);
        view.pixelsPerUnit = float(height) / camera.orthographicHeight;
    } else {
        view.clipFromView = glm::perspective(camera.verticalFov, aspect, camera.nearPlane, camera.farPlane);
        view.pixelsPerUnit = 0.5f * float(height) / std::tan(0.5f * camera.verticalFov);
    }
    view.viewFromWorld = glm::inverse(camera.worldFromCamera);
    view.clipFromWorld = view.clipFromView * view.viewFromWorld;
    view.worldFromClip = glm::inverse(view.clipFromWorld);
    view.eye = glm::vec3(camera.worldFromCamera[3]);
    view.forward = -glm::normalize(glm::vec3(camera.worldFromCamera[2]));
    return view;
}

} // namespace bozzetto
