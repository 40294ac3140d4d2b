#pragma once

#include <QWidget>

namespace bozzetto {

/// Lies over the whole window while a picture or a cloud is held over it, and says what dropping it will do.
class DropVeil : public QWidget
{
    Q_OBJECT

public:
    explicit DropVeil(QWidget* parent);

    /// name: file name, or what is dropped; welcome: it can be opened.
    void show(const QString& name, bool welcome, bool isCloud);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_headline;
    QString m_name;
    bool m_welcome = true;
};

} // namespace bozzetto
