#pragma once

#include "ui/studio.h"
#include "ui/widgets/section.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace bozzetto {

class NumberField;

/// What leaves: format, size and up axis at a glance; the button opens the dialog with the file.
class ExportPanel : public Section
{
    Q_OBJECT

public:
    ExportPanel(Document& document, Studio& studio, QWidget* parent = nullptr);
    void refresh();

Q_SIGNALS:
    void exportWanted();

private:
    template <typename Edit> void edit(Edit change);

    Document& m_document;
    Studio& m_studio;
    QComboBox* m_format;
    NumberField* m_side;
    QComboBox* m_unit;
    QComboBox* m_up;
    QPushButton* m_export;
};

} // namespace bozzetto
