#include "ui/widgets/expression.h"

#include <cmath>

namespace bozzetto {

namespace {

/// Recursive descent: sum = product (+- product)*, product = factor (*/ factor)*, factor = [+-] (number | sum).
class SumParser
{
public:
    SumParser(const QString& text, double unitInMetres) : m_text(text), m_unitInMetres(unitInMetres) {}

    std::optional<double> parse()
    {
        const double value = sum();
        skipSpace();
        if (m_failed || m_at != m_text.size() || !std::isfinite(value))
            return std::nullopt;
        return value;
    }

private:
    double sum()
    {
        double value = product();
        while (!m_failed) {
            if (take(u'+'))
                value += product();
            else if (take(u'-') || take(QChar(0x2212)))
                value -= product();
            else
                break;
        }
        return value;
    }

    double product()
    {
        double value = factor();
        while (!m_failed) {
            if (take(u'*') || take(QChar(0x00d7)))
                value *= factor();
            else if (take(u'/'))
                value /= factor();
            else
                break;
        }
        return value;
    }

    double factor()
    {
        if (++m_depth > kDeepest) {
            m_failed = true;
            return 0;
        }
        double value = 0;
        if (take(u'-') || take(QChar(0x2212))) {
            value = -factor();
        } else if (take(u'+')) {
            value = factor();
        } else if (take(u'(')) {
            value = sum();
            m_failed = m_failed || !take(u')');
        } else {
            value = number() * unit();
        }
        --m_depth;
        return value;
    }

    double number()
    {
        skipSpace();
        const auto start = m_at;
        while (m_at < m_text.size() && (m_text[m_at].isDigit() || m_text[m_at] == u'.' || m_text[m_at] == u','))
            ++m_at;
        bool ok = false;
        const double value = m_text.mid(start, m_at - start).replace(u',', u'.').toDouble(&ok);
        m_failed = m_failed || !ok;
        return value;
    }

    double unit()
    {
        skipSpace();
        const auto start = m_at;
        while (m_at < m_text.size() && (m_text[m_at].isLetter() || m_text[m_at] == QChar(0x00b0) || m_text[m_at] == u'%'))
            ++m_at;
        const auto word = m_text.mid(start, m_at - start).toLower();
        if (word.isEmpty() || word == QChar(0x00b0) || word == u'%')
            return 1.0;
        if (word == QStringLiteral("mm"))
            return 0.001 / m_unitInMetres;
        if (word == QStringLiteral("cm"))
            return 0.01 / m_unitInMetres;
        if (word == QStringLiteral("m"))
            return 1.0 / m_unitInMetres;
        m_failed = true;
        return 1.0;
    }

    bool take(QChar expected)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != expected)
            return false;
        ++m_at;
        return true;
    }

    void skipSpace()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
    }

    static constexpr int kDeepest = 64;

    QString m_text;
    double m_unitInMetres;
    qsizetype m_at = 0;
    int m_depth = 0;
    bool m_failed = false;
};

} // namespace

std::optional<double> evaluateSum(const QString& text, double unitInMetres)
{
    return SumParser(text, unitInMetres).parse();
}

} // namespace bozzetto
