#include "ui/widgets/slider_field.h"

#include <cmath>

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QWheelEvent>

#include "ui/widgets/number_field.h"

namespace bozzetto {

namespace {

constexpr int kPositions = 1000;

} // namespace

SliderField::SliderField(const QString& label, const SliderRange& range, QWidget* parent)
    : QWidget(parent), m_range(range), m_slider(new QSlider(Qt::Horizontal)), m_field(new NumberField)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    auto* name = new QLabel(label);
    name->setBuddy(m_field);
    grid->addWidget(name, 0, 0);
    grid->addWidget(m_field, 0, 1);
    grid->addWidget(m_slider, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    m_field->setFixedWidth(96);
    m_field->setDecimals(range.decimals);
    m_field->setRange(range.minimum, range.maximum);
    m_field->setSingleStep(range.step);
    m_field->setSuffix(range.unit);
    m_field->setAccessibleName(label);
    m_slider->setRange(0, kPositions);
    m_slider->setPageStep(kPositions / 20);
    m_slider->setAccessibleName(label);
    m_slider->installEventFilter(this);
    setToolTipText({});
    setValue(range.standard);

    connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
        const QSignalBlocker blocker(m_field);
        m_field->setValue(valueAt(position));
        Q_EMIT changing(m_field->value());
        if (!m_slider->isSliderDown())
            Q_EMIT committed(m_field->value());
    });
    connect(m_slider, &QSlider::sliderReleased, this, [this] { Q_EMIT committed(m_field->value()); });
    connect(m_field, &NumberField::valueChanged, this, [this](double value) {
        showValue(value);
        Q_EMIT changing(value);
    });
    connect(m_field, &NumberField::committed, this, &SliderField::committed);
}

double SliderField::value() const
{
    return m_field->value();
}

void SliderField::setValue(double value)
{
    const QSignalBlocker blocker(m_field);
    m_field->setValue(value);
    showValue(value);
}

void SliderField::setToolTipText(const QString& what)
{
    const auto standard = m_field->textFromValue(m_range.standard) + m_range.unit;
    const auto reset = tr("Default %1; a double click on the slider goes back to it.").arg(standard);
    m_slider->setToolTip(what.isEmpty() ? reset : what + u'\n' + reset);
    m_field->setToolTip(m_slider->toolTip());
}

bool SliderField::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_slider && event->type() == QEvent::MouseButtonDblClick) {
        setValue(m_range.standard);
        Q_EMIT changing(value());
        Q_EMIT committed(value());
        return true;
    }
    if (watched == m_slider && event->type() == QEvent::Wheel && !m_slider->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

int SliderField::positionOf(double value) const
{
    const auto along = m_range.logarithmic
                           ? std::log(value / m_range.minimum) / std::log(m_range.maximum / m_range.minimum)
                           : (value - m_range.minimum) / (m_range.maximum - m_range.minimum);
    return int(std::lround(along * kPositions));
}

double SliderField::valueAt(int position) const
{
    const double along = double(position) / kPositions;
    if (m_range.logarithmic) {
        const double value = m_range.minimum * std::pow(m_range.maximum / m_range.minimum, along);
        // A hand on the slider means a round number; what is typed is taken as it is.
        const double unit = m_range.decimals > 0 ? 0 : std::pow(10, std::floor(std::log10(value)) - 1);
        return unit > 0 ? unit * std::round(value / unit) : value;
    }
    return m_range.minimum + along * (m_range.maximum - m_range.minimum);
}

void SliderField::showValue(double value)
{
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(positionOf(value));
}

} // namespace bozzetto
