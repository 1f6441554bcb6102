// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/scenario.h"

namespace Steward::Test {

/// One seed with the program's own parts below the window: every command of the desk, from one desktop, two people's, or two of one person.
class CommandScenario final : public Scenario
{
public:
    using Scenario::Scenario;

    [[nodiscard]] int commands() const { return m_commands; }
    [[nodiscard]] int unanswered() const { return m_unanswered; }
    [[nodiscard]] int replayed() const { return m_replayed; }
    /// How many commands of each verb were acknowledged as done.
    [[nodiscard]] const QHash<QString, int> &done() const { return m_done; }

protected:
    void order(WorkloadOrder &order) override;
    [[nodiscard]] QStringList verdict(const QList<JournalEntry> &journal) override;

private:
    int m_commands = 0;
    int m_unanswered = 0;
    int m_replayed = 0;
    QHash<QString, int> m_done;
};

} // namespace Steward::Test
