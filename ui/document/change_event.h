#pragma once

namespace bozzetto {

/// What changed in the Document: a tag, and for some tags a mask of details.
struct ChangeEvent
{
    enum class Tag {
        source,        ///< photograph, depth file or matte file
        hints,         ///< box and strokes
        options,       ///< GenerateOptions, the checkpoint or SceneCloudOptions; mask: OptionField
        exportOptions, ///< ExportOptions and format
        result,        ///< what is shown of the object; mask: ResultPart
        view           ///< ViewOptions
    };
    enum OptionField : unsigned { level = 1, tilt = 2, resolution = 4, depthScale = 8, other = 16, cloud = 32 };
    enum ResultPart : unsigned { prepared = 1, baked = 2, field = 4, surface = 8, all = 15 };

    Tag tag = Tag::source;
    unsigned mask = ~0u;

    bool touches(Tag which, unsigned details = ~0u) const { return tag == which && (mask & details) != 0; }
};

} // namespace bozzetto
