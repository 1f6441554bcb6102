// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/check.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int patienceMs = 30'000;

/// Counted anew from what hangs on an order, and told where the order itself says otherwise. Refunds that failed or were withdrawn and
/// parcels that were taken back do not count.
const QByteArray booksSql = R"(
select o.id::text || ': ' || concat_ws(', ',
    case when o.paid_minor <> pay.captured then 'paid ' || o.paid_minor || ' of ' || pay.captured end,
    case when o.refunded_minor <> back.refunded then 'refunded ' || o.refunded_minor || ' of ' || back.refunded end,
    case when back.refunded > pay.captured then 'more given back than taken' end,
    case when o.item_count <> line.items then 'items ' || o.item_count || ' of ' || line.items end,
    case when o.shipped_count <> ship.items then 'shipped ' || o.shipped_count || ' of ' || ship.items end,
    case when ship.items > line.items then 'more shipped than ordered' end,
    case when o.hold_count <> held.open then 'holds ' || o.hold_count || ' of ' || held.open end,
    case when (o.fulfilment_status = 'on_hold') <> (held.open > 0) and o.fulfilment_status in ('on_hold', 'unfulfilled', 'partially_fulfilled') then 'status ' || o.fulfilment_status end)
from store.orders o
cross join lateral (select coalesce(sum(p.amount_minor) filter (where p.kind = 'captured'), 0) as captured from store.payment p where p.order_id = o.id) pay
cross join lateral (select coalesce(sum(r.amount_minor), 0) as refunded from store.refund r where r.order_id = o.id
    and coalesce(to_jsonb(r)->>'status', 'done') in ('requested', 'done')) back
cross join lateral (select coalesce(sum(l.quantity), 0) as items from store.order_line l where l.order_id = o.id) line
cross join lateral (select coalesce(sum(sl.quantity), 0) as items from store.shipment s join store.shipment_line sl using (order_id, shipment_no)
    where s.order_id = o.id and to_jsonb(s)->>'voided_at' is null) ship
cross join lateral (select count(*) as open from store.hold h where h.order_id = o.id and h.released_at is null) held
where o.id = any($1::bigint[]) and (o.paid_minor <> pay.captured or o.refunded_minor <> back.refunded or back.refunded > pay.captured
    or o.item_count <> line.items or o.shipped_count <> ship.items or ship.items > line.items or o.hold_count <> held.open
    or ((o.fulfilment_status = 'on_hold') <> (held.open > 0) and o.fulfilment_status in ('on_hold', 'unfulfilled', 'partially_fulfilled'))))";

QStringList doneOrders(const QJsonObject &answer)
{
    QStringList orders;
    for (const QJsonValue &row : answer[u"rows"_s].toArray()) {
        if (row[u"outcome"_s].toString() == u"done")
            orders.append(QString::number(row[u"order_id"_s].toInteger()));
    }
    orders.sort();
    return orders;
}

bool isDone(const QJsonObject &answer)
{
    const QString outcome = answer[u"outcome"_s].toString();
    return outcome == u"done" || outcome == u"partly";
}

/// A refusal after which the id is free again: the same command may well succeed later.
bool isForgotten(const QJsonObject &answer)
{
    return answer[u"reason"_s].toString() == u"locked";
}

QString printed(const QJsonObject &answer)
{
    return QString::fromUtf8(QJsonDocument(answer).toJson(QJsonDocument::Compact)).left(400);
}

} // namespace

std::unique_ptr<Session> signInTo(const Cluster &cluster, const QString &login)
{
    const ConnectionOptions options = cluster.optionsFor(login);
    auto session = std::make_unique<Session>();
    session->signIn({.name = u"check"_s, .hosts = options.hosts, .database = options.database, .caFile = options.caFile, .lastUser = {}}, login, options.password);
    const bool isReady = QTest::qWaitFor([&session] { return session->state() == Session::State::Ready; }, patienceMs);
    return isReady ? std::move(session) : nullptr;
}

void StoreCheck::problem(const JournalEntry &entry, const QString &what)
{
    m_problems.append(u"%1 %2: %3"_s.arg(entry.verb, entry.id.toString(QUuid::WithoutBraces), what));
}

StoreCheck::Kept StoreCheck::keptOf(const JournalEntry &entry)
{
    Kept kept;
    const Params id = Params().uuid(entry.id);
    const Rows command = m_asker.rows(Cluster::ownerLogin(),
                                      "select c.verb, c.result, (select count(*) from audit.entry e where e.command_id = $1), "
                                      "array_to_string(array(select e.order_id || ':' || e.kind from store.event e where e.command_id = $1), ' ') "
                                      "from (select $1::uuid as id) asked left join store.command c using (id)",
                                      id);
    if (command.isEmpty())
        return kept;
    kept.verb = command.text(0, 0);
    kept.isKnown = !kept.verb.isEmpty();
    kept.result = command.object(0, 1);
    kept.audits = int(command.integer(0, 2));
    kept.events = command.text(0, 3).split(u' ', Qt::SkipEmptyParts);
    if (const Verb *verb = verbNamed(entry.verb))
        kept.effects = m_asker.owner(verb->effects, Params().text(entry.id.toString(QUuid::WithoutBraces))).toInt();
    return kept;
}

/// Whatever a command is: its row, its audit row, its events and what it left behind are there together or not at all.
void StoreCheck::judge(const JournalEntry &entry, const Kept &kept)
{
    const QStringList done = doneOrders(kept.result);
    if (kept.isKnown && kept.verb != entry.verb)
        problem(entry, u"is known as %1"_s.arg(kept.verb));
    if (kept.isKnown && kept.result.isEmpty())
        problem(entry, u"was begun and never ended"_s);
    if (kept.isKnown && isDone(kept.result) != !done.isEmpty())
        problem(entry, u"its outcome and its rows disagree: "_s + printed(kept.result));
    const int audits = kept.isKnown && isDone(kept.result) ? 1 : 0;
    if (kept.audits != audits)
        problem(entry, u"%1 audit rows instead of %2"_s.arg(kept.audits).arg(audits));
    if (kept.effects != done.size())
        problem(entry, u"done %1 times instead of %2"_s.arg(kept.effects).arg(done.size()));
    for (const QString &event : kept.events) {
        if (!done.contains(event.section(u':', 0, 0)))
            problem(entry, u"an event on an order which it was not done to: "_s + event);
    }
    if (QStringList kinds = kept.events; kinds.removeDuplicates() > 0)
        problem(entry, u"the same event twice on an order"_s);
}

void StoreCheck::sendAgain(const JournalEntry &entry, const Kept &before)
{
    Desk &desk = m_desks[entry.login];
    if (!desk.session) {
        desk.session = signInTo(m_server, entry.login);
        if (!desk.session) {
            problem(entry, u"%1 cannot sign in to ask what became of it"_s.arg(entry.login));
            return;
        }
        desk.orders = makeSqlOrderRepository(*desk.session);
    }
    const auto future = verbNamed(entry.verb)->send({*desk.session, *desk.orders}, entry.id, entry.arguments);
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, patienceMs) || !future.result()) {
        problem(entry, u"sent again, it was not answered"_s);
        return;
    }
    const CommandOutcome outcome = *future.result();
    if (outcome.replayed != before.isKnown)
        problem(entry, before.isKnown ? u"was done, and is done again"_s : u"was not there, and is said to be"_s);
    if (before.isKnown && withoutReplay(outcome.details) != before.result)
        problem(entry, u"answered %1 and had decided %2"_s.arg(printed(outcome.details), printed(before.result)));
    const Kept after = keptOf(entry);
    if (!after.isKnown && !isForgotten(outcome.details))
        problem(entry, u"answered and not kept"_s);
    judge(entry, after);
}

void StoreCheck::checkNothingElse(const QList<JournalEntry> &journal, const QList<qint64> &orders)
{
    QHash<QString, int> expected;
    for (const JournalEntry &entry : journal) {
        if (const Verb *verb = verbNamed(entry.verb))
            expected[entry.verb] += m_asker.owner(verb->effects, Params().text(entry.id.toString(QUuid::WithoutBraces))).toInt();
    }
    for (const Verb &verb : verbs()) {
        if (verb.all.isEmpty())
            continue;
        const int all = m_asker.owner(verb.all, Params().integers(orders)).toInt();
        if (all != expected.value(verb.name))
            m_problems.append(u"%1: the orders show %2 and the commands did %3"_s.arg(verb.name).arg(all).arg(expected.value(verb.name)));
    }
}

void StoreCheck::checkBooks(const QList<qint64> &orders)
{
    const Rows wrong = m_asker.rows(Cluster::ownerLogin(), booksSql, Params().integers(orders));
    for (int row = 0; row < wrong.count(); ++row)
        m_problems.append(u"the books of order "_s + wrong.text(row, 0));
}

QStringList StoreCheck::check(const QList<JournalEntry> &journal, const QList<qint64> &orders)
{
    m_problems.clear();
    for (const JournalEntry &entry : journal) {
        const Kept kept = keptOf(entry);
        judge(entry, kept);
        for (const QJsonObject &answer : entry.answers) {
            if (isForgotten(answer))
                continue;
            if (!kept.isKnown)
                problem(entry, u"acknowledged and not there: "_s + printed(answer));
            else if (withoutReplay(answer) != kept.result)
                problem(entry, u"told %1 and kept %2"_s.arg(printed(answer), printed(kept.result)));
        }
        if (entry.answers.isEmpty())
            sendAgain(entry, kept);
    }
    m_desks.clear();
    checkNothingElse(journal, orders);
    checkBooks(orders);
    m_problems += m_asker.takeFailures();
    return m_problems;
}

qint64 StoreCheck::verifyAudit(qint64 from, QStringList &problems)
{
    (void)m_asker.one(u"work"_s, "select desk.work_tick()");
    const Rows verdict = m_asker.rows(u"work"_s, "select ok, why, unsealed, head_position from audit.verify($1)", Params().integer(from));
    if (verdict.isEmpty() || !verdict.boolean(0, 0))
        problems.append(u"the audit does not verify: "_s + (verdict.isEmpty() ? QString() : verdict.text(0, 1)));
    else if (verdict.integer(0, 2) != 0)
        problems.append(u"%1 audit rows are not sealed"_s.arg(verdict.integer(0, 2)));
    problems += m_asker.takeFailures();
    return verdict.isEmpty() ? from : verdict.integer(0, 3);
}

} // namespace Steward::Test
