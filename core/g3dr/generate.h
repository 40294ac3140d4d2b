#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "core/base/device.h"
#include "core/base/job_context.h"
#include "core/field/baked_field.h"
#include "core/image/image.h"
#include "core/scene/asset.h"
#include "core/scene/camera.h"
#include "core/vision/depth.h"
#include "core/vision/matte.h"

namespace bozzetto {

class RadianceField;
struct FramedDepth;

/// object: the matte's content alone, closed at the back. scene: the whole picture, front half only.
enum class GenerateMode { automatic, object, scene };

/// How the object is made. automatic: by the given G3DR checkpoint; else an object by the installed depth network and
/// object generator; else fitted to the picture. network: the same, or for a scene the installed G3DR checkpoint, and
/// Error(unsupported) where there is none. fit: always fitted to the picture.
enum class GenerateMethod { automatic, network, fit };

/// What a user can set; the form, the command line and the project file use this one struct.
struct GenerateOptions
{
    GenerateMode mode = GenerateMode::automatic; ///< automatic: object when a matte was found, else scene
    GenerateMethod method = GenerateMethod::automatic;
    int steps = 400;              ///< optimisation steps of the fit, 50 to 5000
    bool refine = false;          ///< an object of the network's is sharpened to the photograph
    int surfaceResolution = 256;  ///< 32 to 1024
    float surfaceLevel = 10.0f;   ///< iso-level, per unit of field length, 0.5 to 200
    float upTiltDegrees = 0.0f;   ///< levels an object photographed from above: -90 to 90
    bool levelByEstimate = false; ///< by the elevation that a network tells instead, where one does
    float depthScale = 1.0f;      ///< stretches the relief, 0.1 to 4
    float fovDegrees = 32.0f;     ///< of the square around the object, what the object network is told: 5 to 90
    int bakeResolution = 160;     ///< voxels along the longest side for the viewport, 32 to 512
    std::uint64_t seed = 0;
    DeviceChoice device = DeviceChoice::automatic;

    void check() const; ///< throws Error(badInput) naming the option, its range and what was found
};

struct GenerateInput
{
    Image photo;                        ///< 3 or 4 channels
    std::optional<Image> depth;         ///< plane, small = near; else it is estimated
    MatteHints hints;
    std::filesystem::path weights;      ///< official or own G3DR checkpoint; empty = as `method` says
};

/// The prepared picture: what stages matte and depth found. Shown by the studio beside the object.
struct PreparedPicture
{
    MatteResult matte;
    DepthMap depth;
    GenerateMode mode = GenerateMode::object; ///< never automatic
    std::shared_ptr<const FramedDepth> told;  ///< of an object, by the depth network where one is installed; else null
    std::optional<float> elevationDegrees;    ///< of the camera over the object's horizon, where that network told it
};

struct GenerateResult
{
    std::shared_ptr<const RadianceField> field;
    std::shared_ptr<const BakedField> baked;
    std::shared_ptr<const Mesh> mesh;        ///< scene frame: x right, y up, +z towards the input camera, coloured
    std::shared_ptr<const PointCloud> points;
    Camera inputCamera;                      ///< scene frame: overlays the photograph
    PreparedPicture prepared;
    double inputViewPsnr = 0;                ///< dB over the fitted picture
};

/// Called from the job's thread while it runs; any may be empty.
struct GenerateObserver
{
    std::function<void(const PreparedPicture&)> onPrepared;
    std::function<void(std::shared_ptr<const BakedField>, const Camera& inputCamera)> onPreview; ///< sharpening field
};

/// photo -> matte -> depth -> field -> baked field -> surface. Throws Error; cancelled within 100 ms.
GenerateResult generate(const GenerateInput& input, const GenerateOptions& options,
                        const GenerateObserver& observer, JobContext& context);

/// An object of the network's again, its front sharpened to the photograph it was made from; the back stays. `start` is the field of its GenerateResult. Throws Error(unsupported)
/// where canRefine(start) is false.
GenerateResult refine(const GenerateInput& input, std::shared_ptr<const RadianceField> start,
                      const GenerateOptions& options, const GenerateObserver& observer, JobContext& context);
bool canRefine(const RadianceField& field); ///< whether the object network made it

/// The mesh again at another level or resolution, coloured, in the scene frame.
Mesh extractFieldSurface(const RadianceField& field, const BakedField& baked, const GenerateOptions& options,
                         JobContext& context);

/// A quick mesh from the baked density alone (no field query): follows the level slider.
Mesh extractBakedSurface(const BakedField& baked, float level, JobContext& context);

/// `count` points on the surface of `mesh`, area-uniform, with its normals and colours.
PointCloud samplePoints(const Mesh& mesh, int count, std::uint64_t seed);

} // namespace bozzetto
