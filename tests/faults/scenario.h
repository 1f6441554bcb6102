// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/asker.h"
#include "tests/faults/pair.h"
#include "tests/faults/workload.h"

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

/// One seed: a workload in a process of its own, faults drawn from the seed, and a look at what the store has of it.
class Scenario
{
public:
    Scenario(Pair &pair, Asker &asker, quint32 seed);
    /// Sentences, one for each thing that is wrong; none when all is well.
    [[nodiscard]] QStringList run();
    [[nodiscard]] int commands() const { return m_journalled; }
    [[nodiscard]] int unanswered() const { return m_unanswered; }
    [[nodiscard]] int replayed() const { return m_replayed; }
    /// How many commands of each verb were acknowledged as done.
    [[nodiscard]] const QHash<QString, int> &done() const { return m_done; }

private:
    void makeOrders();
    [[nodiscard]] bool startWorkload();
    /// Reads what the workload says until it has sent so many commands; false when it ended or stood still.
    bool waitForSent(int sent, int patienceMs);
    /// Until one more command is answered.
    void waitForAnswer(int patienceMs);
    void readProgress(int waitMs);
    void lineFault();
    void disaster();
    void serverDies();
    void standbyDies();
    void lateFailover();
    [[nodiscard]] bool waitForEnd();
    void waitForQuiet();
    [[nodiscard]] QStringList verdict();
    void pause(int longestMs);
    [[nodiscard]] Cluster::HardStop manner();

    Pair &m_pair;
    Asker &m_asker;
    quint32 m_seed;
    QRandomGenerator m_random;
    Disaster m_disaster;
    QString m_customer; ///< their e-mail address; nobody else's orders are looked at
    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_said;
    QJsonArray m_orders;
    QStringList m_problems;
    int m_sent = 0;
    int m_answered = 0;
    int m_journalled = 0;
    int m_unanswered = 0;
    int m_replayed = 0;
    QHash<QString, int> m_done;
    bool m_wasKilled = false;
};

} // namespace Steward::Test
