#include "ui/viewport/mouse_preset.h"

namespace bozzetto {

namespace {

MouseAction studioAction(Qt::MouseButton button, Qt::KeyboardModifiers modifiers)
{
    if (button == Qt::MiddleButton || (button == Qt::LeftButton && modifiers.testFlag(Qt::ShiftModifier)))
        return MouseAction::pan;
    if (button == Qt::RightButton)
        return MouseAction::zoom;
    return button == Qt::LeftButton ? MouseAction::orbit : MouseAction::none;
}

MouseAction blenderAction(Qt::MouseButton button, Qt::KeyboardModifiers modifiers)
{
    if (button != Qt::MiddleButton)
        return MouseAction::none;
    if (modifiers.testFlag(Qt::ShiftModifier))
        return MouseAction::pan;
    return modifiers.testFlag(Qt::ControlModifier) ? MouseAction::zoom : MouseAction::orbit;
}

MouseAction mayaAction(Qt::MouseButton button, Qt::KeyboardModifiers modifiers)
{
    if (!modifiers.testFlag(Qt::AltModifier))
        return MouseAction::none;
    if (button == Qt::MiddleButton)
        return MouseAction::pan;
    if (button == Qt::RightButton)
        return MouseAction::zoom;
    return button == Qt::LeftButton ? MouseAction::orbit : MouseAction::none;
}

} // namespace

MouseAction mouseAction(MousePreset preset, Qt::MouseButton button, Qt::KeyboardModifiers modifiers)
{
    switch (preset) {
    case MousePreset::bozzetto:
        return studioAction(button, modifiers);
    case MousePreset::blender:
        return blenderAction(button, modifiers);
    case MousePreset::maya:
        return mayaAction(button, modifiers);
    }
    return MouseAction::none;
}

} // namespace bozzetto
