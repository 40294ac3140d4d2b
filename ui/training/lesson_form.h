#pragma once

#include <QWidget>

#include "core/train/lesson.h"

class QGridLayout;
class QLabel;
class QPushButton;

namespace bozzetto {

class NumberField;
class OptionCard;
class Section;
class TrainingDesk;

/// What is to be learned and for how long, what that will take, and the button that begins.
class LessonForm : public QWidget
{
    Q_OBJECT

public:
    explicit LessonForm(TrainingDesk& desk, QWidget* parent = nullptr);
    void refresh();
    QPushButton* startButton() { return m_start; } ///< to be put where it is always seen

private:
    void addForecastRow(QGridLayout& grid, const QString& name, QLabel*& value);
    void refreshForecast();

    TrainingDesk& m_desk;
    OptionCard* m_options[std::size(kLearned)];
    NumberField* m_minutes;
    QLabel *m_prepare, *m_steps, *m_memory, *m_disk, *m_end;
    QLabel* m_forecastNote;
    QLabel* m_warning;
    QPushButton* m_start;
};

} // namespace bozzetto
