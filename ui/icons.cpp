#include "ui/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

#include "ui/theme.h"

namespace bozzetto {

namespace {

class ThemedIconEngine : public QIconEngine
{
public:
    ThemedIconEngine(QByteArray svg, IconTint tint) : m_svg(std::move(svg)), m_tint(tint) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        QByteArray coloured = m_svg;
        coloured.replace("currentColor", colour(mode).name().toLatin1());
        QSvgRenderer renderer(coloured);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(painter, QRectF(rect));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        painter.setRenderHint(QPainter::Antialiasing);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return result;
    }

    QIconEngine* clone() const override { return new ThemedIconEngine(m_svg, m_tint); }

private:
    QColor colour(QIcon::Mode mode) const
    {
        const auto& theme = themeOf(QGuiApplication::palette());
        if (mode == QIcon::Disabled)
            return theme.disabled;
        switch (m_tint) {
        case IconTint::accent:
            return theme.accent;
        case IconTint::onAccent:
            return theme.onAccent;
        case IconTint::bad:
            return theme.bad;
        case IconTint::good:
            return theme.good;
        case IconTint::text:
            break;
        }
        return theme.text;
    }

    QByteArray m_svg;
    IconTint m_tint;
};

} // namespace

QIcon themedIcon(const QString& name, IconTint tint)
{
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new ThemedIconEngine(file.readAll(), tint));
}

QIcon applicationIcon()
{
    return QIcon(QStringLiteral(":/icons/bozzetto.svg"));
}

} // namespace bozzetto
