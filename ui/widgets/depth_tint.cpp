#include "ui/widgets/depth_tint.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QPainter>
#include <QPainterPath>
#include <glm/glm.hpp>

#include "ui/theme.h"

namespace bozzetto {

namespace {

/// From near to far: lightness falls evenly, so that the relief reads without the hue.
constexpr std::array<glm::vec3, 5> kRamp{{{0.980f, 0.886f, 0.784f},
                                          {0.878f, 0.588f, 0.420f},
                                          {0.659f, 0.365f, 0.353f},
                                          {0.353f, 0.255f, 0.357f},
                                          {0.110f, 0.137f, 0.235f}}};

glm::vec3 tintAt(float far)
{
    const float place = std::clamp(far, 0.0f, 1.0f) * float(kRamp.size() - 1);
    const auto below = std::min(std::size_t(place), kRamp.size() - 2);
    return glm::mix(kRamp[below], kRamp[below + 1], place - float(below));
}

/// The range of the depth inside the object, without its outermost hundredths.
std::pair<float, float> rangeOf(const Image& relative, const Image& alpha, bool masked)
{
    std::vector<float> values;
    for (std::size_t i = 0; i < relative.pixels.size(); ++i)
        if (!masked || alpha.pixels[i] > 0.5f)
            values.push_back(relative.pixels[i]);
    if (values.empty())
        return {0.0f, 1.0f};
    const auto at = [&](double share) {
        const auto place = values.begin() + std::lround(share * double(values.size() - 1));
        std::nth_element(values.begin(), place, values.end());
        return *place;
    };
    const float low = at(0.01), high = at(0.99);
    return {low, std::max(high, low + 1e-6f)};
}

} // namespace

Image tintDepth(const Image& relative, const Image& alpha)
{
    const bool masked = alpha.width == relative.width && alpha.height == relative.height && alpha.channels == 1;
    const auto [low, high] = rangeOf(relative, alpha, masked);
    Image result(relative.width, relative.height, 4);
    for (int y = 0; y < relative.height; ++y)
        for (int x = 0; x < relative.width; ++x) {
            const auto colour = tintAt((relative.at(x, y) - low) / (high - low));
            for (int c = 0; c < 3; ++c)
                result.at(x, y, c) = colour[c];
            result.at(x, y, 3) = masked ? 0.10f + 0.90f * alpha.at(x, y) : 1.0f;
        }
    return result;
}

DepthLegend::DepthLegend(QWidget* parent) : QWidget(parent)
{
    setFixedHeight(18);
    setAccessibleName(tr("Scale of the depth picture, from near to far"));
}

void DepthLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(themeOf(palette()).secondary);
    const auto near = tr("Near"), far = tr("Far");
    const int nearWidth = fontMetrics().horizontalAdvance(near), farWidth = fontMetrics().horizontalAdvance(far);
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, near);
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, far);
    const QRectF bar(nearWidth + 8, height() / 2.0 - 2, width() - nearWidth - farWidth - 16, 4);
    QLinearGradient ramp(bar.topLeft(), bar.topRight());
    for (std::size_t i = 0; i < kRamp.size(); ++i)
        ramp.setColorAt(double(i) / double(kRamp.size() - 1),
                        QColor::fromRgbF(kRamp[i].r, kRamp[i].g, kRamp[i].b));
    painter.setPen(Qt::NoPen);
    painter.setBrush(ramp);
    painter.drawRoundedRect(bar, 2, 2);
}

} // namespace bozzetto
