#pragma once

#include <QWidget>

namespace bozzetto {

/// A bundled photograph to begin with.
struct Sample
{
    QString name;
    QString path;
};

/// The pictures of the installed samples folder, else of the sources; depth files (<stem>_depth.png) left out.
QList<Sample> findSamples();

/// Before the first photograph: one sentence, the drop target, samples to click.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(const QList<Sample>& samples, QWidget* parent = nullptr);

Q_SIGNALS:
    void openWanted();
    void sampleChosen(const QString& path);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace bozzetto
