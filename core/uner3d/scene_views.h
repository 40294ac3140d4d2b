#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "core/scene/posed_picture.h"
#include "core/uner3d/point_field.h"
#include "core/uner3d/view_cameras.h"
#include "core/uner3d/voxel_march.h"

namespace bozzetto {

/// From the world of a scene to the coordinates of its field: field = (world - centre) / scale.
struct SceneFrame
{
    glm::dvec3 centre{0};
    double scale = 1;

    glm::vec3 toField(const glm::dvec3& world) const { return glm::vec3((world - centre) / scale); }
    glm::vec3 toWorld(const glm::vec3& field) const { return glm::vec3(glm::dvec3(field) * scale + centre); }
};

/// One photograph as training sees it, 8 bits a value.
struct ScenePhoto
{
    std::string name;
    int width = 0, height = 0;
    glm::vec3 position{0};            ///< field
    glm::mat3 fieldFromCamera{1};
    glm::vec2 focal{1}, principal{0}; ///< pixels
    std::vector<std::uint8_t> rgb;    ///< [H, W, 3]; where a mask is, laid over the scene's background with it
    std::vector<std::uint8_t> mask;   ///< [H, W] or empty
    bool maskIsGuess = false;         ///< evidence, not truth: rays do not know their coverage

    VoxelRay ray(int column, int row) const;      ///< through the pixel's centre, without truth and coverage
    VoxelRay knownRay(int column, int row) const; ///< with them
    /// A point's place in pixels from the left upper corner; false behind the camera.
    bool project(const glm::vec3& point, glm::vec2& pixel) const;
};

/// Photographs to train on, in the field's coordinates, in which the object lies in `box`, of longest side 2 around the origin.
inline constexpr double kMaskDissent = 1.0 / 40; ///< share of the pictures that may disagree about a place

struct SceneViews
{
    SceneFrame frame;
    FieldBox box;
    std::vector<ScenePhoto> training;
    glm::vec3 background{1};
    bool masked = false; ///< every training picture has a mask, and none is a guess
    bool guessed = false; ///< masks are guesses
    double dissent = kMaskDissent; ///< more where masks are guesses

    ViewCameras cameras() const; ///< of the training pictures
};

/// Checks the scene and brings it into the field's frame. The box: the scene's own, else the ball around the point that
/// the cameras look at which all of them see whole; where there are masks, shrunk to the room that they leave, by vote
/// where they are guesses. A picture whose masked-out part is not the background already is laid over it. useMasks false: as if there were none. Throws
/// Error(badInput) naming the picture and what is wrong with it: no picture, a mask of another size, a focal length or
/// pose that is not finite, an axis that is no rotation; or the scene, when fewer than `least` pictures are to train on or the
/// masks leave no room.
SceneViews prepareSceneViews(const PosedScene& scene, bool useMasks, std::size_t least = 2);

/// Cells of the grid [Z Y X] that no mask excludes: 1 where every masked picture that sees the cell shows some of the
/// object there; where a mask keeps off its picture's rim nothing lies outside. A share of
/// `dissent` of them may disagree. A share of `seenBy` of the masks, and one at least, must see it.
std::vector<std::uint8_t> visualHull(const CellGrid& grid, const std::vector<ScenePhoto>& views,
                                     double dissent = kMaskDissent, double seenBy = 0);

inline constexpr int kPhotoTile = 4; ///< pixels

/// Tiles of a view, row by row, that some of the cells [Z Y X] that are 1 may cover: each one's ball is drawn as a square.
std::vector<std::uint8_t> tilesShowing(const CellGrid& grid, const std::vector<std::uint8_t>& cells, const ScenePhoto& view);

/// The mean of the masks where they see the point, [0, 1]; negative where fewer than a quarter of them do.
float maskShare(const std::vector<ScenePhoto>& views, const glm::vec3& point);

} // namespace bozzetto
