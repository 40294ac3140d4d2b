#pragma once

#if __has_include(<embree4/rtcore.h>)
#include <embree4/rtcore.h>
#else
#include <embree3/rtcore.h>
#endif

namespace bozzetto {

/// Embree 3 wants a context for each query where Embree 4 takes optional arguments; everything else is the
/// same.
#if RTC_VERSION_MAJOR >= 4
using EmbreeFilter = RTCFilterFunctionN;
inline void embreeIntersect(RTCScene scene, RTCRayHit& query)
{
    rtcIntersect1(scene, &query);
}
inline void embreeIntersect16(const int* valid, RTCScene scene, RTCRayHit16& query)
{
    rtcIntersect16(valid, scene, &query);
}
inline void embreeOccluded(RTCScene scene, RTCRay& ray)
{
    rtcOccluded1(scene, &ray);
}
inline void embreeOccluded16(const int* valid, RTCScene scene, RTCRay16& rays)
{
    rtcOccluded16(valid, scene, &rays);
}
#else
using EmbreeFilter = RTCFilterFunctionN;
inline RTCIntersectContext embreeContext(RTCIntersectContextFlags flags)
{
    RTCIntersectContext context;
    rtcInitIntersectContext(&context);
    context.flags = flags;
    return context;
}
inline void embreeIntersect(RTCScene scene, RTCRayHit& query)
{
    auto context = embreeContext(RTC_INTERSECT_CONTEXT_FLAG_INCOHERENT);
    rtcIntersect1(scene, &context, &query);
}
inline void embreeIntersect16(const int* valid, RTCScene scene, RTCRayHit16& query)
{
    auto context = embreeContext(RTC_INTERSECT_CONTEXT_FLAG_COHERENT);
    rtcIntersect16(valid, scene, &context, &query);
}
inline void embreeOccluded(RTCScene scene, RTCRay& ray)
{
    auto context = embreeContext(RTC_INTERSECT_CONTEXT_FLAG_INCOHERENT);
    rtcOccluded1(scene, &context, &ray);
}
inline void embreeOccluded16(const int* valid, RTCScene scene, RTCRay16& rays)
{
    auto context = embreeContext(RTC_INTERSECT_CONTEXT_FLAG_INCOHERENT);
    rtcOccluded16(valid, scene, &context, &rays);
}
#endif

} // namespace bozzetto
