#pragma once

#include "ui/widgets/section.h"

namespace bozzetto {

class TrainingDesk;

/// The runs that are there but for the one on view, to turn to one of them; empty until refresh(), hidden when there are none.
class RunList : public Section
{
    Q_OBJECT

public:
    explicit RunList(TrainingDesk& desk, QWidget* parent = nullptr);
    void refresh();

private:
    TrainingDesk& m_desk;
    QStringList m_shown; ///< what the buttons say and lead to, to see whether anything changed
    QWidget* m_buttons = nullptr;
};

} // namespace bozzetto
