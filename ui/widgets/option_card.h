#pragma once

#include <QAbstractButton>

class QLabel;

namespace bozzetto {

/// One of several things to choose from, with a title and lines under it; the others of its parent let go.
class OptionCard : public QAbstractButton
{
    Q_OBJECT

public:
    OptionCard(const QString& title, const QString& note, QWidget* parent = nullptr);

    void setDetail(const QString& text); ///< a second line; empty hides it
    /// Disabled with the reason as its second line and its tooltip, or enabled with `detail` there.
    void allowOr(const QString& whyNot, const QString& detail);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_title;
    QLabel* m_note;
    QLabel* m_detail;
};

} // namespace bozzetto
