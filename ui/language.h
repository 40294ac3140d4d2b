#pragma once

#include <QList>
#include <QString>

class QApplication;

namespace bozzetto {

struct Language
{
    QString code; ///< "de"; empty: the desktop's
    QString name; ///< in that language itself
};

/// The languages that the studio speaks, by code.
QList<Language> spokenLanguages();

/// The chosen code; empty: the desktop's language.
QString storedLanguage();

/// Words, plurals and numbers in the language of `code` from now on; English where it is not spoken. Replaces what an
/// earlier call installed. Windows hear of it by QEvent::LanguageChange.
void applyLanguage(QApplication& application, const QString& code);

} // namespace bozzetto
