#include "tests/ui/window_bench.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QScrollArea>
#include <QTest>

#include "ui/viewport/viewport_widget.h"

namespace bozzetto::test {

namespace {

/// The part of the window where `widget` must lie: a scroll area's contents may leave it downwards only.
QRect roomOf(const QWidget* widget, QWidget& window)
{
    for (const auto* parent = widget->parentWidget(); parent; parent = parent->parentWidget())
        if (const auto* area = qobject_cast<const QAbstractScrollArea*>(parent)) {
            const auto* viewport = area->viewport();
            return {viewport->mapTo(&window, QPoint(0, -100'000)), QSize(viewport->width(), 200'000)};
        }
    return window.rect();
}

QString textOf(const QWidget* widget)
{
    if (const auto* label = qobject_cast<const QLabel*>(widget))
        return label->textFormat() == Qt::RichText ? QString() : label->text();
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
        return button->text().isEmpty() ? button->accessibleName() : button->text();
    const auto* combo = qobject_cast<const QComboBox*>(widget);
    return combo ? combo->currentText() : QString();
}

QSize needed(const QWidget* widget)
{
    const auto* label = qobject_cast<const QLabel*>(widget);
    if (label && label->wordWrap())
        return {label->minimumSizeHint().width(), label->heightForWidth(label->width())};
    if (const auto* combo = qobject_cast<const QComboBox*>(widget))
        return {combo->fontMetrics().horizontalAdvance(combo->currentText()) + 44, combo->minimumSizeHint().height()};
    return label || qobject_cast<const QAbstractButton*>(widget) ? widget->sizeHint() : widget->minimumSizeHint();
}

} // namespace

bool saveScreenshot(QWidget& window, const QString& name)
{
    const auto folder = QStringLiteral(BOZZETTO_BINARY_DIR "/screenshots");
    QDir().mkpath(folder);
    return window.grab().save(folder + u'/' + name + QStringLiteral(".png"));
}

QStringList clippedControls(QWidget& window)
{
    QStringList found;
    for (const auto* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->window() != &window || textOf(widget).isEmpty())
            continue;
        const auto wanted = needed(widget);
        const auto name = QStringLiteral("%1 \"%2\"").arg(
            QString::fromLatin1(widget->metaObject()->className()), textOf(widget).left(60));
        if (widget->width() < wanted.width() || widget->height() < wanted.height())
            found << QStringLiteral("%1: has %2 x %3, needs %4 x %5").arg(name).arg(widget->width())
                         .arg(widget->height()).arg(wanted.width()).arg(wanted.height());
        const QRect inside(widget->mapTo(&window, QPoint()), widget->size());
        if (!roomOf(widget, window).contains(inside))
            found << name + QStringLiteral(": sticks out");
    }
    return found;
}

void dropFile(MainWindow& window, const QString& path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    const auto middle = window.rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QDropEvent drop(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &drop);
}

void look(MainWindow& window, Representation representation, MeshShading shading, FieldChannel channel)
{
    auto view = window.document().view();
    view.representation = representation;
    view.meshShading = shading;
    view.fieldChannel = channel;
    window.document().setView(view);
    QTest::qWait(400); // the cross-fade is over
}

double colourfulShare(MainWindow& window)
{
    const auto image = window.viewport().grabFramebuffer().convertToFormat(QImage::Format_RGB32);
    int colourful = 0, all = 0;
    for (int y = image.height() / 4; y < image.height() * 3 / 4; y += 3)
        for (int x = image.width() / 4; x < image.width() * 3 / 4; x += 3, ++all)
            colourful += image.pixelColor(x, y).hsvSaturation() > 60;
    return double(colourful) / all;
}

} // namespace bozzetto::test
