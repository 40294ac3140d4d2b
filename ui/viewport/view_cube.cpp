#include "ui/viewport/view_cube.h"

#include <array>

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/theme.h"

namespace bozzetto {

namespace {

constexpr int kSide = 112;
constexpr float kScale = 22.0f; ///< pixels per half edge

struct FaceFrame
{
    ViewDirection direction;
    glm::vec3 normal, right, up;
    const char* name;
};

const std::array<FaceFrame, 6> kFaces{{
    {ViewDirection::front, {0, 0, 1}, {1, 0, 0}, {0, 1, 0}, QT_TRANSLATE_NOOP("bozzetto::ViewCube", "Front")},
    {ViewDirection::back, {0, 0, -1}, {-1, 0, 0}, {0, 1, 0}, QT_TRANSLATE_NOOP("bozzetto::ViewCube", "Back")},
    {ViewDirection::right, {1, 0, 0}, {0, 0, -1}, {0, 1, 0}, QT_TRANSLATE_NOOP("bozzetto::ViewCube", "Right")},
    {ViewDirection::left, {-1, 0, 0}, {0, 0, 1}, {0, 1, 0}, QT_TRANSLATE_NOOP("bozzetto::ViewCube", "Left")},
    {ViewDirection::top, {0, 1, 0}, {1, 0, 0}, {0, 0, -1}, QT_TRANSLATE_NOOP("bozzetto::ViewCube", "Top")},
    {ViewDirection::bottom, {0, -1, 0}, {1, 0, 0}, {0, 0, 1}, QT_TRANSLATE_NOOP("bozzetto::ViewCube", "Bottom")},
}};

} // namespace

ViewCube::ViewCube(QWidget* parent) : QWidget(parent)
{
    setFixedSize(kSide, kSide);
    setMouseTracking(true);
    setToolTip(tr("Click a face to look from there; drag to orbit."));
    setAccessibleName(tr("View cube"));
}

void ViewCube::show(const Navigation& navigation)
{
    const auto cameraFromWorld = glm::transpose(glm::mat3(navigation.camera().worldFromCamera));
    if (cameraFromWorld == m_cameraFromWorld)
        return;
    m_cameraFromWorld = cameraFromWorld;
    update();
}

QPointF ViewCube::project(const glm::vec3& direction) const
{
    const glm::vec3 local = m_cameraFromWorld * direction;
    return {0.5 * kSide + double(kScale * local.x), 0.5 * kSide - double(kScale * local.y)};
}

std::vector<ViewCube::Face> ViewCube::visibleFaces() const
{
    std::vector<Face> faces;
    for (const auto& frame : kFaces) {
        const float facing = (m_cameraFromWorld * frame.normal).z;
        if (facing < 0.02f)
            continue;
        QPolygonF outline;
        for (const auto& [x, y] : {std::pair{-1.0f, -1.0f}, {1.0f, -1.0f}, {1.0f, 1.0f}, {-1.0f, 1.0f}})
            outline << project(frame.normal + x * frame.right + y * frame.up);
        const QPointF centre = project(frame.normal);
        const QPointF right = project(frame.normal + frame.right) - centre;
        const QPointF up = project(frame.normal + frame.up) - centre;
        const QTransform map(right.x(), right.y(), -up.x(), -up.y(), centre.x(), centre.y());
        faces.push_back({frame.direction, outline, map, facing});
    }
    return faces;
}

std::optional<ViewDirection> ViewCube::faceAt(QPointF position) const
{
    for (const auto& face : visibleFaces())
        if (face.outline.containsPoint(position, Qt::OddEvenFill))
            return face.direction;
    return std::nullopt;
}

void ViewCube::paintEvent(QPaintEvent*)
{
    const auto& theme = themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    for (const auto& face : visibleFaces()) {
        const bool hovered = m_hovered == face.direction;
        QColor fill = hovered ? theme.accent : theme.raised;
        fill.setAlpha(hovered ? 255 : 215);
        painter.setPen(QPen(theme.line, 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(fill.lighter(100 + int(12 * face.facing)));
        painter.drawPolygon(face.outline);
        if (face.facing < 0.35f)
            continue;
        painter.save();
        painter.setTransform(QTransform::fromScale(1.0 / 24, 1.0 / 24) * face.toWidget, true);
        QFont small = font();
        small.setPixelSize(11);
        painter.setFont(small);
        painter.setPen(hovered ? theme.onAccent : theme.text);
        const auto* name = kFaces[std::size_t(face.direction)].name;
        painter.drawText(QRectF(-24, -24, 48, 48), Qt::AlignCenter, tr(name));
        painter.restore();
    }
    paintAxes(painter);
}

void ViewCube::paintAxes(QPainter& painter) const
{
    // x, y, z as everywhere: red, green, blue; taken from the theme's bad and good, and a calm blue between them.
    const auto& theme = themeOf(palette());
    const std::array<std::pair<glm::vec3, QColor>, 3> axes{{
        {{1, 0, 0}, theme.bad},
        {{0, 1, 0}, theme.good},
        {{0, 0, 1}, QColor::fromHsl(214, theme.bad.hslSaturation(), theme.bad.lightness())},
    }};
    const std::array<QString, 3> names{QStringLiteral("X"), QStringLiteral("Y"), QStringLiteral("Z")};
    const glm::vec3 corner(-1.0f);
    QFont small = font();
    small.setPixelSize(10);
    small.setWeight(QFont::DemiBold);
    painter.setFont(small);
    for (std::size_t i = 0; i < 3; ++i) {
        const QPointF from = project(corner);
        const QPointF to = project(corner + 2.35f * axes[i].first);
        painter.setPen(QPen(axes[i].second, 2, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(from, to);
        const QPointF along = to - from;
        const double length = std::hypot(along.x(), along.y());
        if (length < 14)
            continue;
        const QPointF text = to + along / length * 6.5;
        painter.drawText(QRectF(text.x() - 8, text.y() - 8, 16, 16), Qt::AlignCenter, names[i]);
    }
}

void ViewCube::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->button() == Qt::LeftButton;
    m_dragging = false;
    m_last = event->position();
}

void ViewCube::mouseMoveEvent(QMouseEvent* event)
{
    if (m_pressed) {
        const QPointF moved = event->position() - m_last;
        m_dragging = m_dragging || std::hypot(moved.x(), moved.y()) > 3;
        if (m_dragging) {
            m_last = event->position();
            Q_EMIT dragged(moved);
        }
        return;
    }
    const auto hovered = faceAt(event->position());
    if (hovered != m_hovered) {
        m_hovered = hovered;
        update();
    }
}

void ViewCube::mouseReleaseEvent(QMouseEvent* event)
{
    const auto face = faceAt(event->position());
    if (m_pressed && !m_dragging && face)
        Q_EMIT directionChosen(*face);
    m_pressed = false;
}

void ViewCube::leaveEvent(QEvent*)
{
    m_hovered.reset();
    update();
}

} // namespace bozzetto
