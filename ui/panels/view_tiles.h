#pragma once

#include <QStyledItemDelegate>

namespace bozzetto {

/// Paints one view of the list: its photograph with a tick in the corner and its name below; what is off is dimmed, what has
/// no place shows a warning instead of the tick. The tick answers to the mouse, the whole tile to the space bar.
class ViewTiles : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum Role { picture = Qt::UserRole, unplaced };

    using QStyledItemDelegate::QStyledItemDelegate;

    void setLocked(bool locked) { m_locked = locked; } ///< while a job runs nothing can be switched

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;

private:
    bool m_locked = false;
};

} // namespace bozzetto
