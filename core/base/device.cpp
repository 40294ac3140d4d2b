#include "core/base/device.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include <dlfcn.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include <ATen/Parallel.h>
#include <torch/cuda.h>

#include "core/base/error.h"

namespace bozzetto {

namespace {

/// The few entries of NVIDIA's driver library that answer before LibTorch's CUDA part is loaded.
struct Driver
{
    int (*init)(unsigned) = nullptr;
    int (*deviceCount)(int*) = nullptr;
    int (*deviceGet)(int*, int) = nullptr;
    int (*deviceName)(char*, int, int) = nullptr;
    int (*deviceMemory)(std::size_t*, int) = nullptr;

    Driver()
    {
        void* library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
        if (!library)
            return;
        resolve(library, "cuInit", init);
        resolve(library, "cuDeviceGetCount", deviceCount);
        resolve(library, "cuDeviceGet", deviceGet);
        resolve(library, "cuDeviceGetName", deviceName);
        resolve(library, "cuDeviceTotalMem_v2", deviceMemory);
    }

    bool complete() const { return init && deviceCount && deviceGet && deviceName && deviceMemory; }

private:
    template <typename Function> static void resolve(void* library, const char* name, Function& function)
    {
        function = reinterpret_cast<Function>(dlsym(library, name));
    }
};

const Driver& driver()
{
    static const Driver loaded;
    return loaded;
}

/// Why the driver offers no GPU; empty when it does.
std::string driverTrouble()
{
    if (!driver().complete())
        return "no NVIDIA driver was found (libcuda.so.1)";
    if (const int code = driver().init(0); code != 0)
        return fmt::format("the NVIDIA driver does not start (error {})", code);
    int count = 0;
    if (driver().deviceCount(&count) != 0 || count < 1)
        return "the NVIDIA driver finds no GPU";
    return {};
}

std::vector<std::filesystem::path> componentCandidates()
{
    if (const char* chosen = std::getenv("BOZZETTO_CUDA_LIBRARY"); chosen && *chosen)
        return {chosen};
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    if (failure)
        return {};
    const auto libraries = program.parent_path().parent_path() / "lib";
    return {libraries / "libcore_cuda.so", libraries / "bozzetto" / "libcore_cuda.so"};
}

/// The loaded component, or why it is not; its symbols are made global because LibTorch's libraries look each
/// other's up.
struct Component
{
    bool absent = false;
    void* library = nullptr;
    std::string trouble;
};

Component openComponent()
{
    std::string tried;
    for (const auto& path : componentCandidates()) {
        std::error_code failure;
        if (std::filesystem::exists(path, failure)) {
            Component component;
            component.library = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
            const char* reason = component.library ? nullptr : dlerror();
            if (!component.library)
                component.trouble =
                    fmt::format("the CUDA component does not load ({})", reason ? reason : path.string());
            return component;
        }
        tried += (tried.empty() ? "" : ", ") + path.string();
    }
    return {true, nullptr, fmt::format("the CUDA component is missing (looked for {})", tried)};
}

Component loadComponent()
{
    Component component = openComponent();
    if (!component.library)
        return component;
    const auto* version = static_cast<const char* const*>(dlsym(component.library, "bozzettoComponentVersion"));
    if (!version || std::string(*version) != BOZZETTO_VERSION)
        return {false, nullptr, fmt::format("the CUDA component is of version {}, expected " BOZZETTO_VERSION,
                                     version ? *version : "unknown")};
    return component;
}

/// What is known of GPUs. Settled once: ATen remembers its first answer to a CUDA question.
struct Gpu
{
    std::string driver; ///< why the driver offers none
    Component component;

    const std::string& trouble() const { return driver.empty() ? component.trouble : driver; }
};

const Gpu& gpu()
{
    static const Gpu found = [] {
        Gpu result;
        result.driver = driverTrouble();
        if (!result.driver.empty())
            return result;
        result.component = loadComponent();
        if (result.component.library && !torch::cuda::is_available())
            result.component.trouble = "LibTorch's CUDA part finds no GPU that it can use";
        return result;
    }();
    return found;
}

#if defined(__x86_64__)
std::array<unsigned, 4> cpuidLeaf(unsigned leaf, unsigned subleaf)
{
    std::array<unsigned, 4> words{};
    if (!__get_cpuid_count(leaf, subleaf, &words[0], &words[1], &words[2], &words[3]))
        words.fill(0);
    return words;
}

/// Which register sets the operating system saves (XCR0); 0 where it does not say.
unsigned savedRegisters()
{
    constexpr unsigned kOsXsave = 1u << 27;
    if (!(cpuidLeaf(1, 0)[2] & kOsXsave))
        return 0;
    unsigned low = 0, high = 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

bool hasAmxBf16()
{
    constexpr unsigned kAmxBf16 = 1u << 22, kAmxTile = 1u << 24, kTileState = 3u << 17;
    const unsigned features = cpuidLeaf(7, 0)[3];
    return (features & kAmxBf16) && (features & kAmxTile) && (savedRegisters() & kTileState) == kTileState;
}

bool hasAvx512Bf16()
{
    constexpr unsigned kBf16 = 1u << 5, kVectorState = 0xe6;
    const bool hasSubleaf = cpuidLeaf(7, 0)[0] >= 1;
    return hasSubleaf && (cpuidLeaf(7, 1)[0] & kBf16) && (savedRegisters() & kVectorState) == kVectorState;
}
#else
bool hasAmxBf16()
{
    return false;
}

bool hasAvx512Bf16()
{
    return false;
}
#endif

std::string describeGpu(int index)
{
    int handle = 0;
    char name[256] = {};
    std::size_t bytes = 0;
    if (!driver().complete() || driver().init(0) != 0 || driver().deviceGet(&handle, index) != 0 ||
        driver().deviceName(name, sizeof name, handle) != 0 || driver().deviceMemory(&bytes, handle) != 0)
        return fmt::format("GPU {}", index);
    return fmt::format("{}, {:.1f} GiB", name, double(bytes) / (1024.0 * 1024.0 * 1024.0));
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
    if (gpu().trouble().empty())
        return c10::Device(c10::kCUDA, 0);
    if (choice == DeviceChoice::cuda)
        throw Error(ErrorCode::unsupported, "The GPU cannot be used: {}.", gpu().trouble());
    return c10::Device(c10::kCPU);
}

std::string gpuComplaint()
{
    const Component& component = gpu().component;
    if (component.trouble.empty() || component.absent)
        return {};
    return fmt::format("The GPU is not used: {}.", component.trouble);
}

const void* cudaComponentSymbol(const char* name)
{
    return gpu().component.library ? dlsym(gpu().component.library, name) : nullptr;
}

std::string describeDevice(const c10::Device& device)
{
    if (device.is_cuda())
        return describeGpu(device.has_index() ? device.index() : 0);
    const int threads = at::get_num_threads();
    const char* bf16 = hasAmxBf16() ? ", AMX bf16" : hasAvx512Bf16() ? ", AVX-512 bf16" : "";
    return fmt::format("CPU, {} thread{}{}", threads, threads == 1 ? "" : "s", bf16);
}

bool cpuHasFastBf16()
{
    return hasAmxBf16() || hasAvx512Bf16();
}

} // namespace bozzetto
