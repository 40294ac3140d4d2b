#include "core/weights/stored_tensor.h"

namespace bozzetto {

std::size_t itemSize(StoredType type)
{
    switch (type) {
    case StoredType::boolean:
    case StoredType::uint8:
    case StoredType::int8:
    case StoredType::float8e4m3:
    case StoredType::float8e5m2:
        return 1;
    case StoredType::uint16:
    case StoredType::int16:
    case StoredType::float16:
    case StoredType::bfloat16:
        return 2;
    case StoredType::uint32:
    case StoredType::int32:
    case StoredType::float32:
        return 4;
    case StoredType::uint64:
    case StoredType::int64:
    case StoredType::float64:
    case StoredType::complex64:
        return 8;
    case StoredType::complex128:
        return 16;
    }
    return 1;
}

bool isFloating(StoredType type)
{
    return type >= StoredType::float8e4m3 && type <= StoredType::float64;
}

const char* storedTypeName(StoredType type)
{
    constexpr const char* kNames[] = {"BOOL", "U8",      "I8",      "U16", "I16",  "U32", "I32", "U64", "I64",
                                      "F8_E4M3", "F8_E5M2", "F16", "BF16", "F32", "F64", "C64", "C128"};
    return kNames[int(type)];
}

std::int64_t StoredTensor::elementCount() const
{
    std::int64_t count = 1;
    for (const std::int64_t size : sizes)
        count *= size;
    return count;
}

std::vector<std::int64_t> contiguousStrides(const std::vector<std::int64_t>& sizes)
{
    std::vector<std::int64_t> strides(sizes.size());
    std::int64_t step = 1;
    for (std::size_t axis = sizes.size(); axis-- > 0;) {
        strides[axis] = step;
        step *= sizes[axis] > 0 ? sizes[axis] : 1;
    }
    return strides;
}

bool countElements(const std::vector<std::int64_t>& sizes, std::uint64_t limit, std::uint64_t& count)
{
    count = 1;
    bool empty = false;
    // Zeros are left out of the product, so that neither it nor the strides overflow for an empty tensor.
    for (const std::int64_t size : sizes) {
        if (size < 0)
            return false;
        if (size == 0) {
            empty = true;
            continue;
        }
        if (std::uint64_t(size) > limit / count)
            return false;
        count *= std::uint64_t(size);
    }
    if (empty)
        count = 0;
    return true;
}

std::string shownText(std::string_view text)
{
    constexpr std::size_t kMaxShown = 80;
    std::string shown(text.substr(0, kMaxShown));
    for (char& letter : shown)
        if (letter < ' ' || letter > '~')
            letter = '?';
    return text.size() > kMaxShown ? shown + "..." : shown;
}

} // namespace bozzetto
