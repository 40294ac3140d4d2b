#include "ui/panels/object_panel.h"

#include <cmath>

#include <QFileDialog>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/panels/panel_rows.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/slider_field.h"

namespace bozzetto {

namespace {

constexpr int kFieldWidth = 132;
enum MethodRow { automatic, network, fit, checkpoint };

} // namespace

ObjectPanel::ObjectPanel(Document& document, Studio& studio, QWidget* parent)
    : Section(tr("Object"), parent), m_document(document), m_studio(studio), m_mode(new Choice),
      m_method(new Choice), m_steps(new NumberField), m_seed(new NumberField),
      m_tilt(new SliderField(tr("Level by"),
                             {.minimum = -90, .maximum = 90, .standard = 0, .step = 1, .decimals = 1, .unit = tr("\u00b0")})),
      m_level(new QPushButton(tr("Level as estimated"))),
      m_generate(new QPushButton(themedIcon(QStringLiteral("generate"), IconTint::text), tr("Generate again"))),
      m_refine(new QPushButton(themedIcon(QStringLiteral("refresh")), tr("Refine")))
{
    m_mode->addItem(tr("Automatic"), int(GenerateMode::automatic));
    m_mode->addItem(tr("Object"), int(GenerateMode::object));
    m_mode->addItem(tr("Whole scene"), int(GenerateMode::scene));
    m_mode->setToolTip(tr("Object: what the matte holds, closed at the back. Scene: the whole picture, front half only."));
    m_method->addItem(tr("Automatic"));
    m_method->addItem(tr("Network"));
    m_method->addItem(tr("Fit to the photo"));
    m_method->addItem(tr("Checkpoint file"));
    m_method->setToolTip(tr("Automatic: a network where one is installed, else the fit. A network answers at once; "
                            "the fit needs none."));
    m_steps->setDecimals(0);
    m_steps->setRange(50, 5000);
    m_steps->setSingleStep(10);
    m_steps->setToolTip(tr("Optimisation steps of the fit. More are sharper and slower. Default 400."));
    m_seed->setDecimals(0);
    m_seed->setRange(0, 1e9);
    m_seed->setToolTip(tr("The same seed gives the same object. Default 0."));
    m_tilt->setToolTipText(tr("Levels an object that was photographed from above."));
    for (QWidget* field : {static_cast<QWidget*>(m_mode), static_cast<QWidget*>(m_method)})
        field->setFixedWidth(kFieldWidth + 20);
    for (QWidget* field : {static_cast<QWidget*>(m_steps), static_cast<QWidget*>(m_seed)})
        field->setFixedWidth(96);
    body()->addWidget(labelledRow(tr("Kind"), m_mode));
    body()->addWidget(labelledRow(tr("Made by"), m_method));
    body()->addWidget(labelledRow(tr("Steps"), m_steps));
    body()->addWidget(labelledRow(tr("Seed"), m_seed));
    body()->addWidget(m_tilt);
    body()->addWidget(m_level);
    body()->addWidget(m_generate);
    body()->addWidget(m_refine);
    m_refine->setVisible(m_studio.canRefine());

    connect(m_mode, &QComboBox::activated, this, [this](int row) {
        auto options = m_document.options();
        options.mode = GenerateMode(m_mode->itemData(row).toInt());
        m_document.setOptions(tr("Change kind"), options);
    });
    connect(m_method, &QComboBox::activated, this, &ObjectPanel::chooseMethod);
    connect(m_steps, &NumberField::valueChanged, this, [this](double value) {
        auto options = m_document.options();
        options.steps = int(value);
        m_document.setOptions(tr("Change steps"), options);
    });
    connect(m_seed, &NumberField::valueChanged, this, [this](double value) {
        auto options = m_document.options();
        options.seed = std::uint64_t(value);
        m_document.setOptions(tr("Change seed"), options);
    });
    connect(m_tilt, &SliderField::changing, this, [this](double value) {
        auto options = m_document.options();
        options.upTiltDegrees = float(value);
        m_document.setOptions(tr("Level the object"), options);
    });
    connect(m_level, &QPushButton::clicked, this, [this] {
        const auto& prepared = m_document.state().result.prepared;
        if (!prepared || !prepared->elevationDegrees)
            return;
        auto options = m_document.options();
        options.upTiltDegrees = std::round(*prepared->elevationDegrees);
        m_document.setOptions(tr("Level the object"), options);
    });
    connect(m_generate, &QPushButton::clicked, &m_studio, &Studio::generateAgain);
    connect(m_refine, &QPushButton::clicked, &m_studio, &Studio::refine);
    connect(&m_studio.models(), &ModelShelf::changed, this, &ObjectPanel::refresh);
    connect(&m_document, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.tag == ChangeEvent::Tag::options || event.tag == ChangeEvent::Tag::source ||
            event.tag == ChangeEvent::Tag::result)
            refresh();
    });
    refresh();
}

void ObjectPanel::chooseMethod(int row)
{
    const auto method = row == fit       ? GenerateMethod::fit
                        : row == network ? GenerateMethod::network
                                         : GenerateMethod::automatic;
    std::filesystem::path weights;
    if (row == checkpoint) {
        const auto path = QFileDialog::getOpenFileName(this, tr("Choose a G3DR checkpoint"), {},
                                                       tr("Checkpoints (*.safetensors *.pt *.pth)"));
        if (path.isEmpty())
            return refresh();
        weights = QFile::encodeName(path).constData();
    }
    m_document.setMethod(tr("Change how it is made"), method, weights);
}

void ObjectPanel::allowRow(int row, const QString& whyNot)
{
    auto* item = qobject_cast<QStandardItemModel*>(m_method->model())->item(row);
    item->setEnabled(whyNot.isEmpty());
    item->setToolTip(whyNot);
}

void ObjectPanel::refresh()
{
    const auto& options = m_document.options();
    const auto& weights = m_document.weights();
    const QSignalBlocker blockers[] = {QSignalBlocker(m_steps), QSignalBlocker(m_seed)};
    m_mode->setCurrentIndex(m_mode->findData(int(options.mode)));
    m_method->setItemText(checkpoint, weights.empty() ? tr("Checkpoint file")
                                                      : QString::fromStdString(weights.filename().string()));
    m_method->setCurrentIndex(!weights.empty()                            ? checkpoint
                              : options.method == GenerateMethod::fit     ? fit
                              : options.method == GenerateMethod::network ? network
                                                                          : automatic);
    allowRow(network, m_studio.whyNotNetwork());
    m_steps->setValue(options.steps);
    m_seed->setValue(double(options.seed));
    m_tilt->setValue(double(options.upTiltDegrees));
    const auto& prepared = m_document.state().result.prepared;
    const bool told = prepared && prepared->elevationDegrees;
    m_level->setText(told ? tr("Level as estimated: %1\u00b0").arg(std::round(*prepared->elevationDegrees))
                          : tr("Level as estimated"));
    allow(*m_level, told ? QString() : tr("No network has told from how high this object was photographed."),
          tr("Levels the object by the depth network's estimate of the camera's elevation."));
    const bool onePass = !weights.empty() || options.method == GenerateMethod::network;
    allow(*m_steps, onePass ? tr("A network generates in one pass: there are no steps to choose.") : QString(),
          tr("Optimisation steps of the fit. More are sharper and slower. Default 400."));
    allow(*m_generate, m_studio.whyNotGenerate(), tr("Make the object again with these settings (Ctrl+G)"));
    allow(*m_refine, m_studio.whyNotRefine(), tr("Sharpens the front to the photograph; the back stays (Ctrl+R)"));
}

} // namespace bozzetto
