#pragma once

#include <QWidget>

#include "core/weights/model_registry.h"

namespace bozzetto {

/// The role's name for people: "Matte: cuts the object out".
QString roleText(const InstalledModel& model);

/// One installed network: what it does, licence, size, attribution, scores, hash, and whether it is the one in use.
class ModelCard : public QWidget
{
    Q_OBJECT

public:
    /// `sha256` empty: not computed yet. `whyNot`: why nothing can be changed now; empty when it can.
    ModelCard(const InstalledModel& model, const QString& sha256, const QString& whyNot, QWidget* parent = nullptr);

Q_SIGNALS:
    void useWanted();
    void removeWanted();

private:
    QWidget* makeHeader(const InstalledModel& model, const QString& whyNot);
    QWidget* makeFacts(const InstalledModel& model, const QString& sha256);
};

} // namespace bozzetto
