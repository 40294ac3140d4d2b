#pragma once

#include <QWidget>

namespace bozzetto {

/// Lies over the whole window while a picture is held over it, and says what dropping it will do.
class DropVeil : public QWidget
{
    Q_OBJECT

public:
    explicit DropVeil(QWidget* parent);

    void show(const QString& name, bool welcome); ///< file name, or what is dropped; `welcome`: it can be opened

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_headline;
    QString m_name;
    bool m_welcome = true;
};

} // namespace bozzetto
