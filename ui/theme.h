#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;

namespace bozzetto {

/// The studio's colours by role; every colour on screen comes from here.
struct ThemeColours
{
    QColor window;
    QColor panel;
    QColor raised;
    QColor line;
    QColor text;
    QColor secondary;
    QColor disabled;
    QColor accent;
    QColor onAccent;
    QColor good;
    QColor warning;
    QColor bad;
    QColor viewportTop;
    QColor viewportBottom;
};

enum class ThemeChoice { system, dark, light };

const ThemeColours& darkTheme();
const ThemeColours& lightTheme();

/// The theme that a widget's palette belongs to; widgets that paint themselves ask it while they paint.
const ThemeColours& themeOf(const QPalette& palette);

/// True when the desktop prefers dark windows, read from its palette; call before the first applyTheme().
bool systemPrefersDark(const QPalette& desktopPalette);

QPalette paletteOf(const ThemeColours& colours);

/// resources/styles/studio.qss with its roles filled in.
QString styleSheetOf(const ThemeColours& colours);

/// Fusion, font, palette and style sheet; again when the choice changes.
void applyTheme(QApplication& application, bool dark);

/// WCAG 2 contrast ratio, 1 to 21.
double contrastRatio(const QColor& a, const QColor& b);

} // namespace bozzetto
