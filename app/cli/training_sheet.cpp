#include "app/cli/training_sheet.h"

#include <algorithm>
#include <array>

#include <ATen/Functions.h>

#include "core/base/error.h"
#include "core/data/random.h"

namespace bozzetto::cli {

namespace {

constexpr float kBackground = 0.35f;
constexpr int kViews = 5, kSlices = 3;

/// A tile of the sheet that can be drawn into.
struct Tile
{
    Image& sheet;
    int left, top, size;

    void set(int x, int y, const std::array<float, 3>& colour) const
    {
        for (int c = 0; c < 3; ++c)
            sheet.at(left + x, top + y, c) = std::clamp(colour[std::size_t(c)], 0.0f, 1.0f);
    }
};

void drawColour(const Tile& tile, const at::Tensor& view)
{
    const auto pixels = view.contiguous();
    const auto* p = pixels.const_data_ptr<std::uint8_t>();
    for (int y = 0; y < tile.size; ++y)
        for (int x = 0; x < tile.size; ++x, p += 4) {
            const float behind = kBackground * (1 - float(p[3]) / 255);
            tile.set(x, y,
                     {float(p[0]) / 255 + behind, float(p[1]) / 255 + behind, float(p[2]) / 255 + behind});
        }
}

void drawHeight(const Tile& tile, const at::Tensor& view, const at::Tensor& height)
{
    const auto covered = view.select(2, 3).gt(0).contiguous();
    const auto values = height.to(at::kFloat).contiguous();
    const auto* p = values.const_data_ptr<float>();
    const auto* inside = covered.const_data_ptr<bool>();
    for (int y = 0; y < tile.size; ++y)
        for (int x = 0; x < tile.size; ++x, ++p, ++inside) {
            const float grey = *inside ? 0.55f + 0.6f * *p : 0.0f;
            tile.set(x, y, {grey, grey, *inside ? grey : 0.2f});
        }
}

void drawNormal(const Tile& tile, const at::Tensor& normal)
{
    const auto values = normal.to(at::kFloat).div(254).add(0.5).contiguous();
    const auto* p = values.const_data_ptr<float>();
    for (int y = 0; y < tile.size; ++y)
        for (int x = 0; x < tile.size; ++x, p += 3)
            tile.set(x, y, {p[0], p[1], p[2]});
}

/// Labelled points within 0.04 of the plane through the centre that is normal to `axis`.
void drawSlice(const Tile& tile, const TrainingObject& object, int axis)
{
    for (int y = 0; y < tile.size; ++y)
        for (int x = 0; x < tile.size; ++x)
            tile.set(x, y, {0.1f, 0.1f, 0.2f});
    const auto points = object.points.to(at::kFloat).contiguous();
    const auto* p = points.const_data_ptr<float>();
    const auto* solid = object.occupied.const_data_ptr<std::uint8_t>();
    const int across = axis == 0 ? 2 : 0, upwards = axis == 1 ? 2 : 1;
    for (std::int64_t i = 0; i < points.size(0); ++i, p += 3) {
        if (std::abs(p[axis]) > 0.04f)
            continue;
        const int x = int((p[across] / 1.3f + 0.5f) * float(tile.size));
        const int y = int((0.5f - p[upwards] / 1.3f) * float(tile.size));
        if (x < 0 || y < 0 || x >= tile.size || y >= tile.size)
            continue;
        const float value = solid[i] ? 1.0f : 0.3f;
        tile.set(x, y, {value, value, solid[i] ? 1.0f : 0.6f});
    }
}

} // namespace

Image trainingSheet(const TrainingSet& set, int rows, const std::string& match, std::uint64_t seed)
{
    std::vector<std::int64_t> chosen;
    for (std::size_t i = 0; i < set.objects().size(); ++i)
        if (set.objects()[i].name.find(match) != std::string::npos)
            chosen.push_back(std::int64_t(i));
    if (chosen.empty())
        throw Error(ErrorCode::badInput, "expected objects with \"{}\" in their name, found none", match);
    Random random(seed, "sheet");
    for (std::size_t i = 0; i + 1 < chosen.size(); ++i)
        std::swap(chosen[i], chosen[i + std::size_t(random.next() % (chosen.size() - i))]);
    chosen.resize(std::min(chosen.size(), std::size_t(rows)));
    const int size = set.viewSize();
    Image sheet(size * (kViews + 2 + kSlices), size * int(chosen.size()), 3, kBackground);
    for (std::size_t row = 0; row < chosen.size(); ++row) {
        const TrainingObject object = set.load(chosen[row]);
        const auto tile = [&](int column) { return Tile{sheet, column * size, int(row) * size, size}; };
        for (int view = 0; view < std::min<int>(kViews, int(object.colour.size(0))); ++view)
            drawColour(tile(view), object.colour[view]);
        drawHeight(tile(kViews), object.colour[0], object.height[0]);
        drawNormal(tile(kViews + 1), object.normal[0]);
        for (int axis = 0; axis < kSlices; ++axis)
            drawSlice(tile(kViews + 2 + axis), object, axis);
    }
    return sheet;
}

} // namespace bozzetto::cli
