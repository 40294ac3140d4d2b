#pragma once

#include <QDialog>

#include "ui/jobs/model_shelf.h"

class QLabel;
class QPushButton;
class QScrollArea;

namespace bozzetto {

/// Which networks are installed, their licence, size and hash, and which is used for what; adds a user's own file.
/// Not modal: the window goes on working beside it.
class ModelManager : public QDialog
{
    Q_OBJECT

public:
    /// `canTrain`: there is a training room to send the user to.
    ModelManager(ModelShelf& shelf, const ModelFolders& folders, bool canTrain, QWidget* parent = nullptr);

Q_SIGNALS:
    void trainWanted(); ///< the user wants a network of her own

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void refresh();
    void chooseFile();
    void askAndRemove(const InstalledModel& model);
    QWidget* makeList();

    ModelShelf& m_shelf;
    QScrollArea* m_list;
    QLabel* m_problem;
    QPushButton* m_add;
};

} // namespace bozzetto
