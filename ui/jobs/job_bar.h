#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/studio.h"

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace bozzetto {

/// The bottom line: stages with their word, share and time, Cancel; after a generation what came out and the next
/// step. Hidden when there is nothing to say.
class JobBar : public QWidget
{
    Q_OBJECT

public:
    explicit JobBar(Studio& studio, QWidget* parent = nullptr);

    /// What is said after success; `next` (may be empty) names the button that nextStep() belongs to.
    void showDone(const QString& text, const QString& next);

Q_SIGNALS:
    void nextStep();

private:
    void begin(const QString& title);
    void takeProgress(const Progress& progress);
    void end();
    void refreshKeep();
    void refreshStages();

    Studio& m_studio;
    QLabel* m_title;
    QLabel* m_stages;
    QProgressBar* m_bar;
    QLabel* m_time;
    QPushButton* m_keep; ///< of a job whose result so far can be kept
    QPushButton* m_button;
    QPushButton* m_close;
    QTimer m_clock;
    struct Stage
    {
        QString name;
        double begun = 0; ///< seconds since the job began
    };

    QList<Stage> m_passed; ///< in the order in which they came; the last one is running
    double m_share = 0;
    bool m_done = false;
};

} // namespace bozzetto
