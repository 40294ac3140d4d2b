#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <ATen/core/Tensor.h>

#include "core/train/recipe.h"
#include "core/vision/efficientnet.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

struct PictureNetOptions
{
    int guides = 2;    ///< planes beside the colours
    int outputs = 1;   ///< planes that come out
    int summaries = 0; ///< numbers about the whole picture
};

/// A network from a picture to planes of its size: EfficientNet-Lite0 as encoder, attention at strides 32 and 16, a
/// decoder of pixel shuffles and residual blocks with the encoder's features as skips. Whatever lies up to stride 4 and
/// all depthwise weights stay as they were pretrained; the encoder's other tensors learn at a quarter of the rate.
/// Thread: const members from any thread.
class PictureNet
{
public:
    /// Random start (encoder too), from `seed`.
    explicit PictureNet(const PictureNetOptions& options, std::uint64_t seed = 0);

    void startFrom(const EfficientNetLite0& encoder); ///< copies the pretrained encoder

    /// Copies parameters and constants. Throws Error(badInput) naming the first tensor that is missing or does not fit.
    void load(const TensorFile& file, const std::string& shownName);

    struct Result
    {
        at::Tensor planes;  ///< [B, outputs, S, S] float32
        at::Tensor summary; ///< [B, summaries] float32
    };

    /// rgb [B, 3, S, S] in [0, 1]; guides [B, guides, S, S]; S a multiple of 32. `type` float32 or bfloat16.
    Result forward(const at::Tensor& rgb, const at::Tensor& guides, c10::ScalarType type) const;

    NamedTensors parameters() const { return m_parameters; } ///< leaves that learn
    NamedTensors constants() const;                          ///< the frozen rest of the encoder
    const PictureNetOptions& options() const { return m_options; }
    void to(c10::Device device);

private:
    struct Pass;
    void add(const std::string& name, at::Tensor value);
    void addDecoder(std::uint64_t seed);
    const at::Tensor& operator[](const std::string& name) const;
    EfficientNetBlock learnedBlock(std::size_t index) const;

    PictureNetOptions m_options;
    EfficientNetLite0 m_encoder; ///< what is frozen of it is used
    NamedTensors m_parameters;
    std::map<std::string, std::size_t> m_index;
};

/// The only plane [B, S, S] of a net whose guides are the pixels' positions. rgb [B, 3, S, S] in [0, 1].
at::Tensor predictPlane(const PictureNet& net, const at::Tensor& rgb, c10::ScalarType type);

/// The same for one picture [3, S, S] as it is and for its mirror image, turned back: [2, S, S]. No gradients.
at::Tensor predictPlaneBothWays(const PictureNet& net, const at::Tensor& rgb);

/// Planes [1, 2, S, S] of the pixels' positions: to the right and upwards, -1 to 1 over the picture.
at::Tensor coordinatePlanes(int64_t side);

/// bfloat16 where the processor multiplies it natively, else float32.
c10::ScalarType pictureNetType(c10::Device device);

} // namespace bozzetto
