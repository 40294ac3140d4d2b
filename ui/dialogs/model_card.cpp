#include "ui/dialogs/model_card.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/panels/panel_rows.h"
#include "ui/widgets/section.h"

namespace bozzetto {

namespace {

QString fromCore(const std::string& text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString originText(ModelOrigin origin)
{
    switch (origin) {
    case ModelOrigin::shipped:
        return ModelCard::tr("Came with Bozzetto");
    case ModelOrigin::environment:
        return ModelCard::tr("From BOZZETTO_MODELS");
    case ModelOrigin::own:
        break;
    }
    return ModelCard::tr("Added by you");
}

QString sizeText(const InstalledModel& model, const QLocale& locale)
{
    const auto size = locale.formattedDataSize(qint64(model.fileBytes), 1, QLocale::DataSizeSIFormat);
    if (model.parameters == 0)
        return size;
    const double millions = double(model.parameters) / 1e6;
    return ModelCard::tr("%1, %2 million parameters").arg(size, locale.toString(millions, 'f', millions < 10 ? 2 : 1));
}

} // namespace

QString roleText(const InstalledModel& model)
{
    if (!model.role)
        return ModelCard::tr("Does not say what it does");
    switch (*model.role) {
    case ModelRole::matte:
        return ModelCard::tr("Matte: cuts the object out");
    case ModelRole::depth:
        return ModelCard::tr("Depth: how far each part is");
    case ModelRole::sceneDepth:
        return ModelCard::tr("Scene depth: how far each part of a whole photograph is");
    case ModelRole::object:
        return ModelCard::tr("Object: makes it whole at once");
    case ModelRole::upscaler:
        return ModelCard::tr("Upscaler: enlarges rendered pictures");
    case ModelRole::g3dr:
        break;
    }
    return ModelCard::tr("G3DR: makes a scene at once");
}

ModelCard::ModelCard(const InstalledModel& model, const QString& sha256, const QString& whyNot, QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("modelCard"));
    setProperty("inUse", model.inUse);
    setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 12, 12);
    column->setSpacing(8);
    column->addWidget(makeHeader(model, whyNot));
    if (!model.problem.empty()) {
        auto* problem = noteLabel(fromCore(model.problem));
        problem->setProperty("role", QStringLiteral("warning"));
        column->addWidget(problem);
    }
    column->addWidget(makeFacts(model, sha256));
}

QWidget* ModelCard::makeHeader(const InstalledModel& model, const QString& whyNot)
{
    auto* header = new QWidget;
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    auto* name = new QLabel(fromCore(model.name));
    name->setProperty("role", QStringLiteral("title"));
    name->setTextFormat(Qt::PlainText);
    names->addWidget(name);
    names->addWidget(noteLabel(tr("%1. %2.", "role and origin").arg(roleText(model), originText(model.origin))));
    row->addLayout(names, 1);
    if (model.inUse) {
        auto* used = new QLabel(tr("In use"));
        used->setProperty("role", QStringLiteral("good"));
        row->addWidget(used);
    } else {
        auto* use = new QPushButton(tr("Use"));
        allow(*use, !model.role || !model.problem.empty() ? tr("This file cannot be used.") : whyNot,
              tr("Use this file for its purpose from now on"));
        connect(use, &QPushButton::clicked, this, &ModelCard::useWanted);
        row->addWidget(use);
    }
    auto* remove = new QToolButton;
    remove->setIcon(themedIcon(QStringLiteral("trash")));
    remove->setIconSize(QSize(20, 20));
    allow(*remove, model.origin == ModelOrigin::own ? whyNot : tr("Only files that you added can be removed here."),
          tr("Delete this file"));
    connect(remove, &QToolButton::clicked, this, &ModelCard::removeWanted);
    row->addWidget(remove);
    return header;
}

QWidget* ModelCard::makeFacts(const InstalledModel& model, const QString& sha256)
{
    auto* facts = new QWidget;
    auto* form = new QFormLayout(facts);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(2);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    const auto add = [&](const QString& what, const QString& text) {
        if (text.isEmpty())
            return;
        auto* value = new QLabel(text);
        value->setTextFormat(Qt::PlainText);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        form->addRow(noteLabel(what), value);
    };
    add(tr("Licence"), model.licence.empty() ? tr("not stated in the file") : fromCore(model.licence));
    add(tr("Made by"), fromCore(model.attribution));
    add(tr("Trained on"), fromCore(model.data));
    add(tr("Scores"), fromCore(model.scores));
    add(tr("Size"), sizeText(model, locale()));
    // Long words do not wrap: the hash in two halves, the path with room to break.
    const auto half = sha256.size() / 2;
    add(tr("SHA-256"), sha256.isEmpty() ? tr("being computed") : sha256.left(half) + u'\n' + sha256.mid(half));
    add(tr("File"), fromCore(model.path.string()).replace(u'/', QStringLiteral("/\u200b")));
    return facts;
}

} // namespace bozzetto
