#pragma once

class QWidget;

namespace bozzetto {

/// Fills the widget like an empty viewport, with the dashed outline that invites a drop. To be called while it paints.
void paintDropField(QWidget& widget);

} // namespace bozzetto
