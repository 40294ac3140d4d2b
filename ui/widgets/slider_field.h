#pragma once

#include <QWidget>

class QLabel;
class QSlider;

namespace bozzetto {

class NumberField;

/// What a slider row stands for; `logarithmic` needs minimum > 0.
struct SliderRange
{
    double minimum = 0;
    double maximum = 1;
    double standard = 0; ///< shown in the tooltip; a double click on the slider goes back to it
    double step = 0.01;
    int decimals = 2;
    QString unit; ///< suffix with its space, e.g. " mm"
    bool logarithmic = false;
};

/// Label, slider and number field in two lines.
class SliderField : public QWidget
{
    Q_OBJECT

public:
    SliderField(const QString& label, const SliderRange& range, QWidget* parent = nullptr);

    double value() const;
    void setValue(double value); ///< silent
    void setToolTipText(const QString& what);

Q_SIGNALS:
    void changing(double value);  ///< while it moves
    void committed(double value); ///< when the hand lets go

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    int positionOf(double value) const;
    double valueAt(int position) const;
    void showValue(double value);

    SliderRange m_range;
    QSlider* m_slider;
    NumberField* m_field;
};

} // namespace bozzetto
