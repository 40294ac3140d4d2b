#pragma once

#include "ui/widgets/section.h"

class QFormLayout;
class QPushButton;

namespace bozzetto {

class TrainingDesk;

/// What the run on view was begun with, and the way to another lesson.
class RunSummary : public Section
{
    Q_OBJECT

public:
    explicit RunSummary(TrainingDesk& desk, QWidget* parent = nullptr);
    void refresh();

private:
    TrainingDesk& m_desk;
    QLabel *m_folder, *m_learned, *m_time, *m_place;
    QPushButton* m_other;
};

} // namespace bozzetto
