#include "ui/dialogs/problem_bar.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

#include "ui/icons.h"

namespace bozzetto {

ProblemBar::ProblemBar(QWidget* parent)
    : QWidget(parent), m_icon(new QLabel), m_what(new QLabel), m_advice(new QLabel), m_details(new QPlainTextEdit)
{
    setObjectName(QStringLiteral("problemBar"));
    setAttribute(Qt::WA_StyledBackground);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(12, 10, 8, 10);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(4);
    m_what->setProperty("role", QStringLiteral("title"));
    m_advice->setProperty("role", QStringLiteral("secondary"));
    for (auto* label : {m_what, m_advice}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto* details = new QPushButton(tr("Details"));
    details->setProperty("role", QStringLiteral("flat"));
    details->setCheckable(true);
    auto* copy = new QPushButton(themedIcon(QStringLiteral("copy")), tr("Copy"));
    auto* close = new QToolButton;
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setIconSize(QSize(16, 16));
    close->setToolTip(tr("Close"));
    m_details->setReadOnly(true);
    m_details->setFixedHeight(76);
    grid->addWidget(m_icon, 0, 0, Qt::AlignTop);
    grid->addWidget(m_what, 0, 1);
    grid->addWidget(details, 0, 2, Qt::AlignTop);
    grid->addWidget(close, 0, 3, Qt::AlignTop);
    grid->addWidget(m_advice, 1, 1, 1, 3);
    grid->addWidget(m_details, 2, 1, 1, 3);
    grid->addWidget(copy, 3, 1, 1, 3, Qt::AlignRight);
    grid->setColumnStretch(1, 1);
    m_details->hide();
    copy->hide();
    connect(details, &QPushButton::toggled, this, [this, copy](bool open) {
        m_details->setVisible(open);
        copy->setVisible(open);
    });
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_details->toPlainText()); });
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void ProblemBar::show(const Problem& problem)
{
    m_icon->setPixmap(themedIcon(QStringLiteral("warning"), IconTint::bad).pixmap(20, 20));
    m_what->setText(problem.what);
    m_advice->setText(problem.advice);
    m_details->setPlainText(problem.details);
    QWidget::show();
}

} // namespace bozzetto
