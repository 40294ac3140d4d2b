#pragma once

#include "ui/studio.h"
#include "ui/widgets/section.h"

class QComboBox;
class QPushButton;

namespace bozzetto {

class NumberField;
class SliderField;

/// How the object is made: kind, method, steps, seed, levelling, and the button that makes it again.
class ObjectPanel : public Section
{
    Q_OBJECT

public:
    ObjectPanel(Document& document, Studio& studio, QWidget* parent = nullptr);
    void refresh();

private:
    void chooseMethod(int row);
    void allowRow(int row, const QString& whyNot);

    Document& m_document;
    Studio& m_studio;
    QComboBox* m_mode;
    QComboBox* m_method;
    NumberField* m_steps;
    NumberField* m_seed;
    SliderField* m_tilt;
    QPushButton* m_level;
    QPushButton* m_generate;
    QPushButton* m_refine;
};

} // namespace bozzetto
