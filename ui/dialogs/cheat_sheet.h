#pragma once

#include <QWidget>

#include "ui/viewport/mouse_preset.h"

class QGridLayout;

namespace bozzetto {

/// Mouse and keys on one card over the viewport; a click or a key closes it.
class CheatSheet : public QWidget
{
    Q_OBJECT

public:
    explicit CheatSheet(MousePreset preset, QWidget* parent = nullptr);

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace bozzetto
