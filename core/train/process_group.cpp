#include "core/train/process_group.h"

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <string>

#include <ATen/ATen.h>

#include "core/base/error.h"

#ifdef BOZZETTO_GLOO
#define USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

namespace bozzetto {

namespace {

int environmentNumber(const char* name, int low, int high)
{
    const char* text = std::getenv(name);
    const std::string found = text ? text : "";
    int value = 0;
    const auto [end, failure] = std::from_chars(found.data(), found.data() + found.size(), value);
    if (found.empty() || failure != std::errc() || end != found.data() + found.size() || value < low || value > high)
        throw Error(ErrorCode::badInput, "{}: expected a number from {} to {} in the environment of a distributed training, found {}",
                    name, low, high, found.empty() ? "none" : "\"" + found + "\"");
    return value;
}

} // namespace

#ifdef BOZZETTO_GLOO

namespace {

constexpr std::chrono::minutes kMeeting(2);
constexpr std::chrono::hours kPatience(6); // process 0 validates and writes while the others wait

class GlooGroup final : public ProcessGroup
{
public:
    GlooGroup(const std::string& address, int port, int rank, int size) : m_rank(rank), m_size(size)
    {
        guarded([&] {
            c10d::TCPStoreOptions meeting;
            meeting.port = std::uint16_t(port);
            meeting.isServer = rank == 0;
            meeting.numWorkers = std::size_t(size);
            meeting.timeout = kMeeting;
            const auto store = c10::make_intrusive<c10d::TCPStore>(address, meeting);
            auto options = c10d::ProcessGroupGloo::Options::create(kPatience);
            const char* wire = std::getenv("GLOO_SOCKET_IFNAME");
            options->devices.push_back(wire ? c10d::ProcessGroupGloo::createDeviceForInterface(wire)
                                            : c10d::ProcessGroupGloo::createDefaultDevice());
            m_group = c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options);
        });
    }

    int rank() const override { return m_rank; }
    int size() const override { return m_size; }

    void average(std::vector<at::Tensor>& tensors) override
    {
        const at::NoGradGuard noGradient;
        std::vector<at::Tensor> parts; // one message for all of them
        for (const auto& tensor : tensors)
            parts.push_back(tensor.detach().reshape({-1}).to(at::kCPU, at::kFloat));
        at::Tensor all = parts.empty() ? at::Tensor() : at::cat(parts);
        if (!all.defined())
            return;
        reduce(all, c10d::ReduceOp::SUM);
        all /= m_size;
        std::int64_t from = 0;
        for (auto& tensor : tensors) {
            tensor.detach().copy_(all.narrow(0, from, tensor.numel()).view(tensor.sizes()));
            from += tensor.numel();
        }
    }

    void broadcast(std::vector<at::Tensor>& tensors) override
    {
        const at::NoGradGuard noGradient;
        for (auto& tensor : tensors) {
            std::vector<at::Tensor> sent{tensor.detach().to(at::kCPU).contiguous().clone()};
            guarded([&] { m_group->broadcast(sent)->wait(); });
            tensor.detach().copy_(sent[0]);
        }
    }

    double largest(double value) override
    {
        auto sent = at::full({1}, value, at::kDouble);
        reduce(sent, c10d::ReduceOp::MAX);
        return sent.item<double>();
    }

private:
    template<typename Work>
    void guarded(Work work)
    {
        try {
            work();
        } catch (const std::exception& failure) {
            const std::string text = failure.what();
            throw Error(ErrorCode::io, "Distributed training, process {} of {}: expected all processes to answer, found: {}",
                        m_rank, m_size, text.substr(0, text.find('\n')));
        }
    }

    void reduce(at::Tensor& tensor, c10d::ReduceOp::RedOpType operation)
    {
        std::vector<at::Tensor> sent{tensor};
        c10d::AllreduceOptions options;
        options.reduceOp = operation;
        guarded([&] { m_group->allreduce(sent, options)->wait(); });
    }

    int m_rank, m_size;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> m_group;
};

} // namespace

#endif

std::shared_ptr<ProcessGroup> joinProcessGroup()
{
    if (!std::getenv("WORLD_SIZE"))
        return nullptr;
    const int size = environmentNumber("WORLD_SIZE", 1, 4096);
    if (size == 1)
        return nullptr;
#ifdef BOZZETTO_GLOO
    const int rank = environmentNumber("RANK", 0, size - 1);
    const int port = environmentNumber("MASTER_PORT", 1, 65535);
    const char* address = std::getenv("MASTER_ADDR");
    if (!address || !*address)
        throw Error(ErrorCode::badInput, "MASTER_ADDR: expected the address of process 0, found none");
    return std::make_shared<GlooGroup>(address, port, rank, size);
#else
    throw Error(ErrorCode::unsupported, "WORLD_SIZE is {}: this build has no Gloo, so that it trains in one process only", size);
#endif
}

int localRank()
{
    return std::getenv("LOCAL_RANK") ? environmentNumber("LOCAL_RANK", 0, 1023) : 0;
}

} // namespace bozzetto
