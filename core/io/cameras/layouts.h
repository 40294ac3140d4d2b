#pragma once

#include "core/io/cameras/listed_scene.h"

namespace bozzetto {

/// Each reads what its layout's files say and looks at pictures only where their size is needed. `path`: the
/// file or folder that findLayout() recognised. All throw Error(io) or Error(badInput) naming the file and
/// the entry.

/// `cameras.json`: { scene, w, h, bbox, frames: [{ file, K, R, t, split, mask }] }, x = K [R | t] X, masks
/// white = object.
ListedScene listCamerasJson(const std::filesystem::path& file);

/// nerfstudio's and instant-ngp's `transforms.json`; given `transforms_train.json`, with its
/// `transforms_test.json` (or
/// `_val`) beside it held out.
ListedScene listTransforms(const std::filesystem::path& file);

/// A folder with COLMAP's cameras, images and points3D (.bin, else .txt). `root`: where its pictures are
/// looked for.
ListedScene listColmap(const std::filesystem::path& model, const std::filesystem::path& root);

/// Polycam's raw export: a folder with `images` and `cameras`, or `corrected_images` and `corrected_cameras`.
ListedScene listPolycam(const std::filesystem::path& keyframes);

/// A folder with `image`, `mask` and cameras.npz (or cameras_sphere.npz): NMR's ShapeNet renders or a DTU
/// scan.
ListedScene listDvr(const std::filesystem::path& folder);

/// An object of SRN's renders: `rgb`, `pose` and `intrinsics.txt`.
ListedScene listSrn(const std::filesystem::path& folder);

/// Width and height as stored, whatever EXIF says. Throws Error(io) or Error(badInput) naming the picture.
glm::dvec2 storedSize(const std::filesystem::path& picture);

/// The last part of a folder's path, whatever way it is written ("." and a slash at its end included).
std::string folderName(const std::filesystem::path& folder);

/// The pictures in a folder by name, without sub-folders. Throws Error(io) when it cannot be read,
/// Error(badInput) when there are none.
std::vector<std::filesystem::path> picturesIn(const std::filesystem::path& folder);

} // namespace bozzetto
