#pragma once

#include <QWidget>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace bozzetto {

/// A titled block that folds. Add rows to body().
class Section : public QWidget
{
    Q_OBJECT

public:
    explicit Section(const QString& title, QWidget* parent = nullptr);

    QVBoxLayout* body() { return m_body; }
    bool isOpen() const;
    void setOpen(bool open);

Q_SIGNALS:
    void toggled(bool open);

private:
    QToolButton* m_header;
    QWidget* m_content;
    QVBoxLayout* m_body;
};

/// A label in the secondary colour that wraps.
QLabel* noteLabel(const QString& text = {});

/// A labelled row: the label left, the widget right.
QWidget* labelledRow(const QString& label, QWidget* field);

} // namespace bozzetto
