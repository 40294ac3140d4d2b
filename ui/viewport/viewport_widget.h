#pragma once

#include <memory>

#include <QElapsedTimer>
#include <QOpenGLWidget>
#include <QTimer>

#include "ui/document/document.h"
#include "ui/viewport/mouse_preset.h"
#include "ui/viewport/navigation.h"
#include "ui/viewport/point_governor.h"
#include "ui/viewport/quality_governor.h"
#include "ui/viewport/resting_picture.h"

namespace bozzetto {

/// The middle of the window: draws the Document's object with the Renderer and moves the camera.
class ViewportWidget : public QOpenGLWidget
{
    Q_OBJECT

public:
    ViewportWidget(Document& document, const Operations& operations, JobRunner::Mode mode, QWidget* parent = nullptr);
    ~ViewportWidget() override;

    const Navigation& navigation() const { return m_navigation; }
    void setNavigation(const Navigation& navigation);
    MousePreset mousePreset() const { return m_mousePreset; }
    void setMousePreset(MousePreset preset) { m_mousePreset = preset; }

    void frameObject();
    void look(ViewDirection direction);
    void setOrthographic(bool orthographic);
    void orbitBy(QPointF pixels);

    /// Frames a second of the last movement; 0 before any.
    float framesPerSecond() const { return m_framesPerSecond; }
    bool isRefining() const { return m_resting.isRefining(); }

Q_SIGNALS:
    void cameraMoved();
    void drew();
    void rendererFailed(const QString& what);

protected:
    void initializeGL() override;
    void paintGL() override;
    void resizeGL(int width, int height) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void takeChange(const ChangeEvent& event);
    void refreshScene();
    void refreshFrusta();
    Bounds focus() const;
    void followRepresentation();
    void moved();
    void rest();
    void freeRenderer();
    glm::vec2 viewSize() const { return {float(width()), float(height())}; }
    DrawOptions drawOptions() const;
    bool isLively() const; ///< moving, fading or sharpening: frames at the governed quality
    void measureFrame(float milliseconds);

    Document& m_document;
    SceneSnapshot m_scene;
    std::unique_ptr<Renderer> m_renderer;
    Navigation m_navigation;
    MousePreset m_mousePreset = MousePreset::bozzetto;
    MouseAction m_action = MouseAction::none;
    QPointF m_lastPosition;
    QTimer m_restTimer;
    QTimer m_fadeTimer;
    QElapsedTimer m_fadeClock;
    QualityGovernor m_governor;
    PointGovernor m_pointGovernor;
    RestingPicture m_resting;
    Representation m_representation = Representation::field;
    Representation m_previousRepresentation = Representation::field;
    const void* m_framedObject = nullptr; ///< photograph of the object that was framed last
    bool m_framedPreview = false;         ///< what was framed was a fit's preview
    bool m_framedMade = false;            ///< what was framed was a cloud made of views
    bool m_touched = false;               ///< the camera was moved since the object was framed
    float m_framesPerSecond = 0;
    bool m_moving = false;
    float m_cloudSide = 0;       ///< the points' longest side
    bool m_uploadsPoints = true; ///< in the next frame, which then says nothing about drawing them
    bool m_reducedMotion = false;
};

} // namespace bozzetto
