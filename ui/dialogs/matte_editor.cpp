#include "ui/dialogs/matte_editor.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/dialogs/matte_canvas.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widgets/section.h"
#include "ui/widgets/slider_field.h"

namespace bozzetto {

MatteEditor::MatteEditor(Document& document, Studio& studio, JobRunner::Mode mode, QWidget* parent)
    : QWidget(parent), m_document(document), m_studio(studio),
      m_canvas(new MatteCanvas(document.source().photo, document.hints())), m_note(noteLabel()), m_matte(mode)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(12);
    column->addWidget(makeTools());
    column->addWidget(m_canvas, 1);
    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(8);
    auto* cancel = new QPushButton(tr("Close"));
    auto* use = new QPushButton(tr("Use and generate"));
    use->setProperty("role", QStringLiteral("primary"));
    bottom->addStretch(1);
    bottom->addWidget(cancel);
    bottom->addWidget(use);
    column->addLayout(bottom);
    connect(m_canvas, &MatteCanvas::edited, this, &MatteEditor::estimate);
    connect(cancel, &QPushButton::clicked, this, &MatteEditor::closed);
    connect(use, &QPushButton::clicked, this, &MatteEditor::apply);
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &MatteEditor::closed);
    connect(&m_matte, &LatestJob::failed, this,
            [this](const Error& error) { m_note->setText(QString::fromStdString(error.what())); });
    if (const auto& prepared = m_document.shown().prepared)
        m_canvas->setMatte(prepared->matte.alpha);
    m_note->setText(tr("Draw over the object in green, over its surroundings in red, or draw a box round it."));
}

QWidget* MatteEditor::makeTools()
{
    auto* bar = new QWidget;
    bar->setObjectName(QStringLiteral("overlayBar"));
    bar->setAttribute(Qt::WA_StyledBackground);
    // Two rows: in the smallest window the words of a longer language need the first one.
    auto* rows = new QVBoxLayout(bar);
    rows->setContentsMargins(4, 4, 12, 8);
    rows->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(2);
    rows->addLayout(row);
    auto* group = new QButtonGroup(bar);
    const auto addButton = [&](const QString& icon, const QString& text, const QString& tip) {
        auto* button = new QToolButton;
        button->setIcon(themedIcon(icon));
        button->setIconSize(QSize(20, 20));
        button->setText(text);
        button->setToolTip(tip);
        button->setAccessibleName(text);
        row->addWidget(button);
        return button;
    };
    const auto addTool = [&](MatteTool tool, const QString& icon, const QString& text, const QString& tip) {
        auto* button = addButton(icon, text, tip);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setCheckable(true);
        button->setChecked(tool == MatteTool::keep);
        group->addButton(button, int(tool));
    };
    addTool(MatteTool::keep, QStringLiteral("brush"), tr("Object"), tr("Strokes that belong to the object"));
    addTool(MatteTool::discard, QStringLiteral("eraser"), tr("Background"), tr("Strokes that do not belong to it"));
    addTool(MatteTool::box, QStringLiteral("box"), tr("Box"), tr("A box that holds the whole object"));
    connect(group, &QButtonGroup::idClicked, this, [this](int id) { m_canvas->setTool(MatteTool(id)); });
    row->addStretch(1);
    auto* undo = addButton(QStringLiteral("undo"), tr("Take back"), tr("Takes the last stroke back"));
    auto* clear = addButton(QStringLiteral("trash"), tr("Clear"), tr("Removes all strokes and the box"));
    connect(undo, &QToolButton::clicked, m_canvas, &MatteCanvas::undoLast);
    connect(clear, &QToolButton::clicked, m_canvas, &MatteCanvas::clear);
    const auto& photo = *m_document.source().photo;
    const double side = std::max(photo.width, photo.height);
    auto* radius = new SliderField(tr("Brush"), {.minimum = 1, .maximum = 0.15 * side, .standard = std::max(3.0, 0.02 * side),
                                                 .step = 1, .decimals = 0, .unit = tr(" px"), .logarithmic = true});
    radius->setFixedWidth(190);
    connect(radius, &SliderField::changing, this, [this](double value) { m_canvas->setRadius(float(value)); });
    auto* second = new QHBoxLayout;
    second->setContentsMargins(8, 0, 0, 0);
    second->setSpacing(16);
    second->addWidget(radius);
    second->addWidget(m_note, 1);
    rows->addLayout(second);
    return bar;
}

void MatteEditor::estimate()
{
    auto run = [estimateMatte = m_studio.operations().estimateMatte, photo = m_document.source().photo,
                drawn = m_canvas->hints()](JobContext& context) {
        MatteHints hints;
        hints.box = drawn.box;
        hints.strokes = drawn.strokes;
        return estimateMatte(*photo, hints, context);
    };
    m_matte.request<MatteResult>(
        run,
        [this](const MatteResult& result) {
            m_canvas->setMatte(result.alpha);
            m_note->setText(QString::fromStdString(result.note));
        },
        true);
}

void MatteEditor::apply()
{
    m_document.setHints(tr("Correct the matte"), m_canvas->hints());
    Q_EMIT closed();
    m_studio.generateAgain();
}

void MatteEditor::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), themeOf(palette()).window);
}

} // namespace bozzetto
