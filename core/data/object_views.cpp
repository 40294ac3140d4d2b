#include "core/data/object_views.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "core/io/srgb.h"

namespace bozzetto {

namespace {

constexpr float kLift = 2e-4f;    ///< rays that leave a surface start this far above it
constexpr float kReach = 0.5f;    ///< how far darkening by neighbouring surfaces reaches
constexpr int kOcclusionRays = 4; ///< a pixel; neighbours share theirs

float fastSrgb(float linear)
{
    static const auto table = [] {
        std::array<float, 4097> values{};
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = srgbFromLinear(float(i) / 4096.0f);
        return values;
    }();
    return table[std::size_t(std::clamp(linear, 0.0f, 1.0f) * 4096.0f + 0.5f)];
}

std::int8_t packed(float component)
{
    return std::int8_t(std::lround(127 * std::clamp(component, -1.0f, 1.0f)));
}

/// Cosine-distributed about `normal`.
glm::vec3 hemisphereDirection(const glm::vec3& normal, float radius2, float angle)
{
    const glm::vec3 other = std::abs(normal.x) < 0.7f ? glm::vec3(1, 0, 0) : glm::vec3(0, 1, 0);
    const glm::vec3 s = glm::normalize(glm::cross(normal, other)), t = glm::cross(normal, s);
    const float r = std::sqrt(radius2);
    return s * (r * std::cos(angle)) + t * (r * std::sin(angle)) + normal * std::sqrt(1 - radius2);
}

/// The way that the i-th of kOcclusionRays goes from a surface; `index` turns the pattern.
class OcclusionPattern
{
public:
    explicit OcclusionPattern(std::size_t index)
    {
        Random turn(index);
        m_angle = turn.uniform(0, glm::two_pi<float>());
        m_shift = turn.uniform();
    }
    glm::vec3 direction(const glm::vec3& normal, int i) const
    {
        return hemisphereDirection(normal, (float(i) + m_shift) / float(kOcclusionRays),
                                   m_angle + float(i) * glm::two_pi<float>() / float(kOcclusionRays));
    }

private:
    float m_angle = 0, m_shift = 0;
};

bool inShadow(const TracedObject& object, const SurfaceHit& hit, const ViewLight& light)
{
    return light.shadows && glm::dot(hit.normal, light.key) > 0 &&
           object.occluded(hit.position + 5 * kLift * hit.flat, light.key);
}

class Drawing
{
public:
    Drawing(const TracedObject& object, const ViewCamera& camera, const ViewLight& light, int size)
        : m_object(object), m_camera(camera), m_light(light), m_size(size),
          m_samples(std::size_t(size * size) * 4), m_pixels(std::size_t(size * size)),
          m_open(std::size_t(size * size), 1.0f), m_lit(std::size_t(size * size), 1.0f)
    {
    }

    ViewPicture run()
    {
        traceSamples();
        traceCentres();
        occludePixels();
        smoothOcclusion();
        return compose();
    }

private:
    SurfaceHit* samplesOf(int x, int y) { return &m_samples[std::size_t(y * m_size + x) * 4]; }

    glm::vec3 directionAt(float x, float y) const
    {
        return m_camera.rayDirection(2 * x / float(m_size) - 1, 1 - 2 * y / float(m_size));
    }

    void turnToCamera(SurfaceHit& hit, const glm::vec3& direction) const
    {
        if (glm::dot(hit.flat, direction) > 0) {
            hit.flat = -hit.flat;
            hit.normal = -hit.normal;
        }
    }

    /// Two by two pixels of two by two samples are a packet.
    void traceSamples()
    {
        RayPacket rays;
        rays.origins.fill(m_camera.eye());
        std::array<SurfaceHit, 16> hits;
        for (int y = 0; y < m_size; y += 2)
            for (int x = 0; x < m_size; x += 2) {
                rays.active.fill(-1);
                for (int i = 0; i < 16; ++i) {
                    const int px = x + (i / 4) % 2, py = y + i / 8;
                    if (px >= m_size || py >= m_size)
                        rays.active[std::size_t(i)] = 0;
                    rays.directions[std::size_t(i)] =
                        directionAt(float(px) + 0.25f + 0.5f * float(i % 2),
                                    float(py) + 0.25f + 0.5f * float((i / 2) % 2));
                }
                m_object.trace(rays, hits);
                for (int i = 0; i < 16; ++i)
                    if (rays.active[std::size_t(i)]) {
                        turnToCamera(hits[std::size_t(i)], rays.directions[std::size_t(i)]);
                        samplesOf(x + (i / 4) % 2, y + i / 8)[i % 4] = hits[std::size_t(i)];
                    }
            }
    }

    /// The central ray of every pixel that a sample hit; where it misses, the nearest sample stands for the
    /// pixel.
    void traceCentres()
    {
        for (int y = 0; y < m_size; ++y)
            for (int x = 0; x < m_size; ++x) {
                const SurfaceHit* samples = samplesOf(x, y);
                const SurfaceHit* nearest = nullptr;
                for (int i = 0; i < 4; ++i)
                    if (samples[i].found && (!nearest || samples[i].distance < nearest->distance))
                        nearest = &samples[i];
                if (!nearest)
                    continue;
                const glm::vec3 direction = directionAt(float(x) + 0.5f, float(y) + 0.5f);
                SurfaceHit hit = m_object.trace(m_camera.eye(), direction);
                turnToCamera(hit, direction);
                m_pixels[std::size_t(y * m_size + x)] = hit.found ? hit : *nearest;
            }
    }

    void occludePixels()
    {
        RayPacket rays;
        rays.farthest = kReach;
        std::array<std::size_t, 4> owners{};
        int filled = 0;
        const auto flush = [&] {
            rays.active.fill(0);
            std::fill_n(rays.active.begin(), filled * kOcclusionRays, -1);
            const auto blocked = m_object.occluded(rays);
            for (int i = 0; i < filled * kOcclusionRays; ++i)
                m_open[owners[std::size_t(i / kOcclusionRays)]] -=
                    blocked[std::size_t(i)] ? 1.0f / kOcclusionRays : 0.0f;
            filled = 0;
        };
        for (std::size_t p = 0; p < m_pixels.size(); ++p) {
            const SurfaceHit& hit = m_pixels[p];
            if (!hit.found)
                continue;
            const OcclusionPattern pattern(p); // the same in every view: only the blur below is seen
            for (int i = 0; i < kOcclusionRays; ++i) {
                const auto slot = std::size_t(filled * kOcclusionRays + i);
                rays.origins[slot] = hit.position + kLift * hit.flat;
                rays.directions[slot] = pattern.direction(hit.normal, i);
            }
            owners[std::size_t(filled)] = p;
            if (++filled == 4)
                flush();
            m_lit[p] = inShadow(m_object, hit, m_light) ? 0.0f : 1.0f;
        }
        flush();
    }

    /// Averages the openness over 5 x 5 neighbours of the same surface.
    void smoothOcclusion()
    {
        std::vector<float> smooth(m_open.size(), 1.0f);
        for (int y = 0; y < m_size; ++y)
            for (int x = 0; x < m_size; ++x) {
                const auto p = std::size_t(y * m_size + x);
                if (!m_pixels[p].found)
                    continue;
                float sum = 0, weight = 0;
                for (int j = std::max(0, y - 2); j <= std::min(m_size - 1, y + 2); ++j)
                    for (int i = std::max(0, x - 2); i <= std::min(m_size - 1, x + 2); ++i) {
                        const auto q = std::size_t(j * m_size + i);
                        const bool same = m_pixels[q].found &&
                                          std::abs(m_pixels[q].distance - m_pixels[p].distance) < 0.05f &&
                                          glm::dot(m_pixels[q].normal, m_pixels[p].normal) > 0.8f;
                        sum += same ? m_open[q] : 0.0f;
                        weight += same ? 1.0f : 0.0f;
                    }
                smooth[p] = weight > 0 ? sum / weight : m_open[p];
            }
        m_open = std::move(smooth);
    }

    glm::vec3 shade(const SurfaceHit& hit, float open, float lit) const
    {
        const glm::vec3 view = glm::normalize(m_camera.eye() - hit.position);
        glm::vec3 colour = hit.colour * m_light.onSurface(hit.normal, open, lit);
        if (m_light.specular > 0) {
            const float gloss = glm::dot(hit.normal, glm::normalize(view + m_light.key));
            colour += m_light.keyColour *
                      (m_light.specular * lit * std::pow(std::max(0.0f, gloss), m_light.exponent));
        }
        return colour;
    }

    ViewPicture compose()
    {
        ViewPicture picture;
        const auto count = m_pixels.size();
        picture.colour.assign(count * 4, 0);
        picture.height.assign(count, 0.0f);
        picture.normal.assign(count * 3, 0);
        for (std::size_t p = 0; p < count; ++p) {
            if (!m_pixels[p].found)
                continue;
            glm::vec4 sum(0);
            for (std::size_t i = 0; i < 4; ++i)
                if (const SurfaceHit& hit = m_samples[p * 4 + i]; hit.found) {
                    const glm::vec3 colour = shade(hit, m_open[p], m_lit[p]);
                    sum += glm::vec4(fastSrgb(colour.r), fastSrgb(colour.g), fastSrgb(colour.b), 1);
                }
            const glm::vec3 normal = m_camera.cameraFromObject * m_pixels[p].normal;
            for (int c = 0; c < 4; ++c)
                picture.colour[p * 4 + std::size_t(c)] = std::uint8_t(sum[c] * 0.25f * 255 + 0.5f);
            for (int c = 0; c < 3; ++c)
                picture.normal[p * 3 + std::size_t(c)] = packed(normal[c]);
            picture.height[p] = (m_camera.cameraFromObject * m_pixels[p].position).z;
        }
        return picture;
    }

    const TracedObject& m_object;
    const ViewCamera& m_camera;
    const ViewLight& m_light;
    const int m_size;
    std::vector<SurfaceHit> m_samples; ///< four a pixel
    std::vector<SurfaceHit> m_pixels;
    std::vector<float> m_open; ///< share of the neighbourhood that is not blocked
    std::vector<float> m_lit;  ///< 0 in the key light's shadow
};

} // namespace

glm::vec3 ViewLight::onSurface(const glm::vec3& normal, float open, float lit) const
{
    glm::vec3 sum = open * glm::mix(groundColour, skyColour, 0.5f + 0.5f * normal.y);
    sum += keyColour * (lit * std::max(0.0f, glm::dot(normal, key)));
    return sum + fillColour * (open * std::max(0.0f, glm::dot(normal, fill)));
}

std::vector<glm::vec3> litColours(const TracedObject& object, const std::vector<SurfaceHit>& surface,
                                  const ViewLight& light)
{
    std::vector<glm::vec3> colours;
    colours.reserve(surface.size());
    for (const auto& hit : surface) {
        const OcclusionPattern pattern(colours.size());
        float open = 1;
        for (int i = 0; i < kOcclusionRays; ++i)
            if (object.occluded(hit.position + kLift * hit.flat, pattern.direction(hit.normal, i), kReach))
                open -= 1.0f / kOcclusionRays;
        colours.push_back(hit.colour * light.onSurface(hit.normal, open, inShadow(object, hit, light) ? 0.0f : 1.0f));
    }
    return colours;
}

ViewPicture drawView(const TracedObject& object, const ViewCamera& camera, const ViewLight& light, int size)
{
    return Drawing(object, camera, light, size).run();
}

} // namespace bozzetto
