#include "ui/panels/sources_panel.h"

#include <algorithm>

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/widgets/section.h"

namespace bozzetto {

SourcesPanel::SourcesPanel(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_list(new QListWidget)
{
    setObjectName(QStringLiteral("sidePanel"));
    setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 12);
    column->setSpacing(8);
    auto* title = new QLabel(tr("Sources"));
    title->setProperty("role", QStringLiteral("title"));
    title->setFixedHeight(26);
    m_list->setIconSize(QSize(44, 44));
    m_list->setSpacing(2);
    m_list->setWordWrap(false);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Photographs of this session"));
    auto* add = new QPushButton(themedIcon(QStringLiteral("add")), tr("Add photograph"));
    add->setToolTip(tr("Open a photograph and make an object of it (Ctrl+O)"));
    column->addWidget(title);
    column->addWidget(m_list, 1);
    column->addWidget(add);
    connect(add, &QPushButton::clicked, this, &SourcesPanel::addWanted);
    connect(m_list, &QListWidget::currentRowChanged, this, &SourcesPanel::choose);
    connect(&m_document, &Document::changed, this, [this](const ChangeEvent& event) {
        using Tag = ChangeEvent::Tag;
        if (event.tag == Tag::source || event.tag == Tag::result || event.tag == Tag::hints)
            takeState();
    });
}

void SourcesPanel::setBusy(bool busy)
{
    m_list->setEnabled(!busy);
    m_list->setToolTip(busy ? tr("A job is running; wait for it or cancel it.") : QString());
}

void SourcesPanel::takeStates(const std::vector<ObjectState>& states)
{
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    m_states = states;
    for (const auto& state : m_states)
        addRow(state.source);
    takeState();
}

void SourcesPanel::takeState()
{
    const auto& state = m_document.state();
    const QSignalBlocker blocker(m_list);
    dropBarrenRows();
    if (state.source.empty()) {
        m_list->setCurrentRow(-1);
        return;
    }
    const auto found = std::find_if(m_states.begin(), m_states.end(), [&](const ObjectState& known) {
        return known.source.identity() == state.source.identity();
    });
    const int row = int(found - m_states.begin());
    if (found != m_states.end()) {
        *found = state;
    } else {
        m_states.push_back(state);
        addRow(state.source);
    }
    m_list->setCurrentRow(row);
}

void SourcesPanel::dropBarrenRows()
{
    for (int row = int(m_states.size()) - 1; row >= 0; --row) {
        const auto& known = m_states[std::size_t(row)];
        if (!known.result.empty() || known.source.identity() == m_document.source().identity())
            continue;
        m_states.erase(m_states.begin() + row);
        delete m_list->takeItem(row);
    }
}

void SourcesPanel::addRow(const Source& source)
{
    const auto side = std::min(source.thumbnail.width(), source.thumbnail.height());
    const QRect centre((source.thumbnail.width() - side) / 2, (source.thumbnail.height() - side) / 2, side, side);
    const auto picture = QPixmap::fromImage(source.thumbnail.copy(centre));
    QIcon icon = source.openedCloud ? themedIcon(QStringLiteral("points")) : QIcon(picture);
    if (!source.openedCloud)
        icon.addPixmap(picture, QIcon::Disabled); // a photograph does not go grey while the list waits
    auto* item = new QListWidgetItem(icon, source.name);
    item->setToolTip(source.path.isEmpty() ? source.name : source.path);
    m_list->addItem(item);
}

void SourcesPanel::choose(int row)
{
    if (row < 0 || m_states[std::size_t(row)].source.identity() == m_document.source().identity())
        return;
    const auto chosen = m_states[std::size_t(row)];
    m_document.restore(chosen);
}

} // namespace bozzetto
