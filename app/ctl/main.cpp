// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/console.h"
#include "models/database/environment.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace Steward;

namespace {

QList<Subcommand> allCommands()
{
    return migrateCommands() + staffCommands() + auditCommands() + doctorCommands() + importCommands() + workCommands() + deliverCommands() + demoCommands();
}

Exit showHelp(const QList<Subcommand> &commands)
{
    Console::print(u"stewardctl: everything of Steward that has no window.\n"_s);
    for (const Subcommand &command : commands)
        Console::print(u"  %1 %2"_s.arg(command.words.join(u' '), -18).arg(command.help));
    Console::print(u"\n'stewardctl COMMAND --help' tells a command's options. Exit code 0: done, 1: failed, 2: wrong usage."_s);
    return Exit::Done;
}

} // namespace

int main(int argc, char *argv[])
{
    neutraliseEnvironment(); // while there is one thread only
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"stewardctl"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(STEWARD_VERSION));
    const QList<Subcommand> commands = allCommands();
    const QStringList arguments = application.arguments().mid(1);
    if (arguments.isEmpty() || arguments.first() == u"--help" || arguments.first() == u"help")
        return int(showHelp(commands));
    if (arguments.first() == u"--version") {
        Console::print(u"stewardctl "_s + QCoreApplication::applicationVersion());
        return int(Exit::Done);
    }
    for (const Subcommand &command : commands) {
        if (arguments.mid(0, command.words.size()) == command.words)
            return int(command.run(arguments.mid(command.words.size())));
    }
    return int(Console::refuse(u"There is no command '%1'. See 'stewardctl --help'."_s.arg(arguments.mid(0, 2).join(u' '))));
}
