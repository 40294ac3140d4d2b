#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>

#include "core/io/cameras/posed_scene_io.h"
#include "ui/dialogs/drop_veil.h"
#include "ui/main_window.h"

namespace bozzetto {

namespace {

const QStringList kPictureSuffixes{
    QStringLiteral("png"),  QStringLiteral("jpg"),  QStringLiteral("jpeg"), QStringLiteral("webp"),
    QStringLiteral("tif"),  QStringLiteral("tiff"), QStringLiteral("heic"), QStringLiteral("avif"),
};

const QString kCloudSuffix = QStringLiteral("ply");

/// A folder, or the file in one that says where its photographs were taken.
bool isViews(const QString& path)
{
    return QFileInfo(path).isDir() || QFileInfo(path).suffix().toLower() == QStringLiteral("json");
}

bool isCloud(const QString& path) { return QFileInfo(path).suffix().toLower() == kCloudSuffix; }

bool isPicture(const QString& path) { return kPictureSuffixes.contains(QFileInfo(path).suffix().toLower()); }

/// What opening takes of what is dropped: the first folder or cloud, else all pictures, else the first file, as opening that
/// says what is wrong with it.
QStringList droppedFiles(const QMimeData& data)
{
    QStringList pictures, others;
    for (const auto& url : data.urls()) {
        if (!url.isLocalFile())
            continue;
        const auto path = url.toLocalFile();
        if (isCloud(path) || isViews(path))
            return {path};
        (isPicture(path) ? pictures : others) << path;
    }
    return pictures.isEmpty() ? others.mid(0, 1) : pictures;
}

QString namesOf(const QStringList& paths)
{
    return paths.size() == 1 ? QFileInfo(paths[0]).fileName()
                             : MainWindow::tr("%n picture(s)", nullptr, int(paths.size()));
}

} // namespace

void MainWindow::choosePhoto()
{
    QStringList patterns;
    for (const auto& suffix : kPictureSuffixes)
        patterns << QStringLiteral("*.") + suffix;
    const auto path = QFileDialog::getOpenFileName(
        this, tr("Open a photograph or a cloud of points"), {},
        tr("Photographs (%1)").arg(patterns.join(u' ')) + QStringLiteral(";;") +
            tr("Clouds of points (%1)").arg(QStringLiteral("*.") + kCloudSuffix));
    if (!path.isEmpty())
        openFile(path);
}

void MainWindow::openFile(const QString& path)
{
    if (!isCloud(path) && !isViews(path))
        return openPhoto(path);
    closeCover();
    isCloud(path) ? m_studio.openCloud(path) : m_studio.openViews({path});
}

void MainWindow::chooseViews()
{
    const auto path = QFileDialog::getExistingDirectory(this, tr("Open a folder of photographs of one thing"));
    if (!path.isEmpty())
        openFile(path);
}

/// In the training room every folder teaches; elsewhere one without cameras or photographs of its own does.
bool MainWindow::isForTraining(const QString& path) const
{
    if (!m_training.isPossible() || !QFileInfo(path).isDir())
        return false;
    if (m_pages->currentIndex() != 0)
        return true;
    QStringList patterns;
    for (const auto& suffix : kPictureSuffixes)
        patterns << QStringLiteral("*.") + suffix;
    return posedSceneLayout(path.toStdString()).empty() && QDir(path).entryList(patterns, QDir::Files).size() < 2;
}

void MainWindow::openFiles(const QStringList& paths)
{
    if (paths.size() < 2)
        return openFile(paths.value(0));
    closeCover();
    leaveTrainingRoom();
    m_studio.openViews(paths);
}

void MainWindow::chooseMoreViews()
{
    const auto path = QFileDialog::getExistingDirectory(this, tr("Add a folder of views of the same thing"));
    if (!path.isEmpty())
        m_studio.addViews({path});
}

/// While views are open, photographs and folders may join them.
bool MainWindow::canAdd(const QStringList& paths) const
{
    return m_document.source().views && m_pages->currentIndex() == 0 && !paths.isEmpty() &&
           (isViews(paths[0]) || isPicture(paths[0]));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const auto paths = droppedFiles(*event->mimeData());
    const auto path = paths.value(0);
    if (path.isEmpty() && !event->mimeData()->hasImage())
        return;
    event->acceptProposedAction();
    const auto name = path.isEmpty() ? tr("Picture") : namesOf(paths);
    if (!canAdd(paths) && isForTraining(path))
        return m_dropVeil->show(name, tr("Let go to learn from it"), true);
    if (m_studio.isWorking())
        return m_dropVeil->show(name, tr("A job is running; wait for it or cancel it first"), false);
    if (canAdd(paths)) {
        m_dropVeil->showChoice(name, tr("Open on its own"), tr("Add to these views"));
        return m_dropVeil->point(event->position().toPoint());
    }
    m_dropVeil->show(name,
                     paths.size() > 1                  ? tr("Let go to find where they were taken")
                     : isCloud(path) || isViews(path) ? tr("Let go to see its points")
                                                        : tr("Let go to make an object of it"),
                     true);
}

void MainWindow::dragMoveEvent(QDragMoveEvent* event)
{
    m_dropVeil->point(event->position().toPoint());
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*)
{
    m_dropVeil->hide();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    m_dropVeil->point(event->position().toPoint());
    const bool adds = m_dropVeil->isVisible() && m_dropVeil->pointsToSecond();
    m_dropVeil->hide();
    const auto paths = droppedFiles(*event->mimeData());
    const auto path = paths.value(0);
    if (canAdd(paths) && adds) {
        m_studio.addViews(paths);
    } else if (!canAdd(paths) && isForTraining(path)) {
        showTrainingRoom();
        m_training.chooseFolder(path);
    } else if (!path.isEmpty())
        openFiles(paths);
    else
        m_studio.openPasted(qvariant_cast<QImage>(event->mimeData()->imageData()));
    event->acceptProposedAction();
}

} // namespace bozzetto
