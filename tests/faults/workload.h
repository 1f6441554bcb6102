// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/journal.h"
#include "tests/faults/verbs.h"

#include <QJsonObject>
#include <QObject>

#include <memory>
#include <vector>

namespace Steward::Test {

/// What a workload is to do, as it travels to the process that does it.
struct WorkloadOrder
{
    quint32 seed = 0;
    int commands = 0;
    Profile profile;
    QList<QPair<QString, QString>> logins; ///< name and password; one desktop each
    QJsonArray orders;                     ///< [{id, version}]
    QString customer;                      ///< the e-mail address of whom they are
    QString journal;

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static WorkloadOrder fromJson(const QJsonObject &json);
};

/// A process that works as people at desktops do, until all its commands are answered. Says on standard output, a line each: ready,
/// sent and answered; and journals all of it.
class Workload final : public QObject
{
    Q_OBJECT

public:
    explicit Workload(const WorkloadOrder &order);
    ~Workload() override;
    void start();

Q_SIGNALS:
    void over(int exitCode);

private:
    struct Desk;
    struct Drawn;

    void deskIsReady();
    void sendSome();
    void sendOne();
    void send(const Drawn &drawn, const Verb &verb, Desk &desk);
    void say(const char *word);

    WorkloadOrder m_order;
    QRandomGenerator m_random;
    Beliefs m_beliefs;
    Journal m_journal;
    std::vector<std::unique_ptr<Desk>> m_desks;
    int m_ready = 0;
    int m_sent = 0;
    int m_inFlight = 0;
};

/// The child's whole life: its order comes on standard input.
[[nodiscard]] int runWorkload();

} // namespace Steward::Test
