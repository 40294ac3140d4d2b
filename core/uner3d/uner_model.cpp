#include "core/uner3d/uner_model.h"

#include <cmath>
#include <cstdlib>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

constexpr int64_t kEfficientLevels = 4; ///< strides 2 to 16
constexpr const char* kFormat = "bozzetto-uner3d-1";

int64_t latentOf(const UnerOptions& options)
{
    if (options.encoder == PictureEncoder::resnet34)
        return options.resnet.latent();
    int64_t sum = 0;
    for (int64_t level = 0; level < kEfficientLevels; ++level)
        sum += kEfficientNetWidths[std::size_t(level)];
    return sum;
}

UnerOptions completed(UnerOptions options)
{
    options.network.latent = latentOf(options);
    return options;
}

/// Reads the header's entries, naming what is wrong.
struct HeaderReader
{
    const std::map<std::string, std::string>& header;
    const std::string& shownName;

    const std::string& text(const char* key) const
    {
        const auto found = header.find(key);
        if (found == header.end())
            throw Error(ErrorCode::badInput, "{}: expected weights of recipe uner3d with an entry \"{}\", found none",
                        shownName, key);
        return found->second;
    }
    double number(const char* key, double low, double high) const
    {
        const auto& value = text(key);
        char* end = nullptr;
        const double parsed = std::strtod(value.c_str(), &end);
        if (value.empty() || *end != '\0' || !(parsed >= low && parsed <= high))
            throw Error(ErrorCode::badInput, "{}: expected \"{}\" to be a number from {} to {}, found \"{}\"", shownName,
                        key, low, high, value);
        return parsed;
    }
    std::vector<int64_t> numbers(const char* key, std::size_t count) const
    {
        std::vector<int64_t> values;
        const char* at = text(key).c_str();
        for (char* end = nullptr; values.size() < count; at = end + (*end == ',')) {
            values.push_back(std::strtoll(at, &end, 10));
            if (end == at || values.back() < 1 || values.back() > 4096)
                throw Error(ErrorCode::badInput, "{}: expected \"{}\" to be {} numbers from 1 to 4096, found \"{}\"",
                            shownName, key, count, text(key));
        }
        return values;
    }
};

void appendPrefixed(NamedTensors& all, const std::string& prefix, const NamedTensors& part)
{
    for (const auto& [name, tensor] : part)
        all.emplace_back(prefix + name, tensor);
}

} // namespace

PointSamples queryChunked(const PointField& field, const at::Tensor& points, int64_t chunk)
{
    const at::NoGradGuard noGradient;
    std::vector<at::Tensor> density, rgb;
    for (int64_t start = 0; start == 0 || start < points.size(0); start += chunk) {
        const auto part = field.query(points.narrow(0, start, std::min(chunk, points.size(0) - start)));
        density.push_back(part.density);
        rgb.push_back(part.rgb);
    }
    return {at::cat(density), at::cat(rgb)};
}

UnerOptions UnerOptions::full() { return completed({}); }

UnerOptions UnerOptions::cpu()
{
    UnerOptions options;
    options.resnet.widths = {16, 16, 32, 64};
    options.resnet.blocks = {1, 1, 1};
    options.network.hidden = 128;
    options.network.perViewBlocks = 2;
    options.network.fusedBlocks = 1;
    return completed(options);
}

std::map<std::string, std::string> UnerOptions::header() const
{
    const auto& w = resnet.widths;
    const auto& b = resnet.blocks;
    return {{"format", kFormat},
            {"profile", network.hidden >= 512 ? "full" : "cpu"},
            {"encoder", encoder == PictureEncoder::resnet34 ? "resnet34" : "efficientnet-lite0"},
            {"latent", std::to_string(network.latent)},
            {"widths", fmt::format("{},{},{},{}", w[0], w[1], w[2], w[3])},
            {"blocks", fmt::format("{},{},{}", b[0], b[1], b[2])},
            {"firstPool", resnet.firstPool ? "1" : "0"},
            {"hidden", std::to_string(network.hidden)},
            {"perViewBlocks", std::to_string(network.perViewBlocks)},
            {"fusedBlocks", std::to_string(network.fusedBlocks)},
            {"octaves", std::to_string(network.octaves)},
            {"base", fmt::format("{}", network.baseFrequency)},
            {"headGain", fmt::format("{}", network.headGain)},
            {"fusion", viewFusionName(fusion)},
            {"lookup", lookup == FeatureLookup::clean ? "clean" : "pixelnerf"},
            {"pixelCentre", fmt::format("{}", pixelCentre)},
            {"box", fmt::format("{}", boxHalf)},
            {"near", fmt::format("{}", nearDistance)},
            {"far", fmt::format("{}", farDistance)},
            {"background", fmt::format("{}", background)}};
}

UnerOptions UnerOptions::fromHeader(const std::map<std::string, std::string>& header, const std::string& shownName)
{
    const HeaderReader read{header, shownName};
    if (read.text("format") != kFormat)
        throw Error(ErrorCode::badInput, "{}: expected format {}, found {}", shownName, kFormat, read.text("format"));
    UnerOptions options;
    options.encoder =
        read.text("encoder") == "resnet34" ? PictureEncoder::resnet34 : PictureEncoder::efficientNet;
    const auto widths = read.numbers("widths", 4), blocks = read.numbers("blocks", 3);
    std::copy_n(widths.begin(), 4, options.resnet.widths.begin());
    std::copy_n(blocks.begin(), 3, options.resnet.blocks.begin());
    options.resnet.firstPool = read.text("firstPool") == "1";
    options.network.hidden = int64_t(read.number("hidden", 1, 4096));
    options.network.perViewBlocks = int(read.number("perViewBlocks", 1, 64));
    options.network.fusedBlocks = int(read.number("fusedBlocks", 1, 64));
    options.network.octaves = int(read.number("octaves", 0, 16));
    options.network.baseFrequency = read.number("base", 1e-3, 1e3);
    options.network.headGain = read.number("headGain", 1e-3, 1e3);
    options.fusion = parseViewFusion(read.text("fusion"));
    options.lookup = read.text("lookup") == "clean" ? FeatureLookup::clean : FeatureLookup::pixelNerf;
    options.pixelCentre = read.number("pixelCentre", 0, 0.5);
    options.boxHalf = read.number("box", 1e-3, 1e3);
    options.nearDistance = read.number("near", 0, 1e6);
    options.farDistance = read.number("far", 0, 1e6);
    options.background = read.number("background", 0, 1);
    return completed(options);
}

UnerModel::UnerModel(const UnerOptions& options, std::uint64_t seed)
    : m_options(completed(options)), m_coarse(m_options.network, seed + 1), m_fine(m_options.network, seed + 2)
{
    if (options.encoder == PictureEncoder::resnet34)
        m_resnet.emplace(options.resnet, seed);
    else
        m_efficientNet = EfficientNetLite0::random(seed);
}

std::shared_ptr<UnerModel> UnerModel::load(const std::filesystem::path& path)
{
    const auto file = readWeights(path);
    auto model = std::make_shared<UnerModel>(UnerOptions::fromHeader(file.metadata, path.string()), 0);
    model->load(file, path.string());
    if (const auto* begun = file.find("fineBegun"); begun && begun->to(at::kFloat).sum().item<float>() == 0)
        model->m_bestStage = UnerStage::coarse;
    return model;
}

void UnerModel::loadEncoder(const std::filesystem::path& path)
{
    const auto file = readWeights(path);
    if (m_resnet)
        m_resnet->load(file, path.string());
    else
        m_efficientNet = EfficientNetLite0::fromPublished(file);
}

at::Tensor UnerModel::encodePictures(const at::Tensor& pictures, bool training) const
{
    requireShape(pictures, "pictures", {-1, 3, -1, -1});
    if (m_resnet)
        return m_resnet->forward(pictures * 2 - 1, training);
    const at::NoGradGuard frozen;
    const auto maps = efficientNetFeatures(*m_efficientNet, normaliseForImageNet(pictures));
    std::vector<at::Tensor> pyramid = {maps[0]};
    for (std::size_t level = 1; level < std::size_t(kEfficientLevels); ++level)
        pyramid.push_back(at::upsample_bilinear2d(maps[level], {maps[0].size(2), maps[0].size(3)}, false));
    return at::cat(pyramid, 1);
}

FeatureSet UnerModel::encode(const at::Tensor& pictures, const ViewCameras& cameras, bool training) const
{
    const auto maps = encodePictures(pictures, training);
    FeatureSet features;
    features.cameras = cameras;
    features.cameras.pixelCentre = m_options.pixelCentre;
    for (int64_t v = 0; v < maps.size(0); ++v)
        features.maps.push_back(maps[v]);
    return features;
}

FeatureSet UnerModel::appendView(const FeatureSet& features, const at::Tensor& picture, const ViewCameras& camera) const
{
    auto more = encode(picture.unsqueeze(0), camera);
    FeatureSet all = features;
    all.cameras = ViewCameras::joined(features.cameras, more.cameras);
    all.maps.push_back(more.maps[0]);
    return all;
}

void UnerModel::copyCoarseToFine()
{
    const at::NoGradGuard noGradient;
    for (const auto& [name, tensor] : m_fine.tensors().leaves())
        at::Tensor(tensor).copy_(m_coarse.tensors()[name]);
}

NamedTensors UnerModel::parameters() const
{
    NamedTensors all;
    if (m_resnet)
        appendPrefixed(all, "encoder.model.", m_resnet->tensors().leaves());
    appendPrefixed(all, "mlp_coarse.", m_coarse.tensors().leaves());
    appendPrefixed(all, "mlp_fine.", m_fine.tensors().leaves());
    return all;
}

NamedTensors UnerModel::constants() const
{
    NamedTensors all;
    if (m_resnet) {
        appendPrefixed(all, "encoder.model.", m_resnet->tensors().constants());
        return all;
    }
    auto network = *m_efficientNet; // the tensors are shared
    for (auto* convolution : network.convolutions()) {
        all.emplace_back("encoder.lite0." + convolution->name + ".weight", convolution->weight);
        all.emplace_back("encoder.lite0." + convolution->name + ".bias", convolution->bias);
    }
    return all;
}

void UnerModel::load(const TensorFile& file, const std::string& shownName)
{
    const at::NoGradGuard noGradient;
    for (const auto& list : {parameters(), constants()})
        for (const auto& [name, tensor] : list) {
            const auto* stored = file.find(name);
            if (!stored || stored->sizes() != tensor.sizes())
                throw Error(ErrorCode::badInput, "{}: expected a tensor {} of shape {}, found {}", shownName, name,
                            c10::str(tensor.sizes()), stored ? c10::str(stored->sizes()) : "none");
            at::Tensor(tensor).copy_(*stored);
        }
}

void UnerModel::to(c10::Device device)
{
    m_coarse.tensors().to(device);
    m_fine.tensors().to(device);
    if (m_resnet)
        m_resnet->tensors().to(device);
    if (m_efficientNet)
        for (auto* convolution : m_efficientNet->convolutions()) {
            convolution->weight = convolution->weight.to(device);
            convolution->bias = convolution->bias.to(device);
        }
}

c10::Device UnerModel::device() const { return m_coarse.tensors()["lin_in.weight"].device(); }

at::Tensor lookUpFeatures(const FeatureSet& features, const ViewProjection& projection, FeatureLookup lookup)
{
    constexpr int64_t kBilinear = 0, kBorder = 1;
    std::vector<at::Tensor> found;
    for (std::size_t v = 0; v < features.maps.size(); ++v) {
        const auto& map = features.maps[v];
        const auto size = features.cameras.size[int64_t(v)];
        auto where = projection.pixel[int64_t(v)] * 2 / size;
        const bool exact = lookup == FeatureLookup::pixelNerf;
        if (exact)
            where = where * at::tensor({double(map.size(2)) / double(map.size(2) - 1),
                                        double(map.size(1)) / double(map.size(1) - 1)},
                                       where.options());
        const auto grid = (where - 1).clamp(-4, 4).view({1, -1, 1, 2}).to(map.scalar_type());
        const auto sampled = at::grid_sampler_2d(map.unsqueeze(0), grid, kBilinear, kBorder, exact);
        found.push_back(sampled.view({map.size(0), -1}).t());
    }
    return at::stack(found);
}

ImageField::ImageField(std::shared_ptr<const UnerModel> model, FeatureSet features, UnerStage stage)
    : m_model(std::move(model)), m_features(std::move(features)), m_stage(stage)
{
    if (m_features.maps.empty())
        throw Error(ErrorCode::internal, "Features: expected at least one view, found none");
}

FieldBox ImageField::box() const
{
    const float half = float(m_model->options().boxHalf);
    return {{-half, -half, -half}, {half, half, half}};
}

ImageField::Opinions ImageField::opinions(const at::Tensor& points) const
{
    const auto& options = m_model->options();
    const auto projection = project(m_features.cameras, points);
    const auto features = lookUpFeatures(m_features, projection, options.lookup);
    const auto turned = at::matmul(points.unsqueeze(0), m_features.cameras.rotation); // R^T x: the object stays centred
    const auto encoded = encodePosition(turned, options.network.octaves, options.network.baseFrequency);
    return {m_model->network(m_stage).perView(encoded, features), projection.visible};
}

PointSamples ImageField::fuse(const Opinions& opinions, const at::Tensor& points) const
{
    return fuse(opinions, points, at::arange(opinions.hidden.size(0), points.options().dtype(at::kLong)));
}

PointSamples ImageField::fuse(const Opinions& opinions, const at::Tensor& points, const at::Tensor& views) const
{
    const auto& network = m_model->network(m_stage);
    const auto fusion = m_model->options().fusion;
    const auto hidden = opinions.hidden.index_select(0, views), visible = opinions.visible.index_select(0, views);
    if (fusion != ViewFusion::cloud)
        return network.fused(hidden, visible, fusion);
    std::vector<at::Tensor> density, rgb;
    for (int64_t v = 0; v < hidden.size(0); ++v) {
        const auto own = network.fused(hidden.narrow(0, v, 1), visible.narrow(0, v, 1), ViewFusion::featureMean);
        density.push_back(own.density);
        rgb.push_back(own.rgb);
    }
    auto weight = visible.to(density[0].scalar_type());
    if (m_viewDensity.defined())
        weight = weight * transmittance(points, views);
    return fuseClouds(at::stack(density), at::stack(rgb), weight);
}

PointSamples ImageField::query(const at::Tensor& points) const { return fuse(opinions(points), points); }

void ImageField::prepareTransmittance(int64_t cells)
{
    const at::NoGradGuard noGradient;
    const double half = m_model->options().boxHalf;
    const auto axis = ((at::arange(cells, m_features.cameras.position.options()) + 0.5) * 2 / double(cells) - 1) * half;
    const auto grid = at::meshgrid({axis, axis, axis}, "ij"); // z, y, x
    const auto points = at::stack({grid[2].reshape(-1), grid[1].reshape(-1), grid[0].reshape(-1)}, 1);
    std::vector<at::Tensor> volumes;
    for (std::size_t v = 0; v < m_features.maps.size(); ++v) {
        FeatureSet alone;
        alone.cameras = m_features.cameras.select(at::full({1}, int64_t(v), points.options().dtype(at::kLong)));
        alone.maps = {m_features.maps[v]};
        const auto density = queryChunked(ImageField(m_model, alone, m_stage), points).density;
        volumes.push_back(density.view({1, cells, cells, cells}));
    }
    m_viewDensity = at::stack(volumes);
}

at::Tensor ImageField::transmittance(const at::Tensor& points, const at::Tensor& views) const
{
    constexpr int64_t kSteps = 24, kBilinear = 0, kZeros = 0;
    const at::NoGradGuard noGradient;
    const double half = m_model->options().boxHalf, gap = 3 * half / double(m_viewDensity.size(2));
    const auto share = ((at::arange(kSteps, points.options()) + 0.5) / double(kSteps)).view({1, kSteps, 1});
    std::vector<at::Tensor> passed;
    const auto list = views.cpu();
    for (int64_t i = 0; i < list.size(0); ++i) {
        const auto view = list[i].item<int64_t>();
        const auto eye = m_features.cameras.position[view];
        const auto away = points - eye; // only the last 2 sqrt(3) half of the way can lie in the box
        const auto length = away.norm(2, 1, true);
        const auto inside = length.clamp_max(2 * std::sqrt(3.0) * half);
        const auto back = inside.unsqueeze(1) * (1 - share) + gap; // a point does not hide itself
        const auto samples = points.unsqueeze(1) - (away / length).unsqueeze(1) * back;
        const auto grid = (samples / half).view({1, -1, kSteps, 1, 3});
        const auto density = at::grid_sampler_3d(m_viewDensity.narrow(0, view, 1), grid, kBilinear, kZeros, false);
        passed.push_back(at::exp(-density.view({-1, kSteps}).mean(1) * inside.squeeze(1)));
    }
    return at::stack(passed);
}

} // namespace bozzetto
