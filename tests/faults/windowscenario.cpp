// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/windowscenario.h"

#include "tests/faults/books.h"

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

/// $1 the words typed with a command: how often it is in the store.
QByteArray effectsOf(const QString &verb)
{
    static const QHash<QString, QByteArray> statements{
        {u"note"_s, "select count(*) from store.note where body = $1"},
        {u"hold"_s, "select count(*) from store.hold where note = $1"},
        {u"ship"_s, "select count(*) from store.shipment where tracking = $1"},
        {u"refund"_s, "select count(*) from store.refund where reason = $1"},
        {u"cancel"_s, "select count(*) from store.note n join store.event e using (order_id) where n.body = $1 and e.kind = 'cancelled' and e.at = n.at"},
        {u"release"_s, "select count(*) from store.event e join store.hold h on e.detail->'hold_ids' @> to_jsonb(h.id) where h.note = $1 and e.kind = 'hold_released'"},
        // Of whatever was done under these words.
        {u"undo"_s, "select count(*) from store.command c join store.command u on u.id = c.undone_by where c.id in (select command_id from store.shipment where tracking = $1 "
                    "union select command_id from store.refund where reason = $1 "
                    "union select e.command_id from store.event e join store.hold h on e.detail->'hold_id' = to_jsonb(h.id) where h.note = $1 and e.kind = 'hold_placed' "
                    "union select e.command_id from store.event e join store.note n using (order_id) where n.body = $1 and e.kind = 'cancelled' and e.at = n.at)"},
    };
    return statements.value(verb);
}

} // namespace

void WindowScenario::order(WorkloadOrder &order)
{
    order.commands = 8 + random().bounded(5);
}

void WindowScenario::judge(const JournalEntry &entry, QStringList &problems)
{
    // An undo is named by the verb and the words of what it takes back.
    const QString words = entry.arguments[u"words"_s].toString(), typed = entry.verb == u"undo" ? words.section(u' ', 1) : words;
    const int found = asker().owner(effectsOf(entry.verb), Params().text(typed)).toInt();
    m_done += found;
    if (entry.answers.isEmpty()) {
        if (!wasKilled())
            problems.append(u"%1 “%2”: the person was told nothing"_s.arg(entry.verb, words));
        if (found > 1)
            problems.append(u"%1 “%2”: is there %3 times"_s.arg(entry.verb, words).arg(found));
        return;
    }
    const int expected = entry.answers.last()[u"outcome"_s].toString() == u"done" ? 1 : 0;
    if (found != expected)
        problems.append(u"%1 “%2”: is there %3 times instead of %4"_s.arg(entry.verb, words).arg(found).arg(expected));
}

QString WindowScenario::recorded()
{
    return asker().owner("select count(*)::text from audit.entry where actor = 'lead' and verb not like '%\\_open' and ids && $1::bigint[]",
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
    for (const JournalEntry &entry : journal)
        judge(entry, problems);
    if (const QString all = recorded(); all.toInt() != m_done)
        problems.append(u"the store has %1 things done and the person asked for %2 of them"_s.arg(all).arg(m_done));
    return problems + wrongBooks(asker(), ordersOf(asker(), customer())) + asker().takeFailures();
}

} // namespace Steward::Test
