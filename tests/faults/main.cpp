// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/environment.h"
#include "tests/faults/check.h"
#include "tests/faults/scenario.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTextStream>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

void print(const QString &line)
{
    QTextStream(stdout) << line << Qt::endl;
}

struct Tally
{
    int commands = 0;
    int unanswered = 0;
    int replayed = 0;
    QHash<QString, int> done;
    QList<quint32> failed;
};

void runSeed(Pair &pair, Asker &asker, quint32 seed, qint64 &auditFrom, Tally &tally)
{
    QElapsedTimer timer;
    timer.start();
    Scenario scenario(pair, asker, seed);
    QStringList problems = scenario.run();
    StoreCheck check(asker, pair.primary());
    auditFrom = check.verifyAudit(auditFrom, problems);
    tally.commands += scenario.commands();
    tally.unanswered += scenario.unanswered();
    tally.replayed += scenario.replayed();
    for (auto verb = scenario.done().begin(); verb != scenario.done().end(); ++verb)
        tally.done[verb.key()] += verb.value();
    print(u"seed %1: %2, %3 commands, %4 repeated by themselves, %5 asked after, %6 ms%7"_s.arg(seed)
              .arg(disasterName(disasterOf(seed)))
              .arg(scenario.commands())
              .arg(scenario.replayed())
              .arg(scenario.unanswered())
              .arg(timer.elapsed())
              .arg(problems.isEmpty() ? QString() : u": FAILED"_s));
    for (const QString &problem : std::as_const(problems))
        print(u"    "_s + problem);
    if (!problems.isEmpty())
        tally.failed.append(seed);
}

/// How often each was done; a verb that never was has not been tried.
void printVerbs(const Tally &tally, int seeds, QStringList &problems)
{
    constexpr int enoughSeeds = 40;
    QStringList words;
    for (const Verb &verb : verbs()) {
        words.append(u"%1 %2"_s.arg(verb.name).arg(tally.done.value(verb.name)));
        if (seeds >= enoughSeeds && !tally.done.contains(verb.name))
            problems.append(u"%1 was never done"_s.arg(verb.name));
    }
    print(u"done: "_s + words.join(u", "_s));
}

int runSeeds(quint32 first, int count)
{
    Pair pair;
    Asker asker;
    asker.setServer(pair.primary());
    Tally tally;
    qint64 auditFrom = 1;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < count; ++i)
        runSeed(pair, asker, first + quint32(i), auditFrom, tally);
    QStringList problems;
    StoreCheck check(asker, pair.primary());
    const qint64 audited = check.verifyAudit(1, problems);
    print(u"%1 seeds, %2 commands (%3 repeated by themselves, %4 asked after), %5 audit rows verified, %6 s"_s.arg(count)
              .arg(tally.commands)
              .arg(tally.replayed)
              .arg(tally.unanswered)
              .arg(audited)
              .arg(timer.elapsed() / 1000));
    printVerbs(tally, count, problems);
    for (const QString &problem : std::as_const(problems))
        print(u"    "_s + problem);
    QStringList failed;
    for (const quint32 seed : std::as_const(tally.failed))
        failed.append(QString::number(seed));
    if (!failed.isEmpty())
        print(u"failed: %1; repeat one with STEWARD_FAULT_SEED=<seed> ./dev faults"_s.arg(failed.join(u' ')));
    return failed.isEmpty() && problems.isEmpty() ? 0 : 1;
}

} // namespace

/// Faults by seed on a workload of the desk's commands, with a primary, its standby and the program's own stack.
int main(int argc, char *argv[])
{
    neutraliseEnvironment();
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption workload(u"workload"_s, u"Be the desktop: what to do comes on standard input."_s);
    const QCommandLineOption seeds(u"seeds"_s, u"How many seeds to run."_s, u"count"_s, u"40"_s);
    const QCommandLineOption first(u"first"_s, u"The first of them."_s, u"seed"_s, u"1"_s);
    parser.addOptions({workload, seeds, first});
    parser.process(application);
    if (parser.isSet(workload))
        return runWorkload();
    const QString one = qEnvironmentVariable("STEWARD_FAULT_SEED");
    return one.isEmpty() ? runSeeds(parser.value(first).toUInt(), parser.value(seeds).toInt()) : runSeeds(one.toUInt(), 1);
}
