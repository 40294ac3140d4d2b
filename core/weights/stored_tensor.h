#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// Element types that weight files hold. Independent of LibTorch, so that the parsers can be fuzzed alone.
enum class StoredType {
    boolean, uint8, int8, uint16, int16, uint32, int32, uint64, int64,
    float8e4m3, float8e5m2, float16, bfloat16, float32, float64, complex64, complex128
};

std::size_t itemSize(StoredType type);       ///< bytes per element
bool isFloating(StoredType type);            ///< real floating point
const char* storedTypeName(StoredType type); ///< as safetensors spells it: "F32", "BF16", ...

/// Where a tensor lies in its file. Whoever fills one has checked that every element lies inside the file.
struct StoredTensor
{
    std::string name;
    StoredType type = StoredType::float32;
    std::vector<std::int64_t> sizes;
    std::vector<std::int64_t> strides; ///< in elements
    std::size_t byteOffset = 0;        ///< of the first element, from the file's start

    std::int64_t elementCount() const; ///< product of the sizes; 1 for a scalar
    std::size_t byteCount() const { return std::size_t(elementCount()) * itemSize(type); }
};

/// What a weight file says about itself before any tensor is read.
struct StoredTensors
{
    std::vector<StoredTensor> tensors; ///< file order
    std::map<std::string, std::string> metadata;
};

/// Row-major strides of `sizes`.
std::vector<std::int64_t> contiguousStrides(const std::vector<std::int64_t>& sizes);

/// Number of elements of `sizes`; false when a size is negative or the product exceeds `limit`.
bool countElements(const std::vector<std::int64_t>& sizes, std::uint64_t limit, std::uint64_t& count);

/// A name from a file as a message may show it: printable ASCII, at most 80 characters.
std::string shownText(std::string_view text);

} // namespace bozzetto
