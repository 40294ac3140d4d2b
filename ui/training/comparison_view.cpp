#include "ui/training/comparison_view.h"

#include <algorithm>

#include <QFile>
#include <QPainter>
#include <QPainterPath>

#include "ui/theme.h"

namespace bozzetto {

namespace {

constexpr int kHead = 44, kGap = 4, kGroupGap = 14, kLargestTile = 132;

enum class From { before, now, truth };

struct Column
{
    From from;
    int column; ///< of the trainer's sheet
};

struct Group
{
    QString title;
    QList<Column> columns;
};

/// How the trainer's sheets are made up (objectSheet, the recipes' validationPicture), and what of them is compared.
struct Layout
{
    int columns; ///< of the sheet, square tiles
    QList<Group> groups;
};

Layout layoutOf(Learned learned)
{
    const auto pair = [](int column) { return QList<Column>{{From::before, column}, {From::now, column}}; };
    const auto checked = [](int column, int truth) {
        return QList<Column>{{From::before, column}, {From::now, column}, {From::truth, truth}};
    };
    const Group picture{ComparisonView::tr("Picture"), {{From::truth, 0}}};
    switch (learned) {
    case Learned::object:
        return {8, {picture, {ComparisonView::tr("From the side"), pair(3)}, {ComparisonView::tr("From behind"), pair(5)},
                    {ComparisonView::tr("A view that was not shown"), checked(6, 7)}}};
    case Learned::depth:
        return {5, {picture, {ComparisonView::tr("Depth"), checked(2, 1)}, {ComparisonView::tr("Error"), pair(3)}}};
    case Learned::scene:
        break;
    }
    return {6, {picture, {ComparisonView::tr("The same view"), pair(1)}, {ComparisonView::tr("From the left"), pair(4)},
                {ComparisonView::tr("Depth"), checked(3, 2)}}};
}

QString wordOf(From from)
{
    return from == From::before ? ComparisonView::tr("before") : from == From::now ? ComparisonView::tr("now")
                                                                                   : ComparisonView::tr("truth");
}

QImage read(const std::filesystem::path& path)
{
    return path.empty() ? QImage() : QImage(QFile::decodeName(path.c_str()));
}

} // namespace

ComparisonView::ComparisonView(QWidget* parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ComparisonView::show(Learned learned, const std::filesystem::path& before, const std::filesystem::path& now)
{
    if (learned == m_learned && before == m_beforePath && now == m_nowPath)
        return;
    m_learned = learned;
    m_beforePath = before;
    m_nowPath = now;
    m_before = read(before);
    m_now = read(now);
    updateGeometry();
    update();
}

int ComparisonView::rows() const
{
    return m_before.isNull() ? 0 : m_before.height() / std::max(m_before.width() / layoutOf(m_learned).columns, 1);
}

ComparisonView::Measures ComparisonView::measures(int width) const
{
    const auto layout = layoutOf(m_learned);
    int tiles = 0, gaps = 0;
    for (const auto& group : layout.groups) {
        tiles += int(group.columns.size());
        gaps += kGroupGap + kGap * (int(group.columns.size()) - 1);
    }
    gaps -= kGroupGap;
    const int tile = std::clamp((width - gaps) / tiles, 24, kLargestTile);
    return {tile, std::max((width - gaps - tiles * tile) / 2, 0)};
}

int ComparisonView::heightForWidth(int width) const
{
    return rows() == 0 ? 0 : kHead + rows() * (measures(width).tile + kGap);
}

void ComparisonView::drawTile(QPainter& painter, const QImage& sheet, int row, int column, const QRect& place) const
{
    const auto& theme = themeOf(palette());
    QPainterPath path;
    path.addRoundedRect(QRectF(place), 4, 4);
    painter.save();
    painter.setClipPath(path);
    if (sheet.isNull()) {
        painter.fillRect(place, theme.raised);
        painter.setPen(theme.disabled);
        painter.drawText(place, Qt::AlignCenter, QStringLiteral("\u2026"));
    } else {
        const int side = sheet.width() / layoutOf(m_learned).columns;
        painter.drawImage(place, sheet.copy(column * side, row * side, side, side));
    }
    painter.restore();
}

void ComparisonView::paintEvent(QPaintEvent*)
{
    if (m_before.isNull())
        return;
    const auto& theme = themeOf(palette());
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const auto [tile, left] = measures(width());
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    int x = left;
    for (const auto& group : layoutOf(m_learned).groups) {
        const int wide = int(group.columns.size()) * (tile + kGap) - kGap;
        painter.setFont(bold);
        painter.setPen(theme.text);
        const QRect head(x, 0, wide, 20);
        painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(group.title, Qt::ElideRight, wide));
        painter.setFont(font());
        for (const auto& column : group.columns) {
            painter.setPen(column.from == From::now ? theme.accent : theme.secondary);
            if (group.columns.size() > 1)
                painter.drawText(QRect(x, 20, tile, 20), Qt::AlignLeft | Qt::AlignVCenter, wordOf(column.from));
            for (int row = 0; row < rows(); ++row)
                drawTile(painter, column.from == From::now ? m_now : m_before, row, column.column,
                         QRect(x, kHead + row * (tile + kGap), tile, tile));
            x += tile + kGap;
        }
        x += kGroupGap - kGap;
    }
}

} // namespace bozzetto
