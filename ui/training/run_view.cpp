#include "ui/training/run_view.h"

#include <cmath>
#include <limits>

#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/panels/panel_rows.h"
#include "ui/training/comparison_view.h"
#include "ui/training/training_desk.h"
#include "ui/training/training_words.h"
#include "ui/widgets/curve_plot.h"
#include "ui/widgets/section.h"

namespace bozzetto {

namespace {

std::vector<QPointF> overMinutes(const std::vector<RunPoint>& points)
{
    std::vector<QPointF> result;
    for (const auto& point : points)
        result.emplace_back(point.seconds / 60, point.value);
    return result;
}

void setRole(QLabel& label, const QString& role)
{
    if (label.property("role") == role)
        return;
    label.setProperty("role", role);
    label.style()->unpolish(&label);
    label.style()->polish(&label);
}

} // namespace

RunView::RunView(TrainingDesk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_title(new QLabel), m_state(new QLabel), m_explanation(noteLabel()),
      m_bar(new QProgressBar), m_loss(new CurvePlot(tr("Loss"))), m_scores(new CurvePlot(tr("Score"))),
      m_comparisonTitle(new QLabel(tr("The same pictures, before and now"))), m_comparisonNote(noteLabel()),
      m_comparison(new ComparisonView)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(32, 24, 32, 28);
    column->setSpacing(16);
    column->addLayout(makeHeader());
    column->addLayout(makeFigures());
    auto* plots = new QHBoxLayout;
    plots->setSpacing(16);
    plots->addWidget(m_loss);
    plots->addWidget(m_scores);
    column->addLayout(plots);
    m_comparisonTitle->setProperty("role", QStringLiteral("title"));
    column->addWidget(m_comparisonTitle);
    column->addWidget(m_comparisonNote);
    column->addWidget(m_comparison);
    column->addStretch(1);
    m_loss->setEmptyText(tr("The first numbers come after ten steps."));
    m_loss->setToolTip(tr("How far its answers are from the truth while it learns; it should fall."));
    refresh();
}

QPushButton* RunView::addButton(QHBoxLayout& row, const char* icon, const QString& text, void (TrainingDesk::*act)())
{
    auto* button = new QPushButton(text);
    if (icon)
        button->setIcon(themedIcon(QLatin1String(icon)));
    row.addWidget(button);
    if (act)
        connect(button, &QPushButton::clicked, &m_desk, act);
    return button;
}

QLayout* RunView::makeHeader()
{
    auto* header = new QVBoxLayout;
    header->setSpacing(8);
    m_title->setProperty("role", QStringLiteral("headline"));
    m_title->setWordWrap(true);
    m_state->setObjectName(QStringLiteral("runState"));
    m_explanation->setObjectName(QStringLiteral("runExplanation"));
    m_explanation->setTextFormat(Qt::PlainText);
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_use = addButton(*row, nullptr, tr("Use these weights"), &TrainingDesk::useWeights);
    m_use->setProperty("role", QStringLiteral("primary"));
    m_undo = addButton(*row, "undo", tr("Put the former weights back"), &TrainingDesk::undoUse);
    m_goOn = addButton(*row, "generate", tr("Go on"), &TrainingDesk::goOn);
    m_longer = addButton(*row, "refresh", tr("Train longer"), nullptr);
    m_pause = addButton(*row, nullptr, tr("Pause"), &TrainingDesk::pause);
    m_cancel = addButton(*row, "stop", tr("Cancel"), &TrainingDesk::cancel);
    m_restart = addButton(*row, "refresh", tr("Begin again"), &TrainingDesk::restart);
    m_discard = addButton(*row, "trash", tr("Discard"), nullptr);
    row->addStretch(1);
    connect(m_longer, &QPushButton::clicked, this, [this] { m_desk.trainLonger(m_desk.minutes()); });
    connect(m_discard, &QPushButton::clicked, this, &RunView::askAndDiscard);
    header->addWidget(m_title);
    header->addWidget(m_state);
    header->addWidget(m_bar);
    header->addWidget(m_explanation);
    header->addSpacing(4);
    header->addLayout(row);
    return header;
}

QWidget* RunView::makeFigure(const QString& name, QLabel*& value)
{
    auto* figure = new QWidget;
    figure->setObjectName(QStringLiteral("figureTile"));
    figure->setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout(figure);
    column->setContentsMargins(14, 8, 14, 10);
    column->setSpacing(0);
    value = new QLabel;
    value->setProperty("role", QStringLiteral("figure"));
    column->addWidget(noteLabel(name));
    column->addWidget(value);
    return figure;
}

QLayout* RunView::makeFigures()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(makeFigure(tr("Steps"), m_steps));
    row->addWidget(makeFigure(tr("Steps a second"), m_speed));
    row->addWidget(makeFigure(tr("Time left"), m_left));
    row->addWidget(makeFigure(tr("Score, lower is better"), m_score));
    return row;
}

void RunView::refresh()
{
    const auto* run = m_desk.run();
    if (!run)
        return;
    m_title->setText(tr("%1, taught with %2").arg(learnedTitle(run->lesson.learned), shownFolder(run->lesson.folder)));
    const bool stopping = m_desk.isStopping() && m_desk.works();
    const bool starting = m_desk.isStarting() && !run->works();
    const auto percent = tr("%1 %").arg(locale().toString(int(100 * run->share)));
    m_state->setText(starting   ? tr("Starting")
                     : stopping ? tr("Stopping; a checkpoint is being written")
                     : m_desk.isUsed() && !m_desk.works() ? tr("In use")
                     : run->state == LessonState::finished || run->state == LessonState::fresh
                         ? stateText(*run)
                         : tr("%1, %2", "state and how far").arg(stateText(*run), percent));
    setRole(*m_state, run->state == LessonState::failed || run->state == LessonState::interrupted ? QStringLiteral("warning")
                      : run->state == LessonState::finished || m_desk.isUsed()                    ? QStringLiteral("good")
                                                                                                  : QStringLiteral("title"));
    m_bar->setValue(int(1000 * (run->state == LessonState::finished ? 1 : run->share)));
    m_explanation->setText(explanation());
    m_explanation->setVisible(!m_explanation->text().isEmpty());
    refreshButtons();
    refreshFigures();
    refreshCurves();
    m_comparison->show(run->lesson.learned, run->before, run->now);
    m_comparison->setVisible(!m_comparison->isEmpty());
    m_comparisonTitle->setVisible(!m_comparison->isEmpty());
    m_comparisonNote->setVisible(!m_comparison->isEmpty());
    m_comparisonNote->setText(run->now.empty() ? tr("The pictures of now come with the next score.")
                                               : tr("This lesson does not learn from any of these, where the folder holds enough to keep some back."));
}

QString RunView::explanation() const
{
    const auto& run = *m_desk.run();
    if (m_desk.isStarting() && !run.works())
        return tr("The process that trains is being started.");
    if (m_desk.isUsed() && !m_desk.works())
        return tr("Objects that you make from now on are made with these weights.");
    switch (run.state) {
    case LessonState::failed:
        return QString::fromStdString(run.message) + u'\n' +
               tr("What was learned until then is kept. Remove the cause, then go on; or begin again.");
    case LessonState::interrupted:
        return tr("Its process ended without a word: the power failed, memory ran out or it was stopped from outside. It can "
                  "go on from its last checkpoint.");
    case LessonState::paused:
        return run.lesson.ended ? tr("What was learned until then is kept until you discard it.")
                                : tr("It goes on from here whenever you like, also after a restart.");
    case LessonState::preparing:
    case LessonState::training:
        return tr("You can close the window: training goes on, and this page finds it again.");
    case LessonState::finished: {
        const auto leftOut = run.leftOut > 0 ? tr("%n file(s) could not be learned from.", nullptr, int(run.leftOut)) : QString();
        return run.curves.improved() ? leftOut
                                     : (tr("It did not get better than what it began with; more time or more models may help.") +
                                        u' ' + leftOut).trimmed();
    }
    case LessonState::fresh:
        break;
    }
    return {};
}

void RunView::refreshButtons()
{
    const auto& run = *m_desk.run();
    const bool works = m_desk.works(), done = run.state == LessonState::finished;
    const bool ended = run.lesson.ended;
    m_pause->setVisible(works);
    m_pause->setEnabled(!m_desk.isStopping() && !m_desk.isStarting());
    m_pause->setToolTip(tr("Writes a checkpoint and frees memory and processor"));
    m_goOn->setVisible(!works && !done);
    m_longer->setVisible(!works && done);
    m_longer->setText(tr("Train %1 longer").arg(durationText(60 * m_desk.minutes(), locale())));
    m_cancel->setVisible(works || (!done && !ended));
    m_cancel->setEnabled(!m_desk.isStopping() && !m_desk.isStarting());
    m_cancel->setToolTip(tr("Ends the lesson; what was learned is kept until you discard it"));
    m_restart->setVisible(!works && (run.state == LessonState::failed || run.state == LessonState::interrupted));
    m_restart->setToolTip(tr("Forgets what was learned, keeps what was prepared, and begins anew"));
    m_discard->setVisible(!works);
    m_discard->setToolTip(m_desk.isUsed() ? tr("Deletes the run; the weights in use stay") : tr("Deletes what was prepared and learned"));
    m_use->setVisible(!m_desk.isUsed() && (!works || run.curves.improved()));
    allow(*m_use, m_desk.whyNotUse(), tr("The studio works with the best of them from now on"));
    m_undo->setVisible(m_desk.isUsed());
}

void RunView::refreshFigures()
{
    const auto& run = *m_desk.run();
    const QString none = QStringLiteral("\u2013");
    m_steps->setText(run.steps > 0 ? locale().toString(qlonglong(run.steps)) : none);
    const double speed = run.curves.stepSeconds > 0 ? 1 / run.curves.stepSeconds : 0;
    m_speed->setText(speed > 0 ? locale().toString(speed, 'f', speed < 1 ? 2 : 1) : none);
    m_left->setText(run.works() && run.secondsLeft > 0 ? durationText(run.secondsLeft, locale()) : none);
    const auto score = [&](double value) { return locale().toString(value, 'f', 3); };
    m_score->setText(run.curves.score.empty()       ? none
                     : run.curves.score.size() == 1 ? score(run.curves.startScore())
                                                    : tr("%1 \u2192 %2", "score before and best since")
                                                          .arg(score(run.curves.startScore()), score(run.curves.bestScore())));
    setRole(*m_score, run.curves.improved() ? QStringLiteral("figureGood") : QStringLiteral("figure"));
}

void RunView::refreshCurves()
{
    const auto& run = *m_desk.run();
    m_loss->setPoints(overMinutes(run.curves.loss), true);
    m_scores->setPoints(overMinutes(run.curves.score), false);
    m_scores->setToolTip(tr("%1, on what is kept to judge by; lower is better.").arg(scoreTitle(run.lesson.learned)));
    m_scores->setEmptyText(run.curves.score.empty() ? tr("What it begins with is scored first.")
                                                    : tr("Before: %1. The next score comes in a while.")
                                                          .arg(locale().toString(run.curves.startScore(), 'f', 3)));
    m_scores->setReference(run.curves.score.empty() ? std::numeric_limits<double>::quiet_NaN() : run.curves.startScore(),
                           tr("before"));
}

void RunView::askAndDiscard()
{
    auto* question = new QMessageBox(QMessageBox::NoIcon, tr("Discard the lesson"),
                                     tr("Delete what was prepared and learned in this lesson? This cannot be undone."),
                                     QMessageBox::NoButton, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->addButton(tr("Keep"), QMessageBox::RejectRole);
    auto* discard = question->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    connect(discard, &QAbstractButton::clicked, &m_desk, &TrainingDesk::discard);
    question->open();
}

} // namespace bozzetto
