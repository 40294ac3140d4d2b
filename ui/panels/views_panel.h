#pragma once

#include <functional>

#include <QWidget>

#include "ui/studio.h"

class QLabel;
class QListWidget;
class QPushButton;
class QToolButton;

namespace bozzetto {

class ViewTiles;

/// The views that are open: each can be switched off and on, chosen to see its camera; more can be added. Those that found
/// no place are at the end.
class ViewsPanel : public QWidget
{
    Q_OBJECT

public:
    ViewsPanel(Document& document, Studio& studio, QWidget* parent = nullptr);
    void refresh();

Q_SIGNALS:
    void addWanted();

private:
    void fill();
    void addTile(const QString& name, const QString& tip, const QImage& picture, bool placed);
    void takeTicks();
    void switchOn(const QString& text, const std::function<bool(std::size_t)>& on);
    void addChoice(const QString& text, const std::function<bool(std::size_t, std::size_t)>& on);
    void choose();

    Document& m_document;
    Studio& m_studio;
    QLabel* m_count;
    QListWidget* m_list;
    ViewTiles* m_tiles;
    QLabel* m_unplaced;
    QToolButton* m_which;
    QPushButton* m_add;
    const void* m_shown = nullptr; ///< the views that the list holds
};

} // namespace bozzetto
