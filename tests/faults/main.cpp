// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/environment.h"
#include "tests/faults/commandscenario.h"
#include "tests/faults/records.h"
#include "tests/faults/seeds.h"
#include "tests/faults/verbs.h"
#include "tests/faults/workload.h"

#include <QCoreApplication>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

class CommandProgram final : public SeedProgram
{
public:
    int work() override { return runWorkload(); }
    QStringList begin(Asker &asker) override { return undrivenCommands(asker); }
    QString run(Pair &pair, Asker &asker, quint32 seed, QStringList &problems) override
    {
        CommandScenario scenario(pair, asker, seed);
        problems += scenario.run();
        m_commands += scenario.commands();
        m_unanswered += scenario.unanswered();
        m_replayed += scenario.replayed();
        for (auto verb = scenario.done().begin(); verb != scenario.done().end(); ++verb)
            m_done[verb.key()] += verb.value();
        return u"%1 commands, %2 repeated by themselves, %3 asked after (ms: %4)"_s.arg(QString::number(scenario.commands()), QString::number(scenario.replayed()), QString::number(scenario.unanswered()), scenario.laps());
    }
    /// How often each verb was done; one that never was has not been tried.
    QString sumUp(int seeds, QStringList &problems) override
    {
        constexpr int enoughSeeds = 300; // with few, luck and the machine decide what is done and what refused
        QStringList words;
        for (const Verb &verb : verbs()) {
            words.append(u"%1 %2"_s.arg(verb.name).arg(m_done.value(verb.name)));
            if (seeds >= enoughSeeds && !m_done.contains(verb.name))
                problems.append(u"%1 was never done"_s.arg(verb.name));
        }
        return u"%1 commands (%2 repeated by themselves, %3 asked after; done: %4)"_s.arg(m_commands).arg(m_replayed).arg(m_unanswered).arg(words.join(u", "_s));
    }

private:
    int m_commands = 0;
    int m_unanswered = 0;
    int m_replayed = 0;
    QHash<QString, int> m_done;
};

} // namespace

/// Faults by seed on a workload of all of the desk's commands, with a primary, its standby and the program's own stack.
int main(int argc, char *argv[])
{
    neutraliseEnvironment();
    QCoreApplication application(argc, argv);
    CommandProgram program;
    return runSeeds(application, program);
}
