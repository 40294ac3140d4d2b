#pragma once

#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

namespace bozzetto {

/// The processes that train one network together, each on its own device, started the way torchrun starts them: RANK,
/// WORLD_SIZE, MASTER_ADDR, MASTER_PORT and LOCAL_RANK in the environment. Every process makes the same calls in the
/// same order. LibTorch's c10d does the work (TCPStore, Gloo). A call throws Error(io) when another process is lost.
/// Thread: one.
class ProcessGroup
{
public:
    virtual ~ProcessGroup() = default;

    virtual int rank() const = 0; ///< 0 .. size() - 1; 0 writes checkpoints, logs and weights
    virtual int size() const = 0; ///< 2 and more

    /// Every tensor (float32, any shape, on the process's device) becomes its mean over the processes.
    virtual void average(std::vector<at::Tensor>& tensors) = 0;

    /// Every tensor (any type and shape) becomes that of process 0.
    virtual void broadcast(std::vector<at::Tensor>& tensors) = 0;

    /// The largest of all processes' values.
    virtual double largest(double value) = 0;
};

/// Joins the group that the environment names and waits for its other members, two minutes at most. Null when
/// WORLD_SIZE is absent or 1. Throws Error(badInput) naming a variable that is missing or out of range,
/// Error(unsupported) in a build without Gloo, Error(io) when the others do not come.
std::shared_ptr<ProcessGroup> joinProcessGroup();

/// This process's number on its machine, which is the number of its GPU; 0 when the environment has none.
int localRank();

} // namespace bozzetto
