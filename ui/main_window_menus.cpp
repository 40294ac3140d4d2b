#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QToolButton>

#include "ui/dialogs/about.h"
#include "ui/icons.h"
#include "ui/language.h"
#include "ui/main_window.h"
#include "ui/settings.h"
#include "ui/viewport/viewport_stage.h"

namespace bozzetto {

namespace {

const auto kThemeKey = QStringLiteral("window/theme");
const auto kMouseKey = QStringLiteral("window/mouse");
constexpr const char* kDesktopIsDark = "desktopIsDark";

} // namespace

ThemeChoice storedThemeChoice()
{
    return ThemeChoice(std::clamp(openSettings()->value(kThemeKey, int(ThemeChoice::system)).toInt(), 0, 2));
}

bool isDark(ThemeChoice choice, bool desktopIsDark)
{
    return choice == ThemeChoice::system ? desktopIsDark : choice == ThemeChoice::dark;
}

void MainWindow::buildMenus()
{
    menuBar()->setNativeMenuBar(false);
    buildFileMenu();
    buildEditMenu();
    buildViewMenu();
    auto* object = menuBar()->addMenu(tr("&Object"));
    object->setToolTipsVisible(true);
    m_generateAction = object->addAction(themedIcon(QStringLiteral("generate")), tr("&Generate again"),
                                         QKeySequence(tr("Ctrl+G")), &m_studio, &Studio::generateAgain);
    m_refineAction = object->addAction(themedIcon(QStringLiteral("refresh")), tr("&Refine"), QKeySequence(tr("Ctrl+R")),
                                       &m_studio, &Studio::refine);
    m_refineAction->setVisible(m_studio.canRefine());
    m_cloudAction = object->addAction(themedIcon(QStringLiteral("points")), tr("Make the c&loud"), QKeySequence(tr("Ctrl+K")),
                                      &m_studio, &Studio::makeCloud);
    m_matteAction = object->addAction(themedIcon(QStringLiteral("brush")), tr("Correct the &matte"),
                                      QKeySequence(tr("Ctrl+M")), this, &MainWindow::editMatte);
    object->addSeparator();
    object->addAction(themedIcon(QStringLiteral("info")), tr("M&odels"), this, &MainWindow::showModels);
    m_trainingAction = object->addAction(themedIcon(QStringLiteral("field")), tr("&Training room"),
                                         QKeySequence(tr("Ctrl+T")), this, &MainWindow::showTrainingRoom);
    m_trainingAction->setVisible(m_training.isPossible());
    object->addSeparator();
    object->addAction(themedIcon(QStringLiteral("stop")), tr("&Cancel the job"), QKeySequence(Qt::Key_Escape), &m_studio,
                      &Studio::cancel);
    buildHelpMenu();
    menuBar()->setCornerWidget(makeChips(), Qt::TopRightCorner);
    refreshTrainingChip();
}

QWidget* MainWindow::makeChips()
{
    m_trainingChip = new QToolButton;
    m_trainingChip->setProperty("role", QStringLiteral("chip"));
    m_trainingChip->setIcon(themedIcon(QStringLiteral("generate"), IconTint::accent));
    m_trainingChip->setIconSize(QSize(16, 16));
    m_trainingChip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_trainingChip->hide();
    m_trainingChip->setToolTip(tr("A lesson is under way; click to see it"));
    connect(m_trainingChip, &QToolButton::clicked, this, &MainWindow::showTrainingRoom);
    auto* chips = new QWidget;
    auto* row = new QHBoxLayout(chips);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_trainingChip);
    row->addWidget(makeDeviceChip());
    return chips;
}

void MainWindow::refreshTrainingChip()
{
    const auto& runs = m_training.runs();
    const auto found = std::ranges::find_if(runs, [](const LessonSnapshot& run) { return run.works(); });
    const auto text = found == runs.end() ? QString() : tr("Training %1 %", "share of the lesson").arg(int(100 * found->share));
    if (text == m_trainingChip->text())
        return;
    m_trainingChip->setText(text);
    m_trainingChip->setVisible(!text.isEmpty());
    placeChips();
}

/// The menu bar places its corner again only when told.
void MainWindow::placeChips()
{
    auto* chips = m_trainingChip->parentWidget();
    chips->adjustSize();
    menuBar()->setCornerWidget(chips, Qt::TopRightCorner);
    chips->show();
}

QToolButton* MainWindow::makeDeviceChip()
{
    m_deviceChip = new QToolButton;
    m_deviceChip->setProperty("role", QStringLiteral("chip"));
    m_deviceChip->setIcon(themedIcon(QStringLiteral("chip")));
    m_deviceChip->setIconSize(QSize(16, 16));
    m_deviceChip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_deviceChip->setToolTip(tr("What the work is computed on"));
    m_deviceChip->setPopupMode(QToolButton::InstantPopup);
    auto* devices = new QMenu(m_deviceChip);
    auto* group = new QActionGroup(devices);
    for (const auto& [choice, name] : {std::pair{DeviceChoice::automatic, tr("Automatic: the graphics card when there is one")},
                                       {DeviceChoice::cpu, tr("Processor")},
                                       {DeviceChoice::cuda, tr("Graphics card (CUDA)")}}) {
        auto* action = devices->addAction(name);
        action->setCheckable(true);
        action->setChecked(choice == m_document.options().device);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, choice = choice] {
            auto options = m_document.options();
            options.device = choice;
            m_document.setOptions(tr("Choose device"), options);
        });
    }
    m_deviceChip->setMenu(devices);
    return m_deviceChip;
}

void MainWindow::buildFileMenu()
{
    auto* menu = menuBar()->addMenu(tr("&File"));
    menu->setToolTipsVisible(true);
    menu->addAction(themedIcon(QStringLiteral("open")), tr("&Open photograph"), QKeySequence::Open, this,
                    &MainWindow::choosePhoto);
    menu->addAction(tr("Open a folder of &views"), this, &MainWindow::chooseViews);
    m_recentMenu = menu->addMenu(tr("Open &recent"));
    refillRecent();
    menu->addSeparator();
    m_exportAction = menu->addAction(themedIcon(QStringLiteral("export")), tr("&Export"), QKeySequence(tr("Ctrl+E")),
                                     this, &MainWindow::exportObject);
    menu->addSeparator();
    menu->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
}

void MainWindow::refillRecent()
{
    m_recentMenu->clear();
    for (const auto& path : recentFiles(*openSettings())) {
        auto* action = m_recentMenu->addAction(QFileInfo(path).fileName());
        action->setEnabled(QFileInfo::exists(path));
        action->setToolTip(action->isEnabled() ? path : tr("%1 is no longer there.").arg(path));
        connect(action, &QAction::triggered, this, [this, path] { openFile(path); });
    }
    m_recentMenu->setToolTipsVisible(true);
    m_recentMenu->setEnabled(!m_recentMenu->isEmpty());
}

void MainWindow::buildEditMenu()
{
    auto* menu = menuBar()->addMenu(tr("&Edit"));
    auto* undo = m_document.undoStack().createUndoAction(menu, tr("&Undo"));
    auto* redo = m_document.undoStack().createRedoAction(menu, tr("&Redo"));
    undo->setShortcut(QKeySequence::Undo);
    redo->setShortcut(QKeySequence::Redo);
    undo->setIcon(themedIcon(QStringLiteral("undo")));
    redo->setIcon(themedIcon(QStringLiteral("redo")));
    // The stack knows nothing of jobs: an undo under a running one would pull its photograph away.
    const auto guard = [this, undo, redo] {
        undo->setEnabled(m_document.undoStack().canUndo() && !m_studio.isWorking());
        redo->setEnabled(m_document.undoStack().canRedo() && !m_studio.isWorking());
    };
    connect(&m_document.undoStack(), &QUndoStack::indexChanged, this, guard);
    connect(&m_studio, &Studio::workStarted, this, guard);
    connect(&m_studio, &Studio::workEnded, this, guard);
    menu->addAction(undo);
    menu->addAction(redo);
    menu->addSeparator();
    menu->addAction(themedIcon(QStringLiteral("paste")), tr("&Paste picture"), QKeySequence::Paste, this,
                    &MainWindow::paste);
}

void MainWindow::paste()
{
    const auto* clipped = QGuiApplication::clipboard()->mimeData();
    const auto picture = qvariant_cast<QImage>(clipped->imageData());
    if (!picture.isNull())
        m_studio.openPasted(picture);
    else if (clipped->hasUrls() && clipped->urls().front().isLocalFile())
        openFile(clipped->urls().front().toLocalFile());
    else
        showProblem({tr("There is no picture to paste."), tr("Copy a picture or a picture file first."),
                     tr("Clipboard formats: %1").arg(clipped->formats().join(QStringLiteral(", ")))});
}

void MainWindow::addViewAction(QMenu& menu, const QString& text, const QList<QKeySequence>& keys,
                               std::function<void()> run)
{
    auto* action = menu.addAction(text);
    action->setShortcuts(keys);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
}

void MainWindow::chooseRepresentation(Representation representation)
{
    auto view = m_document.view();
    view.representation = representation;
    m_document.setView(view);
}

void MainWindow::buildViewMenu()
{
    auto* menu = menuBar()->addMenu(tr("&View"));
    auto& viewport = m_stage->viewport();
    const auto keys = [](int key, Qt::KeyboardModifiers modifiers = {}) {
        return QList<QKeySequence>{QKeySequence(key | int(modifiers)),
                                   QKeySequence(key | int(modifiers) | int(Qt::KeypadModifier))};
    };
    addViewAction(*menu, tr("NeRF"), {QKeySequence(tr("Alt+1"))}, [this] { chooseRepresentation(Representation::field); });
    addViewAction(*menu, tr("Mesh"), {QKeySequence(tr("Alt+2"))}, [this] { chooseRepresentation(Representation::mesh); });
    addViewAction(*menu, tr("Points"), {QKeySequence(tr("Alt+3"))}, [this] { chooseRepresentation(Representation::points); });
    menu->addSeparator();
    addViewAction(*menu, tr("Frame the object"), {QKeySequence(Qt::Key_F), QKeySequence(Qt::Key_Home)},
                  [&viewport] { viewport.frameObject(); });
    struct Look
    {
        QString name;
        int key;
        Qt::KeyboardModifiers modifiers;
        ViewDirection direction;
    };
    for (const auto& look : {Look{tr("Front"), Qt::Key_1, {}, ViewDirection::front},
                             Look{tr("Right"), Qt::Key_3, {}, ViewDirection::right},
                             Look{tr("Top"), Qt::Key_7, {}, ViewDirection::top},
                             Look{tr("Back"), Qt::Key_1, Qt::ControlModifier, ViewDirection::back},
                             Look{tr("Left"), Qt::Key_3, Qt::ControlModifier, ViewDirection::left},
                             Look{tr("Bottom"), Qt::Key_7, Qt::ControlModifier, ViewDirection::bottom}})
        addViewAction(*menu, look.name, keys(look.key, look.modifiers),
                      [&viewport, direction = look.direction] { viewport.look(direction); });
    m_orthographicAction = menu->addAction(tr("Parallel projection"));
    m_orthographicAction->setCheckable(true);
    m_orthographicAction->setShortcuts(keys(Qt::Key_5));
    connect(m_orthographicAction, &QAction::toggled, &viewport, &ViewportWidget::setOrthographic);
    menu->addSeparator();
    const auto addSwitch = [&](const QString& text, bool ViewOptions::* field) {
        auto* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_document.view().*field);
        connect(action, &QAction::toggled, this, [this, field](bool on) {
            auto view = m_document.view();
            view.*field = on;
            m_document.setView(view);
        });
    };
    addSwitch(tr("Photograph for comparison"), &ViewOptions::showPhoto);
    addSwitch(tr("Floor grid"), &ViewOptions::showGrid);
    addSwitch(tr("Axes"), &ViewOptions::showAxes);
    auto* panels = menu->addAction(tr("Show or hide the panels") + QStringLiteral("\tTab"));
    connect(panels, &QAction::triggered, this, &MainWindow::togglePanels);
    menu->addSeparator();
    addMouseMenu(*menu);
    addThemeMenu(*menu);
    addLanguageMenu(*menu);
}

void MainWindow::addMouseMenu(QMenu& menu)
{
    auto* mouse = menu.addMenu(tr("Mouse like"));
    auto* group = new QActionGroup(mouse);
    const auto stored = MousePreset(std::clamp(openSettings()->value(kMouseKey, 0).toInt(), 0, 2));
    m_stage->viewport().setMousePreset(stored);
    for (const auto& [preset, name] : {std::pair{MousePreset::bozzetto, QStringLiteral("Bozzetto")},
                                       {MousePreset::blender, QStringLiteral("Blender")},
                                       {MousePreset::maya, QStringLiteral("Maya")}}) {
        auto* action = mouse->addAction(name);
        action->setCheckable(true);
        action->setChecked(preset == stored);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, preset = preset] {
            m_stage->viewport().setMousePreset(preset);
            openSettings()->setValue(kMouseKey, int(preset));
        });
    }
}

void MainWindow::addLanguageMenu(QMenu& menu)
{
    m_languageMenu = menu.addMenu(tr("Language"));
    m_languageMenu->setToolTipsVisible(true);
    auto* group = new QActionGroup(m_languageMenu);
    auto languages = spokenLanguages();
    languages.prepend({QString(), tr("As the desktop")});
    for (const auto& language : languages) {
        auto* action = m_languageMenu->addAction(language.name);
        action->setCheckable(true);
        action->setChecked(language.code == storedLanguage());
        group->addAction(action);
        connect(action, &QAction::triggered, this, [code = language.code] {
            openSettings()->setValue(QStringLiteral("window/language"), code);
            applyLanguage(*qApp, code);
        });
    }
}

void MainWindow::addThemeMenu(QMenu& menu)
{
    auto* theme = menu.addMenu(tr("Colours"));
    auto* group = new QActionGroup(theme);
    for (const auto& [choice, name] : {std::pair{ThemeChoice::system, tr("As the desktop")},
                                       {ThemeChoice::dark, tr("Dark")},
                                       {ThemeChoice::light, tr("Light")}}) {
        auto* action = theme->addAction(name);
        action->setCheckable(true);
        action->setChecked(choice == storedThemeChoice());
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, choice = choice] { applyThemeChoice(choice); });
    }
}

void MainWindow::applyThemeChoice(ThemeChoice choice)
{
    openSettings()->setValue(kThemeKey, int(choice));
    applyTheme(*qApp, isDark(choice, qApp->property(kDesktopIsDark).toBool()));
}

void MainWindow::buildHelpMenu()
{
    auto* menu = menuBar()->addMenu(tr("&Help"));
    auto* sheet = menu->addAction(themedIcon(QStringLiteral("keyboard")), tr("&Mouse and keys"), this,
                                  &MainWindow::showCheatSheet);
    sheet->setShortcuts({QKeySequence(Qt::Key_F1), QKeySequence(Qt::Key_H), QKeySequence(Qt::Key_Question)});
    menu->addAction(tr("&About Bozzetto"), this, [this] { showAbout(this); });
}

} // namespace bozzetto
