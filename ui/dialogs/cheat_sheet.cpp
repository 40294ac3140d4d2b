#include "ui/dialogs/cheat_sheet.h"

#include <utility>

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/theme.h"

namespace bozzetto {

namespace {

using Rows = QList<std::pair<QString, QString>>;

Rows mouseRows(MousePreset preset)
{
    Rows rows;
    if (preset == MousePreset::blender)
        rows = {{CheatSheet::tr("Middle button"), CheatSheet::tr("Orbit")}, {CheatSheet::tr("Shift + middle"), CheatSheet::tr("Pan")}, {CheatSheet::tr("Ctrl + middle"), CheatSheet::tr("Zoom")}};
    else if (preset == MousePreset::maya)
        rows = {{CheatSheet::tr("Alt + left"), CheatSheet::tr("Orbit")}, {CheatSheet::tr("Alt + middle"), CheatSheet::tr("Pan")}, {CheatSheet::tr("Alt + right"), CheatSheet::tr("Zoom")}};
    else
        rows = {{CheatSheet::tr("Left button"), CheatSheet::tr("Orbit")}, {CheatSheet::tr("Middle, Shift + left"), CheatSheet::tr("Pan")}, {CheatSheet::tr("Right button"), CheatSheet::tr("Zoom")}};
    rows.append({CheatSheet::tr("Wheel"), CheatSheet::tr("Zoom to the cursor")});
    rows.append({CheatSheet::tr("Double click"), CheatSheet::tr("Turn about this point")});
    return rows;
}

Rows viewRows()
{
    return {{QStringLiteral("F"), CheatSheet::tr("Frame the object")},
            {QStringLiteral("1   3   7"), CheatSheet::tr("Front, right, top")},
            {QStringLiteral("Ctrl + 1 3 7"), CheatSheet::tr("Back, left, bottom")},
            {QStringLiteral("5"), CheatSheet::tr("Perspective or parallel")},
            {QStringLiteral("Alt + 1 2 3"), CheatSheet::tr("NeRF, mesh, points")},
            {QStringLiteral("Tab"), CheatSheet::tr("Hide the panels")},
            {QStringLiteral("H"), CheatSheet::tr("This card")}};
}

Rows workRows()
{
    return {{QStringLiteral("Ctrl + O"), CheatSheet::tr("Open a photograph")},
            {QStringLiteral("Ctrl + V"), CheatSheet::tr("Paste a picture")},
            {QStringLiteral("Ctrl + G"), CheatSheet::tr("Generate again")},
            {QStringLiteral("Ctrl + K"), CheatSheet::tr("Make the cloud of views")},
            {QStringLiteral("Esc"), CheatSheet::tr("Cancel the job")},
            {QStringLiteral("Ctrl + E"), CheatSheet::tr("Export")},
            {QStringLiteral("Ctrl + Z"), CheatSheet::tr("Undo")}};
}

void addRows(QGridLayout& grid, int column, const QString& title, const Rows& rows)
{
    auto* heading = new QLabel(title);
    heading->setProperty("role", QStringLiteral("title"));
    grid.addWidget(heading, 0, column, 1, 2);
    int row = 1;
    for (const auto& [key, meaning] : rows) {
        auto* keyLabel = new QLabel(key);
        keyLabel->setProperty("role", QStringLiteral("key"));
        auto* meaningLabel = new QLabel(meaning);
        grid.addWidget(keyLabel, row, column, Qt::AlignLeft);
        grid.addWidget(meaningLabel, row++, column + 1);
    }
}

} // namespace

CheatSheet::CheatSheet(MousePreset preset, QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setGeometry(parent->rect());
    parent->installEventFilter(this);
    auto* card = new QWidget;
    card->setObjectName(QStringLiteral("overlayCard"));
    card->setAttribute(Qt::WA_StyledBackground);
    auto* inner = new QVBoxLayout(card);
    inner->setContentsMargins(24, 20, 24, 20);
    inner->setSpacing(16);
    for (const auto& columns : {0, 1}) {
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(12);
        grid->setVerticalSpacing(6);
        if (columns == 0) {
            addRows(*grid, 0, tr("Mouse"), mouseRows(preset));
            addRows(*grid, 3, tr("Work"), workRows());
        } else {
            addRows(*grid, 0, tr("View"), viewRows());
        }
        grid->setColumnMinimumWidth(2, 16);
        grid->setColumnStretch(4, 1);
        grid->setColumnStretch(1, 1);
        inner->addLayout(grid);
    }
    auto* close = new QLabel(tr("Click, or press any key, to close"));
    close->setProperty("role", QStringLiteral("secondary"));
    close->setAlignment(Qt::AlignCenter);
    inner->addWidget(close);
    auto* outer = new QVBoxLayout(this);
    outer->addStretch(1);
    outer->addWidget(card, 0, Qt::AlignHCenter);
    outer->addStretch(1);
}

bool CheatSheet::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

void CheatSheet::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QColor veil = themeOf(palette()).window;
    veil.setAlpha(170);
    painter.fillRect(rect(), veil);
}

void CheatSheet::mousePressEvent(QMouseEvent*)
{
    Q_EMIT closed();
}

void CheatSheet::keyPressEvent(QKeyEvent*)
{
    Q_EMIT closed();
}

} // namespace bozzetto
