#include "ui/training/found_view.h"

#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include "ui/image_bridge.h"
#include "ui/theme.h"
#include "ui/training/training_desk.h"
#include "ui/training/training_words.h"
#include "ui/widgets/section.h"

namespace bozzetto {

namespace {

constexpr int kMostReasons = 200; ///< a page of thousands would help nobody

/// Square pictures in as many columns as fit.
class PictureGrid : public QWidget
{
public:
    explicit PictureGrid(QWidget* parent = nullptr) : QWidget(parent)
    {
        QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
    }

    void show(QList<QImage> pictures)
    {
        m_pictures = std::move(pictures);
        updateGeometry();
        update();
    }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override
    {
        const int columns = columnsIn(width);
        return (int(m_pictures.size()) + columns - 1) / columns * (kCell + kGap);
    }
    QSize sizeHint() const override { return {5 * (kCell + kGap), heightForWidth(5 * (kCell + kGap))}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto& theme = themeOf(palette());
        QPainter painter(this);
        painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        const int columns = columnsIn(width());
        for (int i = 0; i < int(m_pictures.size()); ++i) {
            const QRect cell(i % columns * (kCell + kGap), i / columns * (kCell + kGap), kCell, kCell);
            QPainterPath path;
            path.addRoundedRect(QRectF(cell), 8, 8);
            QLinearGradient floor(cell.topLeft(), cell.bottomLeft());
            floor.setColorAt(0, theme.viewportTop);
            floor.setColorAt(1, theme.viewportBottom);
            painter.save();
            painter.setClipPath(path);
            painter.fillRect(cell, floor);
            painter.drawImage(cell, m_pictures[i]);
            painter.restore();
            painter.setPen(QPen(theme.line, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawPath(path);
        }
    }

private:
    static constexpr int kCell = kPreviewSide, kGap = 10;
    static int columnsIn(int width) { return std::max((width + kGap) / (kCell + kGap), 1); }

    QList<QImage> m_pictures;
};

QWidget* reasonRow(const UnusableFile& file)
{
    auto* row = new QWidget;
    auto* column = new QVBoxLayout(row);
    column->setContentsMargins(0, 4, 0, 4);
    column->setSpacing(0);
    auto* name = new QLabel(QString::fromStdString(file.name));
    name->setTextFormat(Qt::PlainText);
    name->setWordWrap(true);
    auto* reason = noteLabel(QString::fromStdString(file.reason));
    reason->setTextFormat(Qt::PlainText);
    column->addWidget(name);
    column->addWidget(reason);
    return row;
}

} // namespace

FoundView::FoundView(TrainingDesk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_title(new QLabel), m_note(noteLabel()), m_pictures(new PictureGrid), m_unusableTitle(new QLabel),
      m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(32, 28, 32, 28);
    m_column->setSpacing(16);
    m_title->setProperty("role", QStringLiteral("headline"));
    m_title->setWordWrap(true);
    m_unusableTitle->setProperty("role", QStringLiteral("title"));
    m_unusableTitle->setObjectName(QStringLiteral("unusableTitle"));
    for (QWidget* part : {static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_note), m_pictures, static_cast<QWidget*>(m_unusableTitle)})
        m_column->addWidget(part);
    m_column->addStretch(1);
    refresh();
}

void FoundView::refresh()
{
    const auto* report = m_desk.report();
    const auto folder = shownFolder(m_desk.folder().toStdString());
    m_title->setText(m_desk.isScanning()                  ? tr("Looking through %1").arg(folder)
                     : !m_desk.folderProblem().isEmpty() ? tr("%1 could not be looked through").arg(folder)
                     : report && report->usable == 0     ? tr("There is nothing in %1 that can be learned from").arg(folder)
                                                         : tr("Found in %1").arg(folder));
    if (m_shown != report || !report)
        rebuild();
}

void FoundView::rebuild()
{
    const auto* report = m_desk.report();
    m_shown = report;
    QList<QImage> pictures;
    for (const auto& preview : report ? report->previews : std::vector<Image>())
        pictures << toQImage(preview);
    static_cast<PictureGrid*>(m_pictures)->show(pictures);
    m_pictures->setVisible(!pictures.isEmpty());
    const bool some = report && std::int64_t(pictures.size()) < report->usable;
    m_note->setVisible(some);
    m_note->setText(some ? tr("%1 of %2, spread over the whole folder")
                               .arg(locale().toString(pictures.size()), locale().toString(qlonglong(report->usable)))
                         : QString());
    delete std::exchange(m_unusable, nullptr);
    const int count = report ? int(report->unusable.size()) : 0;
    m_unusableTitle->setVisible(count > 0);
    m_unusableTitle->setText(tr("%n file(s) cannot be used", nullptr, count));
    if (count == 0)
        return;
    m_unusable = new QWidget;
    auto* rows = new QVBoxLayout(m_unusable);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(4);
    for (int i = 0; i < std::min(count, kMostReasons); ++i)
        rows->addWidget(reasonRow(report->unusable[std::size_t(i)]));
    if (count > kMostReasons)
        rows->addWidget(noteLabel(tr("and %1 more").arg(locale().toString(count - kMostReasons))));
    m_column->insertWidget(m_column->count() - 1, m_unusable);
}

} // namespace bozzetto
