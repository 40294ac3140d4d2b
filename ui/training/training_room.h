#pragma once

#include <QWidget>

class QLabel;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace bozzetto {

class FolderCard;
class FoundView;
class LessonForm;
class ProblemBar;
class RoomWelcome;
class RunList;
class RunSummary;
class RunView;
class TrainingDesk;
struct Problem;

/// The page where a network is taught the user's own models or photographs: left what is wished for, right what was found
/// or what is being learned.
class TrainingRoom : public QWidget
{
    Q_OBJECT

public:
    explicit TrainingRoom(TrainingDesk& desk, QWidget* parent = nullptr);

    void chooseFolder(); ///< asks for one
    void showProblem(const Problem& problem);

Q_SIGNALS:
    void closed();

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeSide();
    void placeProblem();
    void settle();
    void refresh();

    TrainingDesk& m_desk;
    FolderCard* m_folder;
    LessonForm* m_form;
    RunSummary* m_summary;
    RunList* m_list;
    QWidget* m_side = nullptr;
    QStackedWidget* m_pages;
    RoomWelcome* m_welcome;
    QWidget* m_footer = nullptr; ///< the button that begins, always in sight
    QScrollArea *m_foundArea, *m_runArea;
    FoundView* m_found;
    RunView* m_run;
    ProblemBar* m_problem = nullptr; ///< made when first needed
    int m_sections = -1; ///< which ones the side shows
};

} // namespace bozzetto
