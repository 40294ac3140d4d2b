#include "ui/dialogs/about.h"

#include <QCoreApplication>
#include <QDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/widgets/section.h"

namespace bozzetto {

void showAbout(QWidget* parent)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QCoreApplication::translate("About", "About Bozzetto"));
    auto* row = new QHBoxLayout(dialog);
    row->setContentsMargins(24, 24, 32, 24);
    row->setSpacing(24);
    auto* mark = new QLabel;
    mark->setPixmap(applicationIcon().pixmap(96, 96));
    row->addWidget(mark, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout;
    column->setSpacing(8);
    auto* name = new QLabel(QStringLiteral("Bozzetto %1").arg(QGuiApplication::applicationVersion()));
    name->setProperty("role", QStringLiteral("headline"));
    auto* what = new QLabel(QCoreApplication::translate("About", "A bozzetto is the small clay sketch that a sculptor makes first. "
                                                               "This one is made from a photograph."));
    what->setWordWrap(true);
    what->setMinimumWidth(320);
    column->addWidget(name);
    column->addWidget(what);
    column->addWidget(noteLabel(QCoreApplication::translate("About", "Built with Qt %1, LibTorch, Assimp, libvips, OpenCV and GLM.")
                                    .arg(QString::fromLatin1(qVersion()))));
    row->addLayout(column);
    dialog->show();
}

} // namespace bozzetto
