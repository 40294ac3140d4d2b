#pragma once

#include <QDebug>

#include "core/scene/asset.h"

namespace bozzetto::test {

/// An L, 2 wide, 3 tall, 1 deep, without any symmetry in shape and colour: a mirrored or turned axis shows. Twelve
/// vertices in colours that eight bits hold exactly, twenty triangles, volume 4.
inline Mesh coloursOnAnL()
{
    Mesh mesh;
    mesh.name = "Angle";
    const glm::vec2 outline[6] = {{0, 0}, {2, 0}, {2, 1}, {1, 1}, {1, 3}, {0, 3}};
    for (unsigned i = 0; i < 12; ++i) {
        mesh.positions.emplace_back(outline[i % 6], i < 6 ? 1.0f : 0.0f);
        mesh.colours.emplace_back(float(20 * i) / 255.0f, float(255 - 15 * i) / 255.0f, i % 2 ? 1.0f : 0.2f, 1.0f);
    }
    for (unsigned i = 1; i < 5; ++i) {
        mesh.triangles.emplace_back(0, i, i + 1);
        mesh.triangles.emplace_back(6, 7 + i, 6 + i);
    }
    for (unsigned i = 0; i < 6; ++i) {
        const unsigned j = (i + 1) % 6;
        mesh.triangles.emplace_back(i, i + 6, j + 6);
        mesh.triangles.emplace_back(i, j + 6, j);
    }
    return mesh;
}

inline Asset assetOf(Mesh mesh)
{
    Asset asset;
    asset.meshes.push_back(std::move(mesh));
    return asset;
}

/// Where a vertex of the L lies in a file with default options: metres, centred on the ground, 1 m tall, y up.
inline glm::vec3 placed(const glm::vec3& p) { return (p - glm::vec3(1.0f, 0.0f, 0.5f)) / 3.0f; }

/// Looks every expected vertex up by place, whatever order and however often the file holds it. Colours within half a
/// step of eight bits.
inline bool holdsTheL(const std::vector<glm::vec3>& positions, const std::vector<glm::vec4>& colours, bool coloured,
               float scale = 1.0f, bool zUp = false)
{
    const Mesh expected = coloursOnAnL();
    for (std::size_t i = 0; i < expected.positions.size(); ++i) {
        glm::vec3 p = placed(expected.positions[i]) * scale;
        if (zUp)
            p = {p.x, -p.z, p.y};
        std::size_t found = 0;
        while (found < positions.size() && glm::distance(positions[found], p) > 1e-4f * scale)
            ++found;
        if (found == positions.size()) {
            qWarning() << "no vertex at" << p.x << p.y << p.z;
            return false;
        }
        if (coloured && (colours.empty() || glm::distance(colours[found], expected.colours[i]) > 2.0f / 255.0f)) {
            qWarning() << "another colour at vertex" << i;
            return false;
        }
    }
    return true;
}

} // namespace bozzetto::test
