#include "core/uner3d/idw.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"
#include "core/uner3d/idw_kernels.h"

namespace bozzetto {

namespace {

constexpr double kOpacityFloor = 1e-4; ///< keeps colours of empty surroundings finite
constexpr int kShepardNeighbours = 27;

template <typename T> idw::CloudView<T> viewOf(const CellCloud& cloud)
{
    idw::CloudView<T> view{};
    view.points = cloud.points.const_data_ptr<T>();
    view.start = cloud.start.const_data_ptr<std::int32_t>();
    view.cell = T(cloud.grid.cell);
    for (std::size_t axis = 0; axis < 3; ++axis) {
        view.low[axis] = T(cloud.grid.low[axis]);
        view.count[axis] = cloud.grid.count[axis];
    }
    return view;
}

IdwNeighbours searchAll(const CellCloud& given, const at::Tensor& queries, const idw::Search& wanted)
{
    requireShape(queries, "queries", {-1, 3});
    CellCloud cloud = given;
    cloud.points = cloud.points.detach().contiguous().cpu();
    cloud.start = cloud.start.contiguous().cpu();
    const auto from = queries.detach().to(cloud.points.scalar_type()).cpu().contiguous();
    IdwNeighbours found{at::empty({from.size(0), wanted.neighbours}, at::kInt),
                        at::empty({from.size(0), wanted.neighbours}, from.options())};
    auto* index = found.index.data_ptr<std::int32_t>();
    AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "idw", [&] {
        const auto view = viewOf<scalar_t>(cloud);
        const auto* where = from.const_data_ptr<scalar_t>();
        auto* weight = found.weight.data_ptr<scalar_t>();
        at::parallel_for(0, from.size(0), 256, [&](int64_t begin, int64_t end) {
            idw::search(view, wanted, where, begin, end, index, weight);
        });
    });
    return {found.index.to(queries.device()), found.weight.to(queries.device())};
}

void checkOptions(const IdwOptions& options)
{
    if (options.neighbours < 1 || options.neighbours > 27 || !(options.power > 0) || !(options.reach > 0))
        throw Error(ErrorCode::internal, "IDW: expected 1 to 27 neighbours and positive powers, found {} and {}",
                    options.neighbours, options.power);
}

/// values [N, C] gathered with weights: sum_k w_k v_k. One pass each way, nothing of size [Q, K, C] in between.
class WeightedGather : public torch::autograd::Function<WeightedGather>
{
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& values, const at::Tensor& index,
                              const at::Tensor& weight)
    {
        const auto from = values.contiguous();
        const int64_t count = index.size(0), neighbours = index.size(1), channels = values.size(1);
        auto result = at::zeros({count, channels}, from.options());
        const auto* place = index.const_data_ptr<std::int32_t>();
        AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "gather", [&] {
            const auto *value = from.const_data_ptr<scalar_t>(), *share = weight.const_data_ptr<scalar_t>();
            auto* sum = result.data_ptr<scalar_t>();
            at::parallel_for(0, count, 1024, [&](int64_t begin, int64_t end) {
                for (int64_t q = begin; q < end; ++q)
                    for (int64_t k = q * neighbours; k < (q + 1) * neighbours; ++k)
                        if (place[k] >= 0)
                            for (int64_t c = 0; c < channels; ++c)
                                sum[q * channels + c] += share[k] * value[place[k] * channels + c];
            });
        });
        context->save_for_backward({index, weight});
        context->saved_data["points"] = values.size(0);
        return result;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto& index = saved[0];
        const auto& weight = saved[1];
        const auto from = gradients[0].contiguous();
        const int64_t count = index.size(0), neighbours = index.size(1), channels = from.size(1);
        auto result = at::zeros({context->saved_data["points"].toInt(), channels}, from.options());
        const auto* place = index.const_data_ptr<std::int32_t>();
        AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "scatter", [&] {
            const auto *gradient = from.const_data_ptr<scalar_t>(), *share = weight.const_data_ptr<scalar_t>();
            auto* sum = result.data_ptr<scalar_t>(); // on one thread: sums of several queries meet, in a fixed order
            for (int64_t q = 0; q < count; ++q)
                for (int64_t k = q * neighbours; k < (q + 1) * neighbours; ++k)
                    if (place[k] >= 0)
                        for (int64_t c = 0; c < channels; ++c)
                            sum[place[k] * channels + c] += share[k] * gradient[q * channels + c];
        });
        return {result, at::Tensor(), at::Tensor()};
    }
};

at::Tensor gather(const at::Tensor& values, const IdwNeighbours& found)
{
    const auto device = values.device();
    const auto type = values.scalar_type();
    return WeightedGather::apply(values.cpu(), found.index.cpu().contiguous(), found.weight.to(type).cpu().contiguous())
        .to(device);
}

/// Colour and, where wanted, opacity of each point as columns [N, 3 or 4]: colours times opacity, then opacity.
at::Tensor weightedColours(const ValuedCloud& cloud, const IdwOptions& options)
{
    if (!options.opacityWeighted)
        return cloud.values.rgb;
    const auto opacity = (1 - at::exp(-cloud.values.density * cloud.cloud.grid.cell)).unsqueeze(1);
    return at::cat({cloud.values.rgb * opacity, opacity}, 1);
}

at::Tensor colourOf(const at::Tensor& columns, const IdwOptions& options)
{
    return options.opacityWeighted ? columns.narrow(1, 0, 3) / (columns.narrow(1, 3, 1) + kOpacityFloor) : columns;
}

idw::Search densitySearch(const IdwOptions& options)
{
    if (options.density == IdwDensity::modifiedShepard)
        return {kShepardNeighbours, true, true, options.reach, options.epsilon};
    return {options.neighbours, true, false, options.densityPower, options.epsilon};
}

at::Tensor referenceWeights(const ValuedCloud& cloud, const at::Tensor& queries, int64_t neighbours, double power,
                            double epsilon, at::Tensor& index)
{
    const auto distance = at::cdist(queries, cloud.cloud.points) / cloud.cloud.grid.cell;
    const auto [nearest, order] = distance.topk(std::min(neighbours, distance.size(1)), 1, false);
    index = order;
    const auto weight = 1 / (nearest.pow(power) + epsilon);
    return weight / weight.sum(1, true);
}

} // namespace

IdwNeighbours colourNeighbours(const CellCloud& cloud, const at::Tensor& queries, const IdwOptions& options)
{
    checkOptions(options);
    return searchAll(cloud, queries, {options.neighbours, false, false, options.power, options.epsilon});
}

IdwNeighbours densityNeighbours(const CellCloud& cloud, const at::Tensor& queries, const IdwOptions& options)
{
    checkOptions(options);
    return searchAll(cloud, queries, densitySearch(options));
}

at::Tensor idwColour(const ValuedCloud& cloud, const at::Tensor& queries, const IdwOptions& options)
{
    const auto found = colourNeighbours(cloud.cloud, queries, options);
    return colourOf(gather(weightedColours(cloud, options), found), options);
}

at::Tensor idwDensity(const ValuedCloud& cloud, const at::Tensor& queries, const IdwOptions& options)
{
    const auto found = densityNeighbours(cloud.cloud, queries, options);
    return gather(cloud.values.density.unsqueeze(1), found).squeeze(1);
}

at::Tensor idwColourReference(const ValuedCloud& cloud, const at::Tensor& queries, const IdwOptions& options)
{
    at::Tensor index;
    const auto weight = referenceWeights(cloud, queries, options.neighbours, options.power, options.epsilon, index);
    const auto columns = weightedColours(cloud, options).index_select(0, index.view({-1}));
    return colourOf((columns.view({index.size(0), index.size(1), -1}) * weight.unsqueeze(2)).sum(1), options);
}

at::Tensor idwDensityReference(const ValuedCloud& cloud, const at::Tensor& queries, const IdwOptions& options)
{
    at::Tensor index, weight;
    if (options.density == IdwDensity::standard) {
        weight = referenceWeights(cloud, queries, options.neighbours, options.densityPower, options.epsilon, index);
        return (cloud.values.density.index_select(0, index.view({-1})).view(index.sizes()) * weight).sum(1);
    }
    const auto distance = at::cdist(queries, cloud.cloud.points) / cloud.cloud.grid.cell + 1e-6;
    weight = ((options.reach - distance).clamp_min(0) / (options.reach * distance)).square();
    return (weight * cloud.values.density.unsqueeze(0)).sum(1) / (weight.sum(1) + 1e-9);
}

ValuedCloud mergeClouds(const std::vector<ValuedCloud>& clouds, const CellGrid& grid, const at::Tensor& common,
                        const IdwOptions& options)
{
    std::vector<at::Tensor> points, density, rgb;
    for (const auto& cloud : clouds) {
        points.push_back(cloud.cloud.points);
        density.push_back(cloud.values.density);
        rgb.push_back(cloud.values.rgb);
    }
    ValuedCloud all;
    all.cloud = sortIntoCells(grid, at::cat(points));
    all.values = {at::cat(density).index_select(0, all.cloud.order), at::cat(rgb).index_select(0, all.cloud.order)};
    ValuedCloud merged;
    merged.cloud = sortIntoCells(grid, common);
    merged.values = {idwDensity(all, merged.cloud.points, options), idwColour(all, merged.cloud.points, options)};
    return merged;
}

} // namespace bozzetto
