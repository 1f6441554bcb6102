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
        m_longestAbsenceMs = std::max(m_longestAbsenceMs, scenario.longestAbsenceMs());
        return u"%1 commands, %2 done, longest absence %3 ms"_s.arg(scenario.commands()).arg(scenario.done()).arg(scenario.longestAbsenceMs());
    }
    QString sumUp(int, QStringList &) override { return u"%1 commands at the window (%2 done), longest absence %3 ms"_s.arg(m_commands).arg(m_done).arg(m_longestAbsenceMs); }

private:
    int m_commands = 0;
    int m_done = 0;
    int m_longestAbsenceMs = 0;
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
