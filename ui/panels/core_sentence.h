#pragma once

#include <string>

#include <QString>

namespace bozzetto {

/// A sentence or name of core's (how a matte was found, what a format carries) in the user's language; as it is where
/// no translation is known.
QString coreSentence(const std::string& text);

} // namespace bozzetto
