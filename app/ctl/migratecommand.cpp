// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/console.h"

#include "models/database/migrator.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

Exit migrate(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOption({u"json"_s, u"Answer as JSON."_s});
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    auto connection = Console::connect(parser);
    if (!connection)
        return Console::fail(connection.error().userText);
    const bool json = parser.isSet(u"json"_s);
    const auto applied = Migrator(**connection).migrate([json](const QString &file) {
        if (!json)
            Console::print(u"applied "_s + file);
    });
    if (!applied)
        return Console::fail(applied.error().userText);
    if (json)
        Console::printJson({{u"applied"_s, QJsonArray::fromStringList(*applied)}});
    else if (applied->isEmpty())
        Console::print(u"The store is up to date."_s);
    return Exit::Done;
}

} // namespace

QList<Subcommand> migrateCommands()
{
    Subcommand command{{u"migrate"_s}, u"bring a store's database to this program's schema"_s, {}, {}};
    command.run = [self = command](const QStringList &arguments) { return migrate(self, arguments); };
    return {command};
}

} // namespace Steward
