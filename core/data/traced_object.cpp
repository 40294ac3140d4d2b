#include "core/data/traced_object.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/data/embree.h"
#include "core/data/flat_object.h"

namespace bozzetto {

namespace {

/// What Embree hands to a filter or a query: which part of the object's triangles a geometry holds.
struct Part
{
    const FlatObject* object = nullptr;
    std::size_t first = 0;
};

void refuseHoles(const RTCFilterFunctionNArguments* arguments)
{
    const auto& part = *static_cast<const Part*>(arguments->geometryUserPtr);
    for (unsigned i = 0; i < arguments->N; ++i) {
        if (arguments->valid[i] != -1)
            continue;
        const std::size_t triangle = part.first + RTCHitN_primID(arguments->hit, arguments->N, i);
        const float u = RTCHitN_u(arguments->hit, arguments->N, i),
                    v = RTCHitN_v(arguments->hit, arguments->N, i);
        if (part.object->isHole(triangle, u, v))
            arguments->valid[i] = 0;
    }
}

/// The quotient; 0 where an edge has no length.
float shareOf(float part, float whole) { return whole != 0 ? part / whole : 0.0f; }

/// Barycentric coordinates (of the second and third corner) of the triangle's point nearest to `p`. Source:
/// Ericson, Real-Time Collision Detection, 5.1.5.
glm::vec2 nearestOnTriangle(const glm::vec3& p, const glm::vec3& a, const glm::vec3& b, const glm::vec3& c)
{
    const glm::vec3 ab = b - a, ac = c - a, ap = p - a, bp = p - b, cp = p - c;
    const float d1 = glm::dot(ab, ap), d2 = glm::dot(ac, ap), d3 = glm::dot(ab, bp), d4 = glm::dot(ac, bp);
    const float d5 = glm::dot(ab, cp), d6 = glm::dot(ac, cp);
    if (d1 <= 0 && d2 <= 0)
        return {0, 0};
    if (d3 >= 0 && d4 <= d3)
        return {1, 0};
    const float vc = d1 * d4 - d3 * d2;
    if (vc <= 0 && d1 >= 0 && d3 <= 0)
        return {shareOf(d1, d1 - d3), 0};
    if (d6 >= 0 && d5 <= d6)
        return {0, 1};
    const float vb = d5 * d2 - d1 * d6;
    if (vb <= 0 && d2 >= 0 && d6 <= 0)
        return {0, shareOf(d2, d2 - d6)};
    const float va = d3 * d6 - d5 * d4;
    if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
        const float w = shareOf(d4 - d3, (d4 - d3) + (d5 - d6));
        return {1 - w, w};
    }
    const float sum = va + vb + vc;
    return sum > 0 ? glm::vec2(vb / sum, vc / sum) : glm::vec2(0);
}

struct NearQuery
{
    const Part* parts = nullptr;
    glm::vec3 point{0};
    float distance = 0;
    bool found = false;
};

bool visitTriangle(RTCPointQueryFunctionArguments* arguments)
{
    auto& query = *static_cast<NearQuery*>(arguments->userPtr);
    const Part& part = query.parts[arguments->geomID];
    const FlatObject& object = *part.object;
    const std::size_t triangle = part.first + arguments->primID;
    const auto& t = object.triangles[triangle];
    const glm::vec3 &a = object.positions[t.x], &b = object.positions[t.y], &c = object.positions[t.z];
    const glm::vec2 uv = nearestOnTriangle(query.point, a, b, c);
    const glm::vec3 nearest = a * (1 - uv.x - uv.y) + b * uv.x + c * uv.y;
    if (glm::length(nearest - query.point) > query.distance || object.isHole(triangle, uv.x, uv.y))
        return false;
    query.found = true;
    arguments->query->radius = 0;
    return true;
}

} // namespace

struct TracedObject::Private
{
    FlatObject object;
    Part parts[2];
    std::vector<double> areas; ///< running sum over the triangles
    RTCDevice device = nullptr;
    RTCScene scene = nullptr;

    Private(const Asset& asset, std::size_t mostTriangles) : object(asset, mostTriangles)
    {
        device = rtcNewDevice("threads=1");
        if (!device)
            throw Error(ErrorCode::internal, "Embree could not be started (code {})",
                        int(rtcGetDeviceError(nullptr)));
        scene = rtcNewScene(device);
        rtcSetSceneBuildQuality(scene, RTC_BUILD_QUALITY_MEDIUM);
        rtcSetSceneFlags(scene, RTC_SCENE_FLAG_ROBUST); // no ray slips through an edge: labels tell inside from out
        attach(0, 0, object.opaqueTriangles);
        attach(1, object.opaqueTriangles, object.triangles.size() - object.opaqueTriangles);
        rtcCommitScene(scene);
        double sum = 0;
        for (const auto& t : object.triangles) {
            const auto& p = object.positions;
            sum += 0.5 * double(glm::length(glm::cross(p[t.y] - p[t.x], p[t.z] - p[t.x])));
            areas.push_back(sum);
        }
    }

    ~Private()
    {
        rtcReleaseScene(scene);
        rtcReleaseDevice(device);
    }

    void attach(unsigned id, std::size_t first, std::size_t count)
    {
        parts[id] = {&object, first};
        if (count == 0)
            return;
        RTCGeometry geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_TRIANGLE);
        rtcSetSharedGeometryBuffer(geometry, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3,
                                   object.positions.data(), 0, sizeof(glm::vec3),
                                   object.positions.size() - 1);
        rtcSetSharedGeometryBuffer(geometry, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3,
                                   object.triangles.data(), first * sizeof(glm::uvec3), sizeof(glm::uvec3),
                                   count);
        if (id == 1) {
            rtcSetGeometryUserData(geometry, &parts[id]);
            rtcSetGeometryIntersectFilterFunction(geometry, refuseHoles);
            rtcSetGeometryOccludedFilterFunction(geometry, refuseHoles);
        }
        rtcSetGeometryPointQueryFunction(geometry, visitTriangle);
        rtcCommitGeometry(geometry);
        rtcAttachGeometryByID(scene, geometry, id);
        rtcReleaseGeometry(geometry);
    }

    SurfaceHit describe(std::size_t triangle, float u, float v) const
    {
        SurfaceHit hit;
        const auto& t = object.triangles[triangle];
        hit.found = true;
        hit.position =
            object.positions[t.x] * (1 - u - v) + object.positions[t.y] * u + object.positions[t.z] * v;
        hit.flat = object.flatNormal(triangle);
        hit.normal = object.smoothNormal(triangle, u, v, hit.flat);
        hit.colour = object.linearColour(triangle, u, v);
        return hit;
    }
};

TracedObject::TracedObject(const Asset& asset, std::size_t mostTriangles)
    : m_private(std::make_unique<Private>(asset, mostTriangles))
{
}

TracedObject::~TracedObject() = default;

glm::vec3 TracedObject::boxHalf() const
{
    return m_private->object.boxHalf;
}

std::vector<glm::vec3> TracedObject::corners() const
{
    const auto& object = m_private->object;
    std::vector<bool> used(object.positions.size());
    for (const auto& t : object.triangles)
        used[t.x] = used[t.y] = used[t.z] = true;
    std::vector<glm::vec3> corners;
    for (std::size_t i = 0; i < used.size(); ++i)
        if (used[i])
            corners.push_back(object.positions[i]);
    return corners;
}

SurfaceHit TracedObject::trace(const glm::vec3& origin, const glm::vec3& direction) const
{
    RTCRayHit query{};
    query.ray = {origin.x,    origin.y, origin.z, 0,           direction.x, direction.y,
                 direction.z, 0,        INFINITY, 0xffffffffu, 0,           0};
    query.hit.geomID = RTC_INVALID_GEOMETRY_ID;
    embreeIntersect(m_private->scene, query);
    if (query.hit.geomID == RTC_INVALID_GEOMETRY_ID)
        return {};
    SurfaceHit hit = m_private->describe(m_private->parts[query.hit.geomID].first + query.hit.primID,
                                         query.hit.u, query.hit.v);
    hit.distance = query.ray.tfar;
    return hit;
}

void TracedObject::trace(const RayPacket& rays, std::array<SurfaceHit, 16>& hits) const
{
    alignas(64) RTCRayHit16 query;
    alignas(64) int valid[16];
    for (std::size_t i = 0; i < 16; ++i) {
        const auto &o = rays.origins[i], &d = rays.directions[i];
        query.ray.org_x[i] = o.x, query.ray.org_y[i] = o.y, query.ray.org_z[i] = o.z;
        query.ray.dir_x[i] = d.x, query.ray.dir_y[i] = d.y, query.ray.dir_z[i] = d.z;
        query.ray.tnear[i] = 0, query.ray.tfar[i] = rays.farthest, query.ray.time[i] = 0;
        query.ray.mask[i] = 0xffffffffu, query.ray.id[i] = 0, query.ray.flags[i] = 0;
        query.hit.geomID[i] = query.hit.instID[0][i] = RTC_INVALID_GEOMETRY_ID;
        valid[i] = rays.active[i];
    }
    embreeIntersect16(valid, m_private->scene, query);
    for (std::size_t i = 0; i < 16; ++i) {
        if (!valid[i] || query.hit.geomID[i] == RTC_INVALID_GEOMETRY_ID) {
            hits[i].found = false;
            continue;
        }
        const std::size_t triangle = m_private->parts[query.hit.geomID[i]].first + query.hit.primID[i];
        hits[i] = m_private->describe(triangle, query.hit.u[i], query.hit.v[i]);
        hits[i].distance = query.ray.tfar[i];
    }
}

std::array<bool, 16> TracedObject::occluded(const RayPacket& rays) const
{
    alignas(64) RTCRay16 query;
    alignas(64) int valid[16];
    for (std::size_t i = 0; i < 16; ++i) {
        const auto &o = rays.origins[i], &d = rays.directions[i];
        query.org_x[i] = o.x, query.org_y[i] = o.y, query.org_z[i] = o.z;
        query.dir_x[i] = d.x, query.dir_y[i] = d.y, query.dir_z[i] = d.z;
        query.tnear[i] = 0, query.tfar[i] = rays.farthest, query.time[i] = 0;
        query.mask[i] = 0xffffffffu, query.id[i] = 0, query.flags[i] = 0;
        valid[i] = rays.active[i];
    }
    embreeOccluded16(valid, m_private->scene, query);
    std::array<bool, 16> answer{};
    for (std::size_t i = 0; i < 16; ++i)
        answer[i] = valid[i] && query.tfar[i] < 0;
    return answer;
}

bool TracedObject::occluded(const glm::vec3& origin, const glm::vec3& direction, float farthest) const
{
    RTCRay ray = {origin.x,    origin.y, origin.z, 0,           direction.x, direction.y,
                  direction.z, 0,        farthest, 0xffffffffu, 0,           0};
    embreeOccluded(m_private->scene, ray);
    return ray.tfar < 0;
}

bool TracedObject::isNearSurface(const glm::vec3& point, float distance) const
{
    NearQuery near{m_private->parts, point, distance, false};
    RTCPointQuery query{point.x, point.y, point.z, 0, distance};
    RTCPointQueryContext context;
    rtcInitPointQueryContext(&context);
    rtcPointQuery(m_private->scene, &query, &context, nullptr, &near);
    return near.found;
}

SurfaceHit TracedObject::sampleSurface(Random& random) const
{
    const double target = double(random.uniform()) * m_private->areas.back();
    const auto place = std::lower_bound(m_private->areas.begin(), m_private->areas.end(), target);
    const auto triangle = std::size_t(std::min(place, m_private->areas.end() - 1) - m_private->areas.begin());
    float u = random.uniform(), v = random.uniform();
    if (u + v > 1) {
        u = 1 - u;
        v = 1 - v;
    }
    SurfaceHit hit = m_private->describe(triangle, u, v);
    hit.found = !m_private->object.isHole(triangle, u, v) && glm::length(hit.flat) > 0;
    return hit;
}

} // namespace bozzetto
