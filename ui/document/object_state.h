#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QImage>
#include <QString>

#include "core/g3dr/generate.h"
#include "core/io/asset_io.h"
#include "core/scene/posed_picture.h"
#include "core/uner3d/scene_job.h"
#include "render/scene/renderer.h"
#include "ui/jobs/opened_views.h"

namespace bozzetto {

/// The photograph and the files that came with it, or an object that was opened as it is. Pointers may be null.
struct Source
{
    QString name; ///< shown: file name, "Pasted picture"
    QString path; ///< empty when pasted
    std::shared_ptr<const Image> photo;
    std::shared_ptr<const Image> depth; ///< plane, small = near
    QString depthName;
    std::shared_ptr<const Image> matte; ///< given matte, one channel
    QString matteName;
    QImage thumbnail;
    std::shared_ptr<const PointCloud> openedCloud; ///< in place of a photograph
    std::shared_ptr<const OpenedViews> views;      ///< photographs with their cameras, in place of a single one
    std::vector<bool> viewsOn;                     ///< of views' pictures: whether it is learned from

    bool empty() const { return !identity(); }
    /// What tells one source from another; null for none.
    const void* identity() const
    {
        return photo ? static_cast<const void*>(photo.get()) : openedCloud ? static_cast<const void*>(openedCloud.get()) : views.get();
    }
};

/// What the user drew on the photograph.
struct DrawnHints
{
    std::optional<glm::ivec4> box; ///< x, y, width, height in pixels of the photograph
    std::vector<MatteStroke> strokes;

    bool empty() const { return !box && strokes.empty(); }
};

/// How a cloud was made from views.
struct CloudFacts
{
    std::vector<bool> viewsOn; ///< as the source's, when it was made
    std::size_t views = 0;     ///< that were learned from
    std::size_t unmasked = 0;  ///< of those that were on: nothing stood out in them
    MaskOrigin masks = MaskOrigin::none;
    std::int64_t steps = 0;
    bool stopped = false; ///< by hand, before its time
};

/// What a generation, or the fit still under way, has found. Pointers may be null.
struct ObjectResult
{
    std::shared_ptr<const PreparedPicture> prepared;
    std::shared_ptr<const RadianceField> field;
    std::shared_ptr<const BakedField> baked;
    std::shared_ptr<const Mesh> mesh;
    std::shared_ptr<const PointCloud> points;
    std::shared_ptr<const CameraFrusta> frusta; ///< of the views, in their order
    std::optional<CloudFacts> made;             ///< where points are a cloud that was made of views
    Camera inputCamera;
    double inputViewPsnr = 0;
    double seconds = 0;
    bool meshIsQuick = false; ///< follows the level slider; the full surface is on its way

    bool empty() const { return !baked && !mesh && !points && !frusta; }
};

/// One object of the session: where it came from, what was said about it, what came out.
struct ObjectState
{
    Source source;
    DrawnHints hints;
    ObjectResult result;
};

/// Export settings: core's options and the chosen format.
struct ExportChoice
{
    ExportOptions options;
    std::string extension = "glb";
    bool millimetres = false; ///< how the longest side is written
};

/// How the object is looked at; not part of the work, so not undoable.
struct ViewOptions
{
    Representation representation = Representation::field;
    FieldChannel fieldChannel = FieldChannel::colour;
    MeshShading meshShading = MeshShading::colour;
    float pointSize = 3.0f;  ///< pixels, 1 to 12
    float pointShare = 0.0f; ///< of the object's longest side, in place of pixels where it is not 0
    bool eyeDome = true;     ///< points behind their neighbours are darkened
    bool showCameras = true; ///< of the photographs, where there are several
    bool showGrid = true;
    bool showAxes = true;
    bool showPhoto = true;
    int chosenView = -1; ///< of the views: its camera is marked and its photograph shown; -1: none
};

/// Everything that `state` draws, levelled by `tiltDegrees` about the object's own centre.
SceneSnapshot snapshotOf(const ObjectResult& result, float tiltDegrees);

/// `frusta` with the views that are off dimmed and the chosen one marked. `quiet`: small and without their pictures, so that
/// they do not hide the cloud among them.
std::shared_ptr<const CameraFrusta> markedFrusta(const std::shared_ptr<const CameraFrusta>& frusta,
                                                 const std::vector<bool>& viewsOn, int chosenView, bool quiet);

/// From where the views are best met: the side that their cameras stand on, a little from above. World, unit length.
glm::vec3 sideOf(const CameraFrusta& frusta);

/// Where the bulk of a cloud lies, without the hundredth part that lies farthest out on each side.
Bounds bulkOf(const PointCloud& cloud);

/// Bounds of what the snapshot draws for `representation`, in world coordinates; empty when there is nothing.
Bounds worldBounds(const SceneSnapshot& scene);

/// The asset that leaves for another program: mesh, or points where there is no mesh, levelled.
Asset assetOf(const ObjectResult& result, float tiltDegrees, const QString& name);

} // namespace bozzetto
