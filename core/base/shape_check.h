#pragma once

#include <initializer_list>

#include <ATen/core/Tensor.h>

namespace bozzetto {

/// Throws Error(internal) unless `tensor` is defined and has this shape; -1 stands for any size. `name` is the
/// argument's name in the message: requireShape(rays, "rays", {-1, 6}).
void requireShape(const at::Tensor& tensor, const char* name, std::initializer_list<int64_t> shape);

} // namespace bozzetto
