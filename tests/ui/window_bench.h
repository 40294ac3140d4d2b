#pragma once

#include <memory>

#include "ui/main_window.h"

namespace bozzetto::test {

/// Writes a picture of `window` to the build folder, screenshots/<name>.png.
bool saveScreenshot(QWidget& window, const QString& name);

/// Visible controls of `window` that have less room than their text or their own minimum asks for, or that stick out of
/// their parent: one line each. Contents that scroll are exempt from sticking out.
QStringList clippedControls(QWidget& window);

/// Drops a file on the middle of the window, as a file manager does.
void dropFile(MainWindow& window, const QString& path);

void look(MainWindow& window, Representation representation, MeshShading shading = MeshShading::colour,
          FieldChannel channel = FieldChannel::colour);

/// The share of the viewport's middle that is not the background's grey.
double colourfulShare(MainWindow& window);

} // namespace bozzetto::test
