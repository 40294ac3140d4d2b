#pragma once

namespace Assimp {
class ExportProperties;
class Exporter;
class IOSystem;
} // namespace Assimp
struct aiScene;

namespace bozzetto {

/// Puts our PLY writer in the place of Assimp's (ids "ply" for text, "plyb" for binary): Assimp 6.0 declares no
/// colours in the header but writes them. Layout: float x y z [nx ny nz], uchar red green blue [alpha], [float
/// confidence], then faces as uchar count and int indices; no face element for a pure cloud. Optional columns are
/// there when any vertex has one (white and certain stand in elsewhere), normals only when all have. Vertices are
/// taken as they are: the node tree is ignored.
void registerPlyExporter(Assimp::Exporter& exporter);

/// String property of the export: one header comment per line.
inline constexpr const char* kPlyComments = "BOZZETTO_PLY_COMMENTS";

} // namespace bozzetto
