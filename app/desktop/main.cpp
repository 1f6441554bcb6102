// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/steward.h"

#include <QApplication>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Steward"_s);
    QApplication::setApplicationName(u"steward"_s);
    QApplication::setApplicationVersion(QStringLiteral(STEWARD_VERSION));
    QGuiApplication::setDesktopFileName(u"org.steward.Steward"_s);
    Steward::Application steward(Steward::Application::readOptions(application.arguments()));
    steward.start();
    return application.exec();
}
