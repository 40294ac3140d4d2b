#pragma once

#include <QMainWindow>

#include "ui/studio.h"
#include "ui/theme.h"
#include "ui/training/training_desk.h"

class QMenu;
class QPushButton;
class QScrollArea;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace bozzetto {

class CloudPanel;
class EmptyState;
class DropVeil;
class ExportPanel;
class JobBar;
class MattePanel;
class ModelManager;
class DepthPanel;
class ObjectPanel;
class ProblemBar;
class SourcesPanel;
class SurfacePanel;
class TrainingRoom;
class ViewsPanel;
class ViewportStage;
class ViewportWidget;

/// The studio's one window: puts the rooms together and routes files, keys and problems between them.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Operations operations, JobRunner::Mode mode = JobRunner::Mode::threaded);
    ~MainWindow() override;

    Document& document() { return m_document; }
    Studio& studio() { return m_studio; }
    ViewportWidget& viewport();
    TrainingDesk& training() { return m_training; }

    void openPhoto(const QString& path);
    void openFile(const QString& path); ///< a photograph, a cloud of points, or photographs with their cameras
    void openFiles(const QStringList& paths); ///< several photographs of one thing are views; else the first
    void showProblem(const Problem& problem);
    void editMatte();
    void showCheatSheet();
    void exportObject();
    void showModels();
    void showTrainingRoom();
    void leaveTrainingRoom();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void rebuild();
    void buildLayout();
    QSplitter* makeWorkbench();
    void buildMenus();
    void buildFileMenu();
    void buildEditMenu();
    void buildViewMenu();
    void buildHelpMenu();
    QWidget* makeChips();
    QToolButton* makeDeviceChip();
    void placeChips();
    void refreshTrainingChip();
    void addViewAction(QMenu& menu, const QString& text, const QList<QKeySequence>& keys, std::function<void()> run);
    void addThemeMenu(QMenu& menu);
    void addMouseMenu(QMenu& menu);
    void addLanguageMenu(QMenu& menu);
    void chooseRepresentation(Representation representation);
    void connectStudio();
    void refillRecent();
    bool isForTraining(const QString& path) const;
    void choosePhoto();
    void chooseViews();
    void chooseMoreViews();
    bool canAdd(const QStringList& paths) const;
    void paste();
    void togglePanels();
    void refreshState();
    void refreshCover();
    void closeCover();
    void showGenerated();
    void showCloudMade();
    void askDevice();
    void restoreLayoutOfLastTime();
    void applyThemeChoice(ThemeChoice choice);

    Document m_document;
    Studio m_studio;
    JobRunner::Mode m_mode;
    TrainingDesk m_training;
    JobRunner m_deviceQuestion;
    ViewportStage* m_stage = nullptr;
    QWidget* m_left = nullptr;
    SourcesPanel* m_sources = nullptr;
    ViewsPanel* m_viewsPanel = nullptr;
    QScrollArea* m_right = nullptr;
    ObjectPanel* m_objectPanel = nullptr;
    MattePanel* m_mattePanel = nullptr;
    DepthPanel* m_depthPanel = nullptr;
    SurfacePanel* m_surfacePanel = nullptr;
    CloudPanel* m_cloudPanel = nullptr;
    ExportPanel* m_exportPanel = nullptr;
    JobBar* m_jobBar = nullptr;
    ProblemBar* m_problemBar = nullptr;
    EmptyState* m_emptyState = nullptr;
    DropVeil* m_dropVeil = nullptr;
    ModelManager* m_modelManager = nullptr; ///< made when first asked for
    QWidget* m_cover = nullptr; ///< matte editor or cheat sheet
    QMenu* m_recentMenu = nullptr;
    QToolButton* m_deviceChip = nullptr;
    QToolButton* m_trainingChip = nullptr; ///< shown while a lesson is under way
    QStackedWidget* m_pages = nullptr;     ///< the workbench, the training room
    TrainingRoom* m_trainingRoom = nullptr;
    QAction* m_trainingAction = nullptr;
    QAction* m_generateAction = nullptr;
    QAction* m_cloudAction = nullptr;
    QAction* m_refineAction = nullptr;
    QAction* m_matteAction = nullptr;
    QAction* m_exportAction = nullptr;
    QAction* m_orthographicAction = nullptr;
    QMenu* m_languageMenu = nullptr;
    bool m_rebuildAsked = false;
};

/// Whether the studio is dark now: the stored choice, or the desktop's.
ThemeChoice storedThemeChoice();
bool isDark(ThemeChoice choice, bool desktopIsDark);

} // namespace bozzetto
