#include "ui/training/run_summary.h"

#include <algorithm>

#include <QDir>
#include <QFile>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/training/training_desk.h"
#include "ui/training/training_words.h"

namespace bozzetto {

namespace {

/// A path with room to break.
QString breakable(const std::filesystem::path& path)
{
    return QDir::toNativeSeparators(QFile::decodeName(path.c_str())).replace(u'/', QStringLiteral("/\u200b"));
}

} // namespace

RunSummary::RunSummary(TrainingDesk& desk, QWidget* parent)
    : Section(tr("This lesson"), parent), m_desk(desk), m_folder(new QLabel), m_learned(new QLabel), m_time(new QLabel),
      m_place(new QLabel), m_other(new QPushButton(themedIcon(QStringLiteral("add")), tr("Another lesson")))
{
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(6);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    for (const auto& [name, value] : {std::pair{tr("Learns"), m_learned}, {tr("From"), m_folder}, {tr("Time"), m_time},
                                      {tr("Kept in"), m_place}}) {
        value->setWordWrap(true);
        value->setTextFormat(Qt::PlainText);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        form->addRow(noteLabel(name), value);
    }
    body()->addLayout(form);
    body()->addWidget(m_other);
    m_other->setToolTip(tr("Turns to a new lesson; this one stays in the list"));
    connect(m_other, &QPushButton::clicked, &m_desk, &TrainingDesk::leave);
    refresh();
}

void RunSummary::refresh()
{
    const auto* run = m_desk.run();
    if (!run)
        return;
    m_learned->setText(learnedTitle(run->lesson.learned));
    m_folder->setText(breakable(run->lesson.folder));
    m_time->setText(run->lesson.steps > 0
                        ? tr("%1 steps").arg(locale().toString(qlonglong(run->lesson.steps)))
                        : tr("%1 of %2", "time trained of all").arg(run->secondsTrained > 0 ? durationText(std::min(run->secondsTrained, 60 * run->lesson.minutes), locale())
                                                                                            : QStringLiteral("0"),
                                                                    durationText(60 * run->lesson.minutes, locale())));
    m_place->setText(breakable(run->run));
}

} // namespace bozzetto
