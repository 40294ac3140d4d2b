#pragma once

#include <QWidget>

class QPainter;

namespace bozzetto {

/// Lies over the whole window while a picture, a cloud or a folder is held over it, and says what dropping it will do.
class DropVeil : public QWidget
{
    Q_OBJECT

public:
    explicit DropVeil(QWidget* parent);

    /// File name, or what is dropped, and what dropping it does; `welcome`: it can be opened.
    void show(const QString& name, const QString& headline, bool welcome);
    /// Two things that dropping may do, left and right; the one under the pointer is marked.
    void showChoice(const QString& name, const QString& first, const QString& second);
    void point(const QPoint& pointer); ///< where the pointer is, window coordinates
    bool pointsToSecond() const { return !m_second.isEmpty() && m_onSecond; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintCard(QPainter& painter, const QRect& card, const QString& icon, const QString& headline, bool marked) const;

    QString m_headline;
    QString m_second; ///< the right one's headline; empty: there is no choice
    bool m_onSecond = false;
    QString m_name;
    bool m_welcome = true;
};

} // namespace bozzetto
