#include "ui/training/folder_card.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/training/training_desk.h"
#include "ui/training/training_words.h"

namespace bozzetto {

FolderCard::FolderCard(TrainingDesk& desk, QWidget* parent)
    : Section(tr("Learn from"), parent), m_desk(desk), m_name(new QLabel), m_found(new QLabel), m_notes(noteLabel()),
      m_problem(noteLabel()), m_bar(new QProgressBar),
      m_choose(new QPushButton(themedIcon(QStringLiteral("open")), tr("Choose a folder"))), m_cancel(new QPushButton(tr("Cancel")))
{
    m_name->setProperty("role", QStringLiteral("title"));
    m_name->setTextFormat(Qt::PlainText);
    m_found->setWordWrap(true);
    m_found->setObjectName(QStringLiteral("foundText"));
    m_problem->setProperty("role", QStringLiteral("warning"));
    m_problem->setTextFormat(Qt::PlainText);
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_choose->setToolTip(tr("Models (OBJ, glTF, FBX, ...), photographs, or a set that was rendered before; dropping it here "
                            "does the same"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_choose);
    buttons->addWidget(m_cancel);
    buttons->addStretch(1);
    for (QWidget* part : {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_found), static_cast<QWidget*>(m_bar),
                          static_cast<QWidget*>(m_notes), static_cast<QWidget*>(m_problem)})
        body()->addWidget(part);
    body()->addLayout(buttons);
    connect(m_choose, &QPushButton::clicked, this, &FolderCard::chooseWanted);
    connect(m_cancel, &QPushButton::clicked, &m_desk, &TrainingDesk::cancelScan);
    refresh();
}

void FolderCard::refresh()
{
    const auto* report = m_desk.report();
    const bool scanning = m_desk.isScanning() && !m_desk.folder().isEmpty();
    const auto folder = QDir::toNativeSeparators(m_desk.folder());
    m_name->setVisible(!folder.isEmpty());
    m_name->setText(m_name->fontMetrics().elidedText(QDir(m_desk.folder()).dirName(), Qt::ElideMiddle, 280));
    m_name->setToolTip(folder);
    m_found->setVisible(scanning || report || folder.isEmpty());
    m_found->setText(scanning ? tr("Looking through it: %1 %").arg(int(100 * m_desk.scanShare()))
                     : report ? foundText(*report, locale())
                              : tr("Models teach the object generator and the depth network; photographs teach the scene "
                                   "generator."));
    m_bar->setVisible(scanning);
    m_bar->setValue(int(1000 * m_desk.scanShare()));
    QStringList notes;
    if (report && report->held > 0)
        notes << tr("%1 of them are kept to judge by; nothing is learned from those.").arg(locale().toString(qlonglong(report->held)));
    m_notes->setText(notes.join(u'\n'));
    m_notes->setVisible(!notes.isEmpty());
    const auto unusable = report ? int(report->unusable.size()) : 0;
    m_problem->setText(unusable > 0 ? tr("%n file(s) cannot be used", nullptr, unusable) : m_desk.folderProblem());
    m_problem->setVisible(!m_problem->text().isEmpty());
    m_cancel->setVisible(scanning);
    m_choose->setVisible(!scanning);
    m_choose->setText(folder.isEmpty() ? tr("Choose a folder") : tr("Choose another folder"));
}

} // namespace bozzetto
