#pragma once

#include <QWidget>

#include "ui/viewport/mouse_preset.h"

class QGridLayout;

namespace bozzetto {

/// Mouse and keys on one card over all of its parent; a click or a key closes it.
class CheatSheet : public QWidget
{
    Q_OBJECT

public:
    CheatSheet(MousePreset preset, QWidget* parent);

Q_SIGNALS:
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace bozzetto
