#include "ui/panels/view_tiles.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/icons.h"
#include "ui/theme.h"

namespace bozzetto {

namespace {

constexpr QSize kTile(82, 82);
constexpr int kPictureHeight = 60, kTick = 16, kInset = 4;
constexpr double kOff = 0.28;

QRect pictureRect(const QRect& tile) { return {tile.left() + 1, tile.top() + 1, tile.width() - 2, kPictureHeight}; }

QRect tickRect(const QRect& tile) { return {pictureRect(tile).topLeft() + QPoint(kInset, kInset), QSize(kTick, kTick)}; }

/// The middle of the picture, as large as fills the frame.
void drawFilling(QPainter& painter, const QRect& frame, const QPixmap& picture)
{
    const QSizeF size = QSizeF(frame.size()).scaled(picture.size(), Qt::KeepAspectRatio);
    const QRectF from(QPointF((picture.width() - size.width()) / 2, (picture.height() - size.height()) / 2), size);
    painter.drawPixmap(QRectF(frame), picture, from);
}

void drawTick(QPainter& painter, const QRect& place, bool on, bool locked, const ThemeColours& theme)
{
    const QColor& filled = locked ? theme.secondary : theme.accent;
    QColor ground = on ? filled : theme.window;
    ground.setAlphaF(on ? 1 : 0.75);
    painter.setPen(QPen(on ? filled : theme.secondary, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    if (on)
        themedIcon(QStringLiteral("check"), IconTint::onAccent).paint(&painter, place);
}

} // namespace

QSize ViewTiles::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return kTile;
}

void ViewTiles::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& theme = themeOf(QGuiApplication::palette()); // the list keeps an older theme in its own
    const bool lost = index.data(unplaced).toBool();
    const bool on = !lost && index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    const bool chosen = option.state & QStyle::State_Selected, hovered = option.state & QStyle::State_MouseOver;
    const QRect frame = pictureRect(option.rect);
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath outline;
    outline.addRoundedRect(QRectF(frame), 5, 5);
    painter->fillPath(outline, theme.window);
    painter->save();
    painter->setClipPath(outline);
    painter->setOpacity(on ? 1 : kOff);
    if (const auto pixmap = index.data(picture).value<QPixmap>(); !pixmap.isNull())
        drawFilling(*painter, frame, pixmap);
    painter->restore();
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(chosen ? theme.accent : hovered ? theme.secondary : theme.line, chosen ? 2 : 1));
    painter->drawPath(outline);
    if (lost)
        themedIcon(QStringLiteral("warning"), IconTint::bad).paint(painter, QRect(frame.center() - QPoint(9, 9), QSize(20, 20)));
    else
        drawTick(*painter, tickRect(option.rect), on, m_locked, theme);
    QFont font = option.font;
    font.setPixelSize(11);
    painter->setFont(font);
    painter->setPen(on ? theme.text : theme.secondary);
    const QRect label(option.rect.left(), frame.bottom() + 2, option.rect.width(), option.rect.bottom() - frame.bottom() - 2);
    painter->drawText(label, Qt::AlignCenter,
                      QFontMetrics(font).elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideMiddle, label.width()));
    painter->restore();
}

bool ViewTiles::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                            const QModelIndex& index)
{
    const bool canToggle = !m_locked && (index.flags() & Qt::ItemIsUserCheckable) && (index.flags() & Qt::ItemIsEnabled);
    const auto type = event->type();
    bool wanted = false;
    if (type == QEvent::MouseButtonPress || type == QEvent::MouseButtonRelease || type == QEvent::MouseButtonDblClick) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (!tickRect(option.rect).adjusted(-kInset, -kInset, kInset, kInset).contains(mouse->position().toPoint()))
            return false;
        wanted = type == QEvent::MouseButtonRelease && mouse->button() == Qt::LeftButton;
    } else if (type == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key != Qt::Key_Space && key != Qt::Key_Select)
            return false;
        wanted = true;
    }
    if (!wanted || !canToggle)
        return type != QEvent::MouseMove;
    const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    return model->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

} // namespace bozzetto
