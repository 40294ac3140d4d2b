#include "ui/panels/surface_panel.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/panels/panel_rows.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/slider_field.h"

namespace bozzetto {

SurfacePanel::SurfacePanel(Document& document, Studio& studio, QWidget* parent)
    : Section(tr("Surface"), parent), m_document(document), m_studio(studio),
      m_level(new SliderField(tr("Level"), {.minimum = 0.5, .maximum = 200, .standard = 10, .step = 0.5, .decimals = 1,
                                            .unit = {}, .logarithmic = true})),
      m_resolution(new NumberField), m_note(noteLabel())
{
    m_resolution->setDecimals(0);
    m_resolution->setRange(32, 1024);
    m_resolution->setSingleStep(16);
    m_resolution->setFixedWidth(96);
    body()->addWidget(m_level);
    body()->addWidget(labelledRow(tr("Resolution"), m_resolution));
    body()->addWidget(m_note);
    connect(m_level, &SliderField::changing, this, [this](double value) { m_studio.followLevel(float(value)); });
    connect(m_level, &SliderField::committed, this, [this](double value) {
        auto options = m_document.options();
        options.surfaceLevel = float(value);
        m_document.setOptions(tr("Change level"), options);
    });
    connect(m_resolution, &NumberField::committed, this, [this](double value) {
        auto options = m_document.options();
        options.surfaceResolution = int(value);
        m_document.setOptions(tr("Change resolution"), options);
    });
    connect(&m_document, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.tag == ChangeEvent::Tag::options || event.tag == ChangeEvent::Tag::result)
            refresh();
    });
    refresh();
}

void SurfacePanel::refresh()
{
    const auto& options = m_document.options();
    const QSignalBlocker blocker(m_resolution);
    if (!m_document.state().result.meshIsQuick)
        m_level->setValue(double(options.surfaceLevel));
    m_resolution->setValue(options.surfaceResolution);
    const auto busy = m_studio.isWorking() ? tr("A job is running; wait for it or cancel it.") : QString();
    m_level->setEnabled(busy.isEmpty());
    m_level->setToolTipText(busy.isEmpty() ? tr("Density at which the surface lies: lower is fuller, higher is tighter.")
                                           : busy);
    allow(*m_resolution, busy, tr("Cells along the longest side, 32 to 1024. Default 256."));
    const auto& shown = m_document.shown();
    if (!shown.mesh)
        m_note->setText(tr("The surface comes at the end of the generation."));
    else if (shown.meshIsQuick)
        m_note->setText(tr("Quick surface; the full one follows when you let go."));
    else
        m_note->setText(tr("%1 triangles, %2 vertices")
                            .arg(locale().toString(qulonglong(shown.mesh->triangles.size())),
                                 locale().toString(qulonglong(shown.mesh->positions.size()))));
}

} // namespace bozzetto
