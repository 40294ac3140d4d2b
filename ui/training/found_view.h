#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace bozzetto {

class TrainingDesk;

/// Pictures of what was found in the folder, and each file that cannot be used with the reason.
class FoundView : public QWidget
{
    Q_OBJECT

public:
    explicit FoundView(TrainingDesk& desk, QWidget* parent = nullptr);
    void refresh();

private:
    void rebuild();

    TrainingDesk& m_desk;
    QLabel* m_title;
    QLabel* m_note;
    QWidget* m_pictures;
    QLabel* m_unusableTitle;
    QWidget* m_unusable = nullptr;
    QVBoxLayout* m_column;
    const void* m_shown = nullptr; ///< the report that is on view
};

} // namespace bozzetto
