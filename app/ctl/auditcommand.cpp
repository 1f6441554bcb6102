// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/console.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// "123:abcdef…" as anchor prints it.
struct Anchor
{
    qint64 position = 0;
    QString hash;
};

std::optional<Anchor> parseAnchor(const QString &text)
{
    const QStringList parts = text.trimmed().split(u':');
    bool isNumber = false;
    Anchor anchor{parts.value(0).toLongLong(&isNumber), parts.value(1).toLower()};
    return parts.size() == 2 && isNumber && anchor.hash.size() == 64 ? std::optional(anchor) : std::nullopt;
}

Exit verify(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"anchor"_s, u"A line that 'audit anchor' printed earlier: the chain must still hold it."_s, u"anchor"_s}, {u"json"_s, u"Answer as JSON."_s}});
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    std::optional<Anchor> anchor;
    if (parser.isSet(u"anchor"_s)) {
        anchor = parseAnchor(parser.value(u"anchor"_s));
        if (!anchor)
            return Console::refuse(u"--anchor takes what 'stewardctl audit anchor' printed: a number, a colon and 64 hexadecimal digits."_s);
    }
    auto connection = Console::connect(parser);
    if (!connection)
        return Console::fail(connection.error().userText);
    const auto rows = (*connection)->query(namedQuery(u"ctl/audit_verify"_s), Params().integer(1));
    if (!rows)
        return Console::fail(rows.error().userText);
    bool ok = rows->boolean(0, "ok");
    QString why = rows->text(0, "why");
    if (ok && anchor && anchor->position > 0) {
        const auto held = (*connection)->query(namedQuery(u"ctl/audit_hash_at"_s), Params().integer(anchor->position));
        if (!held)
            return Console::fail(held.error().userText);
        if (held->text(0, "hash") != anchor->hash) {
            ok = false;
            why = u"the chain does not hold the anchor of position %1"_s.arg(anchor->position);
        }
    }
    const qint64 brokenRow = rows->integer(0, "broken_seq");
    const qint64 unsealed = rows->integer(0, "unsealed");
    if (parser.isSet(u"json"_s)) {
        Console::printJson({{u"ok"_s, ok}, {u"checked"_s, rows->integer(0, "checked")}, {u"broken_row"_s, brokenRow ? QJsonValue(brokenRow) : QJsonValue()}, {u"why"_s, why},
                            {u"unsealed"_s, unsealed}, {u"head"_s, rows->integer(0, "head_position")}});
    }
    if (!ok)
        return Console::fail(brokenRow ? u"The audit is broken at row %1: %2."_s.arg(brokenRow).arg(why) : u"The audit is broken: %1."_s.arg(why));
    if (!parser.isSet(u"json"_s)) {
        Console::print(u"The audit holds: %1 rows checked, %2 not sealed yet%3."_s.arg(rows->integer(0, "checked")).arg(unsealed)
                           .arg(unsealed ? u" (the oldest since %1)"_s.arg(rows->timestamp(0, "unsealed_oldest").toString(Qt::ISODate)) : QString()));
    }
    return Exit::Done;
}

Exit anchor(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    auto connection = Console::connect(parser);
    if (!connection)
        return Console::fail(connection.error().userText);
    const auto rows = (*connection)->query(namedQuery(u"ctl/audit_verify"_s), Params().integer(1));
    if (!rows)
        return Console::fail(rows.error().userText);
    if (!rows->boolean(0, "ok"))
        return Console::fail(u"The audit is broken; run 'stewardctl audit verify'."_s);
    Console::print(u"%1:%2"_s.arg(rows->integer(0, "head_position")).arg(rows->text(0, "head_hash")));
    return Exit::Done;
}

} // namespace

QList<Subcommand> auditCommands()
{
    Subcommand check{{u"audit"_s, u"verify"_s}, u"walk the audit chain and name the first broken row"_s, {}, {}};
    check.run = [self = check](const QStringList &arguments) { return verify(self, arguments); };
    Subcommand print{{u"audit"_s, u"anchor"_s}, u"print the chain's head, to keep elsewhere"_s, {}, {}};
    print.run = [self = print](const QStringList &arguments) { return anchor(self, arguments); };
    return {check, print};
}

} // namespace Steward
