#include "ui/dialogs/export_dialog.h"

#include <algorithm>

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/panels/core_sentence.h"
#include "ui/panels/panel_rows.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/section.h"
#include "ui/widgets/tick.h"

namespace bozzetto {

ExportDialog::ExportDialog(Document& document, const std::vector<ExportFormat>& formats, const QString& folder,
                           QWidget* parent)
    : QDialog(parent), m_document(document), m_formats(formats), m_format(new Choice), m_note(noteLabel()),
      m_side(new NumberField), m_unit(new Choice), m_size(noteLabel()), m_up(new Choice),
      m_onGround(new Tick(tr("Stand it centred on the ground"))), m_path(new QLineEdit),
      m_export(new QPushButton(tr("Export")))
{
    setWindowTitle(tr("Export"));
    setMinimumWidth(460);
    m_size->setWordWrap(false);
    const auto& now = document.exportChoice();
    const auto asset = assetOf(document.state().result, document.options().upTiltDegrees, {});
    m_objectSize = boundsOf(asset).size();

    for (const auto& format : formats)
        m_format->addItem(coreSentence(format.name), QString::fromStdString(format.extension));
    const bool isCloud = asset.meshes.empty() && !asset.clouds.empty();
    const auto extension = QString::fromStdString(formatFor(now.extension, formats, isCloud));
    allowFormats(*m_format, formats, isCloud);
    m_format->setCurrentIndex(std::max(0, m_format->findData(extension)));
    m_unit->addItems({tr("m"), tr("mm")});
    m_unit->setCurrentIndex(now.millimetres ? 1 : 0);
    m_unit->setFixedWidth(72);
    m_up->addItem(tr("As the format's readers expect"), int(UpAxis::automatic));
    m_up->addItem(tr("Y up"), int(UpAxis::y));
    m_up->addItem(tr("Z up"), int(UpAxis::z));
    m_up->setCurrentIndex(std::max(0, m_up->findData(int(now.options.up))));
    m_onGround->setChecked(now.options.centreOnGround);
    refreshSize();
    m_side->setValue(double(now.options.longestSide) * (now.millimetres ? 1000 : 1));
    const auto& source = document.source();
    const auto stem = source.views ? QString::fromStdString(source.views->scene.name) : QFileInfo(source.name).completeBaseName();
    m_path->setText(QDir(folder).filePath(stem + u'.' + extension));

    auto* sizeRow = new QHBoxLayout;
    sizeRow->setSpacing(8);
    sizeRow->addWidget(m_side, 1);
    sizeRow->addWidget(m_unit);
    auto* browse = new QPushButton(tr("Choose"));
    auto* pathRow = new QHBoxLayout;
    pathRow->setSpacing(8);
    pathRow->addWidget(m_path, 1);
    pathRow->addWidget(browse);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(tr("Format"), m_format);
    form->addRow(QString(), m_note);
    form->addRow(tr("Longest side"), sizeRow);
    form->addRow(QString(), m_size);
    form->addRow(tr("Up axis"), m_up);
    form->addRow(QString(), m_onGround);
    form->addRow(tr("File"), pathRow);
    auto* cancel = new QPushButton(tr("Cancel"));
    m_export->setProperty("role", QStringLiteral("primary"));
    m_export->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_export);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(24);
    column->addLayout(form);
    column->addStretch(1); // what a wrapped note asks for too much
    column->addLayout(buttons);

    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::refreshFormat);
    connect(m_unit, &QComboBox::currentIndexChanged, this, [this](int unit) {
        const double value = m_side->value();
        refreshSize();
        m_side->setValue(unit == 1 ? value * 1000 : value / 1000);
    });
    connect(m_side, &NumberField::valueChanged, this, &ExportDialog::refreshSize);
    connect(browse, &QPushButton::clicked, this, &ExportDialog::choosePath);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_export, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_path, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_export->setEnabled(!text.trimmed().isEmpty());
        m_export->setText(QFileInfo(text.trimmed()).isFile() ? tr("Replace") : tr("Export"));
        m_export->setToolTip(!m_export->isEnabled()                  ? tr("Name a file first.")
                             : QFileInfo(text.trimmed()).isFile() ? tr("This file exists and will be replaced.")
                                                                  : QString());
    });
    Q_EMIT m_path->textChanged(m_path->text());
    refreshFormat();
    refreshSize();
}

QString ExportDialog::path() const
{
    return m_path->text().trimmed();
}

void ExportDialog::refreshFormat()
{
    const auto index = std::size_t(std::max(0, m_format->currentIndex()));
    if (index >= m_formats.size())
        return;
    m_note->setText(coreSentence(m_formats[index].note));
    const QFileInfo file(m_path->text());
    m_path->setText(file.dir().filePath(file.completeBaseName() + u'.' + m_format->currentData().toString()));
}

void ExportDialog::refreshSize()
{
    const bool millimetres = m_unit->currentIndex() == 1;
    m_side->setUnitInMetres(millimetres ? 0.001 : 1.0);
    m_side->setDecimals(millimetres ? 1 : 4);
    m_side->setRange(millimetres ? 0.1 : 0.0001, millimetres ? 1e6 : 1000);
    m_side->setSingleStep(millimetres ? 1 : 0.01);
    m_side->setSuffix(millimetres ? tr(" mm") : tr(" m"));
    const float longest = std::max({m_objectSize.x, m_objectSize.y, m_objectSize.z});
    if (longest <= 0)
        return m_size->clear();
    const auto part = [&](float side) {
        return locale().toString(m_side->value() * double(side / longest), 'f', millimetres ? 1 : 3);
    };
    m_size->setText(tr("%1 wide, %2 high, %3 deep, in %4")
                        .arg(part(m_objectSize.x), part(m_objectSize.y), part(m_objectSize.z),
                             millimetres ? tr("millimetres") : tr("metres")));
}

void ExportDialog::choosePath()
{
    const auto extension = m_format->currentData().toString();
    const auto filter = QStringLiteral("%1 (*.%2)").arg(m_format->currentText(), extension);
    const auto chosen = QFileDialog::getSaveFileName(this, tr("Export to"), path(), filter, nullptr,
                                                     QFileDialog::DontConfirmOverwrite);
    if (chosen.isEmpty())
        return;
    const QFileInfo file(chosen);
    m_path->setText(file.suffix().isEmpty() ? chosen + u'.' + extension : chosen);
}

ExportChoice ExportDialog::choice() const
{
    auto result = m_document.exportChoice();
    result.extension = m_format->currentData().toString().toStdString();
    result.millimetres = m_unit->currentIndex() == 1;
    result.options.longestSide = float(m_side->value() * (result.millimetres ? 0.001 : 1.0));
    result.options.up = UpAxis(m_up->currentData().toInt());
    result.options.centreOnGround = m_onGround->isChecked();
    return result;
}

void ExportDialog::accept()
{
    m_document.setExportChoice(choice());
    QDialog::accept();
}

} // namespace bozzetto
