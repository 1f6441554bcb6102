// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/console.h"
#include "app/ctl/service.h"
#include "models/mailroom/delivery.h"
#include "models/mailroom/outbox.h"

#include <QElapsedTimer>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

using Kind = DeliveryOutcome::Kind;

/// How long after it was taken an item is still handed over; its lease ends minutes later, and somebody else may have it then.
constexpr qint64 freshMs = 30'000;
/// How often settling is tried while the store is away, a second apart. Not settled, the item goes once more under the same number.
constexpr int settleTries = 60;

/// Says a trouble once, and that it is over.
class Trouble
{
public:
    void say(const QString &text)
    {
        if (text != m_said)
            (void)Console::fail(text);
        m_said = text;
    }
    void end(const QString &text)
    {
        if (!m_said.isEmpty())
            Console::print(text);
        m_said.clear();
    }

private:
    QString m_said;
};

QString troubleText(const QString &kind, const DeliveryOutcome &outcome)
{
    if (outcome.error == u"bad_sender")
        return u"The store's sender is not an address that mail can come from: set store.sender in store.setting."_s;
    return kind == u"message" ? u"The mail server takes nothing in (%1). What is due waits."_s.arg(outcome.error)
                              : u"The payment processor takes nothing in (%1). What is due waits."_s.arg(outcome.error);
}

/// The loop between the store and the other sides.
class DeliveryRun
{
public:
    DeliveryRun(ConnectionOptions options, const DeliverySettings &settings, MailTemplates templates)
        : m_options(std::move(options)), m_delivery(settings, std::move(templates)) { }

    /// Until a signal comes; once: until nothing is due.
    Exit run(bool once);

private:
    enum class Step { Worked, Idle, StoreAway };
    Step step();
    [[nodiscard]] Result<void> reach();
    void handOver(const QJsonObject &item, const QElapsedTimer &held);
    [[nodiscard]] bool settle(const QJsonObject &item, const DeliveryOutcome &outcome);
    [[nodiscard]] Exit finish() const;

    ConnectionOptions m_options;
    Connection m_connection{u"deliver"_s};
    Delivery m_delivery;
    Trouble m_store, m_sender;
    QHash<QString, Trouble> m_sides;
    qint64 m_done = 0, m_putBack = 0, m_refused = 0;
    bool m_hadTrouble = false;
};

Exit DeliveryRun::run(bool once)
{
    while (!Service::isAskedToStop()) {
        const Step what = step();
        if (what == Step::Worked)
            continue;
        if (once)
            return what == Step::StoreAway ? Exit::Failed : finish();
        Service::restASecond();
    }
    return Exit::Done;
}

Exit DeliveryRun::finish() const
{
    Console::print(u"%1 handed over, %2 refused, %3 put back for another try."_s.arg(m_done).arg(m_refused).arg(m_putBack));
    return m_hadTrouble ? Exit::Failed : Exit::Done;
}

Result<void> DeliveryRun::reach()
{
    Result<void> opened = m_connection.isOpen() ? Result<void>() : m_connection.open(m_options);
    if (!opened)
        m_store.say(opened.error().userText);
    return opened;
}

DeliveryRun::Step DeliveryRun::step()
{
    QElapsedTimer held;
    held.start();
    const QStringList kinds = m_delivery.kinds();
    if (kinds.isEmpty())
        return Step::Idle;
    if (!reach())
        return Step::StoreAway;
    const auto taken = Outbox(m_connection).take(kinds);
    if (!taken) {
        m_store.say(taken.error().userText);
        return Step::StoreAway;
    }
    m_store.end(u"The server answers again."_s);
    if (taken->obstacle == u"no_sender") {
        m_sender.say(u"Messages are due, but the store has no address to send them from: set store.sender in store.setting."_s);
        m_hadTrouble = true;
    } else if (kinds.contains(u"message"_s)) {
        m_sender.end(u"Messages have a sender again."_s);
    }
    if (!taken->item)
        return Step::Idle;
    handOver(*taken->item, held);
    return Step::Worked;
}

void DeliveryRun::handOver(const QJsonObject &item, const QElapsedTimer &held)
{
    if (held.elapsed() > freshMs) // this process was held up; the item comes again when its lease is over
        return;
    const QString kind = item.value(u"kind"_s).toString();
    const DeliveryOutcome outcome = m_delivery.handOver(item);
    if (outcome.kind == Kind::Away) {
        m_sides[kind].say(troubleText(kind, outcome));
        m_hadTrouble = true;
    } else {
        m_sides[kind].end(kind == u"message" ? u"The mail server takes messages in again."_s : u"The payment processor answers again."_s);
    }
    (outcome.kind == Kind::Done ? m_done : outcome.kind == Kind::Refused ? m_refused : m_putBack) += 1;
    if (!settle(item, outcome))
        (void)Console::fail(u"What became of item %1 could not be written down; it goes once more under the same number."_s.arg(item.value(u"id"_s).toInteger()));
}

bool DeliveryRun::settle(const QJsonObject &item, const DeliveryOutcome &outcome)
{
    for (int attempt = 0; attempt < settleTries; ++attempt) {
        if (attempt > 0)
            Service::restASecond();
        if (!reach())
            continue;
        const auto refusal = Outbox(m_connection).settle(item, outcome);
        if (!refusal) {
            m_store.say(refusal.error().userText);
            continue;
        }
        m_store.end(u"The server answers again."_s);
        return refusal->isEmpty();
    }
    return false;
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
    return DeliveryRun(*options, *settings, *templates).run(parser.isSet(u"once"_s));
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
    parser.addOptions({{u"paid-out"_s, u"The processor has paid it out; what the processor calls it."_s, u"reference"_s},
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
    Subcommand verdict{{u"deliver"_s, u"decide"_s}, u"write down what became of a refund that nobody answered"_s, u"ID"_s, {}};
    verdict.run = [self = verdict](const QStringList &arguments) { return decide(self, arguments); };
    Subcommand loop{{u"deliver"_s}, u"the service that hands messages to the mail server and refunds to the payment processor"_s, {}, {}};
    loop.run = [self = loop](const QStringList &arguments) { return deliver(self, arguments); };
    return {list, again, verdict, loop};
}

} // namespace Steward
