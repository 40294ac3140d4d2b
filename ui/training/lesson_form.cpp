#include "ui/training/lesson_form.h"

#include <QDateTime>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/panels/panel_rows.h"
#include "ui/training/training_desk.h"
#include "ui/training/training_words.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/option_card.h"
#include "ui/widgets/section.h"

namespace bozzetto {

LessonForm::LessonForm(TrainingDesk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_minutes(new NumberField), m_forecastNote(noteLabel()), m_warning(noteLabel()),
      m_start(new QPushButton(themedIcon(QStringLiteral("generate"), IconTint::onAccent), tr("Start training")))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* what = new Section(tr("Learn what"));
    for (const auto learned : kLearned) {
        auto* card = new OptionCard(learnedTitle(learned), learnedNote(learned));
        m_options[int(learned)] = card;
        what->body()->addWidget(card);
        connect(card, &OptionCard::clicked, this, [this, learned] { m_desk.choose(learned); });
    }
    auto* time = new Section(tr("Time"));
    m_minutes->setRange(1, 10'080);
    m_minutes->setDecimals(0);
    m_minutes->setSingleStep(5);
    m_minutes->setSuffix(tr(" min"));
    m_minutes->setFixedWidth(112);
    m_minutes->setToolTip(tr("How long it trains, pauses not counted. 15 minutes are a beginning; overnight is better."));
    time->body()->addWidget(labelledRow(tr("Time to train"), m_minutes));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    addForecastRow(*grid, tr("Before"), m_prepare);
    addForecastRow(*grid, tr("Steps"), m_steps);
    addForecastRow(*grid, tr("Memory"), m_memory);
    addForecastRow(*grid, tr("Disk"), m_disk);
    addForecastRow(*grid, tr("Done"), m_end);
    time->body()->addLayout(grid);
    time->body()->addWidget(m_forecastNote);
    m_warning->setProperty("role", QStringLiteral("warning"));
    time->body()->addWidget(m_warning);
    m_start->setProperty("role", QStringLiteral("primary"));
    m_start->setObjectName(QStringLiteral("startTraining"));
    m_start->setFixedHeight(34);
    column->addWidget(what);
    column->addWidget(time);
    connect(m_minutes, &NumberField::valueChanged, this, [this](double value) { m_desk.setMinutes(value); });
    connect(m_start, &QPushButton::clicked, &m_desk, &TrainingDesk::start);
    refresh();
}

void LessonForm::addForecastRow(QGridLayout& grid, const QString& name, QLabel*& value)
{
    value = new QLabel;
    value->setWordWrap(true);
    const int row = grid.rowCount();
    auto* label = new QLabel(name);
    label->setProperty("role", QStringLiteral("secondary"));
    grid.addWidget(label, row, 0, Qt::AlignTop);
    grid.addWidget(value, row, 1);
}

void LessonForm::refresh()
{
    for (const auto learned : kLearned) {
        auto* card = m_options[int(learned)];
        const auto start = m_desk.startName(learned);
        card->allowOr(m_desk.whyNotLearn(learned), start.isEmpty() ? tr("Begins from nothing: it takes many hours.")
                                                                   : tr("Goes on from: %1").arg(start));
        card->setChecked(m_desk.report() && learned == m_desk.learned());
    }
    const QSignalBlocker blocker(m_minutes);
    m_minutes->setValue(m_desk.minutes());
    allow(*m_start, m_desk.whyNotStart(), tr("Training goes on when the window is closed; the page finds it again."));
    refreshForecast();
}

void LessonForm::refreshForecast()
{
    const auto* forecast = m_desk.forecast();
    const QString none = QStringLiteral("\u2013");
    for (auto* label : {m_prepare, m_steps, m_memory, m_disk, m_end})
        label->setText(none);
    m_warning->hide();
    m_forecastNote->setVisible(true);
    if (!forecast) {
        m_forecastNote->setText(m_desk.isForecasting()              ? tr("Trying a few steps to see what it takes\u2026")
                                : !m_desk.forecastProblem().isEmpty() ? tr("What it takes could not be tried: %1")
                                                                            .arg(m_desk.forecastProblem())
                                                                      : tr("What it takes is tried once no other lesson is under way."));
        return;
    }
    const auto words = locale();
    const auto share = [&](std::uint64_t bytes, std::uint64_t free) {
        return tr("%1 of %2 free").arg(bytesText(bytes, words), bytesText(free, words));
    };
    m_prepare->setText(forecast->prepareSeconds > 0
                           ? tr("about %1 to prepare the folder").arg(durationText(forecast->prepareSeconds, words))
                           : tr("nothing to prepare"));
    m_steps->setText(tr("about %1, %2 s each")
                         .arg(words.toString(qlonglong(m_desk.stepsForecast())),
                              words.toString(forecast->stepSeconds, 'f', forecast->stepSeconds < 1 ? 2 : 1)));
    m_memory->setText(share(forecast->memoryBytes, forecast->memoryFree));
    m_disk->setText(share(forecast->diskBytes, forecast->diskFree));
    const auto end = QDateTime::currentDateTime().addSecs(qint64(forecast->prepareSeconds + 60 * m_desk.minutes()));
    m_end->setText(tr("about %1", "time of day").arg(words.toString(end, QLocale::ShortFormat)));
    m_forecastNote->setText(tr("Tried on this computer a moment ago."));
    QStringList warnings;
    if (forecast->memoryBytes > forecast->memoryFree)
        warnings << tr("There may not be enough memory: close other programs first.");
    if (forecast->diskBytes > forecast->diskFree)
        warnings << tr("There is not enough room on the disk.");
    m_warning->setText(warnings.join(u' '));
    m_warning->setVisible(!warnings.isEmpty());
}

} // namespace bozzetto
