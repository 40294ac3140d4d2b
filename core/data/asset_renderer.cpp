#include "core/data/asset_renderer.h"

#include <algorithm>
#include <cmath>

#include <ATen/Parallel.h>
#if __has_include(<embree4/rtcore.h>)
#include <embree4/rtcore.h>
#else
#include <embree3/rtcore.h>
#endif

#include "core/base/error.h"

namespace bozzetto {

namespace {

glm::vec3 linearFromSrgb(const glm::vec3& colour)
{
    return glm::mix(colour / 12.92f, glm::pow((colour + 0.055f) / 1.055f, glm::vec3(2.4f)),
                    glm::step(glm::vec3(0.04045f), colour));
}

glm::vec3 srgbFromLinear(const glm::vec3& colour)
{
    const auto c = glm::clamp(colour, 0.0f, 1.0f);
    return glm::mix(c * 12.92f, 1.055f * glm::pow(c, glm::vec3(1 / 2.4f)) - 0.055f,
                    glm::step(glm::vec3(0.0031308f), c));
}

/// Bilinear, repeating; uv origin bottom left.
glm::vec4 sampleTexture(const Image& texture, const glm::vec2& uv)
{
    const float x = (uv.x - std::floor(uv.x)) * float(texture.width) - 0.5f;
    const float y = (1 - (uv.y - std::floor(uv.y))) * float(texture.height) - 0.5f;
    const int x0 = int(std::floor(x)), y0 = int(std::floor(y));
    const auto texel = [&](int i, int j) {
        i = (i + texture.width) % texture.width;
        j = std::clamp(j, 0, texture.height - 1);
        glm::vec4 value(1.0f);
        for (int c = 0; c < std::min(texture.channels, 4); ++c)
            value[c] = texture.at(i, j, c);
        return value;
    };
    const float fx = x - float(x0), fy = y - float(y0);
    return glm::mix(glm::mix(texel(x0, y0), texel(x0 + 1, y0), fx),
                    glm::mix(texel(x0, y0 + 1), texel(x0 + 1, y0 + 1), fx), fy);
}

/// Mean distance of neighbours, guessed from the box's area: enough to close the gaps between points.
float guessPointRadius(const PointCloud& cloud)
{
    const auto size = boundsOf(cloud).size();
    const float area = 2 * (size.x * size.y + size.y * size.z + size.z * size.x);
    return 0.8f * std::sqrt(area / float(std::max<std::size_t>(cloud.positions.size(), 1)));
}

void intersect(RTCScene scene, RTCRayHit& query)
{
#if RTC_VERSION_MAJOR >= 4
    rtcIntersect1(scene, &query);
#else
    RTCIntersectContext context;
    rtcInitIntersectContext(&context);
    rtcIntersect1(scene, &context, &query);
#endif
}

struct Hit
{
    bool found = false;
    glm::vec3 colour{0}; ///< linear
    glm::vec3 normal{0};
    float distance = 0;
};

glm::vec3 shade(const glm::vec3& colour, const glm::vec3& normal, const glm::mat3& worldFromCamera)
{
    const glm::vec3 key = worldFromCamera * glm::normalize(glm::vec3(-0.4f, 0.6f, 0.7f));
    const glm::vec3 fill = worldFromCamera * glm::normalize(glm::vec3(0.7f, 0.1f, 0.5f));
    const float sky = 0.5f + 0.5f * normal.y;
    const float light = 0.42f + 0.2f * sky + 0.38f * std::max(0.0f, glm::dot(normal, key)) +
                        0.14f * std::max(0.0f, glm::dot(normal, fill));
    return colour * light;
}

} // namespace

struct AssetRenderer::Private
{
    Asset asset;
    AssetRenderOptions options;
    RTCDevice device = nullptr;
    RTCScene scene = nullptr;

    ~Private()
    {
        rtcReleaseScene(scene);
        rtcReleaseDevice(device);
    }

    void addMesh(const Mesh& mesh)
    {
        RTCGeometry geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_TRIANGLE);
        auto* positions = static_cast<float*>(rtcSetNewGeometryBuffer(geometry, RTC_BUFFER_TYPE_VERTEX, 0,
                                                                      RTC_FORMAT_FLOAT3, 12, mesh.positions.size()));
        std::copy_n(&mesh.positions.data()->x, mesh.positions.size() * 3, positions);
        auto* indices = static_cast<unsigned*>(rtcSetNewGeometryBuffer(geometry, RTC_BUFFER_TYPE_INDEX, 0,
                                                                       RTC_FORMAT_UINT3, 12, mesh.triangles.size()));
        std::copy_n(&mesh.triangles.data()->x, mesh.triangles.size() * 3, indices);
        rtcCommitGeometry(geometry);
        rtcAttachGeometry(scene, geometry);
        rtcReleaseGeometry(geometry);
    }

    void addCloud(const PointCloud& cloud)
    {
        RTCGeometry geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_SPHERE_POINT);
        auto* spheres = static_cast<float*>(rtcSetNewGeometryBuffer(geometry, RTC_BUFFER_TYPE_VERTEX, 0,
                                                                    RTC_FORMAT_FLOAT4, 16, cloud.positions.size()));
        const float radius = options.pointRadius > 0 ? options.pointRadius : guessPointRadius(cloud);
        for (const auto& position : cloud.positions) {
            *spheres++ = position.x;
            *spheres++ = position.y;
            *spheres++ = position.z;
            *spheres++ = radius;
        }
        rtcCommitGeometry(geometry);
        rtcAttachGeometry(scene, geometry);
        rtcReleaseGeometry(geometry);
    }

    void fillFromMesh(const Mesh& mesh, const RTCHit& found, Hit& hit) const
    {
        const auto triangle = mesh.triangles[found.primID];
        const glm::vec3 weights(1 - found.u - found.v, found.u, found.v);
        const auto mix = [&](const auto& values) {
            return values[triangle.x] * weights.x + values[triangle.y] * weights.y + values[triangle.z] * weights.z;
        };
        glm::vec4 colour(1.0f);
        if (mesh.material >= 0 && mesh.material < int(asset.materials.size())) {
            const auto& material = asset.materials[std::size_t(mesh.material)];
            colour = material.baseColour;
            if (material.baseColourTexture && !mesh.uvs.empty())
                colour *= sampleTexture(*material.baseColourTexture, mix(mesh.uvs));
        }
        if (!mesh.colours.empty())
            colour *= mix(mesh.colours);
        hit.colour = linearFromSrgb(glm::vec3(colour));
        hit.normal = mesh.normals.empty() ? glm::vec3(found.Ng_x, found.Ng_y, found.Ng_z) : mix(mesh.normals);
    }

    Hit trace(const glm::vec3& origin, const glm::vec3& direction) const
    {
        RTCRayHit query{};
        query.ray = {origin.x, origin.y, origin.z, 0, direction.x, direction.y, direction.z, 0,
                     INFINITY, 0xffffffffu, 0, 0};
        query.hit.geomID = RTC_INVALID_GEOMETRY_ID;
        intersect(scene, query);
        Hit hit;
        if (query.hit.geomID == RTC_INVALID_GEOMETRY_ID)
            return hit;
        hit.found = true;
        hit.distance = query.ray.tfar;
        if (query.hit.geomID < asset.meshes.size()) {
            fillFromMesh(asset.meshes[query.hit.geomID], query.hit, hit);
        } else {
            const auto& cloud = asset.clouds[query.hit.geomID - asset.meshes.size()];
            hit.colour = cloud.colours.empty() ? glm::vec3(0.6f)
                                               : linearFromSrgb(glm::vec3(cloud.colours[query.hit.primID]));
            hit.normal = cloud.normals.empty() ? glm::vec3(query.hit.Ng_x, query.hit.Ng_y, query.hit.Ng_z)
                                               : cloud.normals[query.hit.primID];
        }
        const float length = glm::length(hit.normal);
        hit.normal = length > 0 ? hit.normal / length : -direction;
        if (glm::dot(hit.normal, direction) > 0)
            hit.normal = -hit.normal;
        return hit;
    }

    void drawPixel(const Camera& camera, int x, int y, AssetPicture& picture) const
    {
        const int width = picture.colour.width, height = picture.colour.height, n = options.samplesPerSide;
        const glm::mat3 rotation(camera.worldFromCamera);
        const glm::vec3 eye(camera.worldFromCamera[3]);
        const float halfHeight = camera.orthographicHeight > 0 ? 0.5f * camera.orthographicHeight
                                                               : std::tan(0.5f * camera.verticalFov);
        const float pixel = 2 * halfHeight / float(height);
        glm::vec3 colour(0), normal(0);
        float distance = 0;
        int hits = 0;
        for (int s = 0; s < n * n; ++s) {
            const float px = float(x) + (float(s % n) + 0.5f) / float(n) - 0.5f * float(width);
            const float py = 0.5f * float(height) - float(y) - (float(s / n) + 0.5f) / float(n);
            const glm::vec3 offset(px * pixel, py * pixel, 0);
            const bool flat = camera.orthographicHeight > 0;
            const glm::vec3 origin = flat ? eye + rotation * offset : eye;
            const glm::vec3 direction = rotation * (flat ? glm::vec3(0, 0, -1)
                                                         : glm::normalize(offset + glm::vec3(0, 0, -1)));
            const Hit hit = trace(origin, direction);
            if (!hit.found)
                continue;
            ++hits;
            colour += srgbFromLinear(options.shaded ? shade(hit.colour, hit.normal, rotation) : hit.colour);
            normal += hit.normal;
            distance += hit.distance;
        }
        const float rays = float(n * n);
        for (int c = 0; c < 3; ++c)
            picture.colour.at(x, y, c) = colour[c] / rays;
        picture.colour.at(x, y, 3) = float(hits) / rays;
        if (hits == 0)
            return;
        picture.depth.at(x, y) = distance / float(hits);
        const float length = glm::length(normal);
        for (int c = 0; c < 3; ++c)
            picture.normals.at(x, y, c) = length > 0 ? normal[c] / length : 0.0f;
    }
};

AssetRenderer::AssetRenderer(const Asset& asset, const AssetRenderOptions& options)
    : m_private(std::make_unique<Private>())
{
    auto& p = *m_private;
    p.options = options;
    p.asset.materials = asset.materials;
    for (const auto& mesh : asset.meshes)
        if (!mesh.triangles.empty())
            p.asset.meshes.push_back(mesh);
    for (const auto& cloud : asset.clouds)
        if (!cloud.positions.empty())
            p.asset.clouds.push_back(cloud);
    if (p.asset.meshes.empty() && p.asset.clouds.empty())
        throw Error(ErrorCode::badInput, "Rendering: expected an asset with triangles or points, found neither");
    p.device = rtcNewDevice("threads=2");
    if (!p.device)
        throw Error(ErrorCode::internal, "Embree could not be started (code {})", int(rtcGetDeviceError(nullptr)));
    p.scene = rtcNewScene(p.device);
    for (const auto& mesh : p.asset.meshes)
        p.addMesh(mesh);
    for (const auto& cloud : p.asset.clouds)
        p.addCloud(cloud);
    rtcCommitScene(p.scene);
}

AssetRenderer::~AssetRenderer() = default;

AssetPicture AssetRenderer::draw(const Camera& camera, int width, int height, JobContext& context) const
{
    AssetPicture picture;
    picture.colour = Image(width, height, 4);
    picture.depth = Image(width, height, 1);
    picture.normals = Image(width, height, 3);
    at::parallel_for(0, height, 8, [&](int64_t begin, int64_t end) {
        for (int64_t y = begin; y < end; ++y) {
            if (context.cancelled())
                return;
            for (int x = 0; x < width; ++x)
                m_private->drawPixel(camera, x, int(y), picture);
        }
    });
    context.check();
    return picture;
}

} // namespace bozzetto
