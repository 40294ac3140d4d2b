#include "ui/widgets/section.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/icons.h"

namespace bozzetto {

Section::Section(const QString& title, QWidget* parent)
    : QWidget(parent), m_header(new QToolButton), m_content(new QWidget), m_body(new QVBoxLayout(m_content))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_header->setProperty("role", QStringLiteral("section"));
    m_header->setText(title);
    m_header->setCheckable(true);
    m_header->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_header->setIconSize(QSize(14, 14));
    m_header->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_header->setFixedHeight(34);
    m_body->setContentsMargins(16, 4, 16, 16);
    m_body->setSpacing(8);
    auto* line = new QWidget;
    line->setObjectName(QStringLiteral("panelLine"));
    line->setAttribute(Qt::WA_StyledBackground);
    line->setFixedHeight(1);
    outer->addWidget(m_header);
    outer->addWidget(m_content);
    outer->addWidget(line);
    connect(m_header, &QToolButton::toggled, this, [this](bool open) {
        m_header->setIcon(themedIcon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
        m_content->setVisible(open);
        Q_EMIT toggled(open);
    });
    m_content->setVisible(false);
    setOpen(true);
}

bool Section::isOpen() const
{
    return m_header->isChecked();
}

void Section::setOpen(bool open)
{
    m_header->setChecked(open);
    m_header->setIcon(themedIcon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
}

QLabel* noteLabel(const QString& text)
{
    auto* label = new QLabel(text);
    label->setProperty("role", QStringLiteral("secondary"));
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QWidget* labelledRow(const QString& label, QWidget* field)
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* name = new QLabel(label);
    name->setBuddy(field);
    layout->addWidget(name);
    layout->addStretch(1);
    layout->addWidget(field);
    return row;
}

} // namespace bozzetto
