#pragma once

#include <memory>

#include <QImage>
#include <QWidget>

#include "ui/document/object_state.h"

namespace bozzetto {

enum class MatteTool { box, keep, discard };

/// The photograph with the matte's outside dimmed, the box and the strokes; takes new ones from the mouse.
class MatteCanvas : public QWidget
{
    Q_OBJECT

public:
    MatteCanvas(std::shared_ptr<const Image> photo, DrawnHints hints, QWidget* parent = nullptr);

    const DrawnHints& hints() const { return m_hints; }
    void setTool(MatteTool tool) { m_tool = tool; }
    void setRadius(float pixels); ///< of the brush, in pixels of the photograph
    void setMatte(const Image& alpha);
    void undoLast();
    void clear();

Q_SIGNALS:
    void edited();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QRectF pictureRect() const;
    glm::vec2 toPhoto(QPointF position) const;
    QPointF toWidget(glm::vec2 photo) const;
    void paintStrokes(QPainter& painter) const;

    std::shared_ptr<const Image> m_photo;
    QImage m_picture;
    QImage m_veil; ///< opaque where the matte says background
    DrawnHints m_hints;
    MatteTool m_tool = MatteTool::keep;
    float m_radius = 8;
    glm::vec2 m_boxStart{0.0f};
    QPointF m_cursor{-1, -1};
    bool m_drawing = false;
};

} // namespace bozzetto
