#include "core/eval/height_solid.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/base/error.h"

namespace bozzetto {

namespace {

class SolidMesher
{
public:
    SolidMesher(const HeightSolid& solid, const EvalInput& input)
        : m_solid(solid), m_input(input), m_size(input.size()), m_inside(silhouette(input)),
          m_front(std::size_t(m_size + 1) * std::size_t(m_size + 1), kNone), m_back(m_front)
    {
    }

    Mesh run()
    {
        for (int y = 0; y < m_size; ++y)
            for (int x = 0; x < m_size; ++x)
                if (inside(x, y))
                    addPixel(x, y);
        return std::move(m_mesh);
    }

private:
    static constexpr unsigned kNone = ~0u;

    bool inside(int x, int y) const
    {
        return x >= 0 && y >= 0 && x < m_size && y < m_size &&
               m_inside[std::size_t(y) * std::size_t(m_size) + std::size_t(x)];
    }

    float cornerHeight(const std::vector<float>& heights, int x, int y) const
    {
        float sum = 0;
        int count = 0;
        for (int py = y - 1; py <= y; ++py)
            for (int px = x - 1; px <= x; ++px)
                if (inside(px, py)) {
                    sum += heights[std::size_t(py) * std::size_t(m_size) + std::size_t(px)];
                    ++count;
                }
        return sum / float(count);
    }

    /// The vertex at the corner left of and above pixel (x, y), made when it is first asked for.
    unsigned corner(std::vector<unsigned>& made, const std::vector<float>& heights, int x, int y)
    {
        unsigned& index = made[std::size_t(y) * std::size_t(m_size + 1) + std::size_t(x)];
        if (index == kNone) {
            index = unsigned(m_mesh.positions.size());
            const float z = cornerHeight(heights, x, y), reach = (m_input.distance - z) * m_input.tangent;
            const float u = 2 * float(x) / float(m_size) - 1, v = 1 - 2 * float(y) / float(m_size);
            m_mesh.positions.emplace_back(u * reach, v * reach, z);
        }
        return index;
    }

    unsigned front(int x, int y) { return corner(m_front, m_solid.front, x, y); }
    unsigned back(int x, int y) { return corner(m_back, m_solid.back, x, y); }

    void addQuad(unsigned a, unsigned b, unsigned c, unsigned d)
    {
        m_mesh.triangles.emplace_back(a, b, c);
        m_mesh.triangles.emplace_back(a, c, d);
    }

    /// A wall below the contour's edge from corner a to corner b, the inside on its left as the camera sees
    /// it.
    void addWall(int ax, int ay, int bx, int by)
    {
        addQuad(front(ax, ay), back(ax, ay), back(bx, by), front(bx, by));
    }

    void addPixel(int x, int y)
    {
        addQuad(front(x, y), front(x, y + 1), front(x + 1, y + 1), front(x + 1, y));
        addQuad(back(x, y), back(x + 1, y), back(x + 1, y + 1), back(x, y + 1));
        if (!inside(x - 1, y))
            addWall(x, y, x, y + 1);
        if (!inside(x, y + 1))
            addWall(x, y + 1, x + 1, y + 1);
        if (!inside(x + 1, y))
            addWall(x + 1, y + 1, x + 1, y);
        if (!inside(x, y - 1))
            addWall(x + 1, y, x, y);
    }

    const HeightSolid& m_solid;
    const EvalInput& m_input;
    const int m_size;
    const std::vector<char> m_inside;
    std::vector<unsigned> m_front, m_back; ///< vertices of the (S + 1)^2 corners
    Mesh m_mesh;
};

} // namespace

std::vector<char> silhouette(const EvalInput& input)
{
    const at::Tensor alpha = input.alpha.to(at::kFloat).contiguous();
    const float* values = alpha.const_data_ptr<float>();
    std::vector<char> inside(std::size_t(alpha.numel()));
    for (std::size_t i = 0; i < inside.size(); ++i)
        inside[i] = values[i] >= 0.5f;
    if (std::find(inside.begin(), inside.end(), 1) == inside.end())
        throw Error(ErrorCode::badInput, "{}: expected a view that shows the object, found none of it",
                    input.name);
    return inside;
}

Mesh meshOf(const HeightSolid& solid, const EvalInput& input)
{
    return SolidMesher(solid, input).run();
}

} // namespace bozzetto
