#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "core/image/codec.h"
#include "core/train/lesson.h"

namespace bozzetto::test {

namespace fs = std::filesystem;

inline void writeBox(const fs::path& path, double x, double y, double z)
{
    fs::create_directories(path.parent_path());
    std::ofstream out(path);
    for (int corner = 0; corner < 8; ++corner)
        out << "v " << (corner & 1 ? x : -x) << ' ' << (corner & 2 ? y : -y) << ' ' << (corner & 4 ? z : -z) << '\n';
    for (const char* face : {"1 3 4 2", "5 6 8 7", "1 2 6 5", "3 7 8 4", "1 5 7 3", "2 4 8 6"})
        out << "f " << face << '\n';
}

/// Six boxes of six kinds.
inline fs::path boxFolder(const fs::path& folder)
{
    int number = 0;
    for (const char* name : {"crate", "plank", "tower", "slab", "brick", "post"}) {
        ++number;
        writeBox(folder / (std::string(name) + ".obj"), 0.5, 0.1 * number, 0.6 - 0.08 * number);
    }
    return folder;
}

/// A picture with a gradient, so that its depth is no constant.
inline Image gradient(int width, int height, int channels)
{
    Image image(width, height, channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                image.at(x, y, c) = float(x + y * (c + 1)) / float(width + height * channels);
    return image;
}

/// A lesson that takes seconds: from nothing, a small network, few steps.
inline void makeSmall(Lesson& lesson)
{
    lesson.start.clear();
    lesson.depthNet.clear();
    lesson.steps = 4;
    lesson.batch = 2;
    lesson.threads = 1;
    lesson.sampler.views = 3;
    lesson.sampler.viewSize = 32;
    if (lesson.learned == Learned::object)
        lesson.own = {{"width", "8"}, {"blocks", "1"}, {"validation-objects", "1"}};
}

} // namespace bozzetto::test
