#include "ui/studio.h"

#include <mutex>

#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPointer>
#include <QSysInfo>

#include "ui/image_bridge.h"
#include "ui/paths.h"

namespace bozzetto {

namespace {

constexpr int kThumbnailSide = 320;
constexpr int kCloudPoints = 200'000;

std::shared_ptr<const Image> share(Image image)
{
    return std::make_shared<const Image>(std::move(image));
}

/// The window levels the object itself, live and at export: what is computed stays in the camera's frame.
GenerateOptions untilted(GenerateOptions options)
{
    options.upTiltDegrees = 0;
    return options;
}

GenerateInput inputOf(const Source& source, const DrawnHints& hints, const std::filesystem::path& weights)
{
    GenerateInput input;
    input.photo = *source.photo;
    if (source.depth)
        input.depth = *source.depth;
    input.hints.box = hints.box;
    input.hints.strokes = hints.strokes;
    input.hints.given = source.matte;
    input.weights = weights;
    return input;
}

struct Surface
{
    std::shared_ptr<const Mesh> mesh;
    std::shared_ptr<const PointCloud> points; ///< null for a quick mesh
};

} // namespace

QString depthBeside(const QString& photoPath)
{
    const QFileInfo photo(photoPath);
    const auto path = photo.dir().filePath(photo.completeBaseName() + QStringLiteral("_depth.png"));
    return QFileInfo::exists(path) && path != photoPath ? path : QString();
}

Problem problemOf(const QString& doing, const Error& error)
{
    Problem found;
    found.what = QString::fromStdString(error.what());
    switch (error.code()) {
    case ErrorCode::badInput:
        found.advice = Studio::tr("Check the file or the setting that is named here, and try again.");
        break;
    case ErrorCode::io:
        found.advice = Studio::tr("Check that the file or folder exists, that it may be used, and that the disk is not full.");
        break;
    case ErrorCode::outOfMemory:
        found.advice = Studio::tr("Lower the resolution, or close other programs, and try again.");
        break;
    case ErrorCode::unsupported:
        found.advice = Studio::tr("Choose another device or another format.");
        break;
    case ErrorCode::cancelled:
    case ErrorCode::internal:
        found.advice = Studio::tr("This is a fault of the studio. Please report it with the details.");
        break;
    }
    found.details = QStringLiteral("%1 %2, Qt %3, %4\n%5\n%6")
                        .arg(QGuiApplication::applicationDisplayName(), QGuiApplication::applicationVersion(),
                             QString::fromLatin1(qVersion()), QSysInfo::prettyProductName(), doing, found.what);
    return found;
}

Studio::Studio(Document& document, Operations operations, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_operations(std::move(operations)), m_models(m_operations, mode),
      m_work(mode), m_surface(mode)
{
    connect(&m_work, &JobRunner::started, this, [this] { Q_EMIT workStarted(m_doing); });
    connect(&m_work, &JobRunner::progress, this, &Studio::progressed);
    connect(&m_work, &JobRunner::finished, this, [this] {
        end();
        if (std::exchange(m_generateNext, false))
            startGeneration();
    });
    connect(&m_work, &JobRunner::cancelled, this, [this] {
        if (std::exchange(m_generating, false))
            m_document.dropBarrenSource();
        end();
    });
    connect(&m_work, &JobRunner::failed, this, [this](const Error& error) {
        if (std::exchange(m_generating, false))
            m_document.dropBarrenSource();
        end();
        auto found = problemOf(m_doing, error);
        if (m_subject == Subject::views)
            found.advice = adviceForViews(error.code(), found.advice);
        Q_EMIT problem(found);
    });
    connect(&m_surface, &LatestJob::failed, this,
            [this](const Error& error) { Q_EMIT problem(problemOf(tr("Building the surface"), error)); });
    connect(&m_models, &ModelShelf::failed, this,
            [this](const Error& error) { Q_EMIT problem(problemOf(tr("Changing the installed models"), error)); });
    connect(&m_document, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.touches(ChangeEvent::Tag::options, ChangeEvent::level | ChangeEvent::resolution))
            rebuildSurface();
        if (event.touches(ChangeEvent::Tag::source))
            m_surface.drop();
    });
}

void Studio::begin(const QString& title, Subject subject)
{
    m_doing = title;
    m_subject = subject;
    m_clock.start();
}

void Studio::end()
{
    m_enough.reset();
    m_keepable = false;
    Q_EMIT workEnded();
}

double Studio::secondsWorked() const
{
    return m_clock.isValid() ? double(m_clock.elapsed()) / 1000.0 : 0.0;
}

QString Studio::whyNotGenerate() const
{
    if (isWorking())
        return tr("A job is running; wait for it or cancel it.");
    return m_document.source().photo ? QString() : tr("Open a photograph first.");
}

QString Studio::whyNotExport() const
{
    if (isWorking())
        return tr("A job is running; wait for it or cancel it.");
    return m_document.state().result.empty() ? tr("There is no object yet; open a photograph first.") : QString();
}

QString Studio::whyNotRefine() const
{
    const auto whyNot = whyNotGenerate();
    if (!whyNot.isEmpty())
        return whyNot;
    const auto& field = m_document.state().result.field;
    if (!field)
        return tr("There is no object yet; generate one first.");
    if (m_operations.canRefine && !m_operations.canRefine(*field))
        return tr("This object was fitted to its photograph already.");
    return {};
}

QString Studio::whyNotNetwork() const
{
    return m_models.hasObjectNetwork() ? QString()
                                       : tr("No network that makes objects is installed; add one under Object, Models.");
}

bool Studio::refuseWhileWorking(const QString& path)
{
    if (!isWorking())
        return false;
    const auto what = tr("%1 was not opened: another job is still running.").arg(QFileInfo(path).fileName());
    Q_EMIT problem({what, tr("Wait until it is done, or cancel it with Esc, and try again."), what});
    return true;
}

void Studio::openPhoto(const QString& path)
{
    if (refuseWhileWorking(path))
        return;
    const auto depthPath = depthBeside(path);
    auto read = [operations = m_operations, path, depthPath](JobContext& context) {
        context.report("Photo", 0);
        Source source;
        source.path = path;
        source.name = QFileInfo(path).fileName();
        JobContext quiet = context.silenced(); // one stage, "Photo", for all of it
        source.photo = share(operations.decodePicture(toPath(path), quiet));
        context.report("Photo", 0.7);
        source.thumbnail = thumbnailOf(*source.photo, kThumbnailSide);
        if (!depthPath.isEmpty()) {
            source.depth = share(operations.decodePlane(toPath(depthPath), quiet));
            source.depthName = QFileInfo(depthPath).fileName();
        }
        context.report("Photo", 1);
        return source;
    };
    work<Source>(tr("Opening %1").arg(QFileInfo(path).fileName()), read, [this, path](Source source) {
        m_document.openSource(source);
        m_generateNext = true;
        Q_EMIT photoOpened(path);
    });
}

void Studio::openPasted(const QImage& picture)
{
    if (isWorking() || picture.isNull())
        return;
    Source source;
    source.name = tr("Pasted picture");
    source.photo = share(fromQImage(picture));
    source.thumbnail = thumbnailOf(*source.photo, kThumbnailSide);
    m_document.openSource(source);
    startGeneration();
}

void Studio::useDepthFile(const QString& path)
{
    if (!whyNotGenerate().isEmpty())
        return;
    auto read = [operations = m_operations, path](JobContext& context) {
        JobContext quiet = context.silenced();
        return share(operations.decodePlane(toPath(path), quiet));
    };
    work<std::shared_ptr<const Image>>(tr("Opening %1").arg(QFileInfo(path).fileName()), read, [this, path](auto plane) {
        auto source = m_document.source();
        source.depth = plane;
        source.depthName = QFileInfo(path).fileName();
        m_document.setSource(tr("Use depth file"), source);
        m_generateNext = true;
    });
}

void Studio::useMatteFile(const QString& path)
{
    if (!whyNotGenerate().isEmpty())
        return;
    auto read = [operations = m_operations, path](JobContext& context) {
        JobContext quiet = context.silenced();
        return share(operations.decodePlane(toPath(path), quiet));
    };
    work<std::shared_ptr<const Image>>(tr("Opening %1").arg(QFileInfo(path).fileName()), read, [this, path](auto plane) {
        auto source = m_document.source();
        source.matte = plane;
        source.matteName = QFileInfo(path).fileName();
        m_document.setSource(tr("Use matte file"), source);
        m_generateNext = true;
    });
}

void Studio::generateAgain()
{
    if (whyNotGenerate().isEmpty())
        startGeneration();
}

void Studio::refine()
{
    if (canRefine() && whyNotRefine().isEmpty())
        startGeneration(m_document.state().result.field);
}

void Studio::cancel()
{
    m_work.cancel();
}

GenerateObserver Studio::observer()
{
    // Called on the worker. A preview that the window has not taken yet is replaced, never queued up behind.
    struct Slot
    {
        std::mutex mutex;
        std::shared_ptr<const BakedField> baked;
        Camera camera;
    };
    auto slot = std::make_shared<Slot>();
    const auto started = m_clock.msecsSinceReference();
    const auto isCurrent = [this, started] { return m_generating && m_clock.msecsSinceReference() == started; };
    GenerateObserver result;
    result.onPrepared = [this, isCurrent](const PreparedPicture& prepared) {
        auto shared = std::make_shared<const PreparedPicture>(prepared);
        QMetaObject::invokeMethod(
            this,
            [this, isCurrent, shared] {
                if (isCurrent())
                    m_document.showPrepared(shared);
            },
            Qt::QueuedConnection);
    };
    result.onPreview = [this, isCurrent, slot](std::shared_ptr<const BakedField> baked, const Camera& camera) {
        const std::lock_guard lock(slot->mutex);
        const bool waiting = slot->baked != nullptr;
        slot->baked = std::move(baked);
        slot->camera = camera;
        if (waiting)
            return;
        QMetaObject::invokeMethod(
            this,
            [this, isCurrent, slot] {
                const std::lock_guard inner(slot->mutex);
                if (isCurrent())
                    m_document.showPreview(slot->baked, slot->camera);
                slot->baked = nullptr;
            },
            Qt::QueuedConnection);
    };
    return result;
}

/// From nothing, or (refining) from the field `start`.
void Studio::startGeneration(std::shared_ptr<const RadianceField> start)
{
    m_surface.drop();
    auto options = untilted(m_document.options());
    if (start)
        options.method = GenerateMethod::fit;
    const auto title = (start ? tr("Refining %1") : tr("Making %1")).arg(m_document.source().name);
    m_generating = true;
    begin(title, Subject::other);
    auto run = [operations = m_operations, source = m_document.source(), hints = m_document.hints(),
                weights = m_document.weights(), options, start, watch = observer()](JobContext& context) {
        const auto input = inputOf(source, hints, weights);
        return start ? operations.refine(input, start, options, watch, context)
                     : operations.generate(input, options, watch, context);
    };
    m_work.start<GenerateResult>(
        run,
        [this, made = options](GenerateResult result) {
            takeResult(std::move(result));
            const auto& wanted = m_document.options();
            if (wanted.surfaceLevel != made.surfaceLevel || wanted.surfaceResolution != made.surfaceResolution)
                rebuildSurface();
        },
        options.seed);
}

void Studio::takeResult(GenerateResult result)
{
    m_generating = false;
    ObjectResult object;
    object.prepared = std::make_shared<const PreparedPicture>(std::move(result.prepared));
    object.field = std::move(result.field);
    object.baked = std::move(result.baked);
    object.mesh = std::move(result.mesh);
    object.points = std::move(result.points);
    object.inputCamera = result.inputCamera;
    object.inputViewPsnr = result.inputViewPsnr;
    object.seconds = secondsWorked();
    m_document.setResult(object);
    Q_EMIT generated();
}

void Studio::followLevel(float level)
{
    const auto baked = m_document.state().result.baked;
    if (!baked || isWorking())
        return;
    auto run = [operations = m_operations, baked, level](JobContext& context) {
        return std::make_shared<const Mesh>(operations.extractBakedSurface(*baked, level, context));
    };
    m_surface.request<std::shared_ptr<const Mesh>>(
        run,
        [this, baked](auto mesh) {
            if (m_document.state().result.baked == baked)
                m_document.setSurface(mesh, nullptr, true);
        },
        false);
}

void Studio::rebuildSurface()
{
    const auto& result = m_document.state().result;
    if (!result.field || !result.baked || isWorking())
        return;
    auto run = [operations = m_operations, field = result.field, baked = result.baked,
                options = untilted(m_document.options())](JobContext& context) {
        Surface surface;
        surface.mesh =
            std::make_shared<const Mesh>(operations.extractFieldSurface(*field, *baked, options, context));
        surface.points = std::make_shared<const PointCloud>(
            operations.samplePoints(*surface.mesh, kCloudPoints, options.seed));
        return surface;
    };
    m_surface.request<Surface>(
        run,
        [this, baked = result.baked](Surface surface) {
            if (m_document.state().result.baked == baked)
                m_document.setSurface(surface.mesh, surface.points, false);
        },
        true);
}

void Studio::exportTo(const QString& path)
{
    if (!whyNotExport().isEmpty())
        return;
    auto run = [operations = m_operations, path, options = m_document.exportChoice().options,
                result = m_document.state().result, tilt = m_document.options().upTiltDegrees,
                name = QFileInfo(path).completeBaseName()](JobContext& context) {
        operations.exportAsset(assetOf(result, tilt, name), toPath(path), options, context);
        return true;
    };
    work<bool>(tr("Exporting %1").arg(QFileInfo(path).fileName()), run, [this, path](bool) { Q_EMIT exported(path); });
}

} // namespace bozzetto
