// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/asker.h"
#include "tests/faults/journal.h"
#include "tests/faults/pair.h"
#include "tests/faults/workloadorder.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>

namespace Steward::Test {

/// What befalls a workload beside the faults of its lines.
enum class Disaster {
    None,
    ServerDies,     ///< the primary is stopped hard in mid-command and started again
    DesktopDies,    ///< the program is killed in mid-command
    StandbyDies,    ///< commits wait until it is back; the primary may die meanwhile
    Failover,       ///< the primary is lost and the standby promoted under the program
    LateFailover    ///< the same, when the primary had died and come back while the standby was away
};

/// What a seed stands for: every disaster in its proportion, also among the first forty.
[[nodiscard]] Disaster disasterOf(quint32 seed);
[[nodiscard]] QString disasterName(Disaster disaster);

/// One seed: a workload in a process of its own, faults drawn from the seed, and a look at what the store has of it. What the workload
/// is, and what is looked at, a scenario of its own says.
class Scenario
{
public:
    Scenario(Pair &pair, Asker &asker, quint32 seed);
    virtual ~Scenario() = default;
    Q_DISABLE_COPY_MOVE(Scenario)
    /// Sentences, one for each thing that is wrong; none when all is well.
    [[nodiscard]] QStringList run();
    /// Where the time of run() went, for whoever wants it to take less.
    [[nodiscard]] QString laps() const { return m_laps.join(u", "); }

protected:
    /// What the workload is to do; where it works, on what and for whom is filled in already.
    virtual void order(WorkloadOrder &order) = 0;
    [[nodiscard]] virtual QStringList verdict(const QList<JournalEntry> &journal) = 0;
    /// A workload that was killed is told apart from one that may not be.
    [[nodiscard]] bool wasKilled() const { return m_wasKilled; }
    [[nodiscard]] Pair &pair() { return m_pair; }
    [[nodiscard]] Asker &asker() { return m_asker; }
    [[nodiscard]] QRandomGenerator &random() { return m_random; }
    [[nodiscard]] const QString &customer() const { return m_customer; }
    /// Every line that the workload has said.
    [[nodiscard]] QStringList said() const { return QString::fromUtf8(m_said).split(u'\n', Qt::SkipEmptyParts); }
    /// Starts the workload that run() killed once more, with nothing to do, and waits until it has ended; false when it does not.
    [[nodiscard]] bool runAgain();

private:
    void lap(const QString &name);
    void makeOrders();
    /// Starts the process, which waits to be told what to do.
    void launch();
    /// Tells it, and waits until it has signed in.
    [[nodiscard]] bool start(const WorkloadOrder &order);
    /// Reads what the workload says until it has sent so many commands; false when it ended or stood still.
    bool waitForSent(int sent);
    /// Until one more command is answered.
    void waitForAnswer(int patienceMs);
    void readProgress(int waitMs);
    void lineFault();
    void disaster();
    void serverDies();
    void standbyDies();
    void lateFailover();
    void harm();
    [[nodiscard]] bool waitForEnd();
    void waitForQuiet();
    void pause(int longestMs);
    [[nodiscard]] Cluster::HardStop manner();

    Pair &m_pair;
    Asker &m_asker;
    quint32 m_seed;
    QRandomGenerator m_random;
    Disaster m_disaster;
    QString m_customer; ///< their e-mail address; nobody else's orders are looked at
    QTemporaryDir m_folder;
    WorkloadOrder m_order;
    QProcess m_process;
    QByteArray m_said;
    QStringList m_problems;
    QStringList m_laps;
    QElapsedTimer m_lap;
    int m_sent = 0;
    int m_answered = 0;
    bool m_isKilled = false;  ///< the one that runs, or ran last
    bool m_wasKilled = false; ///< one of them
};

} // namespace Steward::Test
