#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/train/recipe.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

class TriplaneUnet;

/// Sizes of the object generator.
struct ObjectNetworkOptions
{
    int width = 32;            ///< channels at 64 px; twice and four times as many below; a multiple of 8
    int features = 16;         ///< of each of the three planes
    int hidden = 64;           ///< of the MLP
    int deepBlocks = 2;        ///< residual blocks at 16 and 8 px, 1 to 8
    bool g3drUnet = false;     ///< G3DR's own U-Net of this width makes the planes, for comparison
    bool relativeDepth = true; ///< the MLP sees how far a point lies before or behind the visible surface
    bool pixelColour =
        true; ///< the MLP sees and may pass on the colour of the pixel that a point projects to

    void check() const; ///< throws Error(badInput)
    std::map<std::string, std::string> card() const;
    static ObjectNetworkOptions fromCard(const std::map<std::string, std::string>& card,
                                         const std::string& shownName);
};

inline constexpr int kObjectInputSide = 128; ///< of the picture that the network sees
inline constexpr int kObjectPlaneSide = 64;
inline constexpr float kObjectCube =
    0.72f; ///< half the side of the cube that the field lives in, object units

/// What the generator is given of B objects. Camera frame: x right, y up, camera at (0, 0, distance) looking
/// along -z, origin at the object's centre, longest side about 1. A point is seen at u = x / ((distance - z)
/// tangent), v likewise.
struct ObjectViews
{
    at::Tensor colour;    ///< [B, 3, S, S] float32, sRGB in [0, 1] times alpha; S any multiple of 128
    at::Tensor alpha;     ///< [B, 1, S, S]
    at::Tensor height;    ///< [B, 1, S, S] z of the visible point times alpha
    at::Tensor hasHeight; ///< [B] 1 where the height is given, else 0
    at::Tensor distance;  ///< [B]
    at::Tensor tangent;   ///< [B]
    at::Tensor soft = {}; ///< [B, 3, T, T] softColours(), or undefined: what hidden points are given of the picture
};

/// The picture's colours without its detail, continued beyond the matte: [B, 3, 128, 128] in [0, 1], not premultiplied.
/// A point that lies behind what its pixel shows is not that detail: passed on sharp, the picture would be drawn out along
/// the view over every flank and stand mirrored on the back.
at::Tensor softColours(const ObjectViews& views);

/// How much of a hidden point's pixel colour is soft: 0 on the visible surface, 1 from kSoftTo object units behind it.
inline constexpr float kSoftFrom = 0.02f, kSoftTo = 0.1f;

/// What the MLP says of points.
struct ObjectSamples
{
    at::Tensor logit; ///< [B, N] of being solid; the surface is where it is 0
    at::Tensor rgb;   ///< [B, N, 3] in [0, 1], sRGB
};

/// U-Net on colour, height and mask to three planes, read by an MLP that also sees the pixel a point projects
/// to. Source: the project's object generator recipe, sections 1 and 2. Gradients reach every parameter.
class ObjectNetwork
{
public:
    /// Random start from `seed`; residual branches and attentions start at zero.
    ObjectNetwork(const ObjectNetworkOptions& options, std::uint64_t seed, c10::Device device);
    /// From a weights file; throws Error(badInput) naming what is missing, of another shape or not finite.
    ObjectNetwork(const TensorFile& file, const std::string& shownName, c10::Device device);

    NamedTensors parameters() const { return m_parameters; }
    const ObjectNetworkOptions& options() const { return m_options; }
    const at::Tensor& parameter(const std::string& name) const { return get(name); }

    /// The same network with copies of the MLP's parameters, to be optimised when `learning`. The rest is shared.
    ObjectNetwork withOwnMlp(bool learning = true) const;
    std::vector<at::Tensor> mlpParameters() const;

    /// Planes [B, 64, 64, 3 * features] float32: XY by projection, XZ, YZ. Convolutions run in bf16 where the
    /// processor multiplies it natively and on the GPU.
    at::Tensor planes(const ObjectViews& views) const;

    /// points [B, N, 3], camera frame. `exact` keeps the MLP in float32.
    ObjectSamples decode(const at::Tensor& planes, const ObjectViews& views, const at::Tensor& points,
                         bool exact = false) const;

private:
    struct Shape;
    static std::vector<Shape> shapes(const ObjectNetworkOptions& options);
    const at::Tensor& get(const std::string& name) const;
    at::Tensor convolve(const std::string& name, const at::Tensor& input, int stride, int padding) const;
    at::Tensor normalise(const std::string& name, const at::Tensor& input) const;
    at::Tensor block(const std::string& name, const at::Tensor& input) const;
    at::Tensor attend(const std::string& name, const at::Tensor& input) const;
    void addUnet(const std::shared_ptr<TriplaneUnet>& unet, c10::Device device);
    at::Tensor ownPlanes(const at::Tensor& input) const;
    at::Tensor g3drPlanes(const at::Tensor& input) const;

    ObjectNetworkOptions m_options;
    NamedTensors m_parameters;
    std::map<std::string, at::Tensor> m_byName;
    std::shared_ptr<const TriplaneUnet> m_unet; ///< null unless options say so; its parameters are among ours
    c10::ScalarType m_type;
};

/// How logits become density, chosen on validation objects.
struct ObjectSurface
{
    float level = 0;     ///< logit of the surface
    float sharpness = 1; ///< of objectDensity
};

/// sigma = 20 softplus(4 sharpness logit), per object unit: sharp, so that surfaces are not fog. Training uses 1; a field
/// that is looked at takes the sharpness that was best on validation views: what is undecided gets decided.
at::Tensor objectDensity(const at::Tensor& logit, double sharpness = 1);

} // namespace bozzetto
