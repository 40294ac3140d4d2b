#include "ui/training/room_welcome.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widgets/drop_field.h"

namespace bozzetto {

namespace {

constexpr int kTextWidth = 470;

QLabel* centred(const QString& text, const char* role)
{
    auto* label = new QLabel(text);
    label->setProperty("role", QLatin1String(role));
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setFixedWidth(kTextWidth);
    label->ensurePolished();
    label->setMinimumHeight(label->heightForWidth(kTextWidth));
    return label;
}

/// A picture of one thing that happens, with a word under it.
QWidget* step(const char* icon, const QString& text)
{
    auto* step = new QWidget;
    auto* column = new QVBoxLayout(step);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* picture = new QLabel;
    picture->setPixmap(themedIcon(QLatin1String(icon), IconTint::accent).pixmap(28, 28));
    picture->setAlignment(Qt::AlignCenter);
    auto* word = new QLabel(text);
    word->setProperty("role", QStringLiteral("secondary"));
    word->setAlignment(Qt::AlignCenter);
    column->addWidget(picture);
    column->addWidget(word);
    return step;
}

} // namespace

RoomWelcome::RoomWelcome(QWidget* parent) : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(48, 32, 48, 32);
    column->setSpacing(8);
    auto* choose = new QPushButton(themedIcon(QStringLiteral("open"), IconTint::onAccent), tr("Choose a folder"));
    choose->setProperty("role", QStringLiteral("primary"));
    choose->setIconSize(QSize(20, 20));
    choose->setFixedHeight(34);
    connect(choose, &QPushButton::clicked, this, &RoomWelcome::chooseWanted);
    auto* steps = new QHBoxLayout;
    steps->setSpacing(36);
    steps->addStretch(1);
    steps->addWidget(step("mesh", tr("Your models")));
    steps->addWidget(step("image", tr("are rendered")));
    steps->addWidget(step("generate", tr("and learned from")));
    steps->addWidget(step("box", tr("for new objects")));
    steps->addStretch(1);
    column->addStretch(3);
    column->addLayout(steps);
    column->addSpacing(24);
    column->addWidget(centred(tr("Teach it your objects"), "headline"), 0, Qt::AlignHCenter);
    column->addWidget(centred(tr("Give it a folder of models, and the networks that make objects learn from them: from then on "
                                 "they know how your kind of thing looks from behind. Everything stays on this computer."),
                              "secondary"),
                      0, Qt::AlignHCenter);
    column->addSpacing(12);
    column->addWidget(choose, 0, Qt::AlignHCenter);
    column->addWidget(centred(tr("or drop one here"), "secondary"), 0, Qt::AlignHCenter);
    column->addStretch(4);
}

void RoomWelcome::paintEvent(QPaintEvent*)
{
    paintDropField(*this);
}

} // namespace bozzetto
