#pragma once

#include <cstddef>
#include <vector>

namespace bozzetto {

/// A list without and with only its every tenth entry, which validation keeps for itself.
template<typename T>
struct HeldOut
{
    std::vector<T> training, validation;
};

/// Lists of fewer than ten entries are too short to share: both parts are the whole.
template<typename T>
HeldOut<T> heldOut(std::vector<T> all)
{
    constexpr std::size_t kEvery = 10;
    if (all.size() < kEvery)
        return {all, all};
    HeldOut<T> parts;
    for (std::size_t i = 0; i < all.size(); ++i)
        (i % kEvery == kEvery - 1 ? parts.validation : parts.training).push_back(std::move(all[i]));
    return parts;
}

} // namespace bozzetto
