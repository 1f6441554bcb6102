// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/steward.h"
#include "models/database/environment.h"

#include <QApplication>
#include <QLocale>
#include <QTranslator>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    Steward::neutraliseEnvironment(); // while there is one thread only
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Steward"_s);
    QApplication::setApplicationName(u"steward"_s);
    QApplication::setApplicationVersion(QStringLiteral(STEWARD_VERSION));
    QGuiApplication::setDesktopFileName(u"org.steward.Steward"_s);
    QTranslator translator;
    // English has a file too: it holds the plural forms.
    if (translator.load(QLocale(), u"steward"_s, u"_"_s, u":/i18n"_s) || translator.load(u":/i18n/steward_en.qm"_s))
        QCoreApplication::installTranslator(&translator);
    Steward::Application steward(Steward::Application::readOptions(application.arguments()));
    steward.heedSignals();
    steward.start();
    return application.exec();
}
