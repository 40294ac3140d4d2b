#include "core/g3dr/object_lookup.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include "core/base/shape_check.h"
#include "core/field/triplane_math.h"

#if defined(__x86_64__)
#define BOZZETTO_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define BOZZETTO_CLONES
#endif

namespace bozzetto {

namespace {

/// The maps of one object.
struct Grid
{
    int width, height, channels, groups;
    std::int64_t count; ///< points
};

template <int Constant>
BOZZETTO_INLINE void readGroup(const Grid& grid, const float* map, const float* where, float* out)
{
    const int width = Constant ? Constant : grid.channels / grid.groups;
    for (std::int64_t n = 0; n < grid.count; ++n) {
        const auto taps = triplane::bilinearTaps(where[2 * n], -where[2 * n + 1], grid.width, grid.height);
        const float* a = map + taps.offset[0] * grid.channels;
        const float* b = map + taps.offset[1] * grid.channels;
        const float* c = map + taps.offset[2] * grid.channels;
        const float* d = map + taps.offset[3] * grid.channels;
        float* to = out + n * grid.channels;
        for (int k = 0; k < width; ++k)
            to[k] =
                taps.weight[0] * a[k] + taps.weight[1] * b[k] + taps.weight[2] * c[k] + taps.weight[3] * d[k];
    }
}

template <int Constant>
BOZZETTO_INLINE void scatterGroup(const Grid& grid, const float* gradient, const float* where, float* map)
{
    const int width = Constant ? Constant : grid.channels / grid.groups;
    for (std::int64_t n = 0; n < grid.count; ++n) {
        const auto taps = triplane::bilinearTaps(where[2 * n], -where[2 * n + 1], grid.width, grid.height);
        const float* from = gradient + n * grid.channels;
        for (int tap = 0; tap < 4; ++tap) {
            const float weight = taps.weight[tap];
            float* to = map + taps.offset[tap] * grid.channels;
            for (int k = 0; k < width; ++k)
                to[k] += weight * from[k];
        }
    }
}

BOZZETTO_CLONES void readObject(const Grid& grid, const float* map, const float* where, float* out)
{
    const int width = grid.channels / grid.groups;
    for (int g = 0; g < grid.groups; ++g, where += 2 * grid.count, map += width, out += width) {
        if (width == 16)
            readGroup<16>(grid, map, where, out);
        else
            readGroup<0>(grid, map, where, out);
    }
}

BOZZETTO_CLONES void scatterObject(const Grid& grid, const float* gradient, const float* where, float* map)
{
    const int width = grid.channels / grid.groups;
    for (int g = 0; g < grid.groups; ++g, where += 2 * grid.count, map += width, gradient += width) {
        if (width == 16)
            scatterGroup<16>(grid, gradient, where, map);
        else
            scatterGroup<0>(grid, gradient, where, map);
    }
}

Grid gridOf(at::IntArrayRef maps, const at::Tensor& positions)
{
    return {int(maps[2]), int(maps[1]), int(maps[3]), int(positions.size(1)), positions.size(2)};
}

class MapLookup : public torch::autograd::Function<MapLookup>
{
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& maps,
                              const at::Tensor& positions)
    {
        context->save_for_backward({positions});
        context->saved_data["shape"] = maps.sizes().vec();
        const Grid grid = gridOf(maps.sizes(), positions);
        auto out = at::empty({maps.size(0), grid.count, grid.channels}, maps.options());
        const float* from = maps.const_data_ptr<float>();
        const float* where = positions.const_data_ptr<float>();
        float* to = out.data_ptr<float>();
        at::parallel_for(0, maps.size(0), 1, [&](int64_t begin, int64_t end) {
            for (int64_t b = begin; b < end; ++b)
                readObject(grid, from + b * grid.width * grid.height * grid.channels,
                           where + b * grid.groups * grid.count * 2, to + b * grid.count * grid.channels);
        });
        return out;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients)
    {
        const auto positions = context->get_saved_variables()[0];
        const auto shape = context->saved_data["shape"].toIntVector();
        const Grid grid = gridOf(shape, positions);
        const auto gradient = gradients[0].contiguous();
        auto maps = at::zeros(shape, gradient.options());
        const float* from = gradient.const_data_ptr<float>();
        const float* where = positions.const_data_ptr<float>();
        float* to = maps.data_ptr<float>();
        at::parallel_for(0, shape[0], 1,
                         [&](int64_t begin, int64_t end) { // one task an object: sums in a fixed order
                             for (int64_t b = begin; b < end; ++b)
                                 scatterObject(grid, from + b * grid.count * grid.channels,
                                               where + b * grid.groups * grid.count * 2,
                                               to + b * grid.width * grid.height * grid.channels);
                         });
        return {maps, at::Tensor()};
    }
};

} // namespace

at::Tensor lookupMaps(const at::Tensor& maps, const at::Tensor& positions)
{
    requireShape(maps, "maps", {-1, -1, -1, -1});
    requireShape(positions, "positions", {maps.size(0), -1, -1, 2});
    if (!maps.is_cpu())
        return lookupMapsReference(maps, positions);
    return MapLookup::apply(maps.contiguous(), positions.detach().contiguous());
}

at::Tensor lookupMapsReference(const at::Tensor& maps, const at::Tensor& positions)
{
    requireShape(maps, "maps", {-1, -1, -1, -1});
    requireShape(positions, "positions", {maps.size(0), -1, -1, 2});
    const auto flipped = positions.detach() * torch::tensor({1.0f, -1.0f}, positions.options());
    const auto groups = maps.permute({0, 3, 1, 2}).chunk(positions.size(1), 1);
    std::vector<at::Tensor> parts;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto grid = flipped.select(1, int64_t(g)).unsqueeze(2); // [B, N, 1, 2]
        parts.push_back(at::grid_sampler_2d(groups[g], grid, 0, 0, false).squeeze(-1).transpose(1, 2));
    }
    return at::cat(parts, 2);
}

} // namespace bozzetto
