#include "ui/panels/depth_panel.h"

#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/panels/core_sentence.h"
#include "ui/panels/panel_rows.h"
#include "ui/widgets/depth_tint.h"
#include "ui/widgets/slider_field.h"

namespace bozzetto {

DepthPanel::DepthPanel(Document& document, Studio& studio, QWidget* parent)
    : Section(tr("Depth"), parent), m_document(document), m_studio(studio), m_preview(new PreviewLabel), m_legend(new DepthLegend),
      m_note(noteLabel()), m_file(new QPushButton(themedIcon(QStringLiteral("depth")), tr("Depth from a file"))),
      m_scale(new SliderField(tr("Relief"), {.minimum = 0.1, .maximum = 4, .standard = 1, .step = 0.05, .decimals = 2,
                                             .unit = QStringLiteral(" \u00d7"), .logarithmic = true}))
{
    m_scale->setToolTipText(tr("Stretches the depth; used by the next generation."));
    body()->addWidget(m_preview);
    body()->addWidget(m_legend);
    body()->addWidget(m_note);
    body()->addWidget(m_scale);
    body()->addWidget(m_file);
    connect(m_file, &QPushButton::clicked, this, [this] {
        const auto path = QFileDialog::getOpenFileName(this, tr("Choose a depth picture: dark is near"), {},
                                                       tr("Pictures (*.png *.tif *.tiff)"));
        if (!path.isEmpty())
            m_studio.useDepthFile(path);
    });
    connect(m_scale, &SliderField::changing, this, [this](double value) {
        auto options = m_document.options();
        options.depthScale = float(value);
        m_document.setOptions(tr("Change relief"), options);
    });
    connect(&m_document, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.tag == ChangeEvent::Tag::source || event.tag == ChangeEvent::Tag::options ||
            event.touches(ChangeEvent::Tag::result, ChangeEvent::prepared))
            refresh();
    });
    refresh();
}

void DepthPanel::refresh()
{
    const auto& prepared = m_document.shown().prepared;
    const bool found = prepared && prepared->depth.relative.channels == 1;
    if (found) {
        const auto shown = tintDepth(prepared->depth.relative, prepared->matte.alpha);
        m_preview->showImage(&shown);
        m_note->setText(coreSentence(prepared->depth.note));
    } else {
        m_preview->showImage(nullptr);
        m_note->setText(tr("Estimated, or read from a file beside the photograph (name_depth.png)."));
    }
    m_legend->setVisible(found);
    m_scale->setValue(double(m_document.options().depthScale));
    allow(*m_file, m_studio.whyNotGenerate(), tr("An 8 or 16 bit picture of the photograph's shape: dark is near"));
}

} // namespace bozzetto
