#include "ui/widgets/option_card.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/theme.h"
#include "ui/widgets/section.h"

namespace bozzetto {

namespace {

constexpr int kIndent = 36, kDot = 16;

} // namespace

OptionCard::OptionCard(const QString& title, const QString& note, QWidget* parent)
    : QAbstractButton(parent), m_title(new QLabel(title)), m_note(noteLabel(note)), m_detail(noteLabel())
{
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(title);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kIndent, 10, 12, 10);
    column->setSpacing(2);
    m_title->setProperty("role", QStringLiteral("title"));
    m_detail->setTextFormat(Qt::PlainText);
    for (auto* label : {m_title, m_note, m_detail}) {
        label->setTextInteractionFlags(Qt::NoTextInteraction);
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
        column->addWidget(label);
    }
    m_detail->hide();
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void OptionCard::setDetail(const QString& text)
{
    m_detail->setText(text);
    m_detail->setVisible(!text.isEmpty());
    updateGeometry();
}

void OptionCard::allowOr(const QString& whyNot, const QString& detail)
{
    setEnabled(whyNot.isEmpty());
    setToolTip(whyNot);
    m_note->setVisible(whyNot.isEmpty());
    setDetail(whyNot.isEmpty() ? detail : whyNot);
}

QSize OptionCard::sizeHint() const
{
    return {200, heightForWidth(std::max(width(), 200))};
}

int OptionCard::heightForWidth(int width) const
{
    return layout()->heightForWidth(width);
}

void OptionCard::paintEvent(QPaintEvent*)
{
    const auto& theme = themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool chosen = isChecked() && isEnabled();
    const QColor border = hasFocus() && isEnabled() ? theme.text : chosen ? theme.accent : underMouse() && isEnabled() ? theme.secondary : theme.line;
    painter.setPen(QPen(border, 1));
    painter.setBrush(isEnabled() ? theme.raised : theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    const QRectF dot(12.5, 12.5, kDot - 1, kDot - 1);
    painter.setPen(QPen(chosen ? theme.accent : isEnabled() ? theme.secondary : theme.line, 1.5));
    painter.setBrush(theme.window);
    painter.drawEllipse(dot);
    if (chosen) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accent);
        painter.drawEllipse(dot.adjusted(4, 4, -4, -4));
    }
}

} // namespace bozzetto
