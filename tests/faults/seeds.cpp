// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/seeds.h"

#include "tests/faults/books.h"
#include "tests/faults/scenario.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTextStream>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

/// What the command line asked for.
struct Seeds
{
    quint32 first = 1;
    int count = 40;
    bool isWorkload = false; ///< be the process that works
};

void print(const QString &line, const QStringList &problems = {})
{
    QTextStream out(stdout);
    out << line << (problems.isEmpty() ? QString() : u": FAILED"_s) << Qt::endl;
    for (const QString &problem : problems)
        out << u"    "_s << problem << Qt::endl;
}

Seeds readSeeds(const QCoreApplication &application)
{
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption workload(u"workload"_s, u"Be the desktop: what to do comes on standard input."_s);
    const QCommandLineOption seeds(u"seeds"_s, u"How many seeds to run."_s, u"count"_s, u"40"_s);
    const QCommandLineOption first(u"first"_s, u"The first of them."_s, u"seed"_s, u"1"_s);
    parser.addOptions({workload, seeds, first});
    parser.process(application);
    if (const QString one = qEnvironmentVariable("STEWARD_FAULT_SEED"); !one.isEmpty())
        return {.first = one.toUInt(), .count = 1, .isWorkload = parser.isSet(workload)};
    return {.first = parser.value(first).toUInt(), .count = parser.value(seeds).toInt(), .isWorkload = parser.isSet(workload)};
}

} // namespace

int runSeeds(const QCoreApplication &application, SeedProgram &program)
{
    const Seeds seeds = readSeeds(application);
    if (seeds.isWorkload)
        return program.work();
    Pair pair;
    Asker asker;
    asker.setServer(pair.primary());
    qint64 audited = 1;
    QStringList failed;
    QElapsedTimer all;
    all.start();
    for (quint32 seed = seeds.first; seed < seeds.first + quint32(seeds.count); ++seed) {
        QElapsedTimer timer;
        timer.start();
        QStringList problems;
        const QString line = program.run(pair, asker, seed, problems);
        audited = verifyAudit(asker, audited, problems);
        print(u"seed %1: %2, %3, %4 ms"_s.arg(QString::number(seed), disasterName(disasterOf(seed)), line, QString::number(timer.elapsed())), problems);
        if (!problems.isEmpty())
            failed.append(QString::number(seed));
    }
    QStringList problems;
    const QString line = program.sumUp(seeds.count, problems);
    audited = verifyAudit(asker, 1, problems);
    print(u"%1 seeds, %2, %3 audit rows verified, %4 s"_s.arg(QString::number(seeds.count), line, QString::number(audited), QString::number(all.elapsed() / 1000)), problems);
    if (!failed.isEmpty())
        print(u"failed: %1; repeat one with STEWARD_FAULT_SEED=<seed>"_s.arg(failed.join(u' ')));
    return failed.isEmpty() && problems.isEmpty() ? 0 : 1;
}

} // namespace Steward::Test
