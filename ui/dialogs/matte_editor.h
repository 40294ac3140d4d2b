#pragma once

#include <QWidget>

#include "ui/studio.h"

class QButtonGroup;
class QLabel;

namespace bozzetto {

class MatteCanvas;

/// Marks the object on the photograph: a box round it, strokes on it and beside it. The matte follows each stroke,
/// estimated on a worker. Lies over the viewport; applying generates again.
class MatteEditor : public QWidget
{
    Q_OBJECT

public:
    MatteEditor(Document& document, Studio& studio, JobRunner::Mode mode, QWidget* parent = nullptr);

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void estimate();
    void apply();
    QWidget* makeTools();

    Document& m_document;
    Studio& m_studio;
    MatteCanvas* m_canvas;
    QLabel* m_note;
    LatestJob m_matte;
};

} // namespace bozzetto
