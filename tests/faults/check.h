// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/asker.h"
#include "tests/faults/journal.h"
#include "tests/faults/verbs.h"

#include <map>

namespace Steward::Test {

/// Whether a command's answer says that some of it was done.
[[nodiscard]] bool isDone(const QJsonObject &answer);

/// Signs in as the program does; null when it does not work.
[[nodiscard]] std::unique_ptr<Session> signInTo(const Cluster &cluster, const QString &login);

/// Looks at a store after a workload: every command that was answered is there once, none is there twice, what was not answered is
/// there once or not at all and the same id tells which, the books add up, and the audit verifies.
class StoreCheck
{
public:
    StoreCheck(Asker &asker, const Cluster &server) : m_asker(asker), m_server(server) { }

    /// Sentences, one for each thing that is wrong. customer: the e-mail address whose orders it is about.
    [[nodiscard]] QStringList check(const QList<JournalEntry> &journal, const QString &customer);

private:
    /// What the store has of one command.
    struct Kept
    {
        bool isKnown = false;
        QString verb;
        QJsonObject result;
        int audits = 0;
        QStringList events;   ///< order and kind
        QStringList changes;  ///< order and field
        QStringList messages; ///< their orders
        QString refundsAsked, refunds; ///< orders and numbers
        int effects = 0;
    };

    [[nodiscard]] Kept keptOf(const JournalEntry &entry);
    void judge(const JournalEntry &entry, const Kept &kept);
    void judgeOutbox(const JournalEntry &entry, const Kept &kept, const QStringList &done);
    void sendAgain(const JournalEntry &entry, const Kept &before);
    void checkNothingElse(const QList<JournalEntry> &journal, const QString &customer, const QList<qint64> &orders);
    void problem(const JournalEntry &entry, const QString &what);

    struct Desk
    {
        std::unique_ptr<Session> session;
        std::unique_ptr<OrderRepository> orders;
    };

    Asker &m_asker;
    const Cluster &m_server;
    std::map<QString, Desk> m_desks;
    QStringList m_problems;
};

} // namespace Steward::Test
