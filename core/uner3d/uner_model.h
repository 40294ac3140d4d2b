#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/uner3d/point_field.h"
#include "core/uner3d/resnet_encoder.h"
#include "core/uner3d/view_cameras.h"
#include "core/vision/efficientnet.h"

namespace bozzetto {

enum class PictureEncoder { resnet34, efficientNet };

/// How a feature map is read at a pixel: bilinear with pixel centres, or pixelNeRF's own normalisation, for its weights.
enum class FeatureLookup { clean, pixelNerf };

/// Everything that a weights file must say about its network. Source: uner3d specification, sections 2 to 5 and 11.
struct UnerOptions
{
    PictureEncoder encoder = PictureEncoder::resnet34;
    ResnetOptions resnet;
    PointNetworkOptions network; ///< latent follows the encoder
    ViewFusion fusion = ViewFusion::featureMean;
    FeatureLookup lookup = FeatureLookup::clean;
    double pixelCentre = 0.5;   ///< 0.5, or 0 as in pixelNeRF
    double boxHalf = 0.55;      ///< of the cube that objects lie in, in the network's units
    double nearDistance = 0.5, farDistance = 8; ///< along the rays
    double background = 1;      ///< grey that pictures are laid over

    static UnerOptions full(); ///< ResNet34 and 5 blocks of 512: 8,170,304 and 3,437,060 parameters
    static UnerOptions cpu();  ///< 79,312 and 137,732 parameters

    std::map<std::string, std::string> header() const;
    /// Throws Error(badInput) naming `shownName` and the entry that is missing or no number.
    static UnerOptions fromHeader(const std::map<std::string, std::string>& header, const std::string& shownName);
};

/// Pictures as the network knows them: a feature map and a camera each.
struct FeatureSet
{
    ViewCameras cameras;          ///< in the network's frame
    std::vector<at::Tensor> maps; ///< V of [latent, h, w]
};

/// Which of the two point networks answers.
enum class UnerStage { coarse, fine };

/// Encoder, coarse and fine point network. Thread: const members from any thread when not training.
class UnerModel
{
public:
    UnerModel(const UnerOptions& options, std::uint64_t seed);

    /// With the weights of a file that was written with tensors() and header(). Throws Error(io) or Error(badInput).
    static std::shared_ptr<UnerModel> load(const std::filesystem::path& path);

    /// torchvision's ResNet34, or pixelNeRF's checkpoint of which the encoder is taken; EfficientNet-Lite0's published
    /// file where that is the encoder. Throws Error(badInput).
    void loadEncoder(const std::filesystem::path& path);

    /// pictures [V, 3, H, W] sRGB in [0, 1] over the background, cameras in the network's frame.
    FeatureSet encode(const at::Tensor& pictures, const ViewCameras& cameras, bool training = false) const;

    /// `features` with one more picture [3, H, W] of any size; the others are not looked at again.
    FeatureSet appendView(const FeatureSet& features, const at::Tensor& picture, const ViewCameras& camera) const;

    const UnerOptions& options() const { return m_options; }
    const PointNetwork& network(UnerStage stage) const { return stage == UnerStage::coarse ? m_coarse : m_fine; }
    void copyCoarseToFine();

    /// Which point network knows most: the fine one, unless the file says that its training had not begun.
    UnerStage bestStage() const { return m_bestStage; }

    NamedTensors parameters() const; ///< leaves: "encoder.model.", "mlp_coarse.", "mlp_fine."
    NamedTensors constants() const;  ///< norms' statistics, or the whole frozen EfficientNet
    void load(const TensorFile& file, const std::string& shownName);
    void to(c10::Device device);
    c10::Device device() const;

private:
    at::Tensor encodePictures(const at::Tensor& pictures, bool training) const;

    UnerOptions m_options;
    std::optional<ResnetEncoder> m_resnet;
    std::optional<EfficientNetLite0> m_efficientNet;
    PointNetwork m_coarse, m_fine;
    UnerStage m_bestStage = UnerStage::fine;
};

/// The field that a model sees in some pictures. Keeps the model alive.
class ImageField : public PointField
{
public:
    ImageField(std::shared_ptr<const UnerModel> model, FeatureSet features, UnerStage stage);

    PointSamples query(const at::Tensor& points) const override;
    FieldBox box() const override;
    c10::Device device() const override { return m_model->device(); }

    /// What each view makes of the points, for fusing any subset of the views.
    struct Opinions
    {
        at::Tensor hidden;  ///< [S, N, hidden]
        at::Tensor visible; ///< [S, N] bool
    };
    Opinions opinions(const at::Tensor& points) const;
    PointSamples fuse(const Opinions& opinions, const at::Tensor& points) const;
    /// The views of the list alone, [n] int64.
    PointSamples fuse(const Opinions& opinions, const at::Tensor& points, const at::Tensor& views) const;

    /// For ViewFusion::cloud: from now on each view's weight at a point is how much of it the view's own field lets
    /// through, looked up in `cells` per side densities of it. Without, 1 (as while training).
    void prepareTransmittance(int64_t cells);

    const FeatureSet& features() const { return m_features; }

private:
    at::Tensor transmittance(const at::Tensor& points, const at::Tensor& views) const; ///< [n, N]

    std::shared_ptr<const UnerModel> m_model;
    FeatureSet m_features;
    UnerStage m_stage;
    at::Tensor m_viewDensity; ///< [S, 1, G, G, G] or undefined
};

/// Features of the views at points [N, 3]: [V, N, latent].
at::Tensor lookUpFeatures(const FeatureSet& features, const ViewProjection& projection, FeatureLookup lookup);

} // namespace bozzetto
