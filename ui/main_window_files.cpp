#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>

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

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const auto path = droppedFile(*event->mimeData());
    if (path.isEmpty() && !event->mimeData()->hasImage())
        return;
    m_dropVeil->show(path.isEmpty() ? tr("Picture") : QFileInfo(path).fileName(), !m_studio.isWorking(), isCloud(path) || isViews(path));
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
    if (!path.isEmpty())
        openFile(path);
    else
        m_studio.openPasted(qvariant_cast<QImage>(event->mimeData()->imageData()));
    event->acceptProposedAction();
}

} // namespace bozzetto
