#include "ui/panels/views_panel.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/image_bridge.h"
#include "ui/panels/panel_rows.h"
#include "ui/panels/view_tiles.h"
#include "ui/widgets/section.h"

namespace bozzetto {

ViewsPanel::ViewsPanel(Document& document, Studio& studio, QWidget* parent)
    : QWidget(parent), m_document(document), m_studio(studio), m_count(new QLabel), m_list(new QListWidget), m_tiles(new ViewTiles(m_list)),
      m_unplaced(noteLabel()), m_which(new QToolButton),
      m_add(new QPushButton(themedIcon(QStringLiteral("add")), tr("Add views")))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 12);
    column->setSpacing(8);
    auto* title = new QLabel(tr("Views"));
    title->setProperty("role", QStringLiteral("title"));
    m_count->setProperty("role", QStringLiteral("secondary"));
    auto* head = new QHBoxLayout;
    head->addWidget(title);
    head->addStretch(1);
    head->addWidget(m_count);
    m_list->setViewMode(QListView::IconMode);
    m_list->setMovement(QListView::Static);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setUniformItemSizes(true);
    m_list->setSpacing(1);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setItemDelegate(m_tiles);
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(tr("Views: tick those to learn from"));
    m_which->setProperty("role", QStringLiteral("button"));
    m_which->setText(tr("Switch on"));
    m_which->setIcon(themedIcon(QStringLiteral("chevron-down")));
    m_which->setIconSize(QSize(14, 14));
    m_which->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_which->setLayoutDirection(Qt::RightToLeft);
    m_which->setPopupMode(QToolButton::InstantPopup);
    m_which->setMenu(new QMenu(m_which));
    column->addLayout(head);
    column->addWidget(m_list, 1);
    column->addWidget(m_unplaced);
    column->addWidget(m_which);
    column->addWidget(m_add);
    addChoice(tr("All"), [](std::size_t, std::size_t) { return true; });
    for (const std::size_t wanted : {3u, 6u, 9u, 20u})
        addChoice(tr("%1, spread evenly").arg(wanted), [wanted](std::size_t i, std::size_t all) {
            const std::size_t k = (i * wanted + all - 1) / all; // the first whose place is not before i
            return all <= wanted || (k < wanted && k * all / wanted == i);
        });
    addChoice(tr("Every second"), [](std::size_t i, std::size_t) { return i % 2 == 0; });
    addChoice(tr("None"), [](std::size_t, std::size_t) { return false; });
    m_which->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    connect(m_list, &QListWidget::itemChanged, this, &ViewsPanel::takeTicks);
    connect(m_list, &QListWidget::itemSelectionChanged, this, &ViewsPanel::choose);
    connect(m_add, &QPushButton::clicked, this, &ViewsPanel::addWanted);
    connect(&m_document, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.tag == ChangeEvent::Tag::source)
            refresh();
    });
    refresh();
}

void ViewsPanel::addChoice(const QString& text, const std::function<bool(std::size_t, std::size_t)>& on)
{
    auto* action = m_which->menu()->addAction(text);
    connect(action, &QAction::triggered, this, [this, text, on] {
        const auto all = m_document.source().viewsOn.size();
        switchOn(tr("Views: %1").arg(text), [&](std::size_t i) { return on(i, all); });
    });
}

void ViewsPanel::switchOn(const QString& text, const std::function<bool(std::size_t)>& on)
{
    auto next = m_document.source().viewsOn;
    for (std::size_t i = 0; i < next.size(); ++i)
        next[i] = on(i);
    m_document.setViewsOn(text, next);
}

void ViewsPanel::takeTicks()
{
    switchOn(tr("Switch a view"),
             [this](std::size_t i) { return m_list->item(int(i))->checkState() == Qt::Checked; });
}

void ViewsPanel::choose()
{
    auto view = m_document.view();
    const auto chosen = m_list->selectedItems();
    const int row = chosen.isEmpty() ? -1 : m_list->row(chosen.front());
    view.chosenView = row < int(m_document.source().viewsOn.size()) ? row : -1;
    m_document.setView(view);
}

void ViewsPanel::addTile(const QString& name, const QString& tip, const QImage& picture, bool placed)
{
    auto* tile = new QListWidgetItem(QFileInfo(name).fileName());
    tile->setToolTip(tip);
    tile->setData(ViewTiles::picture, QPixmap::fromImage(picture));
    tile->setData(ViewTiles::unplaced, !placed);
    tile->setFlags(placed ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable : Qt::ItemIsEnabled);
    if (placed)
        tile->setCheckState(Qt::Unchecked);
    m_list->addItem(tile);
}

void ViewsPanel::fill()
{
    m_list->clear();
    const auto& views = *m_document.source().views;
    const auto& frusta = m_document.state().result.frusta;
    for (std::size_t i = 0; i < views.scene.pictures.size(); ++i) {
        const auto& picture = views.scene.pictures[i];
        const auto name = QString::fromStdString(picture.name);
        const bool shown = frusta && frusta->pictures && i < frusta->pictures->size();
        addTile(name, picture.heldOut ? tr("%1: kept for checking by its folder; tick it to learn from it as well").arg(name) : name,
                shown ? toQImage((*frusta->pictures)[i]) : QImage(), true);
    }
    for (const auto& name : views.unplaced)
        addTile(QString::fromStdString(name),
                tr("%1 fits to no other picture, so that nobody knows where it was taken from.").arg(QString::fromStdString(name)),
                {}, false);
}

void ViewsPanel::refresh()
{
    const auto& source = m_document.source();
    if (!source.views)
        return;
    const QSignalBlocker blocker(m_list);
    if (m_shown != source.views.get()) {
        m_shown = source.views.get();
        fill();
        auto view = m_document.view();
        if (std::exchange(view.chosenView, -1) != -1)
            m_document.setView(view);
    }
    const auto& on = source.viewsOn;
    for (std::size_t i = 0; i < on.size(); ++i)
        m_list->item(int(i))->setCheckState(on[i] ? Qt::Checked : Qt::Unchecked);
    m_list->viewport()->update();
    m_count->setText(tr("%1 of %2 on").arg(std::ranges::count(on, true)).arg(on.size()));
    const auto lost = int(source.views->unplaced.size());
    m_unplaced->setVisible(lost > 0);
    m_unplaced->setText(tr("%n picture(s) could not be placed: they fit to no other, and are left out.", nullptr, lost));
    const auto busy = m_studio.isWorking() ? tr("A job is running; wait for it or cancel it.") : QString();
    m_tiles->setLocked(!busy.isEmpty());
    allow(*m_which, busy, tr("Switch some of the views on and the others off"));
    allow(*m_add, busy, tr("More photographs of the same thing, with cameras of the same world"));
}

} // namespace bozzetto
