#pragma once

class QWidget;

namespace bozzetto {

/// Shows name, version and what the studio is built with; not modal.
void showAbout(QWidget* parent);

} // namespace bozzetto
