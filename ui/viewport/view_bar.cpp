#include "ui/viewport/view_bar.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include "ui/icons.h"

namespace bozzetto {

ViewBar::ViewBar(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_group(new QButtonGroup(this)), m_shading(new QToolButton),
      m_menu(new QMenu(this))
{
    setObjectName(QStringLiteral("overlayBar"));
    setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 4, 4, 4);
    row->setSpacing(2);
    addRepresentation(Representation::field, QStringLiteral("field"), tr("NeRF"),
                      tr("The radiance field itself, as it was fitted (Alt+1)"));
    addRepresentation(Representation::mesh, QStringLiteral("mesh"), tr("Mesh"),
                      tr("The surface that is exported (Alt+2)"));
    addRepresentation(Representation::points, QStringLiteral("points"), tr("Points"),
                      tr("Points on the surface (Alt+3)"));
    m_shading->setProperty("role", QStringLiteral("choice"));
    m_shading->setIcon(themedIcon(QStringLiteral("chevron-down")));
    m_shading->setIconSize(QSize(14, 14));
    m_shading->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_shading->setLayoutDirection(Qt::RightToLeft);
    m_shading->setPopupMode(QToolButton::InstantPopup);
    m_shading->setMenu(m_menu);
    m_shading->setToolTip(tr("What is shown of it"));
    row->addSpacing(6);
    row->addWidget(m_shading);

    connect(m_group, &QButtonGroup::idClicked, this, [this](int id) {
        auto view = m_document.view();
        view.representation = Representation(id);
        m_document.setView(view);
    });
    connect(&m_document, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.tag == ChangeEvent::Tag::view || event.tag == ChangeEvent::Tag::result)
            refresh();
    });
    refresh();
}

void ViewBar::addRepresentation(Representation representation, const QString& icon, const QString& text,
                                const QString& tip)
{
    auto* button = new QToolButton;
    button->setText(text);
    button->setIcon(themedIcon(icon));
    button->setIconSize(QSize(20, 20));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setCheckable(true);
    button->setToolTip(tip);
    m_group->addButton(button, int(representation));
    layout()->addWidget(button);
}

void ViewBar::fillShadingMenu()
{
    m_menu->clear();
    delete m_menu->findChild<QActionGroup*>();
    auto* group = new QActionGroup(m_menu);
    const auto add = [&](const QString& text, bool checked, auto choose) {
        auto* action = m_menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(checked);
        group->addAction(action);
        if (checked)
            m_shading->setText(text);
        connect(action, &QAction::triggered, this, [this, choose] {
            auto view = m_document.view();
            choose(view);
            m_document.setView(view);
        });
    };
    const auto& now = m_document.view();
    if (now.representation == Representation::field) {
        for (const auto& [channel, name] : {std::pair{FieldChannel::colour, tr("Colour")},
                                            {FieldChannel::depth, tr("Depth")},
                                            {FieldChannel::normals, tr("Normals")},
                                            {FieldChannel::opacity, tr("Opacity")}})
            add(name, now.fieldChannel == channel, [channel = channel](ViewOptions& view) { view.fieldChannel = channel; });
    } else if (now.representation == Representation::mesh) {
        for (const auto& [shading, name] : {std::pair{MeshShading::colour, tr("Colour")},
                                            {MeshShading::solid, tr("Clay")},
                                            {MeshShading::wire, tr("Wire")},
                                            {MeshShading::normals, tr("Normals")}})
            add(name, now.meshShading == shading, [shading = shading](ViewOptions& view) { view.meshShading = shading; });
    } else {
        for (const int size : {1, 2, 3, 5, 8})
            add(tr("%n pixel(s)", "size of a point", size), now.pointShare == 0 && int(now.pointSize) == size,
                [size](ViewOptions& view) {
                    view.pointSize = float(size);
                    view.pointShare = 0;
                });
        for (const float share : {0.002f, 0.005f, 0.01f})
            add(tr("%1 % of the object").arg(locale().toString(double(100 * share))), now.pointShare == share,
                [share](ViewOptions& view) { view.pointShare = share; });
        m_menu->addSeparator();
        addSwitch(tr("Darken what lies behind"), &ViewOptions::eyeDome);
    }
    if (m_document.shown().frusta)
        addSwitch(tr("Cameras of the photographs"), &ViewOptions::showCameras);
}

void ViewBar::addSwitch(const QString& text, bool ViewOptions::*option)
{
    auto* action = m_menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(m_document.view().*option);
    connect(action, &QAction::triggered, this, [this, option](bool on) {
        auto view = m_document.view();
        view.*option = on;
        m_document.setView(view);
    });
}

void ViewBar::refresh()
{
    const auto& shown = m_document.shown();
    const bool present[] = {shown.baked != nullptr, shown.mesh != nullptr, shown.points != nullptr};
    for (auto* button : m_group->buttons()) {
        const int id = m_group->id(button);
        if (button->property("tip").isNull())
            button->setProperty("tip", button->toolTip());
        button->setEnabled(present[id]);
        button->setToolTip(present[id] ? button->property("tip").toString()
                                       : shown.made ? tr("Views become a cloud of points only.")
                                       : shown.points && !m_document.source().photo
                                             ? tr("What was opened holds points only.")
                                             : tr("Not there yet: it comes at the end of the generation."));
        button->setChecked(id == int(m_document.view().representation));
    }
    if (!m_menu->isVisible()) // a preview must not take the menu from under the hand
        fillShadingMenu();
    adjustSize();
}

} // namespace bozzetto
