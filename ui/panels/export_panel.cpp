#include "ui/panels/export_panel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/panels/core_sentence.h"
#include "ui/panels/panel_rows.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/number_field.h"

namespace bozzetto {

ExportPanel::ExportPanel(Document& document, Studio& studio, QWidget* parent)
    : Section(tr("Export"), parent), m_document(document), m_studio(studio), m_format(new Choice),
      m_side(new NumberField), m_unit(new Choice), m_up(new Choice),
      m_export(new QPushButton(themedIcon(QStringLiteral("export"), IconTint::onAccent), tr("Export")))
{
    for (const auto& format : studio.operations().formats)
        m_format->addItem(coreSentence(format.name), QString::fromStdString(format.extension));
    m_unit->addItems({tr("m"), tr("mm")});
    m_up->addItem(tr("Automatic"), int(UpAxis::automatic));
    m_up->addItem(tr("Y up"), int(UpAxis::y));
    m_up->addItem(tr("Z up"), int(UpAxis::z));
    m_up->setToolTip(tr("Automatic: what the format's readers expect"));
    m_format->setFixedWidth(160);
    m_up->setFixedWidth(160);
    m_side->setFixedWidth(88);
    m_unit->setFixedWidth(64);
    auto* size = new QWidget;
    auto* sizeRow = new QHBoxLayout(size);
    sizeRow->setContentsMargins(0, 0, 0, 0);
    sizeRow->setSpacing(8);
    sizeRow->addWidget(m_side);
    sizeRow->addWidget(m_unit);
    m_export->setProperty("role", QStringLiteral("primary"));
    body()->addWidget(labelledRow(tr("Format"), m_format));
    body()->addWidget(labelledRow(tr("Longest side"), size));
    body()->addWidget(labelledRow(tr("Up axis"), m_up));
    body()->addWidget(m_export);

    connect(m_format, &QComboBox::activated, this, [this](int row) {
        edit([&](ExportChoice& choice) { choice.extension = m_format->itemData(row).toString().toStdString(); });
    });
    connect(m_unit, &QComboBox::activated, this,
            [this](int row) { edit([&](ExportChoice& choice) { choice.millimetres = row == 1; }); });
    connect(m_up, &QComboBox::activated, this, [this](int row) {
        edit([&](ExportChoice& choice) { choice.options.up = UpAxis(m_up->itemData(row).toInt()); });
    });
    connect(m_side, &NumberField::valueChanged, this, [this](double value) {
        edit([&](ExportChoice& choice) {
            choice.options.longestSide = float(value * (choice.millimetres ? 0.001 : 1.0));
        });
    });
    connect(m_export, &QPushButton::clicked, this, &ExportPanel::exportWanted);
    connect(&m_document, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.tag == ChangeEvent::Tag::exportOptions || event.tag == ChangeEvent::Tag::result)
            refresh();
    });
    refresh();
}

template <typename Edit> void ExportPanel::edit(Edit change)
{
    auto choice = m_document.exportChoice();
    change(choice);
    m_document.setExportChoice(choice);
}

void ExportPanel::refresh()
{
    const auto& choice = m_document.exportChoice();
    const QSignalBlocker blocker(m_side);
    const auto& formats = m_studio.operations().formats;
    const auto& result = m_document.state().result;
    const bool isCloud = result.points && !result.mesh;
    allowFormats(*m_format, formats, isCloud);
    m_format->setCurrentIndex(m_format->findData(QString::fromStdString(formatFor(choice.extension, formats, isCloud))));
    m_unit->setCurrentIndex(choice.millimetres ? 1 : 0);
    m_up->setCurrentIndex(m_up->findData(int(choice.options.up)));
    m_side->setUnitInMetres(choice.millimetres ? 0.001 : 1.0);
    m_side->setDecimals(choice.millimetres ? 1 : 4);
    m_side->setRange(choice.millimetres ? 0.1 : 0.0001, choice.millimetres ? 1e6 : 1000);
    m_side->setSingleStep(choice.millimetres ? 1 : 0.01);
    m_side->setValue(double(choice.options.longestSide) * (choice.millimetres ? 1000 : 1));
    m_side->setToolTip(tr("Size of the object's longest side. Default 1 m."));
    // Of views the cloud comes first.
    const bool isNext = !m_document.source().views || result.made;
    const auto role = isNext ? QVariant(QStringLiteral("primary")) : QVariant();
    if (m_export->property("role") != role) {
        m_export->setProperty("role", role);
        m_export->setIcon(themedIcon(QStringLiteral("export"), isNext ? IconTint::onAccent : IconTint::text));
        style()->unpolish(m_export);
        style()->polish(m_export);
    }
    allow(*m_export, m_studio.whyNotExport(), tr("Write the object to a file (Ctrl+E)"));
}

} // namespace bozzetto
