#pragma once

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/image/codec.h"
#include "core/scene/posed_picture.h"

namespace bozzetto::test {

/// Writes a scene as a transforms.json with its pictures in `images`, masks as their transparency; what is held out is named
/// under test_filenames.
inline void writePosedFolder(const std::filesystem::path& folder, const PosedScene& scene)
{
    std::filesystem::create_directories(folder / "images");
    nlohmann::json frames = nlohmann::json::array(), heldOut = nlohmann::json::array();
    for (std::size_t i = 0; i < scene.pictures.size(); ++i) {
        const auto& view = scene.pictures[i];
        const auto file = fmt::format("images/{:03}.png", i);
        Image written(view.picture.width, view.picture.height, view.mask.empty() ? 3 : 4);
        for (int y = 0; y < written.height; ++y)
            for (int x = 0; x < written.width; ++x) {
                for (int c = 0; c < 3; ++c)
                    written.at(x, y, c) = view.picture.at(x, y, c);
                if (!view.mask.empty())
                    written.at(x, y, 3) = view.mask.at(x, y);
            }
        encodePicture(written, folder / file);
        nlohmann::json rows = nlohmann::json::array();
        for (int r = 0; r < 4; ++r)
            rows.push_back({view.worldFromCamera[0][r], view.worldFromCamera[1][r], view.worldFromCamera[2][r],
                            view.worldFromCamera[3][r]});
        frames.push_back({{"file_path", file},
                          {"transform_matrix", rows},
                          {"fl_x", view.focal.x},
                          {"fl_y", view.focal.y},
                          {"cx", view.principal.x},
                          {"cy", view.principal.y},
                          {"w", view.picture.width},
                          {"h", view.picture.height}});
        if (view.heldOut)
            heldOut.push_back(file);
    }
    nlohmann::json file = {{"frames", frames}};
    if (!heldOut.empty())
        file["test_filenames"] = heldOut;
    std::ofstream(folder / "transforms.json") << file.dump(1);
}

} // namespace bozzetto::test
