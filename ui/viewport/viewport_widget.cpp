#include "ui/viewport/viewport_widget.h"

#include <cmath>
#include <utility>

#include <QMouseEvent>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QStyle>
#include <glm/gtc/matrix_inverse.hpp>

#include "core/base/error.h"
#include "ui/theme.h"
#include "ui/viewport/picking.h"

namespace bozzetto {

namespace {

constexpr int kRestAfterMs = 160;
constexpr int kFadeMs = 140;

glm::vec2 toVec(QPointF point)
{
    return {float(point.x()), float(point.y())};
}

glm::vec3 toVec(const QColor& colour)
{
    return {float(colour.redF()), float(colour.greenF()), float(colour.blueF())};
}

} // namespace

ViewportWidget::ViewportWidget(Document& document, const Operations& operations, JobRunner::Mode mode, QWidget* parent)
    : QOpenGLWidget(parent), m_document(document), m_resting(operations, mode)
{
    QSurfaceFormat format;
    format.setVersion(4, 1);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setDepthBufferSize(24);
    setFormat(format);
    setMinimumSize(320, 240);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Viewport"));
    m_reducedMotion = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
    m_restTimer.setSingleShot(true);
    m_restTimer.setInterval(kRestAfterMs);
    m_fadeTimer.setInterval(15);
    connect(&m_restTimer, &QTimer::timeout, this, &ViewportWidget::rest);
    connect(&m_fadeTimer, &QTimer::timeout, this, qOverload<>(&QWidget::update));
    connect(&m_document, &Document::changed, this, &ViewportWidget::takeChange);
    connect(&m_resting, &RestingPicture::ready, this, [this](const std::shared_ptr<const Image>& picture, bool) {
        m_scene.restingPicture = picture;
        update();
    });
    refreshScene();
}

ViewportWidget::~ViewportWidget()
{
    freeRenderer();
}

void ViewportWidget::freeRenderer()
{
    if (!m_renderer)
        return;
    makeCurrent();
    m_renderer.reset();
    doneCurrent();
}

void ViewportWidget::initializeGL()
{
    // Re-parenting may give the widget another context: the old renderer leaves with the old one.
    connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, &ViewportWidget::freeRenderer, Qt::UniqueConnection);
    try {
        m_renderer = std::make_unique<Renderer>();
    } catch (const Error& error) {
        // Thrown through Qt's paint code it would end the program; the window shows it instead.
        const auto what = QString::fromStdString(error.what());
        QMetaObject::invokeMethod(this, [this, what] { Q_EMIT rendererFailed(what); }, Qt::QueuedConnection);
    }
}

void ViewportWidget::resizeGL(int, int)
{
    m_scene.restingPicture = nullptr;
    m_resting.drop();
    m_restTimer.start();
}

DrawOptions ViewportWidget::drawOptions() const
{
    const auto& view = m_document.view();
    const auto& theme = themeOf(palette());
    DrawOptions options;
    options.representation = m_representation;
    options.previousRepresentation = m_previousRepresentation;
    if (m_fadeTimer.isActive())
        options.crossFade = std::min(1.0f, float(m_fadeClock.elapsed()) / float(kFadeMs));
    options.fieldChannel = view.fieldChannel;
    options.meshShading = view.meshShading;
    options.pixelScale = float(devicePixelRatioF());
    options.pointSize = view.pointSize * float(devicePixelRatioF());
    if (view.pointShare > 0) {
        options.pointSizing = PointSizing::world;
        options.pointSize = view.pointShare * m_cloudSide;
    }
    options.eyeDome = view.eyeDome;
    options.showFrusta = view.showCameras;
    // A preview is replaced within a second or two: the processor is for the fit, not for its last detail.
    options.fieldQuality = isLively() ? m_governor.quality() : 1.0f;
    options.pointBudget = isLively() ? m_pointGovernor.movingBudget() : m_pointGovernor.restingBudget();
    options.showGrid = view.showGrid;
    options.showAxes = view.showAxes;
    options.backgroundTop = toVec(theme.viewportTop);
    options.backgroundBottom = toVec(theme.viewportBottom);
    options.gridColour = toVec(theme.secondary);
    return options;
}

void ViewportWidget::paintGL()
{
    if (!m_renderer)
        return;
    QElapsedTimer clock;
    clock.start();
    const auto options = drawOptions();
    const qreal ratio = devicePixelRatioF();
    try {
        m_renderer->draw(m_scene, m_navigation.camera(), options, defaultFramebufferObject(),
                         int(std::lround(width() * ratio)), int(std::lround(height() * ratio)));
    } catch (const Error& error) {
        const auto what = QString::fromStdString(error.what());
        m_renderer.reset();
        QMetaObject::invokeMethod(this, [this, what] { Q_EMIT rendererFailed(what); }, Qt::QueuedConnection);
        return;
    }
    if (isLively() || m_representation == Representation::points) {
        // The driver works behind our back; only a finished frame tells what it cost.
        context()->functions()->glFinish();
        measureFrame(float(clock.nsecsElapsed()) * 1e-6f);
    }
    if (m_fadeTimer.isActive() && options.crossFade >= 1.0f) {
        m_fadeTimer.stop();
        m_previousRepresentation = m_representation;
    }
    Q_EMIT drew();
}

bool ViewportWidget::isLively() const
{
    return m_moving || m_fadeTimer.isActive() || m_document.hasPreview();
}

void ViewportWidget::measureFrame(float milliseconds)
{
    if (m_representation == Representation::field)
        m_governor.drew(milliseconds);
    if (m_representation == Representation::points && !std::exchange(m_uploadsPoints, false))
        m_pointGovernor.drew(m_renderer->pointsDrawn(), milliseconds);
    if (!m_moving)
        return;
    const float now = 1000.0f / std::max(milliseconds, 1.0f);
    m_framesPerSecond = m_framesPerSecond == 0 ? now : 0.8f * m_framesPerSecond + 0.2f * now;
}

void ViewportWidget::takeChange(const ChangeEvent& event)
{
    using Tag = ChangeEvent::Tag;
    if (event.tag == Tag::result || event.touches(Tag::options, ChangeEvent::tilt))
        refreshScene();
    if (event.tag == Tag::source || event.tag == Tag::view)
        refreshFrusta();
    if (event.tag == Tag::result || event.tag == Tag::view)
        followRepresentation();
    if (event.tag != Tag::view)
        return;
    m_scene.restingPicture = nullptr;
    m_resting.drop();
    m_restTimer.start();
    update();
}

/// What the view asks for, or the field while the rest is still to come: an object in the making is always seen. An
/// opened cloud has neither field nor mesh.
void ViewportWidget::followRepresentation()
{
    const auto& shown = m_document.shown();
    auto wanted = m_document.view().representation;
    if ((wanted == Representation::mesh && !shown.mesh) || (wanted == Representation::points && !shown.points))
        wanted = Representation::field;
    if (wanted == Representation::field && !shown.baked && !shown.mesh && shown.points)
        wanted = Representation::points;
    if (wanted == m_representation)
        return;
    m_previousRepresentation = m_reducedMotion ? wanted : m_representation;
    m_representation = wanted;
    m_fadeClock.start();
    if (!m_reducedMotion)
        m_fadeTimer.start();
}

void ViewportWidget::refreshScene()
{
    const auto& shown = m_document.shown();
    m_resting.drop();
    if (shown.points && shown.points != m_scene.points) {
        const auto size = boundsOf(*shown.points).size();
        m_cloudSide = std::max({size.x, size.y, size.z});
        m_uploadsPoints = true;
    }
    m_scene = snapshotOf(shown, m_document.options().upTiltDegrees);
    refreshFrusta();
    const void* object = shown.empty() ? nullptr : m_document.source().identity();
    const bool changedObject = object != m_framedObject;
    // While a new photograph's fit has not shown anything yet, the older object keeps its view.
    if (changedObject && object) {
        m_navigation.look(ViewDirection::front);
        if (shown.frusta) {
            const auto side = sideOf(*shown.frusta);
            m_navigation.look(std::atan2(side.x, side.z), std::asin(side.y));
        }
        m_navigation.setVerticalFov(shown.inputCamera.orthographicHeight > 0 ? glm::radians(30.0f)
                                                                             : shown.inputCamera.verticalFov);
        m_touched = false;
    }
    // The first preview is a cloud; what became of it is framed anew, unless a hand was on the camera.
    const bool isMade = shown.made.has_value();
    if (object && !m_touched && (changedObject || isMade != m_framedMade || (m_framedPreview && !m_document.hasPreview()))) {
        m_navigation.frame(focus(), viewSize());
        m_framedPreview = m_document.hasPreview();
        m_framedMade = isMade;
        Q_EMIT cameraMoved();
    }
    m_framedObject = object;
    m_restTimer.start();
    update();
}

void ViewportWidget::refreshFrusta()
{
    const auto& shown = m_document.shown();
    m_scene.frusta = markedFrusta(shown.frusta, m_document.source().viewsOn, m_document.view().chosenView,
                                  shown.made.has_value());
    update();
}

/// What framing brings into the middle: of a cloud that was made of views the thing, not its cameras around it.
Bounds ViewportWidget::focus() const
{
    const auto& shown = m_document.shown();
    if (!shown.made || !shown.points)
        return worldBounds(m_scene);
    auto thing = m_scene;
    thing.frusta = nullptr;
    auto bulk = std::make_shared<PointCloud>();
    const auto bounds = bulkOf(*shown.points);
    bulk->positions = {bounds.minimum, bounds.maximum};
    thing.points = bulk;
    return worldBounds(thing);
}

void ViewportWidget::moved()
{
    m_moving = true;
    m_touched = true;
    m_scene.restingPicture = nullptr;
    m_resting.drop();
    m_restTimer.start();
    Q_EMIT cameraMoved();
    update();
}

void ViewportWidget::rest()
{
    if (m_moving || !m_document.hasPreview())
        update();
    m_moving = false;
    const auto& shown = m_document.shown();
    if (m_representation != Representation::field || !shown.field || m_document.hasPreview() || !isVisible())
        return;
    RestingRequest request;
    request.field = shown.field;
    request.sceneCamera = m_navigation.camera();
    request.sceneCamera.worldFromCamera = glm::affineInverse(m_scene.worldFromScene) * request.sceneCamera.worldFromCamera;
    request.width = int(std::lround(width() * devicePixelRatioF()));
    request.height = int(std::lround(height() * devicePixelRatioF()));
    request.channel = m_document.view().fieldChannel;
    m_resting.request(request);
}

void ViewportWidget::setNavigation(const Navigation& navigation)
{
    m_navigation = navigation;
    moved();
}

void ViewportWidget::frameObject()
{
    m_navigation.frame(focus(), viewSize());
    moved();
}

void ViewportWidget::look(ViewDirection direction)
{
    m_navigation.look(direction);
    moved();
}

void ViewportWidget::setOrthographic(bool orthographic)
{
    m_navigation.setOrthographic(orthographic);
    moved();
}

void ViewportWidget::orbitBy(QPointF pixels)
{
    m_navigation.orbit(toVec(pixels), viewSize());
    moved();
}

void ViewportWidget::mousePressEvent(QMouseEvent* event)
{
    m_action = mouseAction(m_mousePreset, event->button(), event->modifiers());
    m_lastPosition = event->position();
}

void ViewportWidget::mouseMoveEvent(QMouseEvent* event)
{
    if (m_action == MouseAction::none)
        return;
    const auto pixels = toVec(event->position() - m_lastPosition);
    m_lastPosition = event->position();
    if (m_action == MouseAction::orbit)
        m_navigation.orbit(pixels, viewSize());
    else if (m_action == MouseAction::pan)
        m_navigation.pan(pixels, viewSize());
    else
        m_navigation.zoom(0.5f * viewSize(), viewSize(), std::exp(0.006f * pixels.y));
    moved();
}

void ViewportWidget::mouseReleaseEvent(QMouseEvent*)
{
    m_action = MouseAction::none;
}

void ViewportWidget::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto ray = m_navigation.rayThrough(toVec(event->position()), viewSize());
    const float tolerance = 0.01f * m_navigation.distance();
    const auto hit = pick(m_scene, m_representation, ray, tolerance);
    if (!hit)
        return;
    m_navigation.setPivot(*hit);
    moved();
}

void ViewportWidget::wheelEvent(QWheelEvent* event)
{
    // 120 units are one notch of a wheel; touchpads send fractions of it.
    const float notches = float(event->angleDelta().y()) / 120.0f;
    m_navigation.zoom(toVec(event->position()), viewSize(), std::pow(0.86f, notches));
    moved();
    event->accept();
}

void ViewportWidget::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        update();
    QOpenGLWidget::changeEvent(event);
}

} // namespace bozzetto
