#pragma once

#include <optional>

#include <QString>

namespace bozzetto {

/// The value of a sum such as "0.3*2", "(1+2)/4" or "250mm" (+ - * / and parentheses; a decimal comma counts as a
/// point). Lengths with a unit (mm, cm, m) are converted to `unitInMetres`; other trailing words are refused.
/// Empty when it is not a sum or not finite.
std::optional<double> evaluateSum(const QString& text, double unitInMetres = 1.0);

} // namespace bozzetto
