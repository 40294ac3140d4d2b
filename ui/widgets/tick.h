#pragma once

#include <QCheckBox>

namespace bozzetto {

/// A check box in the studio's own drawing.
class Tick : public QCheckBox
{
    Q_OBJECT

public:
    explicit Tick(const QString& text, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace bozzetto
