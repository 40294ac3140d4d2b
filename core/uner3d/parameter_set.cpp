#include "core/uner3d/parameter_set.h"

#include <ATen/ATen.h>

#include "core/base/error.h"

namespace bozzetto {

void ParameterSet::addLeaf(const std::string& name, const at::Tensor& value)
{
    m_places[name] = {true, m_leaves.size()};
    m_leaves.emplace_back(name, value.detach().requires_grad_());
}

void ParameterSet::addConstant(const std::string& name, const at::Tensor& value)
{
    m_places[name] = {false, m_constants.size()};
    m_constants.emplace_back(name, value.detach());
}

const at::Tensor& ParameterSet::operator[](const std::string& name) const
{
    const auto found = m_places.find(name);
    if (found == m_places.end())
        throw Error(ErrorCode::internal, "Parameters: expected one called {}, found none", name);
    return (found->second.leaf ? m_leaves : m_constants)[found->second.index].second;
}

int64_t ParameterSet::leafCount() const
{
    int64_t count = 0;
    for (const auto& leaf : m_leaves)
        count += leaf.second.numel();
    return count;
}

void ParameterSet::load(const TensorFile& file, const std::string& prefix, const std::string& shownName)
{
    const at::NoGradGuard noGradient;
    for (auto* list : {&m_leaves, &m_constants})
        for (auto& [name, tensor] : *list) {
            const auto* stored = file.find(prefix + name);
            if (!stored || stored->sizes() != tensor.sizes())
                throw Error(ErrorCode::badInput, "{}: expected a tensor {} of shape {}, found {}", shownName, prefix + name,
                            c10::str(tensor.sizes()), stored ? c10::str(stored->sizes()) : "none");
            tensor.copy_(*stored);
        }
}

void ParameterSet::to(c10::Device device)
{
    for (auto& leaf : m_leaves)
        leaf.second = leaf.second.detach().to(device).requires_grad_();
    for (auto& constant : m_constants)
        constant.second = constant.second.to(device);
}

} // namespace bozzetto
