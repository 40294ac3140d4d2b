#include "ui/jobs/job_bar.h"

#include <algorithm>

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>

#include "ui/icons.h"
#include "ui/theme.h"

namespace bozzetto {

namespace {

/// core's words for its stages, for the translators.
[[maybe_unused]] const char* const kStageWords[] = {
    QT_TRANSLATE_NOOP("Stages", "Photo"),   QT_TRANSLATE_NOOP("Stages", "Matte"), QT_TRANSLATE_NOOP("Stages", "Depth"),
    QT_TRANSLATE_NOOP("Stages", "Field"),   QT_TRANSLATE_NOOP("Stages", "Bake"),  QT_TRANSLATE_NOOP("Stages", "Surface"),
    QT_TRANSLATE_NOOP("Stages", "Colours"), QT_TRANSLATE_NOOP("Stages", "Points"), QT_TRANSLATE_NOOP("Stages", "Export"),
    QT_TRANSLATE_NOOP("Stages", "Triplane"), QT_TRANSLATE_NOOP("Stages", "Check"), QT_TRANSLATE_NOOP("Stages", "Copy"),
    QT_TRANSLATE_NOOP("Stages", "Reading pictures"), QT_TRANSLATE_NOOP("Stages", "Finding the scene"),
    QT_TRANSLATE_NOOP("Stages", "Finding features"), QT_TRANSLATE_NOOP("Stages", "Matching pictures"),
    QT_TRANSLATE_NOOP("Stages", "Placing cameras"), QT_TRANSLATE_NOOP("Stages", "Masks"),
    QT_TRANSLATE_NOOP("Stages", "Prepare"), QT_TRANSLATE_NOOP("Stages", "Train"), QT_TRANSLATE_NOOP("Stages", "Cloud"),
    QT_TRANSLATE_NOOP("Stages", "Hidden points"),
};

constexpr int kShownStages = 4; ///< the newest; more do not fit beside the buttons

QString stageWord(const QString& stage)
{
    return QCoreApplication::translate("Stages", stage.toUtf8().constData());
}

} // namespace

JobBar::JobBar(Studio& studio, QWidget* parent)
    : QWidget(parent), m_studio(studio), m_title(new QLabel), m_stages(new QLabel),
      m_bar(new QProgressBar), m_time(new QLabel), m_keep(new QPushButton(tr("Stop and keep"))),
      m_button(new QPushButton), m_close(new QPushButton)
{
    setObjectName(QStringLiteral("jobBar"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(44);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 12, 0);
    row->setSpacing(12);
    m_title->setProperty("role", QStringLiteral("title"));
    m_stages->setTextFormat(Qt::RichText);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    m_bar->setFixedWidth(180);
    m_time->setProperty("role", QStringLiteral("secondary"));
    m_time->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_time->setMinimumWidth(64);
    m_close->setProperty("role", QStringLiteral("flat"));
    m_close->setIcon(themedIcon(QStringLiteral("close")));
    m_close->setToolTip(tr("Hide this line"));
    m_close->setFixedWidth(28);
    m_close->setStyleSheet(QStringLiteral("padding: 0"));
    row->addWidget(m_title);
    row->addWidget(m_stages);
    row->addWidget(m_bar);
    row->addStretch(1);
    row->addWidget(m_time);
    row->addWidget(m_keep);
    row->addWidget(m_button);
    row->addWidget(m_close);
    m_keep->setProperty("role", QStringLiteral("primary"));
    m_clock.setInterval(100);
    connect(&m_clock, &QTimer::timeout, this,
            [this] { m_time->setText(tr("%1 s").arg(locale().toString(m_studio.secondsWorked(), 'f', 1))); });
    connect(&m_studio, &Studio::workStarted, this, &JobBar::begin);
    connect(&m_studio, &Studio::progressed, this, &JobBar::takeProgress);
    connect(&m_studio, &Studio::workEnded, this, &JobBar::end);
    connect(&m_studio, &Studio::keepableChanged, this, &JobBar::refreshKeep);
    connect(m_keep, &QPushButton::clicked, this, [this] {
        m_studio.stopAndKeep();
        m_keep->setEnabled(false);
        m_keep->setToolTip(tr("The points are being chosen; this takes some seconds."));
    });
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_done)
            return Q_EMIT nextStep();
        m_studio.cancel();
        m_button->setEnabled(false);
        m_keep->hide();
        m_title->setText(tr("Stopping"));
    });
    hide();
}

void JobBar::begin(const QString& title)
{
    m_done = false;
    m_passed.clear();
    m_share = 0;
    m_title->setText(title);
    m_stages->clear();
    m_bar->setValue(0);
    m_bar->show();
    m_time->setText({});
    m_time->show();
    m_close->hide();
    m_button->setText(tr("Cancel"));
    m_button->setToolTip(tr("Stop this job; what was there stays (Esc)"));
    m_button->setProperty("role", QVariant());
    m_button->setEnabled(true);
    m_button->show();
    style()->unpolish(m_button);
    style()->polish(m_button);
    refreshKeep();
    m_clock.start();
    show();
}

void JobBar::refreshKeep()
{
    m_keep->setVisible(m_studio.canKeep());
    m_keep->setEnabled(true);
    m_keep->setToolTip(tr("Enough: end the training and keep the cloud as it is now"));
}

void JobBar::takeProgress(const Progress& progress)
{
    const auto stage = QString::fromStdString(progress.stage);
    const auto known = std::ranges::any_of(m_passed, [&](const Stage& passed) { return passed.name == stage; });
    if (!known)
        m_passed << Stage{stage, m_studio.secondsWorked()};
    m_share = std::clamp(progress.share, 0.0, 1.0);
    refreshStages();
}

void JobBar::refreshStages()
{
    const auto& theme = themeOf(palette());
    const auto coloured = [](const QColor& colour, const QString& text) {
        return QStringLiteral("<span style='color:%1'>%2</span>").arg(colour.name(), text);
    };
    QStringList words;
    for (int i = std::max(0, int(m_passed.size()) - kShownStages); i < m_passed.size(); ++i) {
        const auto word = stageWord(m_passed[i].name).toHtmlEscaped();
        if (i + 1 == m_passed.size()) {
            words << coloured(theme.text, tr("%1 %2 %", "stage and its share").arg(word).arg(int(m_share * 100)));
            continue;
        }
        const double seconds = m_passed[i + 1].begun - m_passed[i].begun;
        words << coloured(theme.good, QStringLiteral("&#10003; ")) + coloured(theme.text, word) +
                     coloured(theme.secondary, u' ' + tr("%1 s").arg(locale().toString(seconds, 'f', 1)));
    }
    m_stages->setText(words.join(QStringLiteral("&nbsp;&nbsp;&nbsp; ")));
    m_bar->setValue(int(m_share * 1000));
}

void JobBar::end()
{
    m_clock.stop();
    hide();
}

void JobBar::showDone(const QString& text, const QString& next)
{
    m_done = true;
    m_keep->hide();
    m_title->setText(text);
    m_stages->clear();
    m_bar->hide();
    m_time->hide();
    m_close->show();
    m_button->setVisible(!next.isEmpty());
    m_button->setText(next);
    m_button->setToolTip({});
    m_button->setEnabled(true);
    m_button->setProperty("role", QStringLiteral("primary"));
    style()->unpolish(m_button);
    style()->polish(m_button);
    show();
}

} // namespace bozzetto
