#include "ui/language.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

#include "ui/settings.h"

namespace bozzetto {

QList<Language> spokenLanguages()
{
    return {{QStringLiteral("de"), QStringLiteral("Deutsch")},
            {QStringLiteral("en"), QStringLiteral("English")},
            {QStringLiteral("it"), QStringLiteral("Italiano")}};
}

QString storedLanguage()
{
    return openSettings()->value(QStringLiteral("window/language")).toString();
}

void applyLanguage(QApplication& application, const QString& code)
{
    const auto name = QStringLiteral("bozzettoTranslator");
    for (auto* old : application.findChildren<QTranslator*>(name, Qt::FindDirectChildrenOnly))
        delete old;
    const QLocale wanted = code.isEmpty() ? QLocale::system() : QLocale(code);
    QLocale::setDefault(wanted);
    const auto words = QStringLiteral(":/i18n");
    const auto install = [&](const QLocale& locale, const QString& file, const QString& folder) {
        auto* translator = new QTranslator(&application);
        translator->setObjectName(name);
        if (translator->load(locale, file, QStringLiteral("_"), folder))
            application.installTranslator(translator);
        else
            delete translator;
    };
    // English first: its plurals serve where the wanted language is not spoken.
    install(QLocale(QLocale::English), QStringLiteral("bozzetto"), words);
    install(wanted, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(wanted, QStringLiteral("bozzetto"), words);
}

} // namespace bozzetto
