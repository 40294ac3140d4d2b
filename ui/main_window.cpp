#include "ui/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QFileInfo>
#include <QMenuBar>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/dialogs/cheat_sheet.h"
#include "ui/dialogs/drop_veil.h"
#include "ui/dialogs/empty_state.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/matte_editor.h"
#include "ui/dialogs/model_manager.h"
#include "ui/dialogs/problem_bar.h"
#include "ui/icons.h"
#include "ui/jobs/job_bar.h"
#include "ui/panels/cloud_panel.h"
#include "ui/panels/depth_panel.h"
#include "ui/panels/export_panel.h"
#include "ui/panels/matte_panel.h"
#include "ui/panels/object_panel.h"
#include "ui/panels/sources_panel.h"
#include "ui/panels/surface_panel.h"
#include "ui/panels/views_panel.h"
#include "ui/settings.h"
#include "ui/training/training_room.h"
#include "ui/viewport/viewport_stage.h"

namespace bozzetto {

namespace {

constexpr int kLeftWidth = 204;
constexpr int kRightWidth = 312;

/// Width, height and depth of the object as an export scales it, metres.
glm::vec3 exportedSize(const ObjectResult& result, float longestSide)
{
    const auto size = result.mesh ? boundsOf(*result.mesh).size() : glm::vec3(0.0f);
    const float longest = std::max({size.x, size.y, size.z});
    return longest > 0 ? size * (longestSide > 0 ? longestSide / longest : 1.0f) : size;
}

} // namespace

MainWindow::MainWindow(Operations operations, JobRunner::Mode mode)
    : m_studio(m_document, std::move(operations), mode), m_mode(mode),
      m_training(m_studio.operations(), m_studio.models(), mode), m_deviceQuestion(mode)
{
    setWindowTitle(QStringLiteral("Bozzetto"));
    setAcceptDrops(true);
    setMinimumSize(1024, 640);
    resize(1440, 900);
    build();
    restoreLayoutOfLastTime();
    m_studio.models().refresh();
}

void MainWindow::build()
{
    buildLayout();
    buildMenus();
    connectStudio();
    refreshState();
    refreshCover();
    m_stage->viewport().setFocus();
    askDevice();
}

/// Widgets say their words when they are made: another language makes them anew. The work lies in the Document; the
/// session's list and the camera are handed on.
void MainWindow::rebuild()
{
    m_rebuildAsked = false;
    const auto navigation = m_stage->viewport().navigation();
    const auto states = m_sources->states();
    const bool inRoom = m_pages->currentWidget() == m_trainingRoom;
    m_document.disconnect(this);
    m_studio.disconnect(this);
    m_training.disconnect(this);
    m_document.undoStack().disconnect(this);
    delete std::exchange(m_modelManager, nullptr);
    delete std::exchange(m_dropVeil, nullptr);
    m_cover = nullptr;
    setLocale(QLocale()); // numbers, for all that is made now
    setMenuBar(new QMenuBar);
    delete takeCentralWidget();
    build();
    m_sources->takeStates(states);
    m_stage->viewport().setNavigation(navigation);
    if (inRoom)
        showTrainingRoom();
}

void MainWindow::changeEvent(QEvent* event)
{
    // One language is several translators; and never while the event of a menu that goes is still under way.
    if (event->type() == QEvent::LanguageChange && m_stage && !std::exchange(m_rebuildAsked, true))
        QMetaObject::invokeMethod(this, &MainWindow::rebuild, Qt::QueuedConnection);
    QMainWindow::changeEvent(event);
}

// Widgets ask the Document while they go: they leave before it.
MainWindow::~MainWindow()
{
    m_document.disconnect();
    m_studio.disconnect();
    m_training.disconnect();
    delete m_modelManager;
    delete takeCentralWidget();
}

ViewportWidget& MainWindow::viewport()
{
    return m_stage->viewport();
}

QSplitter* MainWindow::makeWorkbench()
{
    m_sources = new SourcesPanel(m_document);
    m_viewsPanel = new ViewsPanel(m_document, m_studio);
    m_left = new QWidget;
    m_left->setObjectName(QStringLiteral("sidePanel"));
    m_left->setAttribute(Qt::WA_StyledBackground);
    auto* left = new QVBoxLayout(m_left);
    left->setContentsMargins(0, 0, 0, 0);
    left->setSpacing(0);
    left->addWidget(m_sources, 2);
    left->addWidget(m_viewsPanel, 5);
    m_stage = new ViewportStage(m_document, m_studio.operations(), m_mode);
    m_emptyState = new EmptyState(findSamples());
    m_problemBar = new ProblemBar;
    m_stage->setBanner(m_problemBar);
    m_objectPanel = new ObjectPanel(m_document, m_studio);
    m_mattePanel = new MattePanel(m_document, m_studio);
    m_depthPanel = new DepthPanel(m_document, m_studio);
    m_surfacePanel = new SurfacePanel(m_document, m_studio);
    m_cloudPanel = new CloudPanel(m_document, m_studio);
    m_exportPanel = new ExportPanel(m_document, m_studio);

    auto* body = new QWidget;
    body->setObjectName(QStringLiteral("panelBody"));
    auto* sections = new QVBoxLayout(body);
    sections->setContentsMargins(0, 0, 0, 0);
    sections->setSpacing(0);
    for (QWidget* section : {static_cast<QWidget*>(m_objectPanel), static_cast<QWidget*>(m_mattePanel),
                             static_cast<QWidget*>(m_depthPanel), static_cast<QWidget*>(m_surfacePanel),
                             static_cast<QWidget*>(m_cloudPanel), static_cast<QWidget*>(m_exportPanel)})
        sections->addWidget(section);
    sections->addStretch(1);
    m_right = new QScrollArea;
    m_right->setObjectName(QStringLiteral("sidePanel"));
    m_right->setFrameShape(QFrame::NoFrame);
    m_right->setWidgetResizable(true);
    m_right->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_right->setWidget(body);
    m_left->setMinimumWidth(150);
    m_right->setMinimumWidth(kRightWidth);

    auto* splitter = new QSplitter;
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_left);
    splitter->addWidget(m_stage);
    splitter->addWidget(m_right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({kLeftWidth, 1440 - kLeftWidth - kRightWidth, kRightWidth});
    return splitter;
}

void MainWindow::buildLayout()
{
    auto* workbench = makeWorkbench();
    m_trainingRoom = new TrainingRoom(m_training);
    m_pages = new QStackedWidget;
    m_pages->addWidget(workbench);
    m_pages->addWidget(m_trainingRoom);
    m_jobBar = new JobBar(m_studio);
    auto* central = new QWidget;
    auto* column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_pages, 1);
    column->addWidget(m_jobBar);
    setCentralWidget(central);
    m_dropVeil = new DropVeil(this);
    m_stage->viewport().installEventFilter(this);
}

void MainWindow::connectStudio()
{
    connect(m_sources, &SourcesPanel::addWanted, this, &MainWindow::choosePhoto);
    connect(m_viewsPanel, &ViewsPanel::addWanted, this, &MainWindow::chooseMoreViews);
    connect(m_emptyState, &EmptyState::openWanted, this, &MainWindow::choosePhoto);
    connect(m_emptyState, &EmptyState::sampleChosen, this, &MainWindow::openPhoto);
    connect(m_mattePanel, &MattePanel::editWanted, this, &MainWindow::editMatte);
    connect(m_exportPanel, &ExportPanel::exportWanted, this, &MainWindow::exportObject);
    connect(m_jobBar, &JobBar::nextStep, this, &MainWindow::exportObject);
    connect(&m_studio, &Studio::problem, this, &MainWindow::showProblem);
    connect(&m_studio, &Studio::workStarted, this, [this] {
        m_problemBar->hide();
        refreshState();
    });
    connect(&m_studio, &Studio::workEnded, this, &MainWindow::refreshState);
    connect(&m_studio, &Studio::generated, this, [this] {
        // The bar says it after the job's own end has hidden it.
        QMetaObject::invokeMethod(this, &MainWindow::showGenerated, Qt::QueuedConnection);
    });
    connect(&m_studio, &Studio::cloudMade, this, [this] {
        QMetaObject::invokeMethod(this, &MainWindow::showCloudMade, Qt::QueuedConnection);
    });
    connect(&m_studio, &Studio::exported, this, [this](const QString& path) {
        const auto say = [this, path] { m_jobBar->showDone(tr("Saved to %1").arg(QDir::toNativeSeparators(path)), {}); };
        QMetaObject::invokeMethod(this, say, Qt::QueuedConnection);
    });
    const auto remember = [this](const QString& path) {
        rememberRecentFile(*openSettings(), path);
        refillRecent();
    };
    connect(&m_studio, &Studio::photoOpened, this, remember);
    connect(&m_studio, &Studio::cloudOpened, this, remember);
    connect(&m_studio, &Studio::viewsOpened, this, remember);
    connect(&m_stage->viewport(), &ViewportWidget::rendererFailed, this, [this](const QString& what) {
        showProblem({what, tr("The studio needs OpenGL 4.1; check the graphics driver."), what});
    });
    connect(m_trainingRoom, &TrainingRoom::closed, this, &MainWindow::leaveTrainingRoom);
    connect(&m_training, &TrainingDesk::changed, this, &MainWindow::refreshTrainingChip);
    connect(&m_training, &TrainingDesk::failed, this, [this](const QString& doing, const Error& error) {
        m_trainingRoom->showProblem(problemOf(doing, error));
    });
    connect(&m_document, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.tag == ChangeEvent::Tag::source)
            refreshCover();
        if ((event.tag == ChangeEvent::Tag::result && !m_document.hasPreview()) || event.tag == ChangeEvent::Tag::source)
            refreshState();
    });
}

void MainWindow::openPhoto(const QString& path)
{
    closeCover();
    leaveTrainingRoom();
    m_studio.openPhoto(path);
}

void MainWindow::refreshState()
{
    // What is made of one photograph has nothing to say about views or an opened cloud.
    const auto& source = m_document.source();
    for (QWidget* panel : {static_cast<QWidget*>(m_objectPanel), static_cast<QWidget*>(m_mattePanel),
                           static_cast<QWidget*>(m_depthPanel), static_cast<QWidget*>(m_surfacePanel)})
        panel->setVisible(!source.views && !source.openedCloud);
    m_cloudPanel->setVisible(source.views != nullptr);
    m_viewsPanel->setVisible(source.views != nullptr);
    m_viewsPanel->refresh();
    m_cloudPanel->refresh();
    m_objectPanel->refresh();
    m_mattePanel->refresh();
    m_depthPanel->refresh();
    m_surfacePanel->refresh();
    m_exportPanel->refresh();
    m_sources->setBusy(m_studio.isWorking());
    const auto whyNotGenerate = m_studio.whyNotGenerate();
    const auto whyNotExport = m_studio.whyNotExport();
    for (auto* action : m_languageMenu->actions()) {
        action->setEnabled(!m_studio.isWorking());
        action->setToolTip(m_studio.isWorking() ? tr("A job is running; wait for it or cancel it.") : QString());
    }
    m_generateAction->setEnabled(whyNotGenerate.isEmpty());
    m_generateAction->setToolTip(whyNotGenerate);
    m_cloudAction->setEnabled(m_studio.whyNotCloud().isEmpty());
    m_cloudAction->setToolTip(m_studio.whyNotCloud());
    m_matteAction->setEnabled(whyNotGenerate.isEmpty());
    m_matteAction->setToolTip(whyNotGenerate);
    m_refineAction->setEnabled(m_studio.whyNotRefine().isEmpty());
    m_refineAction->setToolTip(m_studio.whyNotRefine());
    m_exportAction->setEnabled(whyNotExport.isEmpty());
    m_exportAction->setToolTip(whyNotExport);
}

void MainWindow::refreshCover()
{
    if (!m_document.source().empty() && m_emptyState->isVisibleTo(m_stage))
        m_stage->setCover(nullptr);
    else if (m_document.source().empty() && !m_cover)
        m_stage->setCover(m_emptyState);
}

void MainWindow::closeCover()
{
    if (!m_cover)
        return;
    m_stage->setCover(nullptr);
    m_cover->deleteLater();
    m_cover = nullptr;
    refreshCover();
    m_stage->viewport().setFocus();
}

void MainWindow::editMatte()
{
    if (!m_studio.whyNotGenerate().isEmpty())
        return;
    closeCover();
    auto* editor = new MatteEditor(m_document, m_studio, m_mode);
    connect(editor, &MatteEditor::closed, this, &MainWindow::closeCover);
    m_cover = editor;
    m_stage->setCover(editor);
}

void MainWindow::showCheatSheet()
{
    closeCover();
    auto* sheet = new CheatSheet(m_stage->viewport().mousePreset(), centralWidget());
    connect(sheet, &CheatSheet::closed, this, &MainWindow::closeCover);
    m_cover = sheet;
    sheet->show();
    sheet->raise();
    sheet->setFocus();
}

void MainWindow::showProblem(const Problem& problem)
{
    m_problemBar->show(problem);
    if (m_pages->currentWidget() == m_trainingRoom)
        m_trainingRoom->showProblem(problem);
}

void MainWindow::showGenerated()
{
    if (m_studio.isWorking())
        return;
    const auto& result = m_document.state().result;
    QStringList parts{tr("Done in %1 s").arg(locale().toString(result.seconds, 'f', 1))};
    const auto size = exportedSize(result, m_document.exportChoice().options.longestSide);
    const auto side = [this](float metres) { return locale().toString(double(metres), 'f', 2); };
    parts << tr("%1 \u00d7 %2 \u00d7 %3 m").arg(side(size.x), side(size.y), side(size.z));
    if (result.mesh)
        parts << tr("%1 triangles").arg(locale().toString(qulonglong(result.mesh->triangles.size())));
    if (result.inputViewPsnr > 0)
        parts << tr("%1 dB to the photograph").arg(locale().toString(result.inputViewPsnr, 'f', 1));
    m_jobBar->showDone(parts.join(QStringLiteral("   ")), tr("Export"));
}

void MainWindow::showCloudMade()
{
    const auto& result = m_document.state().result;
    if (m_studio.isWorking() || !result.made || !result.points)
        return;
    const QStringList parts{
        result.made->stopped ? tr("Stopped after %1 s").arg(locale().toString(result.seconds, 'f', 1))
                             : tr("Done in %1 s").arg(locale().toString(result.seconds, 'f', 1)),
        tr("%1 points").arg(locale().toString(qulonglong(result.points->positions.size()))),
        tr("from %n view(s)", nullptr, int(result.made->views))};
    m_jobBar->showDone(parts.join(QStringLiteral("   ")), tr("Export"));
}

void MainWindow::exportObject()
{
    if (!m_studio.whyNotExport().isEmpty())
        return;
    auto settings = openSettings();
    auto folder = settings->value(QStringLiteral("export/folder")).toString();
    if (folder.isEmpty() || !QDir(folder).exists())
        folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto* dialog = new ExportDialog(m_document, m_studio.operations().formats, folder, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        openSettings()->setValue(QStringLiteral("export/folder"), QFileInfo(dialog->path()).absolutePath());
        m_studio.exportTo(dialog->path());
    });
    dialog->open();
}

void MainWindow::showModels()
{
    if (!m_modelManager) {
        m_modelManager = new ModelManager(m_studio.models(), m_studio.operations().models.folders(),
                                          m_training.isPossible(), this);
        connect(m_modelManager, &ModelManager::trainWanted, this, &MainWindow::showTrainingRoom);
    }
    m_modelManager->show();
    m_modelManager->raise();
}

void MainWindow::showTrainingRoom()
{
    if (!m_training.isPossible())
        return;
    closeCover();
    m_training.look();
    m_pages->setCurrentWidget(m_trainingRoom);
}

void MainWindow::leaveTrainingRoom()
{
    if (m_pages->currentIndex() == 0)
        return;
    m_pages->setCurrentIndex(0);
    m_stage->viewport().setFocus();
}

void MainWindow::askDevice()
{
    if (m_deviceQuestion.isRunning())
        return;
    m_deviceQuestion.start<std::string>([ask = m_studio.operations().describeDevice](JobContext&) { return ask(); },
                                        [this](const std::string& text) {
                                            m_deviceChip->setText(QString::fromStdString(text));
                                            placeChips();
                                        });
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    // Tab belongs to the viewport only: in the panels it still walks from field to field.
    if (watched == &m_stage->viewport() && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Tab) {
        togglePanels();
        return true;
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::togglePanels()
{
    const bool show = m_left->isHidden() && m_right->isHidden();
    m_left->setVisible(show);
    m_right->setVisible(show);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    auto settings = openSettings();
    settings->setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings->setValue(QStringLiteral("window/mouse"), int(m_stage->viewport().mousePreset()));
    m_studio.cancel();
    QMainWindow::closeEvent(event);
}

void MainWindow::restoreLayoutOfLastTime()
{
    const auto settings = openSettings();
    const auto geometry = settings->value(QStringLiteral("window/geometry")).toByteArray();
    if (!geometry.isEmpty())
        restoreGeometry(geometry);
}

} // namespace bozzetto
