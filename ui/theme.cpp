#include "ui/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <QApplication>
#include <QFile>
#include <QFont>
#include <QStyleFactory>

namespace bozzetto {

namespace {

double linearOf(double encoded)
{
    return encoded <= 0.03928 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    return 0.2126 * linearOf(colour.redF()) + 0.7152 * linearOf(colour.greenF()) + 0.0722 * linearOf(colour.blueF());
}

QString cssColour(const QColor& colour)
{
    return QStringLiteral("rgba(%1,%2,%3,%4)")
        .arg(colour.red())
        .arg(colour.green())
        .arg(colour.blue())
        .arg(colour.alpha());
}

QColor withAlpha(QColor colour, int alpha)
{
    colour.setAlpha(alpha);
    return colour;
}

} // namespace

const ThemeColours& darkTheme()
{
    static const ThemeColours colours{
        .window = QColor(0x1d1e20), .panel = QColor(0x26272a), .raised = QColor(0x313337), .line = QColor(0x3b3d42),
        .text = QColor(0xe8e6e3), .secondary = QColor(0xa5a29d), .disabled = QColor(0x6c6a67),
        .accent = QColor(0xd9794c), .onAccent = QColor(0x1d1310), .good = QColor(0x6fae7b),
        .warning = QColor(0xd8a748), .bad = QColor(0xe8827e), .viewportTop = QColor(0x34363a),
        .viewportBottom = QColor(0x1a1b1d)};
    return colours;
}

const ThemeColours& lightTheme()
{
    static const ThemeColours colours{
        .window = QColor(0xf4f2ef), .panel = QColor(0xffffff), .raised = QColor(0xece9e4), .line = QColor(0xdcd8d1),
        .text = QColor(0x201f1e), .secondary = QColor(0x6a6660), .disabled = QColor(0xa9a59e),
        .accent = QColor(0xad4e27), .onAccent = QColor(0xffffff), .good = QColor(0x2b743d),
        .warning = QColor(0x865c00), .bad = QColor(0xb3322e), .viewportTop = QColor(0xf7f6f4),
        .viewportBottom = QColor(0xd9d6d0)};
    return colours;
}

const ThemeColours& themeOf(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? darkTheme() : lightTheme();
}

bool systemPrefersDark(const QPalette& desktopPalette)
{
    return desktopPalette.color(QPalette::Window).lightness() < desktopPalette.color(QPalette::WindowText).lightness();
}

QPalette paletteOf(const ThemeColours& colours)
{
    QPalette palette;
    const std::array<std::pair<QPalette::ColorRole, QColor>, 18> roles{{
        {QPalette::Window, colours.window},
        {QPalette::WindowText, colours.text},
        {QPalette::Base, colours.window},
        {QPalette::AlternateBase, colours.raised},
        {QPalette::Text, colours.text},
        {QPalette::PlaceholderText, colours.secondary},
        {QPalette::Button, colours.raised},
        {QPalette::ButtonText, colours.text},
        {QPalette::BrightText, colours.bad},
        {QPalette::Light, colours.line},
        {QPalette::Midlight, colours.line},
        {QPalette::Mid, colours.line},
        {QPalette::Dark, colours.line},
        {QPalette::Highlight, colours.accent},
        {QPalette::HighlightedText, colours.onAccent},
        {QPalette::ToolTipBase, colours.raised},
        {QPalette::ToolTipText, colours.text},
        {QPalette::Link, colours.accent},
    }};
    for (const auto& [role, colour] : roles)
        palette.setColor(role, colour);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colours.disabled);
    palette.setColor(QPalette::Shadow, colours.window.darker(130));
    return palette;
}

QString styleSheetOf(const ThemeColours& colours)
{
    QFile file(QStringLiteral(":/styles/studio.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    auto sheet = QString::fromUtf8(file.readAll());
    // A role that begins with another role's name must come before it.
    const std::array<std::pair<const char*, QColor>, 14> roles{{
        {"@accentHover", colours.accent.lighter(112)},
        {"@accent", colours.accent},
        {"@onAccent", colours.onAccent},
        {"@window", colours.window},
        {"@panel", colours.panel},
        {"@raised", colours.raised},
        {"@line", colours.line},
        {"@text", colours.text},
        {"@secondary", colours.secondary},
        {"@disabled", colours.disabled},
        {"@overlay", withAlpha(colours.panel, 225)},
        {"@good", colours.good},
        {"@warning", colours.warning},
        {"@bad", colours.bad},
    }};
    for (const auto& [role, colour] : roles)
        sheet.replace(QLatin1String(role), cssColour(colour));
    return sheet;
}

void applyTheme(QApplication& application, bool dark)
{
    const auto& colours = dark ? darkTheme() : lightTheme();
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font = application.font();
    font.setPixelSize(13);
    application.setFont(font);
    application.setPalette(paletteOf(colours));
    application.setStyleSheet(styleSheetOf(colours));
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace bozzetto
