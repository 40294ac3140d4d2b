#pragma once

#include "ui/studio.h"
#include "ui/widgets/section.h"

class QLabel;

namespace bozzetto {

class NumberField;
class SliderField;

/// The surface in the field: its level, followed live, and its resolution.
class SurfacePanel : public Section
{
    Q_OBJECT

public:
    SurfacePanel(Document& document, Studio& studio, QWidget* parent = nullptr);
    void refresh();

private:
    Document& m_document;
    Studio& m_studio;
    SliderField* m_level;
    NumberField* m_resolution;
    QLabel* m_note;
};

} // namespace bozzetto
