#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/weights/tensor_file.h"

namespace bozzetto {

/// One line of an ncnn .param file. `values` by ncnn's key: a number is a list of one; array keys are those below -23300.
struct NcnnLayer
{
    std::string type, name;
    std::vector<std::string> inputs, outputs;
    std::map<int, std::vector<double>> values;

    double value(int key, double otherwise) const;                ///< the first of the list
    std::vector<double> list(int key) const;                      ///< of array key -23300 - key; empty without it
    std::int64_t count(int key, std::int64_t low, std::int64_t high) const; ///< throws Error(badInput) out of range
};

/// Reads the text of a .param file (magic 7767517). Throws Error(badInput) naming `shownName`: a wrong magic, counts that
/// differ, a blob that is read before it is made or made twice, a line that cannot be read. At most 4096 layers.
/// Source: the ncnn project's description of its file structure.
std::vector<NcnnLayer> parseNcnnGraph(const std::string& text, const std::string& shownName);

/// Reads a .param file and the .bin beside it: "<layer>.weight" [out, in, k, k] and "<layer>.bias" [out] of convolutions,
/// "<layer>.slope" [n] of PReLU, float16 or float32 as they are stored, and the text under the metadata key "graph".
/// Every byte of the .bin must belong to a layer. Throws Error(io) or Error(badInput) naming the file.
TensorFile readNcnn(const std::filesystem::path& paramPath);

} // namespace bozzetto
