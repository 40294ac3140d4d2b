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

/// The first picture or cloud among what is dropped, else the first file: opening that says what is wrong with it.
QString droppedFile(const QMimeData& data)
{
    QString first;
    for (const auto& url : data.urls()) {
        if (!url.isLocalFile())
            continue;
        const auto path = url.toLocalFile();
        if (kPictureSuffixes.contains(QFileInfo(path).suffix().toLower()) || isCloud(path) || isViews(path))
            return path;
        if (first.isEmpty())
            first = path;
    }
    return first;
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
    isCloud(path) ? m_studio.openCloud(path) : m_studio.openViews(path);
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

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const auto path = droppedFile(*event->mimeData());
    if (path.isEmpty() && !event->mimeData()->hasImage())
        return;
    if (isForTraining(path)) {
        m_dropVeil->show(QFileInfo(path).fileName(), tr("Let go to learn from it"), true);
        return event->acceptProposedAction();
    }
    const bool welcome = !m_studio.isWorking();
    m_dropVeil->show(path.isEmpty() ? tr("Picture") : QFileInfo(path).fileName(),
                     !welcome                           ? tr("A job is running; wait for it or cancel it first")
                     : isCloud(path) || isViews(path) ? tr("Let go to see its points")
                                                        : tr("Let go to make an object of it"),
                     welcome);
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*)
{
    m_dropVeil->hide();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    m_dropVeil->hide();
    const auto path = droppedFile(*event->mimeData());
    if (isForTraining(path)) {
        showTrainingRoom();
        m_training.chooseFolder(path);
    } else if (!path.isEmpty())
        openFile(path);
    else
        m_studio.openPasted(qvariant_cast<QImage>(event->mimeData()->imageData()));
    event->acceptProposedAction();
}

} // namespace bozzetto
