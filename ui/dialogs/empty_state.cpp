#include "ui/dialogs/empty_state.h"

#include <QCoreApplication>
#include <QDir>
#include <QHBoxLayout>
#include <QImageReader>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widgets/drop_field.h"

namespace bozzetto {

namespace {

constexpr int kMostSamples = 3;
constexpr int kThumbnailSide = 104;

QIcon sampleIcon(const QString& path)
{
    QImageReader reader(path);
    reader.setAutoTransform(true);
    QImage image = reader.read();
    if (image.isNull())
        return themedIcon(QStringLiteral("image"));
    // A cut-out is shown whole; a photograph fills the square.
    const int side = image.hasAlphaChannel() ? std::max(image.width(), image.height())
                                             : std::min(image.width(), image.height());
    image = image.convertToFormat(QImage::Format_ARGB32_Premultiplied)
                .copy((image.width() - side) / 2, (image.height() - side) / 2, side, side)
                .scaled(2 * kThumbnailSide, 2 * kThumbnailSide, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    QPixmap rounded(image.size());
    rounded.fill(Qt::transparent);
    QPainter painter(&rounded);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath path2;
    path2.addRoundedRect(QRectF(image.rect()), 12, 12);
    painter.setClipPath(path2);
    painter.drawImage(0, 0, image);
    return QIcon(rounded);
}

} // namespace

QList<Sample> findSamples()
{
    const QDir binary(QCoreApplication::applicationDirPath());
    QList<Sample> samples;
    for (const auto& folder : {binary.filePath(QStringLiteral("../share/bozzetto/samples")),
                               QStringLiteral(BOZZETTO_SOURCE_SAMPLES)}) {
        const auto files = QDir(folder).entryInfoList(
            {QStringLiteral("*.png"), QStringLiteral("*.jpg"), QStringLiteral("*.jpeg"), QStringLiteral("*.webp")},
            QDir::Files, QDir::Name);
        for (const auto& file : files) {
            if (file.completeBaseName().endsWith(QStringLiteral("_depth")) || samples.size() == kMostSamples)
                continue;
            auto name = file.completeBaseName().replace(u'_', u' ').replace(u'-', u' ');
            name[0] = name[0].toUpper();
            samples.append({name, file.absoluteFilePath()});
        }
        if (!samples.isEmpty())
            break;
    }
    return samples;
}

EmptyState::EmptyState(const QList<Sample>& samples, QWidget* parent) : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addStretch(3);
    auto* mark = new QLabel;
    mark->setPixmap(applicationIcon().pixmap(72, 72));
    mark->setAlignment(Qt::AlignCenter);
    auto* headline = new QLabel(tr("Drop a photograph, or paste one"));
    headline->setProperty("role", QStringLiteral("headline"));
    headline->setAlignment(Qt::AlignCenter);
    auto* note = new QLabel(tr("It becomes an object that you can turn, measure and export."));
    auto* folders = new QLabel(tr("A folder of photographs of one thing becomes a cloud."));
    for (auto* label : {note, folders}) {
        label->setProperty("role", QStringLiteral("secondary"));
        label->setAlignment(Qt::AlignCenter);
    }
    auto* open = new QPushButton(themedIcon(QStringLiteral("open"), IconTint::onAccent), tr("Open photograph"));
    open->setProperty("role", QStringLiteral("primary"));
    open->setIconSize(QSize(20, 20));
    open->setFixedHeight(34);
    connect(open, &QPushButton::clicked, this, &EmptyState::openWanted);
    column->addWidget(mark);
    column->addSpacing(8);
    column->addWidget(headline);
    column->addWidget(note);
    column->addWidget(folders);
    column->addSpacing(12);
    column->addWidget(open, 0, Qt::AlignHCenter);
    if (!samples.isEmpty()) {
        column->addSpacing(24);
        auto* begin = new QLabel(tr("or begin with a sample"));
        begin->setProperty("role", QStringLiteral("secondary"));
        begin->setAlignment(Qt::AlignCenter);
        column->addWidget(begin);
        auto* row = new QHBoxLayout;
        row->setSpacing(12);
        row->addStretch(1);
        for (const auto& sample : samples) {
            auto* button = new QToolButton;
            button->setObjectName(QStringLiteral("sampleButton"));
            button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
            button->setIcon(sampleIcon(sample.path));
            button->setIconSize(QSize(kThumbnailSide, kThumbnailSide));
            button->setText(sample.name);
            button->setCursor(Qt::PointingHandCursor);
            connect(button, &QToolButton::clicked, this, [this, path = sample.path] { Q_EMIT sampleChosen(path); });
            row->addWidget(button);
        }
        row->addStretch(1);
        column->addLayout(row);
    }
    column->addStretch(4);
}

void EmptyState::paintEvent(QPaintEvent*)
{
    paintDropField(*this);
}

} // namespace bozzetto
