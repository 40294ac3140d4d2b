#include "ui/training/run_list.h"

#include <QFile>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/training/training_desk.h"
#include "ui/training/training_words.h"

namespace bozzetto {

RunList::RunList(TrainingDesk& desk, QWidget* parent) : Section(tr("Lessons so far"), parent), m_desk(desk)
{
}

void RunList::refresh()
{
    QStringList texts, paths;
    for (const auto& run : m_desk.runs()) {
        if (m_desk.run() && m_desk.run()->run == run.run)
            continue; // it is on view
        paths << QFile::decodeName(run.run.c_str());
        texts << tr("%1: %2", "folder and what is learned").arg(shownFolder(run.lesson.folder), learnedTitle(run.lesson.learned)) +
                     u'\n' + (run.works() ? tr("%1, %2 %", "state and how far").arg(stateText(run)).arg(int(100 * run.share))
                                          : stateText(run));
    }
    setVisible(!texts.isEmpty());
    if (texts + paths == m_shown)
        return;
    m_shown = texts + paths;
    delete std::exchange(m_buttons, new QWidget);
    auto* column = new QVBoxLayout(m_buttons);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    for (int i = 0; i < texts.size(); ++i) {
        auto* button = new QPushButton(texts[i]);
        button->setProperty("role", QStringLiteral("listed"));
        connect(button, &QPushButton::clicked, this, [this, path = paths[i]] { m_desk.open(path); });
        column->addWidget(button);
    }
    body()->addWidget(m_buttons);
}

} // namespace bozzetto
