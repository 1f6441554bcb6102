// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/journal.h"
#include "tests/faults/verbs.h"
#include "tests/faults/workloadorder.h"

#include <QObject>

#include <memory>
#include <vector>

namespace Steward::Test {

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
    [[nodiscard]] QList<Desk *> desksFor(const Verb &verb) const;
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
