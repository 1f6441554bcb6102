// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/deliveryrun.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

using Kind = DeliveryOutcome::Kind;

/// How long after it was taken an item is still handed over; its lease ends minutes later, and somebody else may have it then.
constexpr qint64 freshMs = 30'000;
/// How long an order that somebody keeps locked is waited for, and then left alone: meanwhile others go on.
constexpr int lockMs = 5'000;
constexpr qint64 lockedRestMs = 10'000;
/// What takes longer goes after what does not.
constexpr qint64 slowMs = 5'000;

QString troubleText(const QString &kind, const DeliveryOutcome &outcome)
{
    if (outcome.error == u"bad_sender")
        return u"The store's sender is not an address that mail can come from: an admin sets it on the page Store, as the sender (store.sender)."_s;
    return kind == u"message" ? u"The mail server takes nothing in (%1). What is due waits."_s.arg(outcome.error)
                              : u"The payment processor takes nothing in (%1). What is due waits."_s.arg(outcome.error);
}

qint64 numberOf(const QJsonObject &item)
{
    return item.value(u"id"_s).toInteger();
}

} // namespace

bool DeliveryRun::Trouble::isNews(const QString &text)
{
    return std::exchange(m_said, text) != text;
}

bool DeliveryRun::Trouble::ends()
{
    return !std::exchange(m_said, {}).isEmpty();
}

DeliveryRun::DeliveryRun(ConnectionOptions options, DeliverySides &sides, DeliveryHost host, const Clock &clock)
    : m_options(std::move(options)), m_sides(sides), m_host(std::move(host)), m_clock(clock)
{
    m_options.lockTimeoutMs = lockMs;
}

bool DeliveryRun::serve()
{
    while (!m_host.isAskedToStop()) {
        if (step() != Step::Worked)
            m_host.rest();
    }
    return settleTheRest();
}

bool DeliveryRun::once()
{
    Step what = Step::Worked;
    while (what == Step::Worked && !m_host.isAskedToStop()) {
        what = step();
        // The next thing is not for a store that is away; what became of the last one is.
        if (what != Step::Worked && !m_unsettled.isEmpty()) {
            if (!settleTheRest())
                return false;
            what = Step::Worked;
        }
    }
    if (!settleTheRest() || what == Step::StoreAway)
        return false;
    if (what == Step::Idle)
        m_host.tell(u"%1 handed over, %2 refused, %3 put back for another try."_s.arg(m_done).arg(m_refused).arg(m_putBack));
    return what != Step::Idle || !m_hadTrouble;
}

DeliveryRun::Step DeliveryRun::step()
{
    if (m_sides.kinds().isEmpty() && m_unsettled.isEmpty())
        return Step::Idle;
    if (!reach() || !settle())
        return Step::StoreAway;
    m_hasGreeted = m_hasGreeted || !m_host.greet || m_host.greet(m_connection);
    const QStringList kinds = m_sides.kinds();
    if (kinds.isEmpty())
        return Step::Idle;
    const qint64 takenAt = m_clock.monotonicMs();
    const auto taken = takeNext(kinds);
    if (!taken) {
        say(m_store, taken.error().userText);
        return Step::StoreAway;
    }
    end(m_store, u"The server answers again."_s);
    noteObstacle(*taken, kinds);
    if (!taken->item)
        return Step::Idle;
    if (!adoptLease(*taken->item))
        handOver(*taken->item, takenAt);
    return settle() ? Step::Worked : Step::StoreAway;
}

Result<void> DeliveryRun::reach()
{
    Result<void> opened = m_connection.isOpen() ? Result<void>() : m_connection.open(m_options);
    if (!opened)
        say(m_store, opened.error().userText);
    return opened;
}

/// A side that keeps one waiting comes after the other, so that mail is not held up by a processor that hangs.
Result<TakenItem> DeliveryRun::takeNext(const QStringList &kinds)
{
    QStringList swift = kinds;
    swift.removeAll(m_slowKind);
    if (!swift.isEmpty() && swift.size() < kinds.size()) {
        auto taken = Outbox(m_connection).take(swift);
        if (!taken || taken->item)
            return taken;
    }
    return Outbox(m_connection).take(kinds);
}

/// What was handed over already is given out again when its lease has ended meanwhile: it is only to be settled under the new one.
bool DeliveryRun::adoptLease(const QJsonObject &item)
{
    const auto kept = std::ranges::find(m_unsettled, numberOf(item), [](const Unsettled &one) { return numberOf(one.item); });
    if (kept == m_unsettled.end())
        return false;
    kept->item = item;
    kept->restsUntil = 0;
    return true;
}

void DeliveryRun::handOver(const QJsonObject &item, qint64 takenAt)
{
    const QString kind = item.value(u"kind"_s).toString();
    const qint64 startedAt = m_clock.monotonicMs();
    // This process was held up: by now the lease may be over for all that it knows.
    if (startedAt - takenAt > freshMs) {
        m_unsettled.append(Unsettled{item, {Kind::Away, {}, u"held_up"_s}});
        ++m_putBack;
        return;
    }
    const DeliveryOutcome outcome = m_sides.handOver(item);
    if (outcome.side == DeliveryOutcome::Side::Unwell || m_clock.monotonicMs() - startedAt > slowMs)
        m_slowKind = kind;
    else if (m_slowKind == kind)
        m_slowKind.clear();
    noteSide(item, outcome);
    (outcome.kind == Kind::Done ? m_done : outcome.kind == Kind::Refused ? m_refused : m_putBack) += 1;
    m_unsettled.append(Unsettled{item, outcome});
}

void DeliveryRun::noteSide(const QJsonObject &item, const DeliveryOutcome &outcome)
{
    const QString kind = item.value(u"kind"_s).toString();
    const bool isResting = !m_sides.kinds().contains(kind);
    if (isResting)
        say(m_sideTroubles[kind], troubleText(kind, outcome));
    else if (outcome.side == DeliveryOutcome::Side::Fine && outcome.kind != Kind::Away)
        end(m_sideTroubles[kind], kind == u"message" ? u"The mail server takes messages in again."_s : u"The payment processor answers again."_s);
    if (outcome.kind != Kind::Away)
        m_itemTroubles.remove(numberOf(item));
    else if (!isResting)
        say(m_itemTroubles[numberOf(item)], u"Item %1 cannot be handed over (%2). It is tried again, and costs no try."_s.arg(numberOf(item)).arg(outcome.error));
    m_hadTrouble = m_hadTrouble || isResting || outcome.kind == Kind::Away;
}

bool DeliveryRun::settle()
{
    for (qsizetype at = 0; at < m_unsettled.size();) {
        Unsettled &kept = m_unsettled[at];
        if (kept.restsUntil > m_clock.monotonicMs()) {
            ++at;
            continue;
        }
        const auto refusal = Outbox(m_connection).settle(kept.item, kept.outcome);
        if (refusal) {
            end(m_store, u"The server answers again."_s);
            noteSettled(kept, *refusal);
            m_unsettled.removeAt(at);
        } else if (!m_connection.isOpen()) {
            say(m_store, refusal.error().userText);
            return false;
        } else {
            noteDelay(kept, refusal.error());
            ++at;
        }
    }
    return true;
}

void DeliveryRun::noteDelay(Unsettled &kept, const Error &error)
{
    kept.restsUntil = m_clock.monotonicMs() + lockedRestMs;
    if (!std::exchange(kept.isSaid, true))
        m_host.complain(u"What became of item %1 cannot be written down yet: %2"_s.arg(numberOf(kept.item)).arg(error.userText));
}

void DeliveryRun::noteSettled(const Unsettled &kept, const QString &refusal)
{
    if (!refusal.isEmpty())
        m_host.complain(u"What became of item %1 came too late to be written down (%2, %3): its time was over, and somebody else has it."_s
                            .arg(numberOf(kept.item)).arg(kept.outcome.word(), refusal));
    else if (kept.isSaid)
        m_host.tell(u"What became of item %1 is written down."_s.arg(numberOf(kept.item)));
}

bool DeliveryRun::settleTheRest()
{
    const qint64 until = m_clock.monotonicMs() + m_host.leftMs();
    while (!m_unsettled.isEmpty()) {
        for (Unsettled &kept : m_unsettled)
            kept.restsUntil = 0;
        if (reach() && settle() && m_unsettled.isEmpty())
            break;
        if (m_clock.monotonicMs() >= until)
            break;
        m_host.wait();
    }
    for (const Unsettled &kept : std::as_const(m_unsettled))
        m_host.complain(u"What became of item %1 (%2) could not be written down; it goes once more under the same number."_s.arg(numberOf(kept.item)).arg(kept.outcome.word()));
    return m_unsettled.isEmpty();
}

void DeliveryRun::noteObstacle(const TakenItem &taken, const QStringList &kinds)
{
    if (taken.obstacle == u"no_sender") {
        say(m_sender, u"Messages are due, but the store has no address to send them from: an admin sets it on the page Store, as the sender (store.sender)."_s);
        m_hadTrouble = true;
    } else if (kinds.contains(u"message"_s)) {
        end(m_sender, u"Messages have a sender again."_s);
    }
    // One that rests or is slow is not asked for just now, and has troubles of its own.
    m_hasProcessor = m_hasProcessor || kinds.contains(u"refund"_s);
    if (taken.obstacle == u"no_processor" && !m_hasProcessor) {
        say(m_processor, u"Refunds have been due for more than an hour, and nobody hands them over: set STEWARD_PAYPAL_URL, STEWARD_PAYPAL_CLIENT and STEWARD_PAYPAL_SECRET."_s);
        m_hadTrouble = true;
    }
}

void DeliveryRun::say(Trouble &trouble, const QString &text)
{
    if (trouble.isNews(text))
        m_host.complain(text);
}

void DeliveryRun::end(Trouble &trouble, const QString &text)
{
    if (trouble.ends())
        m_host.tell(text);
}

} // namespace Steward
