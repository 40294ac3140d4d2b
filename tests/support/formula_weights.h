#pragma once

#include <string>

#include <ATen/core/Tensor.h>

namespace bozzetto::test {

/// Numbers in [-1, 1) that follow from the name, float32; as `uniform` of tests/data/vision/formula.py.
at::Tensor uniformOf(const std::string& name, at::IntArrayRef shape);

/// Weights of a network from the formula, by kind: statistics and scales of norms stay positive, layers keep their input's
/// spread. As `fill` of tests/data/vision/formula.py.
at::Tensor formulaWeight(const std::string& name, at::IntArrayRef shape);

} // namespace bozzetto::test
