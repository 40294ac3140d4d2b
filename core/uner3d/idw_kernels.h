#pragma once

#include <cstdint>

namespace bozzetto::idw {

/// A CellCloud as plain pointers.
template <typename T> struct CloudView
{
    const T* points; ///< [N, 3]
    const std::int32_t* start;
    T low[3];
    T cell;
    std::int64_t count[3];
};

/// Which neighbours are wanted and how they are weighted.
struct Search
{
    int neighbours;      ///< K
    bool emptyCells;     ///< centres of empty cells take part
    bool shepard;        ///< modified Shepard weights of reach `power` cells, else 1 / (d^power + epsilon)
    double power;
    double epsilon;
};

/// Queries [begin, end): index and weight [Q, K], see IdwNeighbours. On the calling thread.
void search(const CloudView<float>& cloud, const Search& search, const float* queries, std::int64_t begin,
            std::int64_t end, std::int32_t* index, float* weight);
void search(const CloudView<double>& cloud, const Search& search, const double* queries, std::int64_t begin,
            std::int64_t end, std::int32_t* index, double* weight);

} // namespace bozzetto::idw
