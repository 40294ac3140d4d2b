#pragma once

#include <QWidget>

namespace bozzetto {

/// Lies over the whole window while a picture, a cloud or a folder is held over it, and says what dropping it will do.
class DropVeil : public QWidget
{
    Q_OBJECT

public:
    explicit DropVeil(QWidget* parent);

    /// File name, or what is dropped, and what dropping it does; `welcome`: it can be opened.
    void show(const QString& name, const QString& headline, bool welcome);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_headline;
    QString m_name;
    bool m_welcome = true;
};

} // namespace bozzetto
