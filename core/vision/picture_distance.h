#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace bozzetto {

/// How unlike two pictures look, by the features of a frozen network. Pictures [B, 3, S, S] in [-1, 1]. Gradients reach
/// both pictures; the weights ask for none.
class PerceptualDistance
{
public:
    virtual ~PerceptualDistance() = default;
    virtual at::Tensor all(const at::Tensor& a, const at::Tensor& b) const = 0;  ///< scalar: every layer
    virtual at::Tensor deep(const at::Tensor& a, const at::Tensor& b) const = 0; ///< scalar: the last two alone
    virtual std::string name() const = 0;
};

/// What a picture shows, as a vector. Pictures [B, 3, S, S] in [0, 1], any S.
class PictureEmbedding
{
public:
    virtual ~PictureEmbedding() = default;
    virtual at::Tensor operator()(const at::Tensor& rgb) const = 0; ///< [B, E], not normalised
    virtual std::string name() const = 0;
};

/// Features of pictures and the classes that they lead to: what FID-like and IS-like figures are made from.
class PictureClassifier
{
public:
    virtual ~PictureClassifier() = default;
    virtual at::Tensor features(const at::Tensor& rgb) const = 0;           ///< [B, 3, S, S] in [0, 1] to [B, E]
    virtual at::Tensor probabilities(const at::Tensor& features) const = 0; ///< [B, E] to [B, K], rows sum to 1
    virtual std::string name() const = 0;
};

/// LPIPS 0.1 on VGG16: `trunk` torchvision's VGG16 (features.N.weight), `heads` LPIPS's linear layers
/// (linN.model.1.weight); PyTorch or safetensors files. Source: Zhang et al. 2018; g3dr specification, section 9.
std::shared_ptr<const PerceptualDistance> loadLpips(const std::filesystem::path& trunk, const std::filesystem::path& heads,
                                                    c10::Device device = c10::kCPU);

/// OpenAI's CLIP image encoder, any ViT: the published program's file, or its state dictionary (with or without "visual.")
/// as PyTorch or safetensors.
/// Pictures are brought to its size bilinearly and normalised as CLIP's. Source: Radford et al. 2021; g3dr specification,
/// sections 9 and 19.
std::shared_ptr<const PictureEmbedding> loadClip(const std::filesystem::path& path, c10::Device device = c10::kCPU);

/// Without those files: unit features of ImageNet's EfficientNet-Lite0 at strides 2 to 32, mean squared differences summed
/// over the channels; and its pooled features before the classes. `published`: its PyTorch file.
std::shared_ptr<const PerceptualDistance> loadEfficientNetDistance(const std::filesystem::path& published,
                                                                    c10::Device device = c10::kCPU);
std::shared_ptr<const PictureEmbedding> loadEfficientNetEmbedding(const std::filesystem::path& published,
                                                                  c10::Device device = c10::kCPU);

/// Its pooled features and ImageNet's thousand classes.
std::shared_ptr<const PictureClassifier> loadEfficientNetClassifier(const std::filesystem::path& published,
                                                                     c10::Device device = c10::kCPU);

/// Inception v3, the network that FID and IS are defined by: pytorch-fid's file (1008 classes, pooling as in FID's own
/// TensorFlow model) or torchvision's (1000 classes). Pictures are brought to 299 pixels bilinearly.
std::shared_ptr<const PictureClassifier> loadInception(const std::filesystem::path& path, c10::Device device = c10::kCPU);

/// x [B, C, h, w] over its length at each pixel. Source: LPIPS 0.1.
at::Tensor unitFeatures(const at::Tensor& x);

} // namespace bozzetto
