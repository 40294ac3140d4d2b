#pragma once

#include <optional>
#include <vector>

#include <QPolygonF>
#include <QWidget>
#include <glm/glm.hpp>

#include "ui/viewport/navigation.h"

namespace bozzetto {

/// A small cube that turns with the view, with the three axes; a click on a face looks from there, a drag orbits.
class ViewCube : public QWidget
{
    Q_OBJECT

public:
    explicit ViewCube(QWidget* parent = nullptr);
    void show(const Navigation& navigation);

Q_SIGNALS:
    void directionChosen(bozzetto::ViewDirection direction);
    void dragged(QPointF pixels);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Face
    {
        ViewDirection direction;
        QPolygonF outline;
        QTransform toWidget; ///< from the unit square [-1, 1]^2 of the face
        float facing;        ///< 1 = straight to the eye
    };
    std::vector<Face> visibleFaces() const;
    std::optional<ViewDirection> faceAt(QPointF position) const;
    QPointF project(const glm::vec3& direction) const;
    void paintAxes(QPainter& painter) const;

    glm::mat3 m_cameraFromWorld{1.0f};
    std::optional<ViewDirection> m_hovered;
    QPointF m_last;
    bool m_pressed = false;
    bool m_dragging = false;
};

} // namespace bozzetto
