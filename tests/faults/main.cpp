// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/environment.h"
#include "tests/faults/commandscenario.h"
#include "tests/faults/seeds.h"
#include "tests/faults/verbs.h"
#include "tests/faults/workload.h"

#include <QCoreApplication>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

struct Tally
{
    int commands = 0;
    int unanswered = 0;
    int replayed = 0;
    QHash<QString, int> done;
};

QString runSeed(Pair &pair, Asker &asker, quint32 seed, QStringList &problems, Tally &tally)
{
    CommandScenario scenario(pair, asker, seed);
    problems += scenario.run();
    tally.commands += scenario.commands();
    tally.unanswered += scenario.unanswered();
    tally.replayed += scenario.replayed();
    for (auto verb = scenario.done().begin(); verb != scenario.done().end(); ++verb)
        tally.done[verb.key()] += verb.value();
    return u"%1 commands, %2 repeated by themselves, %3 asked after"_s.arg(scenario.commands()).arg(scenario.replayed()).arg(scenario.unanswered());
}

/// How often each verb was done; one that never was has not been tried.
QString sumUp(const Tally &tally, int seeds, QStringList &problems)
{
    constexpr int enoughSeeds = 300; // with few, luck and the machine decide what is done and what refused
    QStringList words;
    for (const Verb &verb : verbs()) {
        words.append(u"%1 %2"_s.arg(verb.name).arg(tally.done.value(verb.name)));
        if (seeds >= enoughSeeds && !tally.done.contains(verb.name))
            problems.append(u"%1 was never done"_s.arg(verb.name));
    }
    return u"%1 commands (%2 repeated by themselves, %3 asked after; done: %4)"_s.arg(tally.commands).arg(tally.replayed).arg(tally.unanswered).arg(words.join(u", "_s));
}

} // namespace

/// Faults by seed on a workload of all of the desk's commands, with a primary, its standby and the program's own stack.
int main(int argc, char *argv[])
{
    neutraliseEnvironment();
    QCoreApplication application(argc, argv);
    const Seeds seeds = readSeeds(application);
    if (seeds.isWorkload)
        return runWorkload();
    Tally tally;
    return runSeeds(seeds, [&tally](Pair &pair, Asker &asker, quint32 seed, QStringList &problems) { return runSeed(pair, asker, seed, problems, tally); },
                    [&](QStringList &problems) { return sumUp(tally, seeds.count, problems); });
}
