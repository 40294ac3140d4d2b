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
#include "render/scene/renderer.h"

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
    std::shared_ptr<const PosedScene> views;       ///< photographs with their cameras, in place of a single one; y up

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

/// What a generation, or the fit still under way, has found. Pointers may be null.
struct ObjectResult
{
    std::shared_ptr<const PreparedPicture> prepared;
    std::shared_ptr<const RadianceField> field;
    std::shared_ptr<const BakedField> baked;
    std::shared_ptr<const Mesh> mesh;
    std::shared_ptr<const PointCloud> points;
    std::shared_ptr<const CameraFrusta> frusta; ///< of the views that it was made from
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
};

/// Everything that `state` draws, levelled by `tiltDegrees` about the object's own centre.
SceneSnapshot snapshotOf(const ObjectResult& result, float tiltDegrees);

/// Bounds of what the snapshot draws for `representation`, in world coordinates; empty when there is nothing.
Bounds worldBounds(const SceneSnapshot& scene);

/// The asset that leaves for another program: mesh, or points where there is no mesh, levelled.
Asset assetOf(const ObjectResult& result, float tiltDegrees, const QString& name);

} // namespace bozzetto
