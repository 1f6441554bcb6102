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

struct Tally
{
    int commands = 0;
    int done = 0;
    int longestAbsenceMs = 0;
};

QString runSeed(Pair &pair, Asker &asker, quint32 seed, QStringList &problems, Tally &tally)
{
    WindowScenario scenario(pair, asker, seed);
    problems += scenario.run();
    tally.commands += scenario.commands();
    tally.done += scenario.done();
    tally.longestAbsenceMs = std::max(tally.longestAbsenceMs, scenario.longestAbsenceMs());
    return u"%1 commands, %2 done, longest absence %3 ms"_s.arg(scenario.commands()).arg(scenario.done()).arg(scenario.longestAbsenceMs());
}

} // namespace

/// Faults by seed under the whole window, with a primary, its standby and a person's keys and clicks.
int main(int argc, char *argv[])
{
    neutraliseEnvironment();
    QApplication application(argc, argv);
    const Seeds seeds = readSeeds(application);
    if (seeds.isWorkload)
        return runWindow();
    Tally tally;
    return runSeeds(seeds, [&tally](Pair &pair, Asker &asker, quint32 seed, QStringList &problems) { return runSeed(pair, asker, seed, problems, tally); },
                    [&tally](QStringList &) { return u"%1 commands at the window (%2 done), longest absence %3 ms"_s.arg(tally.commands).arg(tally.done).arg(tally.longestAbsenceMs); });
}
