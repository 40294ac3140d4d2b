#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace bozzetto {

class ComparisonView;
class CurvePlot;
class TrainingDesk;

/// A run: how far it is, its curves, what it made of the same pictures before and makes of them now, and what can be done
/// with it.
class RunView : public QWidget
{
    Q_OBJECT

public:
    explicit RunView(TrainingDesk& desk, QWidget* parent = nullptr);
    void refresh();

private:
    QLayout* makeHeader();
    QLayout* makeFigures();
    QWidget* makeFigure(const QString& name, QLabel*& value);
    QPushButton* addButton(QHBoxLayout& row, const char* icon, const QString& text, void (TrainingDesk::*act)());
    void refreshButtons();
    void refreshFigures();
    void refreshCurves();
    void askAndDiscard();
    QString explanation() const;

    TrainingDesk& m_desk;
    QLabel *m_title, *m_state, *m_explanation;
    QProgressBar* m_bar;
    QPushButton *m_pause, *m_goOn, *m_cancel, *m_restart, *m_longer, *m_discard, *m_use, *m_undo;
    QLabel *m_steps, *m_speed, *m_left, *m_score;
    CurvePlot *m_loss, *m_scores;
    QLabel* m_comparisonTitle;
    QLabel* m_comparisonNote;
    ComparisonView* m_comparison;
};

} // namespace bozzetto
