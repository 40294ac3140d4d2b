#include "ui/dialogs/matte_canvas.h"

#include <algorithm>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>

#include "ui/image_bridge.h"
#include "ui/theme.h"

namespace bozzetto {

MatteCanvas::MatteCanvas(std::shared_ptr<const Image> photo, DrawnHints hints, QWidget* parent)
    : QWidget(parent), m_photo(std::move(photo)), m_picture(toQImage(*m_photo)), m_hints(std::move(hints))
{
    m_radius = std::max(3.0f, 0.02f * float(std::max(m_photo->width, m_photo->height)));
    setMouseTracking(true);
    setCursor(Qt::CrossCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Photograph to mark the object on"));
}

void MatteCanvas::setRadius(float pixels)
{
    m_radius = pixels;
    update();
}

void MatteCanvas::setMatte(const Image& alpha)
{
    m_veil = QImage(alpha.width, alpha.height, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < alpha.height; ++y) {
        auto* row = reinterpret_cast<QRgb*>(m_veil.scanLine(y));
        for (int x = 0; x < alpha.width; ++x)
            row[x] = qRgba(0, 0, 0, int(190 * (1.0f - std::clamp(alpha.at(x, y), 0.0f, 1.0f))));
    }
    update();
}

void MatteCanvas::undoLast()
{
    if (!m_hints.strokes.empty())
        m_hints.strokes.pop_back();
    else
        m_hints.box.reset();
    update();
    Q_EMIT edited();
}

void MatteCanvas::clear()
{
    m_hints = {};
    update();
    Q_EMIT edited();
}

QRectF MatteCanvas::pictureRect() const
{
    const QSizeF fitted = QSizeF(m_picture.size()).scaled(QSizeF(size()), Qt::KeepAspectRatio);
    return {QPointF((width() - fitted.width()) / 2, (height() - fitted.height()) / 2), fitted};
}

glm::vec2 MatteCanvas::toPhoto(QPointF position) const
{
    const auto rect = pictureRect();
    const double x = (position.x() - rect.left()) / rect.width() * m_picture.width();
    const double y = (position.y() - rect.top()) / rect.height() * m_picture.height();
    return {float(std::clamp(x, 0.0, double(m_picture.width()))), float(std::clamp(y, 0.0, double(m_picture.height())))};
}

QPointF MatteCanvas::toWidget(glm::vec2 photo) const
{
    const auto rect = pictureRect();
    return {rect.left() + double(photo.x) / m_picture.width() * rect.width(),
            rect.top() + double(photo.y) / m_picture.height() * rect.height()};
}

void MatteCanvas::paintStrokes(QPainter& painter) const
{
    const auto& theme = themeOf(palette());
    const double scale = pictureRect().width() / m_picture.width();
    for (const auto& stroke : m_hints.strokes) {
        QColor colour = stroke.foreground ? theme.good : theme.bad;
        colour.setAlpha(150);
        painter.setPen(QPen(colour, 2.0 * double(stroke.radius) * scale, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        QPolygonF line;
        for (const auto& point : stroke.points)
            line << toWidget(point);
        if (line.size() == 1)
            painter.drawPoint(line.front());
        painter.drawPolyline(line);
    }
}

void MatteCanvas::paintEvent(QPaintEvent*)
{
    const auto& theme = themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const auto rect = pictureRect();
    painter.drawImage(rect, m_picture);
    if (!m_veil.isNull())
        painter.drawImage(rect, m_veil);
    paintStrokes(painter);
    painter.setBrush(Qt::NoBrush);
    if (m_hints.box) {
        const auto& box = *m_hints.box;
        painter.setPen(QPen(theme.accent, 1.5));
        painter.drawRect(QRectF(toWidget({float(box.x), float(box.y)}), toWidget({float(box.x + box.z), float(box.y + box.w)})));
    }
    if (m_tool != MatteTool::box && m_cursor.x() >= 0) {
        const double radius = double(m_radius) * rect.width() / m_picture.width();
        painter.setPen(QPen(m_tool == MatteTool::keep ? theme.good : theme.bad, 1.5));
        painter.drawEllipse(m_cursor, radius, radius);
    }
}

void MatteCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_drawing = true;
    const auto at = toPhoto(event->position());
    if (m_tool == MatteTool::box)
        m_boxStart = at;
    else
        m_hints.strokes.push_back({{at}, m_radius, m_tool == MatteTool::keep});
    update();
}

void MatteCanvas::mouseMoveEvent(QMouseEvent* event)
{
    m_cursor = event->position();
    if (m_drawing) {
        const auto at = toPhoto(event->position());
        if (m_tool == MatteTool::box) {
            const glm::ivec2 low(glm::floor(glm::min(at, m_boxStart)));
            const glm::ivec2 high(glm::ceil(glm::max(at, m_boxStart)));
            m_hints.box = glm::ivec4(low, high - low);
        } else {
            m_hints.strokes.back().points.push_back(at);
        }
    }
    update();
}

void MatteCanvas::mouseReleaseEvent(QMouseEvent*)
{
    if (!std::exchange(m_drawing, false))
        return;
    // A click without a drag is no box.
    if (m_hints.box && (m_hints.box->z < 2 || m_hints.box->w < 2))
        m_hints.box.reset();
    update();
    Q_EMIT edited();
}

void MatteCanvas::leaveEvent(QEvent*)
{
    m_cursor = {-1, -1};
    update();
}

} // namespace bozzetto
