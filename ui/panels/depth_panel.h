#pragma once

#include "ui/studio.h"
#include "ui/widgets/section.h"

class QLabel;
class QPushButton;

namespace bozzetto {

class DepthLegend;
class PreviewLabel;
class SliderField;

/// How far away each part of the photograph is: preview, file, and how deep the relief is.
class DepthPanel : public Section
{
    Q_OBJECT

public:
    DepthPanel(Document& document, Studio& studio, QWidget* parent = nullptr);
    void refresh();

private:
    Document& m_document;
    Studio& m_studio;
    PreviewLabel* m_preview;
    DepthLegend* m_legend;
    QLabel* m_note;
    QPushButton* m_file;
    SliderField* m_scale;
};

} // namespace bozzetto
