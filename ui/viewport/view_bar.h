#pragma once

#include <QWidget>

#include "ui/document/document.h"

class QButtonGroup;
class QMenu;
class QToolButton;

namespace bozzetto {

/// Field, mesh or points, and how each is shaded; lies over the viewport's top left corner.
class ViewBar : public QWidget
{
    Q_OBJECT

public:
    explicit ViewBar(Document& document, QWidget* parent = nullptr);

private:
    void addRepresentation(Representation representation, const QString& icon, const QString& text, const QString& tip);
    void fillShadingMenu();
    void addSwitch(const QString& text, bool ViewOptions::*option);
    void refresh();

    Document& m_document;
    QButtonGroup* m_group;
    QToolButton* m_shading;
    QMenu* m_menu;
};

} // namespace bozzetto
