#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/field/volume_renderer.h"
#include "core/train/set_sampler.h"

namespace bozzetto {

/// A camera of the scene's box (field coordinates) and where its picture's rays lie.
struct SceneCamera
{
    Camera camera;
    bool pixelCentres = false; ///< else the outermost rays run along the picture's border, as G3DR's do

    Rays rays(int side, c10::Device device) const; ///< [side * side], rows from the top
};

/// What another camera sees of an example.
struct SceneTruth
{
    SceneCamera camera;
    at::Tensor rgb;   ///< [3, 128, 128] in [-1, 1]
    at::Tensor depth; ///< [128, 128] along the rays; where `seen`
    at::Tensor seen;  ///< [128, 128] 1 where the object is, else 0: what is behind it no view agrees on
};

/// A picture with its depth, ready for the network.
struct SceneExample
{
    std::string name;
    at::Tensor input;   ///< [4, 128, 128], see prepareG3drInput
    SceneCamera camera; ///< the input view's
    double offset = 0;  ///< the input's distance less the distance along the ray
    std::vector<SceneTruth> others;
};

/// NAME.jpg and the depth beside it (see depthBeside), stretched to its own range as G3DR's files are; transparency over
/// mid-grey; G3DR's canonical camera. Throws Error.
SceneExample readSceneExample(const std::filesystem::path& picture);

/// A rendered view of an object over `background` ([3, S, S] uint8 or undefined: mid-grey), which lies on the box's far
/// side. The object is turned and scaled so that the view's camera looks along the canonical camera's axis and its centre
/// is as wide in the picture as G3DR's; `others` are the truth of more of its views.
SceneExample renderedSceneExample(const TrainingObject& object, std::int64_t view, const std::vector<std::int64_t>& others,
                                  const at::Tensor& background);

/// Photographs with their depth, rendered objects, or both; some are held out.
class SceneMaterial
{
public:
    /// `pictures`: see findDepthPhotos, decoded as they are drawn. `otherViews`: most that an object's example carries.
    SceneMaterial(std::vector<std::filesystem::path> pictures, std::optional<SetSampler> objects, int otherViews);

    /// `count` examples, all photographs (half of them mirrored) or all objects; where there are both, by turns of a coin.
    std::vector<SceneExample> draw(int count, Draws& draws) const;

    /// At most `most` of each kind, the same each time.
    std::vector<SceneExample> held(int most) const;

    std::map<std::string, std::string> card() const;

private:
    SceneExample drawObject(Draws& draws) const;

    std::vector<std::filesystem::path> m_pictures, m_heldPictures;
    std::optional<SetSampler> m_objects;
    int m_otherViews;
};

} // namespace bozzetto
