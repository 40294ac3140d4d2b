#pragma once

#include <vector>

#include <QPointF>
#include <QWidget>

namespace bozzetto {

/// A number over the minutes of a run: its curve, its newest value in words, a value to compare with as a dashed line. Over
/// the pointer it tells the point that lies nearest.
class CurvePlot : public QWidget
{
    Q_OBJECT

public:
    explicit CurvePlot(const QString& title, QWidget* parent = nullptr);

    /// x in minutes. `smooth`: noisy points are drawn thin and their mean over them; else each point is marked.
    void setPoints(const std::vector<QPointF>& points, bool smooth);
    void setReference(double value, const QString& name); ///< the dashed line; NaN: none
    void setEmptyText(const QString& text);               ///< while there are fewer than two points

    QSize sizeHint() const override { return {360, 190}; }
    QSize minimumSizeHint() const override { return {220, 150}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Frame
    {
        QRectF area;
        double left = 0, right = 1, low = 0, high = 1;
        QPointF at(const QPointF& point) const;
    };
    Frame frame() const;
    void drawAxes(QPainter& painter, const Frame& frame) const;
    void drawCurve(QPainter& painter, const Frame& frame) const;
    void drawReference(QPainter& painter, const Frame& frame) const;
    void drawHovered(QPainter& painter, const Frame& frame) const;
    QString numberText(double value) const;

    QString m_title, m_emptyText, m_referenceName;
    std::vector<QPointF> m_points, m_shown; ///< shown: smoothed
    bool m_smooth = false;
    double m_reference;
    int m_hovered = -1;
};

} // namespace bozzetto
