#include "core/base/device.h"

#include <cpuid.h>
#include <dlfcn.h>

#include <filesystem>
#include <mutex>
#include <vector>

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include "core/base/error.h"

namespace bozzetto {

namespace {

/// The driver's own answer, without LibTorch: costs nothing where there is no driver.
int driverDeviceCount()
{
    void* driver = ::dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL);
    if (!driver)
        return 0;
    using Init = int (*)(unsigned);
    using Count = int (*)(int*);
    const auto init = reinterpret_cast<Init>(::dlsym(driver, "cuInit"));
    const auto count = reinterpret_cast<Count>(::dlsym(driver, "cuDeviceGetCount"));
    int devices = 0;
    if (!init || !count || init(0) != 0 || count(&devices) != 0)
        return 0;
    return devices;
}

std::vector<std::filesystem::path> componentPlaces()
{
    std::vector<std::filesystem::path> places;
    if (const char* chosen = std::getenv("BOZZETTO_CUDA_LIBRARY"))
        places.emplace_back(chosen);
    std::error_code failed;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
    for (const char* folder : {"../lib", "../lib/bozzetto", "."})
        places.push_back(program / folder / "libcore_cuda.so");
    return places;
}

/// Loads the CUDA component. Empty when it worked, else the reason, as the end of a sentence.
std::string loadCuda()
{
    if (driverDeviceCount() == 0)
        return "no NVIDIA driver with a GPU answers";
    std::string reason = "the CUDA component (libcore_cuda.so) is not installed";
    for (const auto& place : componentPlaces()) {
        if (!std::filesystem::exists(place))
            continue;
        if (::dlopen(place.c_str(), RTLD_NOW | RTLD_GLOBAL))
            return at::hasCUDA() ? std::string() : "LibTorch finds no usable GPU";
        reason = std::string("the CUDA component could not be loaded: ") + ::dlerror();
    }
    return reason;
}

const std::string& cudaProblem()
{
    static const std::string problem = loadCuda();
    return problem;
}

} // namespace

DeviceChoice parseDeviceChoice(const std::string& text)
{
    if (text == "auto")
        return DeviceChoice::automatic;
    if (text == "cpu")
        return DeviceChoice::cpu;
    if (text == "cuda")
        return DeviceChoice::cuda;
    throw Error(ErrorCode::badInput, "Device: expected auto, cpu or cuda, found \"{}\"", text);
}

c10::Device chooseDevice(DeviceChoice choice)
{
    if (choice == DeviceChoice::cpu)
        return c10::Device(c10::kCPU);
    const std::string& problem = cudaProblem();
    if (problem.empty())
        return c10::Device(c10::kCUDA, 0);
    if (choice == DeviceChoice::cuda)
        throw Error(ErrorCode::unsupported, "Device cuda: expected a usable GPU, but {}", problem);
    return c10::Device(c10::kCPU);
}

std::string describeDevice(const c10::Device& device)
{
    if (device.is_cuda())
        return fmt::format("GPU {}", int(device.index()));
    return fmt::format("CPU, {} threads{}", at::get_num_threads(), cpuHasFastBf16() ? ", bf16" : "");
}

bool cpuHasFastBf16()
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d))
        return false;
    constexpr unsigned kAmxBf16 = 1u << 22;
    if (d & kAmxBf16)
        return true;
    constexpr unsigned kAvx512Bf16 = 1u << 5;
    return __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & kAvx512Bf16);
}

} // namespace bozzetto
