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
    const auto tr = [](const char* text) { return CheatSheet::tr(text); };
    Rows rows;
    if (preset == MousePreset::blender)
        rows = {{tr("Middle button"), tr("Orbit")}, {tr("Shift + middle"), tr("Pan")}, {tr("Ctrl + middle"), tr("Zoom")}};
    else if (preset == MousePreset::maya)
        rows = {{tr("Alt + left"), tr("Orbit")}, {tr("Alt + middle"), tr("Pan")}, {tr("Alt + right"), tr("Zoom")}};
    else
        rows = {{tr("Left button"), tr("Orbit")}, {tr("Middle, Shift + left"), tr("Pan")}, {tr("Right button"), tr("Zoom")}};
    rows.append({tr("Wheel"), tr("Zoom to the cursor")});
    rows.append({tr("Double click"), tr("Turn about this point")});
    return rows;
}

Rows viewRows()
{
    const auto tr = [](const char* text) { return CheatSheet::tr(text); };
    return {{QStringLiteral("F"), tr("Frame the object")},
            {QStringLiteral("1   3   7"), tr("Front, right, top")},
            {QStringLiteral("Ctrl + 1 3 7"), tr("Back, left, bottom")},
            {QStringLiteral("5"), tr("Perspective or parallel")},
            {QStringLiteral("Alt + 1 2 3"), tr("NeRF, mesh, points")},
            {QStringLiteral("Tab"), tr("Hide the panels")}};
}

Rows workRows()
{
    const auto tr = [](const char* text) { return CheatSheet::tr(text); };
    return {{QStringLiteral("Ctrl + O"), tr("Open a photograph")},
            {QStringLiteral("Ctrl + V"), tr("Paste a picture")},
            {QStringLiteral("Ctrl + G"), tr("Generate again")},
            {QStringLiteral("Esc"), tr("Cancel the job")},
            {QStringLiteral("Ctrl + E"), tr("Export")},
            {QStringLiteral("Ctrl + Z"), tr("Undo")}};
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
    auto* card = new QWidget;
    card->setObjectName(QStringLiteral("overlayCard"));
    card->setAttribute(Qt::WA_StyledBackground);
    auto* inner = new QVBoxLayout(card);
    inner->setContentsMargins(24, 20, 24, 20);
    inner->setSpacing(16);
    // Two columns: the window may be as narrow as 1024 with both panels open.
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
