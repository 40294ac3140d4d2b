#include "ui/widgets/curve_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/theme.h"

namespace bozzetto {

namespace {

constexpr int kTop = 34, kBottom = 26, kLeft = 50, kRight = 14;
constexpr int kLines = 4; ///< of the grid, at most

/// Mean over a window that grows with the number of points, shorter at the ends.
std::vector<QPointF> smoothed(const std::vector<QPointF>& points)
{
    const int reach = std::clamp(int(points.size()) / 12, 1, 40);
    std::vector<QPointF> result;
    const int count = int(points.size());
    for (int i = 0; i < count; ++i) {
        const int half = std::min({reach, i, count - 1 - i});
        double sum = 0;
        for (int k = i - half; k <= i + half; ++k)
            sum += points[std::size_t(k)].y();
        result.emplace_back(points[std::size_t(i)].x(), sum / (2 * half + 1));
    }
    return result;
}

/// 1, 2 or 5 times a power of ten, so that at most `count` of them fit into `range`.
double roundStep(double range, int count)
{
    const double least = range / count, power = std::pow(10, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= least)
            return factor * power;
    return 10 * power;
}

} // namespace

QPointF CurvePlot::Frame::at(const QPointF& point) const
{
    const double x = (point.x() - left) / (right - left), y = (point.y() - low) / (high - low);
    return {area.left() + x * area.width(), area.bottom() - y * area.height()};
}

CurvePlot::CurvePlot(const QString& title, QWidget* parent)
    : QWidget(parent), m_title(title), m_reference(std::numeric_limits<double>::quiet_NaN())
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(title);
}

void CurvePlot::setPoints(const std::vector<QPointF>& points, bool smooth)
{
    m_points = points;
    m_smooth = smooth;
    m_shown = smooth ? smoothed(points) : points;
    m_hovered = std::min(m_hovered, int(m_shown.size()) - 1);
    setAccessibleDescription(m_shown.empty() ? m_emptyText : numberText(m_shown.back().y()));
    update();
}

void CurvePlot::setReference(double value, const QString& name)
{
    m_reference = value;
    m_referenceName = name;
    update();
}

void CurvePlot::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

QString CurvePlot::numberText(double value) const
{
    const double size = std::abs(value);
    return locale().toString(value, 'f', size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

CurvePlot::Frame CurvePlot::frame() const
{
    Frame frame;
    frame.area = QRectF(rect()).adjusted(kLeft, kTop, -kRight, -kBottom);
    frame.left = std::min(m_points.front().x(), 0.0);
    frame.right = std::max(m_points.back().x(), frame.left + 1e-3);
    frame.low = frame.high = std::isnan(m_reference) ? m_points.front().y() : m_reference;
    for (const auto& point : m_points) {
        frame.low = std::min(frame.low, point.y());
        frame.high = std::max(frame.high, point.y());
    }
    const double room = std::max(0.08 * (frame.high - frame.low), 1e-6 + 0.02 * std::abs(frame.high));
    frame.low -= room;
    frame.high += room;
    return frame;
}

void CurvePlot::drawAxes(QPainter& painter, const Frame& frame) const
{
    const auto& theme = themeOf(palette());
    const double step = roundStep(frame.high - frame.low, kLines);
    for (double value = std::ceil(frame.low / step) * step; value <= frame.high; value += step) {
        const double y = frame.at({frame.left, value}).y();
        painter.setPen(QPen(theme.line, 1));
        painter.drawLine(QPointF(frame.area.left(), y), QPointF(frame.area.right(), y));
        painter.setPen(theme.secondary);
        painter.drawText(QRectF(0, y - 10, kLeft - 8, 20), Qt::AlignRight | Qt::AlignVCenter, numberText(value));
    }
    const QRectF below(frame.area.left(), frame.area.bottom() + 4, frame.area.width(), kBottom - 6);
    const auto minutes = [this](double value) {
        return value < 1 ? tr("%1 s").arg(locale().toString(60 * value, 'f', 0))
                         : tr("%1 min").arg(locale().toString(value, 'f', value < 10 ? 1 : 0));
    };
    painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, tr("0"));
    painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, minutes(frame.right));
}

void CurvePlot::drawCurve(QPainter& painter, const Frame& frame) const
{
    const auto& theme = themeOf(palette());
    const auto draw = [&](const std::vector<QPointF>& points, const QPen& pen) {
        QPainterPath path(frame.at(points.front()));
        for (const auto& point : points)
            path.lineTo(frame.at(point));
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    };
    if (m_smooth) {
        QColor faint = theme.accent;
        faint.setAlpha(80);
        draw(m_points, QPen(faint, 1));
    }
    draw(m_shown, QPen(theme.accent, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (m_smooth)
        return;
    painter.setBrush(theme.accent);
    painter.setPen(QPen(theme.panel, 2));
    for (const auto& point : m_shown)
        painter.drawEllipse(frame.at(point), 4, 4);
}

void CurvePlot::drawReference(QPainter& painter, const Frame& frame) const
{
    if (std::isnan(m_reference))
        return;
    const auto& theme = themeOf(palette());
    const double y = frame.at({0, m_reference}).y();
    painter.setPen(QPen(theme.secondary, 1, Qt::DashLine));
    painter.drawLine(QPointF(frame.area.left(), y), QPointF(frame.area.right(), y));
    const bool above = y - 18 > frame.area.top();
    painter.drawText(QRectF(frame.area.left(), above ? y - 18 : y + 2, frame.area.width(), 16),
                     Qt::AlignRight | Qt::AlignVCenter, m_referenceName);
}

void CurvePlot::drawHovered(QPainter& painter, const Frame& frame) const
{
    const auto& theme = themeOf(palette());
    const auto& point = m_shown[std::size_t(m_hovered)];
    const auto place = frame.at(point);
    painter.setPen(QPen(theme.secondary, 1));
    painter.drawLine(QPointF(place.x(), frame.area.top()), QPointF(place.x(), frame.area.bottom()));
    painter.setPen(QPen(theme.panel, 2));
    painter.setBrush(theme.text);
    painter.drawEllipse(place, 5, 5);
}

void CurvePlot::paintEvent(QPaintEvent*)
{
    const auto& theme = themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    const QRectF head(14, 8, width() - 28, 22);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(theme.text);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, m_title);
    if (m_points.size() < 2) {
        painter.setFont(font());
        painter.setPen(theme.secondary);
        painter.drawText(QRectF(rect()).adjusted(24, kTop, -24, -kBottom), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    const auto& told = m_hovered >= 0 ? m_shown[std::size_t(m_hovered)] : m_shown.back();
    painter.setPen(m_hovered >= 0 ? theme.text : theme.accent);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, numberText(told.y()));
    painter.setFont(font());
    const auto drawn = frame();
    drawAxes(painter, drawn);
    drawReference(painter, drawn);
    drawCurve(painter, drawn);
    if (m_hovered >= 0)
        drawHovered(painter, drawn);
}

void CurvePlot::mouseMoveEvent(QMouseEvent* event)
{
    m_hovered = -1;
    if (m_points.size() >= 2) {
        const auto drawn = frame();
        double nearest = std::numeric_limits<double>::max();
        for (int i = 0; i < int(m_shown.size()); ++i)
            if (const double away = std::abs(drawn.at(m_shown[std::size_t(i)]).x() - event->position().x()); away < nearest) {
                nearest = away;
                m_hovered = i;
            }
    }
    update();
}

void CurvePlot::leaveEvent(QEvent*)
{
    m_hovered = -1;
    update();
}

} // namespace bozzetto
