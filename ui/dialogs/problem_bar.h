#pragma once

#include <QWidget>

#include "ui/studio.h"

class QLabel;
class QPlainTextEdit;

namespace bozzetto {

/// What happened, what to do, and details to copy; inside the window, until closed or until the next job.
class ProblemBar : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemBar(QWidget* parent = nullptr);
    void show(const Problem& problem);

private:
    QLabel* m_icon;
    QLabel* m_what;
    QLabel* m_advice;
    QPlainTextEdit* m_details;
};

} // namespace bozzetto
