// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/clock.h"
#include "models/mailroom/delivery.h"
#include "models/mailroom/outbox.h"

#include <functional>

namespace Steward {

/// What the program around the delivery does for it. All but greet are to be set.
struct DeliveryHost
{
    std::function<void(const QString &)> complain; ///< one line about a trouble
    std::function<void(const QString &)> tell;     ///< one line that needs nobody
    std::function<bool()> isAskedToStop;
    std::function<void()> rest;     ///< about a second, cut short when an end is asked for
    std::function<void()> wait;     ///< about a second, whatever is asked for
    std::function<bool(Connection &)> greet; ///< says to the store, first of all, what it is to know; again with the next step while it is false
    std::function<qint64()> leftMs; ///< for how long, when it ends, writing down what became of things may be tried
};

/// The loop between the store and the other sides. What became of something that was handed over is kept until the store has it, and
/// nothing is handed over that is kept so. Blocks; belongs to one thread.
class DeliveryRun
{
public:
    DeliveryRun(ConnectionOptions options, DeliverySides &sides, DeliveryHost host, const Clock &clock = Clock::system());

    /// Until an end is asked for; false when something could not be written down by then.
    [[nodiscard]] bool serve();
    /// Until nothing is due; false when there was trouble.
    [[nodiscard]] bool once();

private:
    /// A trouble is said once, and that it is over.
    class Trouble
    {
    public:
        [[nodiscard]] bool isNews(const QString &text);
        [[nodiscard]] bool ends();

    private:
        QString m_said;
    };
    /// What was handed over and is not written down yet.
    struct Unsettled
    {
        QJsonObject item;
        DeliveryOutcome outcome;
        qint64 restsUntil = 0; ///< in the clock's milliseconds
        bool isSaid = false;
    };
    enum class Step { Worked, Idle, StoreAway };

    [[nodiscard]] Step step();
    [[nodiscard]] Result<void> reach();
    [[nodiscard]] Result<TakenItem> takeNext(const QStringList &kinds);
    [[nodiscard]] bool adoptLease(const QJsonObject &item);
    void handOver(const QJsonObject &item, qint64 takenAt);
    void noteSide(const QJsonObject &item, const DeliveryOutcome &outcome);
    /// False when the store is away.
    [[nodiscard]] bool settle();
    void noteDelay(Unsettled &kept, const Error &error);
    void noteSettled(const Unsettled &kept, const QString &refusal);
    /// Gives up after leftMs, and says of what.
    [[nodiscard]] bool settleTheRest();
    void noteObstacle(const TakenItem &taken, const QStringList &kinds);
    void say(Trouble &trouble, const QString &text);
    void end(Trouble &trouble, const QString &text);

    ConnectionOptions m_options;
    Connection m_connection{QStringLiteral("deliver")};
    DeliverySides &m_sides;
    DeliveryHost m_host;
    const Clock &m_clock;
    QList<Unsettled> m_unsettled;
    QString m_slowKind; ///< whose side keeps one waiting
    Trouble m_store, m_sender, m_processor;
    QHash<QString, Trouble> m_sideTroubles;
    QHash<qint64, Trouble> m_itemTroubles;
    qint64 m_done = 0, m_putBack = 0, m_refused = 0;
    bool m_hadTrouble = false;
    bool m_hasProcessor = false; ///< refunds can be handed over, if not at every moment
    bool m_hasGreeted = false;
};

} // namespace Steward
