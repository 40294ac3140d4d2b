#include "ui/panels/core_sentence.h"

#include <QCoreApplication>

namespace bozzetto {

namespace {

/// core's words, for the translators: core knows no Qt.
[[maybe_unused]] const char* const kSentences[] = {
    QT_TRANSLATE_NOOP("Core", "The whole picture, background included."),
    QT_TRANSLATE_NOOP("Core", "The object was taken from the given mask."),
    QT_TRANSLATE_NOOP("Core", "The object was taken from the picture's transparency."),
    QT_TRANSLATE_NOOP("Core", "The object was cut from its plain background."),
    QT_TRANSLATE_NOOP("Core", "The object was told from its surroundings by colour; check its outline."),
    QT_TRANSLATE_NOOP("Core", "No object could be told from its background; mark it with the brush, or the whole picture "
                              "is used."),
    QT_TRANSLATE_NOOP("Core", "No object stands out clearly, so the whole picture is a scene; mark one with the brush to "
                              "make it alone."),
    QT_TRANSLATE_NOOP("Core", "The matte holds no object, so its depth is flat."),
    QT_TRANSLATE_NOOP("Core", "Depth was made by inflating the object's outline; a depth picture gives finer relief."),
    QT_TRANSLATE_NOOP("Core", "Depth was taken from the given picture."),
    QT_TRANSLATE_NOOP("Core", "Depth was estimated by the depth network."),
    QT_TRANSLATE_NOOP("Core", "Depth of the whole picture was estimated by the scene's depth network."),
    QT_TRANSLATE_NOOP("Core", "The object was found by the matte network; check its outline."),
    QT_TRANSLATE_NOOP("Core", "There is nothing in this folder that can be learned from."),
    QT_TRANSLATE_NOOP("Core", "The scene generator learns from photographs, and this folder holds models."),
    QT_TRANSLATE_NOOP("Core", "This needs models, which show every side; this folder holds photographs."),
    QT_TRANSLATE_NOOP("Core", "Every object of this set is kept for judging, none for learning."),
    QT_TRANSLATE_NOOP("Core", "glTF binary"),
    QT_TRANSLATE_NOOP("Core", "glTF, separate files"),
    QT_TRANSLATE_NOOP("Core", "Wavefront OBJ"),
    QT_TRANSLATE_NOOP("Core", "Autodesk FBX"),
    QT_TRANSLATE_NOOP("Core", "STL for printing"),
    QT_TRANSLATE_NOOP("Core", "Polygon file"),
    QT_TRANSLATE_NOOP("Core", "Collada"),
    QT_TRANSLATE_NOOP("Core", "Metres, y up, one file with textures and colours; meshes and points"),
    QT_TRANSLATE_NOOP("Core", "Metres, y up, colours, textures beside it; meshes and points"),
    QT_TRANSLATE_NOOP("Core", "Metres, y up, vertex colours (sRGB), materials beside it; meshes and points"),
    QT_TRANSLATE_NOOP("Core", "Centimetres, y up, vertex colours, textures beside it; meshes only"),
    QT_TRANSLATE_NOOP("Core", "Millimetres, z up, no colours; meshes only"),
    QT_TRANSLATE_NOOP("Core", "Metres, y up, vertex colours (sRGB), confidence; meshes and points, no textures"),
    QT_TRANSLATE_NOOP("Core", "Metres, y up, vertex colours, textures beside it; meshes only"),
};

} // namespace

QString coreSentence(const std::string& text)
{
    return QCoreApplication::translate("Core", text.c_str());
}

} // namespace bozzetto
