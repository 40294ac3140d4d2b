#pragma once

#include <string>

#include <c10/core/Device.h>

namespace bozzetto {

enum class DeviceChoice { automatic, cpu, cuda };

/// Parses "auto", "cpu" or "cuda"; throws Error(badInput) otherwise.
DeviceChoice parseDeviceChoice(const std::string& text);

/// Loads the CUDA component (core_cuda and LibTorch's CUDA libraries) once, when a GPU driver answers; its
/// absence is no error. automatic: the GPU when one is usable, else the processor. cuda: throws
/// Error(unsupported), saying what is missing, when no GPU is usable. Call before any other CUDA question.
c10::Device chooseDevice(DeviceChoice choice);

/// Why the GPU that the driver offers is not used (a component that does not load, or is of another version), in one
/// sentence; empty when it is used, and when there is no GPU or no component. Worth a line in the log.
std::string gpuComplaint();

/// Address of `name` in the CUDA component; null when chooseDevice() has not loaded it.
const void* cudaComponentSymbol(const char* name);

/// One line for people: "CPU, 2 threads, AMX bf16" or the GPU's name and memory.
std::string describeDevice(const c10::Device& device);

/// True when the processor multiplies bf16 natively (AMX or AVX512-BF16).
bool cpuHasFastBf16();

} // namespace bozzetto
