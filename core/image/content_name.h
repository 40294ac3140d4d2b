#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace bozzetto {

/// What a file's first bytes look like, in words for an error sentence: "a GIF animation", "plain text",
/// "something else".
std::string describeContent(std::span<const std::uint8_t> head);

} // namespace bozzetto
