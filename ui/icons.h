#pragma once

#include <QIcon>
#include <QString>

namespace bozzetto {

/// An icon of our own set (resources/icons/<name>.svg), drawn sharp at any scale in the colours of the application's
/// palette at the time of painting, so that it follows a change of theme. `accented` draws it in the accent colour;
/// `onAccent` in the colour of text on the accent.
enum class IconTint { text, accent, onAccent, bad, good };
QIcon themedIcon(const QString& name, IconTint tint = IconTint::text);

/// The application's own icon.
QIcon applicationIcon();

} // namespace bozzetto
