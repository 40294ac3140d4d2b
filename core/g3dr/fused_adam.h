#pragma once

#include <vector>

#include <torch/types.h>

namespace bozzetto {

/// Adam (0.9, 0.99) through LibTorch's fused kernel, for optimisations of one picture.
class FusedAdam
{
public:
    FusedAdam(std::vector<at::Tensor> tensors, double rate) : m_tensors(std::move(tensors)), m_rate(rate)
    {
        for (const auto& tensor : m_tensors) {
            m_first.push_back(at::zeros_like(tensor));
            m_second.push_back(at::zeros_like(tensor));
            m_steps.push_back(at::zeros({}, tensor.options().requires_grad(false)));
        }
    }

    /// Takes and clears the gradients; the rate is `factor` of the constructor's.
    void step(double factor)
    {
        const at::NoGradGuard noGradient;
        std::vector<at::Tensor> gradients;
        for (std::size_t i = 0; i < m_tensors.size(); ++i) {
            auto& gradient = m_tensors[i].mutable_grad();
            gradients.push_back(gradient.contiguous(m_tensors[i].suggest_memory_format()));
            gradient = at::Tensor();
            m_steps[i] += 1;
        }
        at::_fused_adam_(m_tensors, gradients, m_first, m_second, {}, m_steps, m_rate * factor, 0.9, 0.99, 0, 1e-8,
                         false, false);
    }

private:
    std::vector<at::Tensor> m_tensors, m_first, m_second, m_steps;
    double m_rate;
};

} // namespace bozzetto
