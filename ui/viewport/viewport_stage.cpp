#include "ui/viewport/viewport_stage.h"

#include <algorithm>

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>

#include "ui/image_bridge.h"
#include "ui/theme.h"
#include "ui/viewport/view_bar.h"
#include "ui/viewport/view_cube.h"

namespace bozzetto {

namespace {

constexpr int kMargin = 12;
constexpr int kPhotoSide = 148;

QPixmap roundedThumbnail(const QImage& thumbnail, int side, qreal ratio, const QColor& border)
{
    const auto scaled = thumbnail.scaled(QSize(side, side) * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    QPixmap result(scaled.size());
    result.fill(Qt::transparent);
    QPainter painter(&result);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(scaled.rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath path;
    path.addRoundedRect(frame, 6 * ratio, 6 * ratio);
    painter.setClipPath(path);
    painter.drawImage(0, 0, scaled);
    painter.setClipping(false);
    painter.setPen(QPen(border, ratio));
    painter.drawPath(path);
    painter.end();
    result.setDevicePixelRatio(ratio);
    return result;
}

} // namespace

ViewportStage::ViewportStage(Document& document, const Operations& operations, JobRunner::Mode mode, QWidget* parent)
    : QWidget(parent), m_document(document), m_viewport(new ViewportWidget(document, operations, mode, this)),
      m_viewBar(new ViewBar(document, this)), m_viewCube(new ViewCube(this)), m_figures(new QLabel(this)),
      m_photo(new QLabel(this))
{
    m_figures->setProperty("role", QStringLiteral("hud"));
    m_figures->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_photo->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_viewBar->installEventFilter(this);
    setMinimumSize(m_viewport->minimumSize());
    connect(m_viewport, &ViewportWidget::cameraMoved, this,
            [this] { m_viewCube->show(m_viewport->navigation()); });
    connect(m_viewport, &ViewportWidget::drew, this, &ViewportStage::refreshFigures);
    connect(m_viewCube, &ViewCube::directionChosen, m_viewport, &ViewportWidget::look);
    connect(m_viewCube, &ViewCube::dragged, m_viewport, &ViewportWidget::orbitBy);
    connect(&m_document, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.tag == ChangeEvent::Tag::source || event.tag == ChangeEvent::Tag::view)
            refreshPhoto();
        refreshFigures();
    });
    refreshPhoto();
}

void ViewportStage::setCover(QWidget* cover)
{
    if (m_cover && m_cover != cover)
        m_cover->hide();
    m_cover = cover;
    if (m_cover) {
        m_cover->setParent(this);
        m_cover->show();
    }
    place();
}

void ViewportStage::setBanner(QWidget* banner)
{
    m_banner = banner;
    m_banner->setParent(this);
    m_banner->installEventFilter(this);
    place();
}

bool ViewportStage::eventFilter(QObject* watched, QEvent* event)
{
    const auto type = event->type();
    if ((watched == m_banner || watched == m_viewBar) &&
        (type == QEvent::Show || type == QEvent::Hide || type == QEvent::LayoutRequest))
        QMetaObject::invokeMethod(this, &ViewportStage::place, Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

void ViewportStage::resizeEvent(QResizeEvent*)
{
    place();
}

void ViewportStage::place()
{
    m_viewport->setGeometry(rect());
    m_viewBar->adjustSize();
    m_viewBar->move(kMargin, kMargin);
    m_viewCube->move(width() - m_viewCube->width() - kMargin, kMargin);
    m_figures->adjustSize();
    m_figures->move(kMargin + 4, height() - m_figures->height() - kMargin);
    m_photo->adjustSize();
    m_photo->move(width() - m_photo->width() - kMargin, height() - m_photo->height() - kMargin);
    const bool covered = m_cover && m_cover->isVisibleTo(this);
    for (QWidget* overlay : {static_cast<QWidget*>(m_viewBar), static_cast<QWidget*>(m_viewCube)})
        overlay->setVisible(!covered);
    m_figures->setVisible(!covered);
    m_photo->setVisible(!covered && !m_photo->pixmap().isNull());
    if (covered) {
        m_cover->setGeometry(rect());
        m_cover->raise();
    }
    if (m_banner && m_banner->isVisibleTo(this)) {
        const int available = width() - 2 * kMargin;
        const int wanted = std::min(available, 640);
        const int tall = m_banner->hasHeightForWidth() ? m_banner->heightForWidth(wanted) : m_banner->sizeHint().height();
        const int top = covered ? kMargin : std::max(m_viewBar->geometry().bottom(), m_viewCube->geometry().bottom()) + 8;
        m_banner->setGeometry((width() - wanted) / 2, top, wanted, tall);
        m_banner->raise();
    }
}

/// The chosen view's picture, else that of the source.
QImage ViewportStage::comparedPicture() const
{
    const auto& frusta = m_document.shown().frusta;
    const int chosen = m_document.view().chosenView;
    const bool there = frusta && frusta->pictures && chosen >= 0 && chosen < int(frusta->pictures->size());
    return there ? toQImage((*frusta->pictures)[std::size_t(chosen)]) : m_document.source().thumbnail;
}

void ViewportStage::refreshPhoto()
{
    const auto thumbnail = comparedPicture();
    if (thumbnail.isNull() || !m_document.view().showPhoto)
        m_photo->setPixmap({});
    else
        m_photo->setPixmap(roundedThumbnail(thumbnail, kPhotoSide, devicePixelRatioF(), themeOf(palette()).line));
    place();
}

void ViewportStage::refreshFigures()
{
    const auto& shown = m_document.shown();
    const auto number = [this](std::size_t count) { return locale().toString(qulonglong(count)); };
    QStringList parts;
    switch (m_document.view().representation) {
    case Representation::mesh:
        if (shown.mesh)
            parts << tr("%1 triangles").arg(number(shown.mesh->triangles.size()));
        if (shown.meshIsQuick)
            parts << tr("quick surface");
        break;
    case Representation::points:
        if (shown.points)
            parts << tr("%1 points").arg(number(shown.points->positions.size()));
        if (shown.made && m_document.hasPreview())
            parts << tr("in the making");
        break;
    case Representation::field:
        if (shown.baked) {
            const auto size = shown.baked->size;
            parts << tr("%1 \u00d7 %2 \u00d7 %3 voxels").arg(size.x).arg(size.y).arg(size.z);
            if (m_viewport->isRefining())
                parts << tr("refining");
        }
        break;
    }
    if (m_viewport->framesPerSecond() > 0 && !shown.empty())
        parts << tr("%1 fps").arg(int(std::min(m_viewport->framesPerSecond(), 999.0f)));
    const auto text = parts.join(QStringLiteral("   "));
    if (text == m_figures->text())
        return;
    m_figures->setText(text);
    m_figures->adjustSize();
    m_figures->move(kMargin + 4, height() - m_figures->height() - kMargin);
}

} // namespace bozzetto
