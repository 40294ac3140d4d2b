#include "ui/panels/matte_panel.h"

#include <cmath>

#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/panels/core_sentence.h"
#include "ui/panels/panel_rows.h"

namespace bozzetto {

namespace {

constexpr float kDoubtful = 0.5f;

/// The photograph where the object is, dimmed elsewhere: what was found is seen at a glance.
Image cutOut(const Image& photo, const Image& alpha)
{
    Image result(photo.width, photo.height, 4);
    for (int y = 0; y < photo.height; ++y)
        for (int x = 0; x < photo.width; ++x) {
            for (int c = 0; c < 3; ++c)
                result.at(x, y, c) = photo.at(x, y, c);
            result.at(x, y, 3) = 0.12f + 0.88f * alpha.at(x, y);
        }
    return result;
}

} // namespace

MattePanel::MattePanel(Document& document, Studio& studio, QWidget* parent)
    : Section(tr("Matte"), parent), m_document(document), m_studio(studio), m_preview(new PreviewLabel),
      m_note(noteLabel()), m_edit(new QPushButton(themedIcon(QStringLiteral("brush")), tr("Correct by hand"))),
      m_file(new QPushButton(themedIcon(QStringLiteral("image")), tr("Matte from a file")))
{
    body()->addWidget(m_preview);
    body()->addWidget(m_note);
    body()->addWidget(m_edit);
    body()->addWidget(m_file);
    connect(m_edit, &QPushButton::clicked, this, &MattePanel::editWanted);
    connect(m_file, &QPushButton::clicked, this, [this] {
        const auto path = QFileDialog::getOpenFileName(this, tr("Choose a matte: white is the object"), {},
                                                       tr("Pictures (*.png *.tif *.tiff *.webp *.jpg *.jpeg)"));
        if (!path.isEmpty())
            m_studio.useMatteFile(path);
    });
    connect(&m_document, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.tag == ChangeEvent::Tag::source || event.touches(ChangeEvent::Tag::result, ChangeEvent::prepared))
            refresh();
    });
    refresh();
}

void MattePanel::refresh()
{
    const auto& prepared = m_document.shown().prepared;
    const auto& photo = m_document.source().photo;
    const bool fits = prepared && photo && prepared->matte.alpha.width == photo->width &&
                      prepared->matte.alpha.height == photo->height && photo->channels >= 3;
    if (fits) {
        const auto shown = cutOut(*photo, prepared->matte.alpha);
        m_preview->showImage(&shown);
    } else {
        m_preview->showImage(nullptr);
    }
    const bool doubtful = prepared && prepared->matte.confidence < kDoubtful;
    QStringList sentences{prepared ? coreSentence(prepared->matte.note) : tr("Separates the object from its background.")};
    if (prepared)
        sentences << tr("Confidence %1 %.").arg(int(std::lround(100 * prepared->matte.confidence)));
    if (doubtful)
        sentences << tr("Mark the object by hand to help.");
    m_note->setText(sentences.join(u' '));
    m_note->setProperty("role", doubtful ? QStringLiteral("warning") : QStringLiteral("secondary"));
    m_note->setStyleSheet({});
    const auto whyNot = m_studio.whyNotGenerate();
    allow(*m_edit, whyNot, tr("Draw a box and strokes on the photograph"));
    allow(*m_file, whyNot, tr("A black and white picture of any size: white is the object"));
}

} // namespace bozzetto
