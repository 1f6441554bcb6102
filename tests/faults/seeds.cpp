// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/seeds.h"

#include "tests/faults/books.h"
#include "tests/faults/scenario.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QHash>
#include <QProcess>
#include <QTextStream>

#include <functional>
#include <iostream>
#include <optional>
#include <string>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

/// What the command line asked for.
struct Seeds
{
    quint32 first = 1;
    int count = 40;
    int lanes = 2;
    bool isWorkload = false; ///< be the process that works
    bool isLane = false;     ///< be one of the lanes
};

/// What a lane says when it is through with a seed.
const QString laneIsWell = u"lane: well"_s, laneHasFailed = u"lane: failed"_s;

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
    const QCommandLineOption lanes(u"lanes"_s, u"How many of them beside each other."_s, u"count"_s, u"2"_s);
    const QCommandLineOption lane(u"lane"_s, u"Be one of the lanes: the seeds come on standard input."_s);
    parser.addOptions({workload, seeds, first, lanes, lane});
    parser.process(application);
    Seeds asked{.first = parser.value(first).toUInt(), .count = parser.value(seeds).toInt(), .lanes = parser.value(lanes).toInt(), .isWorkload = parser.isSet(workload), .isLane = parser.isSet(lane)};
    if (const QString one = qEnvironmentVariable("STEWARD_FAULT_SEED"); !one.isEmpty())
        asked.first = one.toUInt(), asked.count = 1;
    return asked;
}

/// What one lane has seen.
struct Tally
{
    int seeds = 0;
    QStringList failed;
};

/// Runs seeds as they come, on a pair of servers of its own; next answers with nothing when there are no more.
class Lane
{
public:
    explicit Lane(SeedProgram &program) : m_program(program) { m_asker.setServer(m_pair.primary()); }

    Tally run(const std::function<std::optional<quint32>()> &next, const std::function<void(bool isWell)> &done)
    {
        QStringList problems = m_program.begin(m_asker);
        if (!problems.isEmpty())
            print(u"before the first seed"_s, problems);
        Tally tally;
        if (!problems.isEmpty())
            tally.failed.append(u"all"_s);
        while (const auto seed = next()) {
            const bool isWell = runOne(*seed);
            ++tally.seeds;
            if (!isWell)
                tally.failed.append(QString::number(*seed));
            done(isWell);
        }
        problems.clear();
        const QString line = m_program.sumUp(tally.seeds, problems);
        const qint64 audited = verifyAudit(m_asker, 1, problems);
        print(u"%1 seeds, %2, %3 audit rows verified, %4 s"_s.arg(QString::number(tally.seeds), line, QString::number(audited), QString::number(m_all.elapsed() / 1000)), problems);
        if (!problems.isEmpty())
            tally.failed.append(u"all"_s);
        return tally;
    }

private:
    bool runOne(quint32 seed)
    {
        QElapsedTimer timer;
        timer.start();
        QStringList problems;
        const QString line = m_program.run(m_pair, m_asker, seed, problems);
        m_audited = verifyAudit(m_asker, m_audited, problems);
        print(u"seed %1: %2, %3, %4 ms"_s.arg(QString::number(seed), disasterName(disasterOf(seed)), line, QString::number(timer.elapsed())), problems);
        return problems.isEmpty();
    }

    SeedProgram &m_program;
    Pair m_pair;
    Asker m_asker;
    qint64 m_audited = 1;
    QElapsedTimer m_all = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
};

int exitCodeOf(const QStringList &failed)
{
    if (!failed.isEmpty())
        print(u"failed: %1; repeat one with STEWARD_FAULT_SEED=<seed>"_s.arg(failed.join(u' ')));
    return failed.isEmpty() ? 0 : 1;
}

/// The seeds to run come on standard input, a line each.
int runLane(SeedProgram &program)
{
    const auto next = [] {
        std::string line;
        return std::getline(std::cin, line) ? std::optional(quint32(std::stoul(line))) : std::nullopt;
    };
    const Tally tally = Lane(program).run(next, [](bool isWell) { print(isWell ? laneIsWell : laneHasFailed); });
    return tally.failed.contains(u"all"_s) ? 1 : 0;
}

/// Gives out seeds to lanes, each of which gets another when it is through with one.
class Lanes final : public QObject
{
public:
    explicit Lanes(const Seeds &seeds) : m_seeds(seeds), m_next(seeds.first) { }

    int run()
    {
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < m_seeds.lanes; ++i)
            startLane();
        QCoreApplication::exec();
        print(u"%1 seeds from %2 in %3 lanes, %4 s"_s.arg(m_seeds.count).arg(m_seeds.first).arg(m_seeds.lanes).arg(timer.elapsed() / 1000));
        return exitCodeOf(m_failed);
    }

private:
    /// A lane is this program once more.
    void startLane()
    {
        auto *lane = new QProcess(this);
        lane->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        connect(lane, &QProcess::readyReadStandardOutput, this, [this, lane] { hear(lane); });
        connect(lane, &QProcess::finished, this, [this, lane](int code, QProcess::ExitStatus status) { end(lane, code == 0 && status == QProcess::NormalExit); });
        lane->start(QCoreApplication::applicationFilePath(), {u"--lane"_s});
        ++m_running;
        feed(lane);
    }

    void feed(QProcess *lane)
    {
        if (m_next >= m_seeds.first + quint32(m_seeds.count))
            return lane->closeWriteChannel();
        m_at.insert(lane, m_next);
        lane->write(QByteArray::number(m_next++) + '\n');
    }

    void hear(QProcess *lane)
    {
        while (lane->canReadLine()) {
            const QString line = QString::fromUtf8(lane->readLine()).chopped(1);
            if (line != laneIsWell && line != laneHasFailed) {
                print(line);
                continue;
            }
            const quint32 seed = m_at.take(lane);
            if (line == laneHasFailed)
                m_failed.append(QString::number(seed));
            feed(lane);
        }
    }

    void end(QProcess *lane, bool isWell)
    {
        hear(lane);
        if (m_at.contains(lane))
            m_failed.append(QString::number(m_at.take(lane)));
        else if (!isWell)
            m_failed.append(u"all"_s);
        if (--m_running == 0)
            QCoreApplication::quit();
    }

    Seeds m_seeds;
    quint32 m_next;
    int m_running = 0;
    QHash<QProcess *, quint32> m_at; ///< the seed each lane works on
    QStringList m_failed;
};

} // namespace

int runSeeds(const QCoreApplication &application, SeedProgram &program)
{
    const Seeds seeds = readSeeds(application);
    if (seeds.isWorkload)
        return program.work();
    if (seeds.isLane)
        return runLane(program);
    if (seeds.lanes > 1 && seeds.count > 1)
        return Lanes(seeds).run();
    quint32 seed = seeds.first;
    const auto next = [&] { return seed < seeds.first + quint32(seeds.count) ? std::optional(seed++) : std::nullopt; };
    return exitCodeOf(Lane(program).run(next, [](bool) { }).failed);
}

} // namespace Steward::Test
