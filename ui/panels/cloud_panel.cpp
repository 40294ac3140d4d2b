#include "ui/panels/cloud_panel.h"

#include <algorithm>
#include <cmath>

#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/panels/panel_rows.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/slider_field.h"
#include "ui/widgets/tick.h"

namespace bozzetto {

CloudPanel::CloudPanel(Document& document, Studio& studio, QWidget* parent)
    : Section(tr("Cloud"), parent), m_document(document), m_studio(studio), m_views(noteLabel()),
      m_minutes(new SliderField(tr("Time"), {.minimum = 0.25, .maximum = 120, .standard = 2, .step = 0.25, .decimals = 2,
                                             .unit = tr(" min"), .logarithmic = true})),
      m_count(new SliderField(tr("Points"), {.minimum = 1000, .maximum = 20'000'000, .standard = 200'000, .step = 1000,
                                             .decimals = 0, .unit = {}, .logarithmic = true})),
      m_kind(new Choice), m_masks(new Tick(tr("Use masks"))), m_maskNote(noteLabel()),
      m_make(new QPushButton(themedIcon(QStringLiteral("points"), IconTint::onAccent), tr("Make the cloud"))), m_cloud(noteLabel())
{
    m_minutes->setToolTipText(tr("How long the training may take. It can be stopped at any time, and what is there is kept."));
    m_count->setToolTipText(tr("Exactly so many points are chosen at the end, evenly spread."));
    m_kind->addItem(tr("Surface"), int(CloudMode::surface));
    m_kind->addItem(tr("Volume"), int(CloudMode::volume));
    m_kind->setFixedWidth(132);
    m_kind->setToolTip(tr("Surface: a thin shell. Volume: what lies inside as well."));
    m_make->setProperty("role", QStringLiteral("primary"));
    m_make->setFixedHeight(34);
    body()->addWidget(m_views);
    body()->addWidget(m_minutes);
    body()->addWidget(m_count);
    body()->addWidget(labelledRow(tr("Kind"), m_kind));
    body()->addWidget(m_masks);
    body()->addWidget(m_maskNote);
    body()->addSpacing(4);
    body()->addWidget(m_make);
    body()->addWidget(m_cloud);

    connect(m_minutes, &SliderField::changing, this, [this](double value) {
        edit(tr("Change the time"), [&](SceneCloudOptions& options) { options.minutes = value; });
    });
    connect(m_count, &SliderField::changing, this, [this](double value) {
        edit(tr("Change the number of points"),
             [&](SceneCloudOptions& options) { options.cloud.count = std::llround(value); });
    });
    connect(m_kind, &QComboBox::activated, this, [this](int row) {
        edit(tr("Change the kind of cloud"),
             [&](SceneCloudOptions& options) { options.cloud.mode = CloudMode(m_kind->itemData(row).toInt()); });
    });
    connect(m_masks, &QCheckBox::clicked, this, [this](bool on) {
        edit(tr("Use masks or not"), [&](SceneCloudOptions& options) { options.masks = on; });
    });
    connect(m_make, &QPushButton::clicked, &m_studio, &Studio::makeCloud);
    connect(&m_document, &Document::changed, this, [this](const ChangeEvent& event) {
        using Tag = ChangeEvent::Tag;
        if (event.tag == Tag::source || event.tag == Tag::result || event.touches(Tag::options, ChangeEvent::cloud))
            refresh();
    });
    refresh();
}

template <typename Edit> void CloudPanel::edit(const QString& text, Edit change)
{
    auto options = m_document.cloudOptions();
    change(options);
    m_document.setCloudOptions(text, options);
}

/// What "use masks" means for these views.
QString CloudPanel::maskNote() const
{
    const auto& pictures = m_document.source().views->scene.pictures;
    const bool given = std::ranges::any_of(pictures, [](const auto& picture) { return !picture.mask.empty(); });
    if (!m_document.cloudOptions().masks)
        return tr("Everything in the pictures is learned, surroundings too.");
    return given ? tr("The pictures bring masks: only the thing is learned.")
                 : tr("The pictures bring none, so they are estimated first: only what stands out is learned.");
}

/// What the cloud that is there was made from, and whether another would come out now.
QString CloudPanel::cloudNote() const
{
    const auto& result = m_document.state().result;
    const auto& source = m_document.source();
    if (m_studio.isWorking())
        return {};
    if (!result.made || !result.points)
        return tr("So far you see only what neighbouring pictures agree on.");
    QStringList sentences;
    sentences << tr("%1 points from %n view(s), %2 s.", nullptr, int(result.made->views))
                     .arg(locale().toString(qulonglong(result.points->positions.size())),
                          locale().toString(result.seconds, 'f', 0));
    if (result.made->stopped)
        sentences << tr("Stopped early.");
    if (result.made->masks == MaskOrigin::estimated)
        sentences << tr("Masks were estimated.");
    if (result.made->unmasked > 0)
        sentences << tr("Nothing stood out in %n of the views.", nullptr, int(result.made->unmasked));
    if (source.viewsOn != result.made->viewsOn)
        sentences << tr("Other views are on now; making it again begins anew with them.");
    return sentences.join(u' ');
}

void CloudPanel::refresh()
{
    const auto& source = m_document.source();
    if (!source.views)
        return;
    const auto& options = m_document.cloudOptions();
    const auto on = std::ranges::count(source.viewsOn, true);
    m_views->setText(tr("%1 of %n view(s) are learned from.", nullptr, int(source.viewsOn.size())).arg(on));
    m_minutes->setValue(options.minutes);
    m_count->setValue(double(options.cloud.count));
    m_kind->setCurrentIndex(m_kind->findData(int(options.cloud.mode)));
    m_masks->setChecked(options.masks);
    m_maskNote->setText(maskNote());
    m_make->setText(m_document.state().result.made ? tr("Make it again") : tr("Make the cloud"));
    m_cloud->setText(cloudNote());
    allow(*m_make, m_studio.whyNotCloud(), tr("Learn the thing from the views that are on; the cloud sharpens as you watch (Ctrl+K)"));
}

} // namespace bozzetto
