#pragma once

#include <QComboBox>

namespace bozzetto {

/// A combo box with the studio's own arrow. Without the focus the wheel scrolls the panel, never the value.
class Choice : public QComboBox
{
    Q_OBJECT

public:
    explicit Choice(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
};

} // namespace bozzetto
