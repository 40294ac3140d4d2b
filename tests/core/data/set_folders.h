#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <QDebug>
#include <torch/types.h>

#include "core/data/render_set.h"
#include "core/data/training_set_file.h"

namespace bozzetto::test {

namespace fs = std::filesystem;

inline void writeText(const fs::path& path, const std::string& text)
{
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

inline std::string bytesOf(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Every file of a folder with its bytes.
inline std::map<std::string, std::string> contentOf(const fs::path& folder)
{
    std::map<std::string, std::string> content;
    for (const auto& entry : fs::directory_iterator(folder))
        content[entry.path().filename().string()] = bytesOf(entry.path());
    return content;
}

/// A set of them takes a fraction of a second.
inline RenderSetOptions smallOptions(int objects = 0)
{
    RenderSetOptions options;
    options.objects = objects;
    options.sampler.views = 2;
    options.sampler.viewSize = 16;
    options.sampler.labels = {40, 30, 20};
    options.seed = 7;
    options.threads = 1;
    options.sources = {{"shapes", "CC0", "nobody"}};
    return options;
}

inline RenderSetReport render(const RenderSetOptions& options, const fs::path& folder)
{
    JobContext context;
    return renderTrainingSet(options, folder, context);
}

inline bool sameObjects(const TrainingObject& a, const TrainingObject& b)
{
    std::vector<at::Tensor> first;
    visitTensors(a, [&](const char*, const at::Tensor& tensor) { first.push_back(tensor); });
    bool same = true;
    std::size_t i = 0;
    visitTensors(b, [&](const char* name, const at::Tensor& tensor) {
        const bool equal = first[i].scalar_type() == tensor.scalar_type() && at::equal(first[i], tensor);
        if (!equal)
            qWarning() << "another" << name;
        same = same && equal;
        ++i;
    });
    return same;
}

inline bool noGroupIsDivided(const std::vector<TrainingObjectInfo>& objects)
{
    std::map<std::string, std::set<Split>> splits;
    for (const auto& object : objects)
        splits[object.group].insert(object.split);
    return std::all_of(splits.begin(), splits.end(),
                       [](const auto& entry) { return entry.second.size() == 1; });
}

} // namespace bozzetto::test
