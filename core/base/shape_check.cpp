#include "core/base/shape_check.h"

#include <fmt/ranges.h>

#include "core/base/error.h"

namespace bozzetto {

void requireShape(const at::Tensor& tensor, const char* name, std::initializer_list<int64_t> shape)
{
    if (!tensor.defined())
        throw Error(ErrorCode::internal, "{}: expected a tensor of shape [{}], found none", name,
                    fmt::join(shape, ", "));
    bool matches = tensor.dim() == static_cast<int64_t>(shape.size());
    int64_t axis = 0;
    for (int64_t size : shape) {
        matches = matches && (size == -1 || tensor.size(axis) == size);
        ++axis;
    }
    if (!matches)
        throw Error(ErrorCode::internal, "{}: expected shape [{}], found [{}]", name, fmt::join(shape, ", "),
                    fmt::join(tensor.sizes(), ", "));
}

} // namespace bozzetto
