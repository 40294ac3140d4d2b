#pragma once

#include "ui/studio.h"
#include "ui/widgets/section.h"

class QLabel;
class QPushButton;

namespace bozzetto {

class PreviewLabel;

/// Where the object was cut out of the photograph, how that was found, and the ways to say it better.
class MattePanel : public Section
{
    Q_OBJECT

public:
    MattePanel(Document& document, Studio& studio, QWidget* parent = nullptr);
    void refresh();

Q_SIGNALS:
    void editWanted();

private:
    Document& m_document;
    Studio& m_studio;
    PreviewLabel* m_preview;
    QLabel* m_note;
    QPushButton* m_edit;
    QPushButton* m_file;
};

} // namespace bozzetto
