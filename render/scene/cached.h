#pragma once

#include <memory>

namespace bozzetto {

/// Remembers which snapshot value a GPU copy was made from. A weak pointer, because a new value may be allocated
/// where the old one lay.
template <typename T> class CacheKey
{
public:
    bool is(const std::shared_ptr<const T>& value) const { return value && m_key.lock() == value; }
    std::shared_ptr<const T> value() const { return m_key.lock(); }
    void set(const std::shared_ptr<const T>& value) { m_key = value; }

private:
    std::weak_ptr<const T> m_key;
};

} // namespace bozzetto
