#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "core/data/object_views.h"

namespace bozzetto {

glm::vec3 ViewCamera::rayDirection(float u, float v) const
{
    return glm::transpose(cameraFromObject) * glm::normalize(glm::vec3(u * tangent, v * tangent, -1));
}

glm::mat3 lookFrom(float azimuth, float elevation, float roll)
{
    const glm::vec3 back(std::sin(azimuth) * std::cos(elevation), std::sin(elevation),
                         std::cos(azimuth) * std::cos(elevation));
    const glm::vec3 right(std::cos(azimuth), 0, -std::sin(azimuth));
    const glm::vec3 up = glm::cross(back, right);
    const float c = std::cos(roll), s = std::sin(roll);
    return glm::transpose(glm::mat3(c * right + s * up, c * up - s * right, back));
}

float distanceToFill(const std::vector<glm::vec3>& corners, const glm::mat3& cameraFromObject, float tangent,
                     float fill)
{
    float distance = 0;
    for (const auto& corner : corners) {
        const glm::vec3 p = cameraFromObject * corner;
        const float aside = std::max(std::abs(p.x), std::abs(p.y));
        distance = std::max({distance, p.z + aside / (fill * tangent), p.z + 0.25f});
    }
    return distance;
}

std::vector<ViewCamera> randomCameras(const std::vector<glm::vec3>& corners, int count, Random& random)
{
    std::vector<ViewCamera> cameras;
    const float start = random.uniform(0, glm::two_pi<float>());
    for (int i = 0; i < count; ++i) {
        const float azimuth = start + glm::two_pi<float>() * (float(i) + random.uniform()) / float(count);
        const float elevation = random.chance(0.75f) ? random.uniform(0, 30) : random.uniform(-10, 45);
        ViewCamera camera;
        camera.cameraFromObject =
            lookFrom(azimuth, glm::radians(elevation), glm::radians(random.uniform(-3, 3)));
        camera.tangent = std::tan(0.5f * glm::radians(random.uniform(20, 45)));
        camera.distance =
            distanceToFill(corners, camera.cameraFromObject, camera.tangent, random.uniform(0.6f, 0.95f));
        cameras.push_back(camera);
    }
    return cameras;
}

ViewLight randomLight(Random& random)
{
    ViewLight light;
    const float azimuth = random.uniform(0, glm::two_pi<float>()), low = random.uniform(-0.1f, 1.3f);
    const float other = azimuth + glm::pi<float>() + random.uniform(-1.0f, 1.0f);
    light.key = glm::normalize(glm::vec3(std::sin(azimuth), low, std::cos(azimuth)));
    light.fill = glm::normalize(glm::vec3(std::sin(other), random.uniform(-0.3f, 0.6f), std::cos(other)));
    const float warmth = 0.13f * random.normal();
    const glm::vec3 warm(1 + warmth, 1, 1 - warmth);
    const float kind = random.uniform();
    // Shares of the ambient light: flat, harsh, or anything between; then what the key light adds.
    const float ambient = kind < 0.15f   ? random.uniform(0.85f, 1.05f)
                          : kind < 0.35f ? random.uniform(0.12f, 0.3f)
                                         : random.uniform(0.3f, 0.75f);
    const float key =
        kind < 0.15f ? random.uniform(0, 0.15f) : (1.15f - ambient) * random.uniform(0.8f, 1.3f);
    const float exposure = random.uniform(0.75f, 1.2f);
    light.keyColour = exposure * key * glm::max(warm, 0.0f);
    light.fillColour = exposure * random.uniform(0.05f, 0.5f) * key * glm::max(2.0f - warm, 0.0f);
    const float coolness = 0.06f * random.normal();
    light.skyColour =
        exposure * ambient * random.uniform(1.0f, 1.25f) * glm::vec3(1 - coolness, 1, 1 + coolness);
    light.groundColour =
        exposure * ambient * random.uniform(0.45f, 0.95f) * glm::vec3(1 + coolness, 1, 1 - coolness);
    light.specular = random.chance(0.5f) ? random.uniform(0.05f, 0.6f) : 0.0f;
    light.exponent = std::exp(random.uniform(2.0f, 5.0f));
    light.shadows = random.chance(0.75f);
    return light;
}

} // namespace bozzetto
