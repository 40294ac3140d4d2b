#pragma once

#include <qnamespace.h>

namespace bozzetto {

enum class MousePreset { bozzetto, blender, maya };
enum class MouseAction { none, orbit, pan, zoom };

/// What dragging with `button` does. bozzetto: left orbits, middle or Shift+left pans, right zooms. Blender: middle,
/// Shift+middle, Ctrl+middle. Maya: Alt with left, middle, right.
MouseAction mouseAction(MousePreset preset, Qt::MouseButton button, Qt::KeyboardModifiers modifiers);

} // namespace bozzetto
