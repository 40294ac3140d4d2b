#include "app/cli/contact_sheet.h"

#include <algorithm>

#include <glm/gtc/matrix_transform.hpp>

#include "core/data/asset_renderer.h"
#include "core/field/radiance_field.h"
#include "core/g3dr/picture.h"
#include "core/image/resize.h"

namespace bozzetto::cli {

namespace {

constexpr float kBackground = 0.16f;

constexpr float kYaws[] = {0, 30, 90, 150, 210, 270};

/// `picture` (rgb, or premultiplied rgba) into a tile of the sheet.
void place(Image& sheet, const Image& picture, int row, int column, int tile)
{
    for (int y = 0; y < tile; ++y)
        for (int x = 0; x < tile; ++x) {
            const float alpha = picture.channels == 4 ? picture.at(x, y, 3) : 1.0f;
            for (int c = 0; c < 3; ++c)
                sheet.at(column * tile + x, row * tile + y, c) =
                    std::clamp(picture.at(x, y, c), 0.0f, 1.0f) + (1 - alpha) * kBackground;
        }
}

Camera turned(const Camera& base, float yawDegrees, float pitchDegrees)
{
    Camera camera = base;
    camera.worldFromCamera = glm::rotate(glm::mat4(1), glm::radians(yawDegrees), glm::vec3(0, 1, 0)) *
                             glm::rotate(glm::mat4(1), glm::radians(pitchDegrees), glm::vec3(1, 0, 0)) *
                             base.worldFromCamera;
    return camera;
}

Image photoTile(const Image& photo, int tile)
{
    const Image rgb = compositeOver(photo, kBackground, kBackground, kBackground);
    const int side = std::max(rgb.width, rgb.height);
    const Image square = crop(rgb, (rgb.width - side) / 2, (rgb.height - side) / 2, side, side, kBackground);
    return resizeLanczos(square, tile, tile);
}

} // namespace

Image unpremultiplied(Image image)
{
    for (std::size_t i = 0; i + 3 < image.pixels.size(); i += 4) {
        const float alpha = image.pixels[i + 3];
        for (std::size_t c = 0; c < 3 && alpha > 0; ++c)
            image.pixels[i + c] = std::min(1.0f, image.pixels[i + c] / alpha);
    }
    return image;
}

Image contactSheet(const GenerateInput& input, const GenerateResult& result, JobContext& context, int tile)
{
    Image sheet(tile * 7, 2 * tile, 3, kBackground);
    place(sheet, photoTile(input.photo, tile), 0, 0, tile);
    Asset asset;
    asset.meshes.push_back(*result.mesh);
    const AssetRenderer coloured(asset);
    int column = 1;
    for (const float yaw : kYaws) {
        const Camera camera = turned(result.inputCamera, yaw, yaw == 0 ? 0.0f : -8.0f);
        place(sheet, renderFieldPicture(*result.field, camera, tile, tile, PictureChannel::colour, context), 0, column,
              tile);
        place(sheet, coloured.draw(camera, tile, tile, context).colour, 1, column++, tile);
    }
    for (auto& colour : asset.meshes[0].colours)
        colour = glm::vec4(0.82f, 0.62f, 0.5f, 1);
    const AssetRenderer clay(asset);
    place(sheet, clay.draw(turned(result.inputCamera, -35, -15), tile, tile, context).colour, 1, 0, tile);
    return sheet;
}

} // namespace bozzetto::cli
