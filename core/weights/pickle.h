#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

enum class PickleKind {
    none, boolean, integer, real,
    text,       ///< str or bytes
    tuple, list, set,
    dict,       ///< items: key, value, key, value, ...
    callable,   ///< a name, never looked up: `first` is the module's text, `second` the name's
    call,       ///< what a callable would have made of its arguments; items: what was put into it afterwards
    persistent, ///< a reference to outside the pickle: `first` is its id
    opaque      ///< anything else, e.g. an integer beyond 64 bits
};

/// One value of a pickle. Children are indices into Pickle::values; they may be shared and may form cycles.
constexpr std::uint32_t kNoPickleValue = 0xffffffff;

struct PickleValue
{
    PickleKind kind = PickleKind::none;
    std::uint32_t first = 0;  ///< callable: its module; call: the callable; persistent: the id
    std::uint32_t second = 0; ///< callable: its name; call: the arguments
    std::uint32_t state = kNoPickleValue; ///< call: what the object would have been given as its state
    std::int64_t integer = 0; ///< boolean, integer
    double real = 0;
    std::string_view text;
    std::vector<std::uint32_t> items;
};

/// What a pickle describes. Nothing is imported, looked up or executed. Views point into the bytes.
struct Pickle
{
    std::vector<PickleValue> values;
    std::uint32_t root = 0;
    std::size_t size = 0; ///< bytes read, the STOP opcode included

    const PickleValue& operator[](std::uint32_t index) const { return values[index]; }
    bool isCallable(std::uint32_t index, std::string_view module, std::string_view name) const;
};

/// Reads one pickle of protocol 2 to 5 from the start of `bytes` (which may go on behind it). Sizes, counts and
/// stack use are bounded; unknown opcodes are refused. Throws Error(badInput) naming `shownName`.
Pickle readPickle(std::span<const std::uint8_t> bytes, const std::string& shownName);

} // namespace bozzetto
