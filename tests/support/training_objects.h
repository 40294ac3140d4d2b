#pragma once

#include <memory>

#include "core/data/training_set.h"

namespace bozzetto::test {

/// An ellipsoid, ray-cast and labelled in closed form, as dataset render would store it. `half` are its half axes (the
/// largest should be 0.5). Its colour is linear in the position: rgb = 0.5 + 0.4 p / half.
TrainingObject makeEllipsoid(float halfX, float halfY, float halfZ, int views, int side, std::uint64_t seed);

/// A training set in memory; the last `validation` objects are the validation split.
class MemorySet : public TrainingSet
{
public:
    explicit MemorySet(std::vector<TrainingObject> objects, int validation = 0);

    const std::vector<TrainingObjectInfo>& objects() const override { return m_info; }
    const std::vector<TrainingSource>& sources() const override { return m_sources; }
    TrainingObject load(std::int64_t index) const override { return m_objects[std::size_t(index)]; }
    at::Tensor backgrounds() const override;
    int viewSize() const override { return int(m_objects[0].colour.size(1)); }

private:
    std::vector<TrainingObject> m_objects;
    std::vector<TrainingObjectInfo> m_info;
    std::vector<TrainingSource> m_sources;
};

} // namespace bozzetto::test
