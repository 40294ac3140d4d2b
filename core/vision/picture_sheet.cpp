#include "core/vision/picture_sheet.h"

#include <ATen/ATen.h>

#include "core/weights/tensor_file.h"

namespace bozzetto {

Image pictureSheet(const std::vector<std::vector<at::Tensor>>& rows)
{
    std::vector<at::Tensor> lines;
    for (const auto& row : rows) {
        std::vector<at::Tensor> cells;
        for (const auto& cell : row)
            cells.push_back(cell.dim() == 2 ? cell.unsqueeze(0).expand({3, -1, -1}) : cell);
        lines.push_back(at::cat(cells, 2));
    }
    return lines.empty() ? Image() : imageFromTensor(at::cat(lines, 1).clamp(0, 1));
}

at::Tensor tensorFromImage(const Image& image)
{
    return at::tensor(at::ArrayRef<float>(image.pixels)).view({image.height, image.width, image.channels}).permute({2, 0, 1}).contiguous();
}

Image imageFromTensor(const at::Tensor& planes)
{
    const auto rows = planes.detach().cpu().to(at::kFloat).permute({1, 2, 0}).contiguous();
    Image image(int(rows.size(1)), int(rows.size(0)), int(rows.size(2)));
    std::copy_n(rows.const_data_ptr<float>(), rows.numel(), image.pixels.begin());
    return image;
}

void startFromPretrained(PictureNet& net, const RecipeOptions& options)
{
    if (const auto path = ownText(options, "encoder", ""); !path.empty())
        net.startFrom(EfficientNetLite0::fromPublished(readWeights(path)));
}

} // namespace bozzetto
