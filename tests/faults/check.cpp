// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/check.h"

#include "tests/faults/books.h"
#include "tests/faults/records.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int patienceMs = 120'000;

/// Of $1: verb, answer, how many audit rows, order:kind of its events, order:field of its changes, the orders of its messages, and
/// order:refund as its processor is to be asked and as the order has it of those that are not paid out by hand.
const QByteArray keptSql = R"(
select c.verb, c.result, (select count(*) from audit.entry e where e.command_id = asked.id),
    array_to_string(array(select e.order_id || ':' || e.kind from store.event e where e.command_id = asked.id), ' '),
    array_to_string(array(select h.order_id || ':' || h.field from store.order_change h where h.command_id = asked.id), ' '),
    array_to_string(array(select b.order_id::text from mailroom.outbox b where b.command_id = asked.id and b.kind = 'message' order by b.order_id::text), ' '),
    array_to_string(array(select b.order_id || ':' || b.refund_no from mailroom.outbox b where b.command_id = asked.id and b.kind = 'refund' order by b.order_id, b.refund_no), ' '),
    array_to_string(array(select r.order_id || ':' || r.refund_no from store.refund r where r.command_id = asked.id and not r.by_hand order by r.order_id, r.refund_no), ' ')
from (select $1::uuid as id) asked left join store.command c using (id))";

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

bool isDone(const QJsonObject &answer)
{
    const QString outcome = answer[u"outcome"_s].toString();
    return outcome == u"done" || outcome == u"partly";
}

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
    m_problems.append(u"%1 %2: %3"_s.arg(entry.verb, idText(entry.id), what));
}

StoreCheck::Kept StoreCheck::keptOf(const JournalEntry &entry)
{
    Kept kept;
    const Params id = Params().uuid(entry.id);
    const Rows command = m_asker.rows(Cluster::ownerLogin(), keptSql, id);
    if (command.isEmpty())
        return kept;
    kept.verb = command.text(0, 0);
    kept.isKnown = !kept.verb.isEmpty();
    kept.result = command.object(0, 1);
    kept.audits = int(command.integer(0, 2));
    kept.events = command.text(0, 3).split(u' ', Qt::SkipEmptyParts);
    kept.changes = command.text(0, 4).split(u' ', Qt::SkipEmptyParts);
    kept.messages = command.text(0, 5).split(u' ', Qt::SkipEmptyParts);
    kept.refundsAsked = command.text(0, 6);
    kept.refunds = command.text(0, 7);
    if (const Verb *verb = verbNamed(entry.verb); verb && !verb->effects.isEmpty())
        kept.effects = m_asker.owner(verb->effects, Params().text(idText(entry.id))).toInt();
    return kept;
}

/// Whatever a command is: its row, its audit row, its events and what it left behind are there together or not at all.
void StoreCheck::judge(const JournalEntry &entry, const Kept &kept)
{
    const Verb *verb = verbNamed(entry.verb);
    const bool isOfOrders = verb && verb->of == Verb::Of::Orders;
    const QStringList done = doneOrders(kept.result);
    const qsizetype times = isOfOrders ? done.size() : kept.isKnown && isDone(kept.result) ? 1 : 0;
    if (kept.isKnown && kept.verb != entry.verb)
        problem(entry, u"is known as %1"_s.arg(kept.verb));
    if (kept.isKnown && kept.result.isEmpty())
        problem(entry, u"was begun and never ended"_s);
    if (kept.isKnown && isOfOrders && isDone(kept.result) != !done.isEmpty())
        problem(entry, u"its outcome and its rows disagree: "_s + printed(kept.result));
    const int audits = kept.isKnown && isDone(kept.result) ? 1 : 0;
    if (kept.audits != audits)
        problem(entry, u"%1 audit rows instead of %2"_s.arg(kept.audits).arg(audits));
    if (verb && !verb->effects.isEmpty() && kept.effects != times)
        problem(entry, u"done %1 times instead of %2"_s.arg(kept.effects).arg(times));
    for (const QString &trace : kept.events + kept.changes) {
        if (!done.contains(trace.section(u':', 0, 0)))
            problem(entry, u"a trace on an order which it was not done to: "_s + trace);
    }
    for (QStringList traces : {kept.events, kept.changes}) {
        if (traces.removeDuplicates() > 0)
            problem(entry, u"the same trace twice on an order: "_s + traces.join(u' '));
    }
    judgeOutbox(entry, kept, done);
}

/// What leaves the house because of a command waits in the outbox once: a message for each order it was done to, where it has one, and
/// for each refund what is asked of its processor.
void StoreCheck::judgeOutbox(const JournalEntry &entry, const Kept &kept, const QStringList &done)
{
    const Verb *verb = verbNamed(entry.verb);
    QStringList expected;
    for (const QString &order : done) {
        for (int i = 0; verb && i < verb->messages; ++i)
            expected.append(order);
    }
    if (kept.messages != expected)
        problem(entry, u"messages for [%1] instead of [%2]"_s.arg(kept.messages.join(u' '), expected.join(u' ')));
    if (kept.refundsAsked != kept.refunds)
        problem(entry, u"asked its processor for the refunds [%1] and wrote [%2]"_s.arg(kept.refundsAsked, kept.refunds));
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
    const auto future = verbNamed(entry.verb)->send({*desk.session, *desk.orders, {}}, entry.id, entry.arguments);
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

void StoreCheck::checkNothingElse(const QList<JournalEntry> &journal, const QString &customer, const QList<qint64> &orders)
{
    QHash<QString, int> expected;
    for (const JournalEntry &entry : journal) {
        if (const Verb *verb = verbNamed(entry.verb); verb && !verb->effects.isEmpty())
            expected[entry.verb] += m_asker.owner(verb->effects, Params().text(idText(entry.id))).toInt();
    }
    for (const Verb &verb : verbs()) {
        if (verb.all.isEmpty())
            continue;
        const int all = m_asker.owner(verb.all, verb.of == Verb::Of::Orders ? Params().integers(orders) : Params().text(customer)).toInt();
        if (all != expected.value(verb.name))
            m_problems.append(u"%1: the orders show %2 and the commands did %3"_s.arg(verb.name).arg(all).arg(expected.value(verb.name)));
    }
}

QStringList StoreCheck::check(const QList<JournalEntry> &journal, const QString &customer)
{
    m_problems.clear();
    for (const JournalEntry &entry : journal) {
        const Verb *verb = verbNamed(entry.verb);
        if (verb && verb->of == Verb::Of::Errand) {
            for (const QString &what : verb->judge(m_asker, entry))
                problem(entry, what);
            continue;
        }
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
    const QList<qint64> orders = ordersOf(m_asker, customer);
    checkNothingElse(journal, customer, orders);
    m_problems += wrongAccounts(m_asker, m_server, journal);
    m_problems += wrongViews(m_asker, journal);
    m_problems += wrongBooks(m_asker, orders);
    m_problems += m_asker.takeFailures();
    return m_problems;
}

} // namespace Steward::Test
