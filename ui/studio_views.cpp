#include <algorithm>
#include <mutex>

#include <QFileInfo>

#include "ui/image_bridge.h"
#include "ui/paths.h"
#include "ui/studio.h"

namespace bozzetto {

namespace {

constexpr int kThumbnailSide = 320;
constexpr int kFrustumPictureSide = 192;

/// All points of a file as one cloud, meshes' corners included where it holds no points. Throws Error(badInput) when
/// there is nothing to see.
PointCloud joinedCloud(const Asset& asset, const std::filesystem::path& path)
{
    PointCloud out;
    bool coloured = true, confident = true;
    for (const auto& cloud : asset.clouds) {
        coloured = coloured && !cloud.colours.empty();
        confident = confident && !cloud.confidence.empty();
    }
    for (const auto& cloud : asset.clouds) {
        out.positions.insert(out.positions.end(), cloud.positions.begin(), cloud.positions.end());
        if (coloured)
            out.colours.insert(out.colours.end(), cloud.colours.begin(), cloud.colours.end());
        if (confident)
            out.confidence.insert(out.confidence.end(), cloud.confidence.begin(), cloud.confidence.end());
    }
    if (asset.clouds.size() == 1)
        out.normals = asset.clouds[0].normals;
    for (const auto& mesh : asset.meshes) {
        if (!asset.clouds.empty())
            break;
        out.positions.insert(out.positions.end(), mesh.positions.begin(), mesh.positions.end());
        if (asset.meshes.size() == 1) {
            out.colours = mesh.colours;
            out.normals = mesh.normals;
        }
    }
    if (out.positions.empty())
        throw Error(ErrorCode::badInput, "{}: expected points, found none", path.string());
    return out;
}

/// Opens what is finished already and whose points are what there is to see.
void showPoints(Document& document, const ObjectState& state)
{
    auto view = document.view();
    view.representation = Representation::points;
    document.openObject(state);
    document.setView(view);
}

std::vector<std::filesystem::path> toPaths(const QStringList& paths)
{
    std::vector<std::filesystem::path> result;
    for (const auto& path : paths)
        result.push_back(toPath(path));
    return result;
}

/// Everything that is seen of views before a cloud is made of them.
ObjectState stateOf(std::shared_ptr<const OpenedViews> views, const QString& path)
{
    const auto& pictures = views->scene.pictures;
    ObjectState state;
    state.source.path = path;
    state.source.name = Studio::tr("%1, %n view(s)", nullptr, int(pictures.size())).arg(QString::fromStdString(views->scene.name));
    state.source.thumbnail = thumbnailOf(pictures.front().picture, kThumbnailSide);
    for (const auto& picture : pictures)
        state.source.viewsOn.push_back(!picture.heldOut);
    state.result.frusta = std::make_shared<const CameraFrusta>(frustaOf(views->scene, kFrustumPictureSide));
    state.source.views = std::move(views);
    return state;
}

/// A copy of the scene with the views that are on alone.
PosedScene withViewsOn(const PosedScene& scene, const std::vector<bool>& on)
{
    PosedScene chosen;
    chosen.name = scene.name;
    chosen.box = scene.box;
    chosen.nearDistance = scene.nearDistance;
    chosen.farDistance = scene.farDistance;
    chosen.background = scene.background;
    chosen.masksAreGuesses = scene.masksAreGuesses;
    chosen.up = scene.up;
    for (std::size_t i = 0; i < on.size(); ++i)
        if (on[i]) {
            chosen.pictures.push_back(scene.pictures[i]);
            chosen.pictures.back().heldOut = false;
        }
    return chosen;
}

struct MadeCloud
{
    std::shared_ptr<const PointCloud> points;
    CloudFacts facts;
};

} // namespace

QString Studio::adviceForViews(ErrorCode code, const QString& usual)
{
    if (code == ErrorCode::unsupported)
        return tr("Install what is named here, or open pictures that come with their cameras.");
    if (code == ErrorCode::badInput)
        return tr("Check the pictures and cameras that are named here, and try again; what was open is still there.");
    return usual;
}

void Studio::openCloud(const QString& path)
{
    if (refuseWhileWorking(path))
        return;
    auto read = [operations = m_operations, path](JobContext& context) {
        context.report("Points", 0);
        ObjectState state;
        state.source.path = path;
        state.source.name = QFileInfo(path).fileName();
        auto cloud = std::make_shared<const PointCloud>(joinedCloud(operations.importAsset(toPath(path), context), toPath(path)));
        state.source.openedCloud = cloud;
        state.result.points = cloud;
        context.report("Points", 1);
        return state;
    };
    work<ObjectState>(tr("Opening %1").arg(QFileInfo(path).fileName()), read, [this, path](const ObjectState& state) {
        showPoints(m_document, state);
        Q_EMIT cloudOpened(path);
    });
}

void Studio::openViews(const QStringList& paths)
{
    const auto path = paths.value(0);
    if (refuseWhileWorking(path))
        return;
    auto read = [operations = m_operations, path, files = toPaths(paths)](JobContext& context) {
        auto state = stateOf(std::make_shared<const OpenedViews>(operations.readViews(files, context)), path);
        state.result.points = std::make_shared<const PointCloud>(operations.sparseCloud(state.source.views->scene, context));
        return state;
    };
    const auto show = [this, paths](const ObjectState& state) {
        showPoints(m_document, state);
        if (paths.size() == 1)
            Q_EMIT viewsOpened(paths[0]);
    };
    work<ObjectState>(tr("Opening %1").arg(QFileInfo(path).fileName()), read, show, Subject::views);
}

void Studio::addViews(const QStringList& paths)
{
    const auto& source = m_document.source();
    if (!source.views || refuseWhileWorking(paths.value(0)))
        return;
    auto read = [operations = m_operations, source, files = toPaths(paths), result = m_document.state().result](JobContext& context) {
        auto state = stateOf(std::make_shared<const OpenedViews>(operations.addViews(*source.views, files, context)), source.path);
        // Where all cameras were found anew the world is another, and what was made lies elsewhere.
        const bool sameWorld = source.views->pictures.empty();
        if (sameWorld) {
            std::copy(source.viewsOn.begin(), source.viewsOn.end(), state.source.viewsOn.begin());
            state.result.points = result.points;
            state.result.made = result.made;
            state.result.seconds = result.seconds;
        } else {
            state.result.points = std::make_shared<const PointCloud>(operations.sparseCloud(state.source.views->scene, context));
        }
        return state;
    };
    work<ObjectState>(
        tr("Adding %1").arg(QFileInfo(paths.value(0)).fileName()), read,
        [this](const ObjectState& state) { showPoints(m_document, state); }, Subject::views);
}

QString Studio::whyNotCloud() const
{
    if (isWorking())
        return tr("A job is running; wait for it or cancel it.");
    const auto& source = m_document.source();
    if (!source.views)
        return tr("Open photographs of one thing first, a folder of them.");
    return std::ranges::count(source.viewsOn, true) < 2 ? tr("Switch at least two views on.") : QString();
}

CloudPreviewSink Studio::cloudObserver()
{
    // Called on the worker. A preview that the window has not taken yet is replaced, never queued up behind.
    struct Slot
    {
        std::mutex mutex;
        std::shared_ptr<const PointCloud> points;
    };
    auto slot = std::make_shared<Slot>();
    const auto started = m_clock.msecsSinceReference();
    return [this, started, slot](std::shared_ptr<const PointCloud> points) {
        const std::lock_guard lock(slot->mutex);
        const bool waiting = slot->points != nullptr;
        slot->points = std::move(points);
        if (waiting)
            return;
        const auto show = [this, started, slot] {
            std::shared_ptr<const PointCloud> newest;
            {
                const std::lock_guard inner(slot->mutex);
                newest.swap(slot->points);
            }
            if (!m_generating || m_clock.msecsSinceReference() != started)
                return;
            m_document.showCloud(newest);
            if (!std::exchange(m_keepable, true))
                Q_EMIT keepableChanged();
        };
        QMetaObject::invokeMethod(this, show, Qt::QueuedConnection);
    };
}

void Studio::makeCloud()
{
    if (!whyNotCloud().isEmpty())
        return;
    const auto& source = m_document.source();
    auto options = m_document.cloudOptions();
    m_enough = std::make_shared<std::atomic<bool>>(false);
    options.enough = [enough = m_enough] { return enough->load(); };
    options.cloud.seed = m_document.options().seed;
    m_generating = true;
    begin(tr("Cloud of %1").arg(QString::fromStdString(source.views->scene.name)), Subject::views);
    auto run = [operations = m_operations, views = source.views, on = source.viewsOn, options,
                watch = cloudObserver()](JobContext& context) {
        auto made = operations.makeCloud(withViewsOn(views->scene, on), options, watch, context);
        MadeCloud result;
        result.points = std::make_shared<const PointCloud>(std::move(made.cloud));
        result.facts = {on, made.views, made.masked.unmasked, made.masked.masks, made.steps, made.stopped};
        return result;
    };
    const auto deliver = [this](const MadeCloud& made) {
        m_generating = false;
        auto result = m_document.state().result;
        result.points = made.points;
        result.made = made.facts;
        result.seconds = secondsWorked();
        m_document.setResult(result, tr("Make the cloud of %1").arg(m_document.source().name));
        Q_EMIT cloudMade();
    };
    m_work.start<MadeCloud>(run, deliver, options.cloud.seed);
}

void Studio::stopAndKeep()
{
    if (m_keepable && m_enough)
        m_enough->store(true);
}

} // namespace bozzetto
