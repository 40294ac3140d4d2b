#pragma once

#include "ui/studio.h"
#include "ui/widgets/section.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace bozzetto {

class SliderField;

/// How views become a cloud of points: budget, number of points, kind, masks; the button that makes it, and what is known
/// of the one that is there.
class CloudPanel : public Section
{
    Q_OBJECT

public:
    CloudPanel(Document& document, Studio& studio, QWidget* parent = nullptr);
    void refresh();

private:
    template <typename Edit> void edit(const QString& text, Edit change);
    QString maskNote() const;
    QString cloudNote() const;

    Document& m_document;
    Studio& m_studio;
    QLabel* m_views;
    SliderField* m_minutes;
    SliderField* m_count;
    QComboBox* m_kind;
    QCheckBox* m_masks;
    QLabel* m_maskNote;
    QPushButton* m_make;
    QLabel* m_cloud;
};

} // namespace bozzetto
