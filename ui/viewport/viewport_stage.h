#pragma once

#include <QWidget>

#include "ui/document/document.h"
#include "ui/jobs/operations.h"
#include "ui/viewport/viewport_widget.h"

class QLabel;

namespace bozzetto {

class ViewBar;
class ViewCube;

/// The viewport with what lies over it: view bar, view cube, figures, the photograph for comparison.
class ViewportStage : public QWidget
{
    Q_OBJECT

public:
    ViewportStage(Document& document, const Operations& operations, JobRunner::Mode mode, QWidget* parent = nullptr);

    ViewportWidget& viewport() { return *m_viewport; }

    /// Covers the viewport below its top bar: empty state, matte editor, cheat sheet. One at a time; null for none.
    void setCover(QWidget* cover);
    /// Lies across the top, below the view bar.
    void setBanner(QWidget* banner);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    QImage comparedPicture() const;
    void refreshPhoto();
    void refreshFigures();

    Document& m_document;
    ViewportWidget* m_viewport;
    ViewBar* m_viewBar;
    ViewCube* m_viewCube;
    QLabel* m_figures;
    QLabel* m_photo;
    QWidget* m_cover = nullptr;
    QWidget* m_banner = nullptr;
};

} // namespace bozzetto
