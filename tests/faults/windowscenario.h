// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/scenario.h"

namespace Steward::Test {

/// One seed with the whole window: what it told a person was done is in the store once, and nothing else is, also after it was killed in
/// the middle of a command and started again; no dialog came by itself, and it never stood still.
class WindowScenario final : public Scenario
{
public:
    using Scenario::Scenario;

    [[nodiscard]] int commands() const { return m_commands; }
    [[nodiscard]] int done() const { return m_done; }
    /// How many commands of each verb a person was told are done.
    [[nodiscard]] const QHash<QString, int> &doneByVerb() const { return m_doneByVerb; }
    [[nodiscard]] int longestAbsenceMs() const { return m_longestAbsenceMs; }

protected:
    void order(WorkloadOrder &order) override;
    [[nodiscard]] QStringList verdict(const QList<JournalEntry> &journal) override;

private:
    void judge(const JournalEntry &entry, QStringList &problems);
    void judgeSeveral(const QString &words, bool isDone, int found, QStringList &problems);
    void judgeCounted(const QList<JournalEntry> &journal, QStringList &problems);
    void judgeRestart(QStringList &problems);
    /// What the window said of itself.
    void hear(QStringList &problems);
    /// How often an order was worked on in the store's own record.
    [[nodiscard]] QString recorded();

    int m_commands = 0;
    int m_done = 0;
    QHash<QString, int> m_doneByVerb;
    int m_longestAbsenceMs = 0;
};

} // namespace Steward::Test
