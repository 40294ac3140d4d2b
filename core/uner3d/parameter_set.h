#pragma once

#include <map>
#include <string>

#include <ATen/core/Tensor.h>

#include "core/train/recipe.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

/// A network's tensors by name, in the order in which they were added: leaves that learn, and statistics that no
/// gradient reaches.
class ParameterSet
{
public:
    void addLeaf(const std::string& name, const at::Tensor& value);
    void addConstant(const std::string& name, const at::Tensor& value);

    const at::Tensor& operator[](const std::string& name) const;
    const NamedTensors& leaves() const { return m_leaves; }
    const NamedTensors& constants() const { return m_constants; }
    int64_t leafCount() const; ///< numbers that learn

    /// Copies every tensor from the file, where it is called prefix + name. Throws Error(badInput) naming
    /// `shownName` and the first tensor that is missing or has another shape.
    void load(const TensorFile& file, const std::string& prefix, const std::string& shownName);
    void to(c10::Device device);

private:
    struct Place
    {
        bool leaf;
        std::size_t index;
    };
    NamedTensors m_leaves, m_constants;
    std::map<std::string, Place> m_places;
};

} // namespace bozzetto
