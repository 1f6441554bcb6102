// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/console.h"

#include "models/database/scram.h"

#include <QJsonArray>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString madeAccount(const QString &login, const QString &group)
{
    return u"Made the account %1 in group %2. Its password must be changed at the first sign-in."_s.arg(login, group);
}

/// The database's word for a refusal as a line.
Exit refused(const QString &reason)
{
    static const QHash<QString, QString> sentences{
        {u"bad_login"_s, u"A login is made of a to z, digits, '.', '_' and '-', starts with a letter, and is no name of Steward's own."_s},
        {u"bad_name"_s, u"The display name must have 1 to 200 characters."_s},
        {u"card_number"_s, u"The display name looks like a card number; nothing was kept."_s},
        {u"unknown_group"_s, u"There is no such group. Groups: agent, lead, fulfilment, marketing, manager, privacy, admin."_s},
        {u"login_taken"_s, u"This login exists already."_s},
        {u"no_such_login"_s, u"There is no account with this login."_s},
        {u"yourself"_s, u"One cannot do this to one's own account; another admin can."_s},
    };
    return Console::fail(sentences.value(reason, u"Refused: "_s + reason));
}

/// The database's answer to a command, as an exit code and a line.
Exit report(const Result<Rows> &answer, const QString &done)
{
    if (!answer)
        return Console::fail(answer.error().userText);
    const QJsonObject outcome = answer->object(0, 0);
    if (outcome.value(u"outcome"_s).toString() != u"done")
        return refused(outcome.value(u"reason"_s).toString());
    Console::print(done);
    return Exit::Done;
}

/// A login as the database's superuser makes it, when there is no admin yet or it is no person's.
Exit setUp(Connection &connection, const QString &login, const QString &name, const QString &group, const QString &verifier)
{
    static const QHash<QString, QString> services{{u"work"_s, u"service_work"_s}, {u"import"_s, u"service_import"_s}, {u"site"_s, u"store_site"_s},
                                                   {u"deliver"_s, u"mailroom_delivery"_s}};
    static const QStringList groups{u"agent"_s, u"lead"_s, u"fulfilment"_s, u"marketing"_s, u"manager"_s, u"privacy"_s, u"admin"_s};
    const bool isService = services.contains(group);
    if (!isService && !groups.contains(group))
        return refused(u"unknown_group"_s);
    const auto made = connection.query(namedQuery(u"ctl/set_up_login"_s), Params().text(login).text(name).text(services.value(group, u"staff_"_s + group)).text(verifier));
    if (!made)
        return made.error().sqlState == u"22023" ? refused(u"bad_login"_s) : Console::fail(made.error().userText);
    Console::print(isService ? u"Made the service login %1 (%2)."_s.arg(login, group) : madeAccount(login, group));
    return Exit::Done;
}

Exit add(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"name"_s, u"The name others see."_s, u"display name"_s}, {u"group"_s, u"agent, lead, fulfilment, marketing, manager, privacy or admin."_s, u"group"_s},
                       {u"first"_s, u"As the database's superuser: make the first account of a new store, or a service (work, import, site, deliver)."_s}});
    parser.addPositionalArgument(u"login"_s, u"The new login."_s);
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    if (parser.positionalArguments().size() != 1 || !parser.isSet(u"group"_s))
        return Console::refuse(u"Usage: stewardctl staff add LOGIN --name NAME --group GROUP. See --help."_s);
    const QString login = parser.positionalArguments().first();
    const QString name = parser.isSet(u"name"_s) ? parser.value(u"name"_s) : login;
    const QString group = parser.value(u"group"_s);
    const auto password = Console::newPassword();
    if (!password)
        return Console::fail(password.error().userText);
    auto connection = Console::connect(parser);
    if (!connection)
        return Console::fail(connection.error().userText);
    const QString verifier = QString::fromLatin1(scramVerifier(*password));
    if (parser.isSet(u"first"_s))
        return setUp(**connection, login, name, group, verifier);
    return report((*connection)->query(namedQuery(u"ctl/staff_add"_s), Params().uuid(QUuid::createUuid()).text(login).text(name).text(group).text(verifier)), madeAccount(login, group));
}

Exit list(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOption({u"json"_s, u"Answer as JSON."_s});
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    auto connection = Console::connect(parser);
    if (!connection)
        return Console::fail(connection.error().userText);
    const auto rows = (*connection)->query(namedQuery(u"ctl/staff_list"_s));
    if (!rows)
        return Console::fail(rows.error().userText);
    QJsonArray accounts;
    for (int row = 0; row < rows->count(); ++row) {
        const bool disabled = rows->timestamp(row, "disabled_at").isValid();
        accounts.append(QJsonObject{{u"login"_s, rows->text(row, "login")}, {u"name"_s, rows->text(row, "display_name")}, {u"groups"_s, rows->text(row, "groups")},
                                    {u"disabled"_s, disabled}, {u"must_change_password"_s, rows->boolean(row, "must_change_password")}});
        if (!parser.isSet(u"json"_s))
            Console::print(u"%1 %2 %3%4"_s.arg(rows->text(row, "login"), -20).arg(rows->text(row, "groups"), -14).arg(rows->text(row, "display_name"), disabled ? u"  (disabled)"_s : QString()));
    }
    if (parser.isSet(u"json"_s))
        Console::printJson({{u"accounts"_s, accounts}});
    return Exit::Done;
}

Exit disable(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"login"_s, u"The account to disable."_s);
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    if (parser.positionalArguments().size() != 1)
        return Console::refuse(u"Usage: stewardctl staff disable LOGIN. See --help."_s);
    auto connection = Console::connect(parser);
    if (!connection)
        return Console::fail(connection.error().userText);
    const QString login = parser.positionalArguments().first();
    return report((*connection)->query(namedQuery(u"ctl/staff_disable"_s), Params().uuid(QUuid::createUuid()).text(login)), u"Disabled the account %1."_s.arg(login));
}

Exit grant(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"login"_s, u"The account."_s);
    parser.addPositionalArgument(u"group"_s, u"Its group from now on."_s);
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    if (parser.positionalArguments().size() != 2)
        return Console::refuse(u"Usage: stewardctl staff grant LOGIN GROUP. See --help."_s);
    auto connection = Console::connect(parser);
    if (!connection)
        return Console::fail(connection.error().userText);
    const QString login = parser.positionalArguments().at(0);
    const QString group = parser.positionalArguments().at(1);
    return report((*connection)->query(namedQuery(u"ctl/staff_grant"_s), Params().uuid(QUuid::createUuid()).text(login).text(group)), u"%1 is in group %2 now."_s.arg(login, group));
}

Subcommand make(const QStringList &words, const QString &help, const QString &operands, Exit (*run)(const Subcommand &, const QStringList &))
{
    Subcommand command{words, help, operands, {}};
    command.run = [self = command, run](const QStringList &arguments) { return run(self, arguments); };
    return command;
}

} // namespace

QList<Subcommand> staffCommands()
{
    return {make({u"staff"_s, u"add"_s}, u"make an account"_s, u"LOGIN"_s, add), make({u"staff"_s, u"list"_s}, u"list the accounts"_s, {}, list),
            make({u"staff"_s, u"disable"_s}, u"shut an account out"_s, u"LOGIN"_s, disable), make({u"staff"_s, u"grant"_s}, u"move an account to another group"_s, u"LOGIN GROUP"_s, grant)};
}

} // namespace Steward
