#pragma once

#include <filesystem>

#include <QImage>
#include <QWidget>

#include "core/train/lesson.h"

namespace bozzetto {

/// What the network made of the same pictures before the lesson and what it makes of them now, a line for each picture.
class ComparisonView : public QWidget
{
    Q_OBJECT

public:
    explicit ComparisonView(QWidget* parent = nullptr);

    /// Validation sheets of the trainer; an empty path: not there yet.
    void show(Learned learned, const std::filesystem::path& before, const std::filesystem::path& now);
    bool isEmpty() const { return m_before.isNull(); }
    int rows() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {640, heightForWidth(640)}; }
    QSize minimumSizeHint() const override { return {320, heightForWidth(320)}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Measures
    {
        int tile = 0, left = 0;
    };
    Measures measures(int width) const;
    void drawTile(QPainter& painter, const QImage& sheet, int row, int column, const QRect& place) const;

    Learned m_learned = Learned::object;
    std::filesystem::path m_beforePath, m_nowPath;
    QImage m_before, m_now;
};

} // namespace bozzetto
