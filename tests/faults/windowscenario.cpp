// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/windowscenario.h"

#include "tests/faults/books.h"

#include <QMap>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

/// $1 the words typed with a command: how often it is in the store.
QByteArray effectsOf(const QString &verb)
{
    static const QHash<QString, QByteArray> statements{
        {u"note"_s, "select count(*) from store.note where body = $1"},
        {u"hold"_s, "select count(*) from store.hold where note = $1"},
        // A parcel may have been corrected since.
        {u"ship"_s, "select count(*) from store.shipment s where tracking = $1 or exists (select from store.order_change h where h.order_id = s.order_id and h.field = 'parcel' "
                    "and (h.old_value->>'shipment_no')::int = s.shipment_no and h.old_value->>'tracking' = $1)"},
        {u"parcel"_s, "select count(*) from store.order_change h join store.command c on c.id = h.command_id where h.field = 'parcel' and h.new_value->>'tracking' = $1 and c.verb = 'parcel_fix'"},
        {u"refund"_s, "select count(*) from store.refund where reason = $1"},
        {u"cancel"_s, "select count(*) from store.note n join store.event e using (order_id) where n.body = $1 and e.kind = 'cancelled' and e.at = n.at"},
        {u"release"_s, "select count(*) from store.event e join store.hold h on e.detail->'hold_ids' @> to_jsonb(h.id) where h.note = $1 and e.kind = 'hold_released'"},
        {u"message"_s, "select count(*) from mailroom.outbox where body->>'text' = $1"},
        // The colleague has the number of the act, and the orders are those of the seed.
        {u"assign"_s, "select count(*) from store.order_change h join store.orders o on o.id = h.order_id join store.staff s on to_jsonb(s.id) = h.new_value join store.command c on c.id = h.command_id "
                      "where h.field = 'assigned_to' and c.verb = 'assign' and s.login = 'colleague_' || split_part($1, ' ', 2) and o.email_key = store.key_of('hans+' || split_part($1, ' ', 4) || '@example.com')"},
        {u"tag"_s, "select count(*) from store.order_change where field = 'tags' and new_value ? $1 and not old_value ? $1"},
        {u"contact"_s, "select count(*) from store.order_change h join store.command c on c.id = h.command_id where h.field = 'shipping.company' and h.new_value #>> '{}' = $1 and c.verb = 'contact_fix'"},
        {u"lines"_s, "select count(*) from store.order_change, jsonb_build_array(jsonb_build_object('title', $1::text)) as line(titled) "
                     "where field = 'lines' and new_value @> titled and not old_value @> titled"},
        {u"phone_order"_s, "select count(*) from store.note n join store.orders o on o.id = n.order_id where n.body = $1 and o.source = 'phone'"},
        // A command more where some of them could not be held and were tried again.
        {u"hold_several"_s, "select count(distinct e.command_id) from store.event e join store.hold h on e.detail->'hold_id' = to_jsonb(h.id) where h.note = $1 and e.kind = 'hold_placed'"},
        // Of whatever was done under these words.
        {u"undo"_s, "select count(*) from store.command c join store.command u on u.id = c.undone_by where c.id in (select command_id from store.shipment where tracking = $1 "
                    "union select command_id from store.refund where reason = $1 union select command_id from mailroom.outbox where body->>'text' = $1 "
                    "union select command_id from store.order_change where field = 'tags' and new_value ? $1 and not old_value ? $1 "
                    "union select command_id from store.order_change where field = 'parcel' and new_value->>'tracking' = $1 "
                    "union select command_id from store.order_change where field = 'shipping.company' and new_value #>> '{}' = $1 "
                    "union select command_id from store.order_change where field = 'lines' and new_value::text like '%\"' || $1 || '\"%' and not old_value::text like '%\"' || $1 || '\"%' "
                    "union select h.command_id from store.order_change h join store.orders o on o.id = h.order_id join store.staff s on to_jsonb(s.id) = h.new_value where h.field = 'assigned_to' "
                    "and s.login = 'colleague_' || split_part($1, ' ', 2) and o.email_key = store.key_of('hans+' || split_part($1, ' ', 4) || '@example.com') "
                    "union select e.command_id from store.event e join store.hold h on e.detail->'hold_id' = to_jsonb(h.id) where h.note = $1 and e.kind = 'hold_placed' "
                    "union select e.command_id from store.event e join store.note n using (order_id) where n.body = $1 and e.kind = 'cancelled' and e.at = n.at)"},
    };
    return statements.value(verb);
}

/// $1 an order: how often a command that leaves no words was done to it.
QByteArray countOf(const QString &verb)
{
    static const QHash<QString, QByteArray> statements{
        {u"confirmation"_s, "select count(*) from mailroom.outbox b join store.command c on c.id = b.command_id where b.order_id = $1 and c.verb = 'message_send' and b.template = 'confirmation'"},
        {u"assign_me"_s, "select count(*) from store.order_change h join store.command c on c.id = h.command_id where h.order_id = $1 and h.field = 'assigned_to' and c.verb = 'assign' "
                         "and h.new_value = (select to_jsonb(s.id) from store.staff s where s.login = 'lead')"},
        {u"stock_return"_s, "select count(distinct r.command_id) from store.stock_return r join store.command c on c.id = r.command_id where r.order_id = $1 and c.verb = 'stock_return'"},
        {u"disclose"_s, "select count(*) from store.disclosure where $1 = any(order_ids)"},
    };
    return statements.value(verb);
}

/// What a person was told of one command.
enum class Told { Nothing, Done, Refused };

Told toldOf(const JournalEntry &entry)
{
    if (entry.answers.isEmpty())
        return Told::Nothing;
    return entry.answers.last()[u"outcome"_s].toString() == u"done" ? Told::Done : Told::Refused;
}

} // namespace

void WindowScenario::order(WorkloadOrder &order)
{
    order.commands = 10 + random().bounded(5);
}

void WindowScenario::judge(const JournalEntry &entry, QStringList &problems)
{
    if (entry.answers.isEmpty() && !wasKilled())
        problems.append(u"%1 “%2”: the person was told nothing"_s.arg(entry.verb, entry.arguments[u"words"_s].toString()));
    if (!countOf(entry.verb).isEmpty())
        return;
    // An undo is named by the verb and the words of what it takes back.
    const QString words = entry.arguments[u"words"_s].toString(), typed = entry.verb == u"undo" ? words.section(u' ', 1) : words;
    const int found = asker().owner(effectsOf(entry.verb), Params().text(typed)).toInt();
    m_done += found;
    const Told told = toldOf(entry);
    if (told == Told::Nothing && found > 1)
        problems.append(u"%1 “%2”: is there %3 times"_s.arg(entry.verb, words).arg(found));
    if (told == Told::Nothing)
        return;
    if (entry.verb == u"hold_several")
        return judgeSeveral(words, told == Told::Done, found, problems);
    const int expected = told == Told::Done ? 1 : 0;
    if (found != expected)
        problems.append(u"%1 “%2”: is there %3 times instead of %4"_s.arg(entry.verb, words).arg(found).arg(expected));
}

/// Each of the orders at most once; where some of them were left, the others are held all the same.
void WindowScenario::judgeSeveral(const QString &words, bool isDone, int found, QStringList &problems)
{
    if (isDone && found == 0)
        problems.append(u"“%1”: none of several orders was held"_s.arg(words));
    if (const QString twice = asker().owner("select count(*) - count(distinct order_id) from store.hold where note = $1", Params().text(words)); twice != u"0")
        problems.append(u"“%1”: %2 of several orders were held twice"_s.arg(words, twice));
}

/// Commands without words are counted for each order: as many as a person was told of, and one more at most for each that nobody was told of.
void WindowScenario::judgeCounted(const QList<JournalEntry> &journal, QStringList &problems)
{
    QMap<QPair<QString, qint64>, QList<Told>> told;
    for (const JournalEntry &entry : journal) {
        if (!countOf(entry.verb).isEmpty())
            told[{entry.verb, entry.arguments[u"order"_s].toInteger()}].append(toldOf(entry));
    }
    for (auto each = told.cbegin(); each != told.cend(); ++each) {
        const auto &[verb, order] = each.key();
        const int found = asker().owner(countOf(verb), Params().integer(order)).toInt();
        m_done += found;
        // A file's record is written before the file is given out, which may fail.
        const qsizetype least = each->count(Told::Done), most = least + each->count(Told::Nothing) + (verb == u"disclose" ? each->count(Told::Refused) : 0);
        if (found < least || found > most)
            problems.append(u"%1 on order %2: is there %3 times instead of %4 to %5"_s.arg(verb).arg(order).arg(found).arg(least).arg(most));
    }
}

QString WindowScenario::recorded()
{
    return asker().owner("select count(*)::text from audit.entry where actor = 'lead' and verb not like '%\\_open' and subject not in ('disclosure', 'export') and ids && $1::bigint[]",
                         Params().integers(ordersOf(asker(), customer())));
}

void WindowScenario::hear(QStringList &problems)
{
    for (const QString &line : said()) {
        if (line.startsWith(u"problem "))
            problems.append(line.sliced(8));
        if (line.startsWith(u"absence "))
            m_longestAbsenceMs = std::max(m_longestAbsenceMs, line.sliced(8).toInt());
    }
}

/// Started again after it was killed, the window shows what there is and does nothing.
void WindowScenario::judgeRestart(QStringList &problems)
{
    const QString before = recorded();
    if (!runAgain())
        problems.append(u"after it was killed, the window does not start"_s);
    hear(problems);
    if (const QString after = recorded(); after != before)
        problems.append(u"started again, the window did %1 things by itself"_s.arg(after.toInt() - before.toInt()));
}

QStringList WindowScenario::verdict(const QList<JournalEntry> &journal)
{
    QStringList problems;
    hear(problems);
    if (wasKilled())
        judgeRestart(problems);
    m_commands = int(journal.size());
    for (const JournalEntry &entry : journal) {
        judge(entry, problems);
        m_doneByVerb[entry.verb] += toldOf(entry) == Told::Done ? 1 : 0;
    }
    judgeCounted(journal, problems);
    if (const QString all = recorded(); all.toInt() != m_done)
        problems.append(u"the store has %1 things done and the person asked for %2 of them"_s.arg(all).arg(m_done));
    return problems + wrongBooks(asker(), ordersOf(asker(), customer())) + asker().takeFailures();
}

} // namespace Steward::Test
