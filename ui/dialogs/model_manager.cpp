#include "ui/dialogs/model_manager.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/dialogs/model_card.h"
#include "ui/icons.h"
#include "ui/panels/panel_rows.h"
#include "ui/widgets/section.h"

namespace bozzetto {

ModelManager::ModelManager(ModelShelf& shelf, const ModelFolders& folders, bool canTrain, QWidget* parent)
    : QDialog(parent), m_shelf(shelf), m_list(new QScrollArea), m_problem(noteLabel()),
      m_add(new QPushButton(themedIcon(QStringLiteral("add")), tr("Add a file")))
{
    setWindowTitle(tr("Models"));
    setAcceptDrops(true);
    resize(620, 560);
    auto* intro = noteLabel(tr("Networks that work on photographs. A file that you add is checked and copied to %1.")
                                .arg(QDir::toNativeSeparators(QString::fromStdString(folders.own.string()))));
    m_list->setObjectName(QStringLiteral("modelList"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setWidgetResizable(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_problem->setProperty("role", QStringLiteral("warning"));
    auto* close = new QPushButton(tr("Close"));
    close->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto* train = new QPushButton(themedIcon(QStringLiteral("field")), tr("Teach one your objects"));
    train->setToolTip(tr("Goes on training one of these with your own models or photographs"));
    if (!canTrain)
        train->hide();
    connect(train, &QPushButton::clicked, this, [this] {
        QDialog::close();
        Q_EMIT trainWanted();
    });
    buttons->addWidget(m_add);
    buttons->addWidget(train);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(16);
    column->addWidget(intro);
    column->addWidget(m_list, 1);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    m_problem->hide();
    connect(m_add, &QPushButton::clicked, this, &ModelManager::chooseFile);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(&m_shelf, &ModelShelf::changed, this, &ModelManager::refresh);
    connect(&m_shelf, &ModelShelf::busyChanged, this, &ModelManager::refresh);
    connect(&m_shelf, &ModelShelf::failed, this, [this](const Error& error) {
        m_problem->setText(QString::fromStdString(error.what()));
        m_problem->show();
    });
    refresh();
    m_shelf.refresh();
}

QWidget* ModelManager::makeList()
{
    auto* body = new QWidget;
    body->setObjectName(QStringLiteral("modelListBody"));
    auto* cards = new QVBoxLayout(body);
    cards->setContentsMargins(0, 0, 8, 0);
    cards->setSpacing(8);
    const auto whyNot = m_shelf.isBusy() ? tr("A file is being checked; wait a moment.") : QString();
    for (const auto& model : m_shelf.models()) {
        auto* card = new ModelCard(model, m_shelf.sha256(model), whyNot);
        connect(card, &ModelCard::useWanted, this, [this, model] {
            m_problem->hide();
            m_shelf.use(model);
        });
        connect(card, &ModelCard::removeWanted, this, [this, model] { askAndRemove(model); });
        cards->addWidget(card);
    }
    if (m_shelf.models().empty()) {
        auto* none = noteLabel(tr("None is installed: every object is fitted to its photograph, which needs none."));
        none->setAlignment(Qt::AlignCenter);
        cards->addWidget(none, 1);
    } else {
        cards->addStretch(1);
    }
    return body;
}

void ModelManager::refresh()
{
    const int scrolled = m_list->verticalScrollBar()->value();
    m_list->setWidget(makeList());
    m_list->verticalScrollBar()->setValue(scrolled);
    allow(*m_add, m_shelf.isBusy() ? tr("A file is being checked; wait a moment.") : QString(),
          tr("A safetensors file, a PyTorch checkpoint of G3DR, or an upscaler of ncnn's; dropping it here does the same"));
    m_shelf.computeHashes();
}

void ModelManager::chooseFile()
{
    const auto path = QFileDialog::getOpenFileName(this, tr("Choose a network"), {},
                                                   tr("Networks (*.safetensors *.pt *.pth *.ckpt *.param)"));
    if (path.isEmpty())
        return;
    m_problem->hide();
    m_shelf.add(path);
}

void ModelManager::askAndRemove(const InstalledModel& model)
{
    auto* question = new QMessageBox(QMessageBox::NoIcon, tr("Delete the model"),
                                     tr("Delete %1 from this computer? This cannot be undone.")
                                         .arg(QString::fromStdString(model.path.filename().string())),
                                     QMessageBox::NoButton, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->addButton(tr("Keep"), QMessageBox::RejectRole);
    auto* remove = question->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    connect(remove, &QAbstractButton::clicked, this, [this, model] {
        m_problem->hide();
        m_shelf.remove(model);
    });
    question->open();
}

void ModelManager::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() && !m_shelf.isBusy())
        event->acceptProposedAction();
}

void ModelManager::dropEvent(QDropEvent* event)
{
    for (const auto& url : event->mimeData()->urls())
        if (url.isLocalFile()) {
            m_problem->hide();
            m_shelf.add(url.toLocalFile());
            return event->acceptProposedAction();
        }
}

} // namespace bozzetto
