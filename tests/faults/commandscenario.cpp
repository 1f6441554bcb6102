// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/commandscenario.h"

#include "tests/faults/check.h"

using namespace Qt::StringLiterals;

namespace Steward::Test {

void CommandScenario::order(WorkloadOrder &order)
{
    order.commands = 14 + random().bounded(10);
    // One desk alone, two of one person, or one of somebody else.
    const QStringList others{QString(), u"agent"_s, u"lead"_s, u"admin"_s, u"admin"_s, u"privacy"_s};
    if (const QString other = others.at(random().bounded(int(others.size()))); !other.isEmpty())
        order.logins.append({other, pair().primary().optionsFor(other).password});
}

QStringList CommandScenario::verdict(const QList<JournalEntry> &journal)
{
    QStringList problems;
    m_commands = int(journal.size());
    for (const JournalEntry &entry : journal) {
        if (entry.answers.isEmpty())
            ++m_unanswered;
        if (entry.unknown > 0 && !wasKilled())
            problems.append(u"%1 %2 was given up on"_s.arg(entry.verb, idText(entry.id)));
        if (!entry.answers.isEmpty() && isDone(entry.answers.first()))
            ++m_done[entry.verb];
        for (const QJsonObject &answer : entry.answers)
            m_replayed += answer.contains(u"replayed"_s) ? 1 : 0;
    }
    StoreCheck check(asker(), pair().primary());
    return problems + check.check(journal, customer());
}

} // namespace Steward::Test
