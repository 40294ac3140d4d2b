#pragma once

#include "ui/widgets/section.h"

class QProgressBar;
class QPushButton;

namespace bozzetto {

class TrainingDesk;

/// The folder that is learned from: chosen, looked through, what was found in it.
class FolderCard : public Section
{
    Q_OBJECT

public:
    explicit FolderCard(TrainingDesk& desk, QWidget* parent = nullptr);
    void refresh();

Q_SIGNALS:
    void chooseWanted();

private:
    TrainingDesk& m_desk;
    QLabel* m_name;
    QLabel* m_found;
    QLabel* m_notes;
    QLabel* m_problem;
    QProgressBar* m_bar;
    QPushButton* m_choose;
    QPushButton* m_cancel;
};

} // namespace bozzetto
