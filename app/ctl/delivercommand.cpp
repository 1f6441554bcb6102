// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/console.h"
#include "app/ctl/service.h"
#include "models/mailroom/delivery.h"
#include "models/mailroom/deliveryrun.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// How long after it was told to end the service tries to write down what became of the last things; less than its unit waits.
constexpr qint64 finishMs = 150'000;

/// Desktops show what a customer will read; what goes out does not wait for that.
bool tellTemplates(Connection &connection, const MailTemplates &templates, const QLocale &locale)
{
    const auto refusal = Outbox(connection).tellTemplates(templates, locale);
    if (refusal && !refusal->isEmpty())
        (void)Console::fail(u"The store does not take the mail templates (%1), so desktops show other texts than are sent. Look for numbers in them that could be a card's, or make them shorter."_s.arg(*refusal));
    return refusal.hasValue();
}

DeliveryHost host(const MailTemplates &templates, const QLocale &locale)
{
    return {.complain = [](const QString &line) { (void)Console::fail(line); }, .tell = [](const QString &line) { Console::print(line); },
            .isAskedToStop = Service::isAskedToStop, .rest = Service::restASecond, .wait = Service::waitASecond,
            .greet = [&templates, locale](Connection &connection) { return tellTemplates(connection, templates, locale); },
            .leftMs = [] { return finishMs - Service::askedToStopMsAgo(); }};
}

Exit deliver(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"once"_s, u"Hand over what is due, then end."_s},
                       {u"settings"_s, u"A file of lines KEY=value that is its user's alone (mode 0600): STEWARD_SMTP_URL (smtp://host:587 or smtps://host:465), STEWARD_SMTP_USER, "
                                       "STEWARD_SMTP_PASSWORD, STEWARD_SMTP_CA_FILE; STEWARD_PAYPAL_URL (https://api-m.paypal.com), STEWARD_PAYPAL_CLIENT, STEWARD_PAYPAL_SECRET, "
                                       "STEWARD_PAYPAL_CA_FILE; STEWARD_MAIL_TEMPLATES, a folder of the store's own texts; STEWARD_MAIL_LOCALE, as de_DE. Else the environment has them."_s, u"file"_s}});
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    const auto settings = parser.isSet(u"settings"_s) ? DeliverySettings::fromFile(parser.value(u"settings"_s)) : DeliverySettings::fromEnvironment();
    if (!settings)
        return Console::fail(settings.error().userText);
    const auto templates = MailTemplates::load(settings->templates);
    if (!templates)
        return Console::fail(templates.error().userText);
    const auto options = Console::connectionOptions(parser);
    if (!options)
        return Console::fail(options.error().userText);
    Service::heedSignals();
    Delivery sides(*settings, *templates);
    DeliveryRun delivery(*options, sides, host(*templates, settings->locale));
    return (parser.isSet(u"once"_s) ? delivery.once() : delivery.serve()) ? Exit::Done : Exit::Failed;
}

QString refusalText(qint64 id, const QString &reason)
{
    if (reason == u"too_late_to_repeat")
        return u"Item %1 is a refund whose outcome nobody knows, and the processor may have forgotten that it was asked: look at the processor's site, then use 'deliver decide'."_s.arg(id);
    if (reason == u"paid_twice")
        return u"Item %1 is a refund that was paid out although it had been refunded again: it is not asked for once more. When the money is back, use 'deliver decide --not-paid-out'."_s.arg(id);
    if (reason == u"bad_arguments")
        return u"Item %1: a refund that was paid out needs the processor's reference of it."_s.arg(id);
    return u"Item %1 is not among what was laid aside (any more)."_s.arg(id);
}

QJsonObject laidAside(const Rows &rows, int row)
{
    const QString firstTry = rows.timestamp(row, "first_tried_at").toString(Qt::ISODate);
    return {{u"id"_s, rows.integer(row, "id")}, {u"kind"_s, rows.text(row, "kind")}, {u"template"_s, rows.text(row, "template")}, {u"order"_s, rows.text(row, "order_number")},
            {u"tries"_s, rows.integer(row, "attempts")}, {u"error"_s, rows.text(row, "last_error")}, {u"since"_s, rows.timestamp(row, "created_at").toString(Qt::ISODate)},
            {u"first_try"_s, firstTry.isEmpty() ? QJsonValue() : QJsonValue(firstTry)}, {u"request_id"_s, rows.text(row, "request_id")}};
}

Exit dead(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOption({u"json"_s, u"Answer as JSON."_s});
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    auto connection = Console::connect(parser);
    if (!connection)
        return Console::fail(connection.error().userText);
    const auto rows = Outbox(**connection).laidAside();
    if (!rows)
        return Console::fail(rows.error().userText);
    QJsonArray items;
    for (int row = 0; row < rows->count(); ++row)
        items.append(laidAside(*rows, row));
    if (parser.isSet(u"json"_s)) {
        Console::printJson({{u"items"_s, items}});
        return Exit::Done;
    }
    for (const QJsonValue &value : items) {
        const QJsonObject item = value.toObject();
        Console::print(u"%1  %2  order %3  since %4  %5 tries  %6  %7"_s.arg(item.value(u"id"_s).toInteger())
                           .arg(item.value(u"kind"_s).toString() == u"refund" ? u"refund"_s : u"message "_s + item.value(u"template"_s).toString(), item.value(u"order"_s).toString(),
                                item.value(u"since"_s).toString()).arg(item.value(u"tries"_s).toInt()).arg(item.value(u"error"_s).toString(), item.value(u"request_id"_s).toString()));
    }
    if (items.isEmpty())
        Console::print(u"Nothing was laid aside."_s);
    return Exit::Done;
}

/// The items a command names, by their numbers; empty when one is none.
QList<qint64> itemsOf(const QStringList &operands)
{
    QList<qint64> items;
    for (const QString &operand : operands) {
        bool isNumber = false;
        items.append(operand.toLongLong(&isNumber));
        if (!isNumber || items.last() <= 0)
            return {};
    }
    return items;
}

Exit retry(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"id"_s, u"Numbers as 'deliver dead' prints them."_s, u"ID…"_s);
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    const QList<qint64> items = itemsOf(parser.positionalArguments());
    if (items.isEmpty())
        return Console::refuse(u"Usage: stewardctl deliver retry ID… See --help."_s);
    auto connection = Console::connect(parser);
    if (!connection)
        return Console::fail(connection.error().userText);
    for (const qint64 item : items) {
        const auto refusal = Outbox(**connection).retry(item);
        if (!refusal)
            return Console::fail(refusal.error().userText);
        if (!refusal->isEmpty())
            return Console::fail(refusalText(item, *refusal));
        Console::print(u"Item %1 is on its way again."_s.arg(item));
    }
    return Exit::Done;
}

Exit decide(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"paid-out"_s, u"It was paid out, by the processor or another way; what the one who paid calls it."_s, u"reference"_s},
                       {u"not-paid-out"_s, u"The processor has not paid it out and will not; the money can be refunded again."_s}});
    parser.addPositionalArgument(u"id"_s, u"Number as 'deliver dead' prints it."_s, u"ID"_s);
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    const QList<qint64> items = itemsOf(parser.positionalArguments());
    if (items.size() != 1 || parser.isSet(u"paid-out"_s) == parser.isSet(u"not-paid-out"_s))
        return Console::refuse(u"Usage: stewardctl deliver decide ID --paid-out REFERENCE | --not-paid-out. See --help."_s);
    auto connection = Console::connect(parser);
    if (!connection)
        return Console::fail(connection.error().userText);
    const auto refusal = Outbox(**connection).decide(items.first(), parser.isSet(u"paid-out"_s), parser.value(u"paid-out"_s));
    if (!refusal)
        return Console::fail(refusal.error().userText);
    if (!refusal->isEmpty())
        return Console::fail(refusalText(items.first(), *refusal));
    Console::print(parser.isSet(u"paid-out"_s) ? u"Refund %1 counts as paid out."_s.arg(items.first()) : u"Refund %1 counts as failed; its money can be refunded again."_s.arg(items.first()));
    return Exit::Done;
}

} // namespace

QList<Subcommand> deliverCommands()
{
    // The longer words first: the first that fit are taken.
    Subcommand list{{u"deliver"_s, u"dead"_s}, u"what could not be delivered and was laid aside"_s, {}, {}};
    list.run = [self = list](const QStringList &arguments) { return dead(self, arguments); };
    Subcommand again{{u"deliver"_s, u"retry"_s}, u"send what was laid aside on its way once more"_s, u"ID…"_s, {}};
    again.run = [self = again](const QStringList &arguments) { return retry(self, arguments); };
    Subcommand verdict{{u"deliver"_s, u"decide"_s}, u"write down what became of a refund that nobody answered, or that was given back another way"_s, u"ID"_s, {}};
    verdict.run = [self = verdict](const QStringList &arguments) { return decide(self, arguments); };
    Subcommand loop{{u"deliver"_s}, u"the service that hands messages to the mail server and refunds to the payment processor"_s, {}, {}};
    loop.run = [self = loop](const QStringList &arguments) { return deliver(self, arguments); };
    return {list, again, verdict, loop};
}

} // namespace Steward
