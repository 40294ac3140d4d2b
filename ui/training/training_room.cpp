#include "ui/training/training_room.h"

#include <algorithm>
#include <utility>

#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/dialogs/problem_bar.h"
#include "ui/icons.h"
#include "ui/training/folder_card.h"
#include "ui/training/found_view.h"
#include "ui/training/lesson_form.h"
#include "ui/training/room_welcome.h"
#include "ui/training/run_list.h"
#include "ui/training/run_summary.h"
#include "ui/training/run_view.h"
#include "ui/training/training_desk.h"

namespace bozzetto {

namespace {

constexpr int kSideWidth = 332;
constexpr int kScrollBarWidth = 10; ///< as the style sheet has it

QScrollArea* scrolled(QWidget* content, const char* name)
{
    auto* area = new QScrollArea;
    area->setObjectName(QLatin1String(name));
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    return area;
}

} // namespace

TrainingRoom::TrainingRoom(TrainingDesk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_folder(new FolderCard(desk)), m_form(new LessonForm(desk)),
      m_summary(new RunSummary(desk)), m_list(new RunList(desk)), m_pages(new QStackedWidget), m_welcome(new RoomWelcome),
      m_found(new FoundView(desk)), m_run(new RunView(desk))
{
    setObjectName(QStringLiteral("trainingRoom"));
    setAttribute(Qt::WA_StyledBackground);
    m_foundArea = scrolled(m_found, "roomArea");
    m_runArea = scrolled(m_run, "roomArea");
    m_pages->addWidget(m_welcome);
    m_pages->addWidget(m_foundArea);
    m_pages->addWidget(m_runArea);
    auto* right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_pages, 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_side = makeSide();
    row->addWidget(m_side);
    row->addLayout(right, 1);
    connect(m_folder, &FolderCard::chooseWanted, this, &TrainingRoom::chooseFolder);
    connect(m_welcome, &RoomWelcome::chooseWanted, this, &TrainingRoom::chooseFolder);
    connect(&m_desk, &TrainingDesk::changed, this, &TrainingRoom::refresh);
    refresh();
}

QWidget* TrainingRoom::makeSide()
{
    auto* body = new QWidget;
    body->setObjectName(QStringLiteral("panelBody"));
    // The scroll bar has its room from the start: words that wrap anew when it appears would want more height than is left.
    body->setFixedWidth(kSideWidth - kScrollBarWidth);
    auto* sections = new QVBoxLayout(body);
    sections->setContentsMargins(0, 0, 0, 0);
    sections->setSpacing(0);
    auto* back = new QPushButton(themedIcon(QStringLiteral("back")), tr("Back to the object"));
    back->setProperty("role", QStringLiteral("flat"));
    back->setObjectName(QStringLiteral("leaveRoom"));
    connect(back, &QPushButton::clicked, this, &TrainingRoom::closed);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(6, 8, 8, 4);
    top->addWidget(back);
    top->addStretch(1);
    sections->addLayout(top);
    for (QWidget* section : {static_cast<QWidget*>(m_folder), static_cast<QWidget*>(m_form),
                             static_cast<QWidget*>(m_summary), static_cast<QWidget*>(m_list)})
        sections->addWidget(section);
    sections->addStretch(1);
    auto* side = new QWidget;
    side->setObjectName(QStringLiteral("sidePanel"));
    side->setAttribute(Qt::WA_StyledBackground);
    side->setFixedWidth(kSideWidth);
    m_footer = new QWidget;
    auto* foot = new QVBoxLayout(m_footer);
    foot->setContentsMargins(16, 10, 16, 14);
    foot->addWidget(m_form->startButton());
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(scrolled(body, "sideArea"), 1);
    column->addWidget(m_footer);
    return side;
}

void TrainingRoom::chooseFolder()
{
    const auto path = QFileDialog::getExistingDirectory(this, tr("Choose a folder of models or photographs"), m_desk.folder());
    if (!path.isEmpty())
        m_desk.chooseFolder(path);
}

void TrainingRoom::showProblem(const Problem& problem)
{
    if (!m_problem) { // over the page's top, like the workbench's
        m_problem = new ProblemBar(this);
        m_problem->installEventFilter(this);
    }
    m_problem->show(problem);
}

void TrainingRoom::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeProblem();
}

bool TrainingRoom::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_problem && (event->type() == QEvent::Show || event->type() == QEvent::LayoutRequest))
        QMetaObject::invokeMethod(this, &TrainingRoom::placeProblem, Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

void TrainingRoom::placeProblem()
{
    if (!m_problem)
        return;
    const auto page = m_pages->geometry();
    const int wide = std::min(page.width() - 24, 640);
    const int tall = m_problem->hasHeightForWidth() ? m_problem->heightForWidth(wide) : m_problem->sizeHint().height();
    m_problem->setGeometry(page.left() + (page.width() - wide) / 2, page.top() + 12, wide, tall);
    m_problem->raise();
}

void TrainingRoom::refresh()
{
    const bool hasRun = m_desk.run() || m_desk.isStarting();
    const bool hasFolder = !m_desk.folder().isEmpty();
    const bool canLearn = !hasRun && m_desk.report() && m_desk.report()->usable > 0; // the questions come when they arise
    m_folder->setVisible(!hasRun);
    m_form->setVisible(canLearn);
    m_footer->setVisible(canLearn);
    m_summary->setVisible(hasRun);
    m_folder->refresh();
    m_form->refresh();
    m_summary->refresh();
    m_list->refresh();
    if (hasFolder && !hasRun)
        m_found->refresh();
    if (m_desk.run())
        m_run->refresh();
    m_pages->setCurrentWidget(m_desk.run() ? static_cast<QWidget*>(m_runArea)
                              : hasFolder  ? static_cast<QWidget*>(m_foundArea)
                                           : static_cast<QWidget*>(m_welcome));
    if (m_problem && m_desk.works())
        m_problem->hide();
    if (const int sections = 2 * canLearn + hasRun; std::exchange(m_sections, sections) != sections)
        QMetaObject::invokeMethod(this, &TrainingRoom::settle, Qt::QueuedConnection);
}

/// What wraps asks for its height anew: a section that was hidden while its words changed remembers the older height.
void TrainingRoom::settle()
{
    for (auto* part : m_side->findChildren<QWidget*>())
        part->updateGeometry();
}

} // namespace bozzetto
