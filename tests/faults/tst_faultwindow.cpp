// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/environment.h"
#include "tests/faults/seeds.h"
#include "tests/faults/windowscenario.h"
#include "tests/faults/windowworkload.h"

#include <QApplication>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

class WindowProgram final : public SeedProgram
{
public:
    int work() override { return runWindow(); }
    QString run(Pair &pair, Asker &asker, quint32 seed, QStringList &problems) override
    {
        WindowScenario scenario(pair, asker, seed);
        problems += scenario.run();
        m_commands += scenario.commands();
        m_done += scenario.done();
        for (auto verb = scenario.doneByVerb().begin(); verb != scenario.doneByVerb().end(); ++verb)
            m_doneByVerb[verb.key()] += verb.value();
        m_longestAbsenceMs = std::max(m_longestAbsenceMs, scenario.longestAbsenceMs());
        return u"%1 commands, %2 done, longest absence %3 ms (ms: %4)"_s.arg(QString::number(scenario.commands()), QString::number(scenario.done()), QString::number(scenario.longestAbsenceMs()), scenario.laps());
    }
    /// How often each verb was done; one that never was has not been tried.
    QString sumUp(int seeds, QStringList &problems) override
    {
        constexpr int enoughSeeds = 40; // with few, luck and the machine decide what is done and what refused
        QStringList words;
        for (const QString &verb : WindowWorkload::verbs()) {
            words.append(u"%1 %2"_s.arg(verb).arg(m_doneByVerb.value(verb)));
            if (seeds >= enoughSeeds && m_doneByVerb.value(verb) == 0)
                problems.append(u"%1 was never done"_s.arg(verb));
        }
        return u"%1 commands at the window (%2 done: %3), longest absence %4 ms"_s.arg(QString::number(m_commands), QString::number(m_done), words.join(u", "_s), QString::number(m_longestAbsenceMs));
    }

private:
    int m_commands = 0;
    int m_done = 0;
    int m_longestAbsenceMs = 0;
    QHash<QString, int> m_doneByVerb;
};

} // namespace

/// Faults by seed under the whole window, with a primary, its standby and a person's keys and clicks.
int main(int argc, char *argv[])
{
    neutraliseEnvironment();
    QApplication application(argc, argv);
    WindowProgram program;
    return runSeeds(application, program);
}
