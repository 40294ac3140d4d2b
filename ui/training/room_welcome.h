#pragma once

#include <QWidget>

namespace bozzetto {

/// The room before a folder is chosen: what it is for, and the place to drop one.
class RoomWelcome : public QWidget
{
    Q_OBJECT

public:
    explicit RoomWelcome(QWidget* parent = nullptr);

Q_SIGNALS:
    void chooseWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace bozzetto
