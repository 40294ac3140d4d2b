#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace bozzetto {

/// A numeric array of NumPy, row-major, whatever it was stored as.
struct NpyArray
{
    std::vector<std::size_t> shape;
    std::vector<double> values;
};

/// The arrays of an .npz file by name, as numpy.savez writes them: little-endian real numbers of 4 or 8
/// bytes, in C or Fortran order. Throws Error(io) or Error(badInput) naming the file and the array.
std::map<std::string, NpyArray> readNpz(const std::filesystem::path& path);

} // namespace bozzetto
