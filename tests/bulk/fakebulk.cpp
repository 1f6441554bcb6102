// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bulk/fakebulk.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

qint64 byHandOf(OrderId order)
{
    return order.value % 2 ? 30 : 0;
}

QString currencyOf(OrderId order)
{
    return order.value % 3 ? u"EUR"_s : u"CHF"_s;
}

} // namespace

QList<BulkOrder> FakeBulk::orders(int count)
{
    QList<BulkOrder> all;
    for (int i = 1; i <= count; ++i)
        all.append({{i}, 1, u"#%1"_s.arg(i)});
    return all;
}

QFuture<Result<CommandOutcome>> FakeBulk::wait(const QJsonArray &rows)
{
    auto promise = std::make_shared<QPromise<Result<CommandOutcome>>>();
    promise->start();
    waiting.push_back({promise, {CommandOutcome::Kind::Done, {}, {{u"rows"_s, rows}}, false}});
    return promise->future();
}

QFuture<Result<BulkChoice>> FakeBulk::choice(const TableQuery &query, const TableCursor &from)
{
    queries.append(query);
    cursors.append(from);
    return QtFuture::makeReadyFuture(pages.isEmpty() ? Result<BulkChoice>(Error{ErrorKind::Offline, u"away"_s, {}, {}}) : Result<BulkChoice>(pages.takeFirst()));
}

QFuture<Result<CommandOutcome>> FakeBulk::check(const BulkTask &task, const QList<OrderAt> &asked)
{
    Sent one;
    QJsonArray rows;
    for (const OrderAt &order : asked) {
        one.orders.append(order.id.value);
        QJsonObject row{{u"order_id"_s, order.id.value}, {u"version"_s, order.version}, {u"outcome"_s, u"would"_s}, {u"refund_minor"_s, 100}, {u"by_hand_minor"_s, byHandOf(order.id)}, {u"currency"_s, currencyOf(order.id)}};
        if (const int version = moved.value(order.id.value, order.version); version != order.version)
            row = {{u"order_id"_s, order.id.value}, {u"outcome"_s, u"conflict"_s}, {u"reason"_s, u"changed_meanwhile"_s}, {u"current"_s, QJsonObject{{u"version"_s, version}}}};
        else if (refuses > 0 && order.id.value % refuses == 0)
            row = {{u"order_id"_s, order.id.value}, {u"version"_s, order.version}, {u"outcome"_s, u"refused"_s}, {u"reason"_s, u"already_shipped"_s}};
        rows.append(row);
    }
    checked.append(one);
    lookedAt.append(task.looksAt());
    return wait(rows);
}

QFuture<Result<CommandOutcome>> FakeBulk::send(QUuid commandId, const BulkTask &, const QList<OrderAt> &asked)
{
    Sent one{commandId, {}, {}};
    QJsonArray rows;
    for (const OrderAt &order : asked) {
        one.orders.append(order.id.value);
        const int version = moved.value(order.id.value, order.version);
        if (version == order.version)
            rows.append(QJsonObject{{u"order_id"_s, order.id.value}, {u"outcome"_s, u"done"_s}, {u"version"_s, order.version + 1}, {u"amount_minor"_s, 100}, {u"by_hand_minor"_s, byHandOf(order.id)}, {u"currency"_s, currencyOf(order.id)}});
        else
            rows.append(QJsonObject{{u"order_id"_s, order.id.value}, {u"outcome"_s, u"conflict"_s}, {u"reason"_s, u"changed_meanwhile"_s}, {u"current"_s, QJsonObject{{u"version"_s, version}}}});
    }
    m_done.insert(commandId, one.orders);
    known.insert(commandId, {{u"rows"_s, rows}});
    sent.append(one);
    return wait(rows);
}

QFuture<Result<CommandOutcome>> FakeBulk::undo(QUuid commandId, QUuid taken)
{
    QJsonArray rows;
    for (const qint64 order : m_done.value(taken)) {
        const bool isKept = keptByUndo.contains(order);
        rows.append(QJsonObject{{u"order_id"_s, order}, {u"outcome"_s, isKept ? u"refused"_s : u"done"_s}, {u"reason"_s, isKept ? u"changed_since"_s : QString()}});
    }
    known.insert(commandId, {{u"rows"_s, rows}});
    undone.append({commandId, taken, m_done.value(taken)});
    return wait(rows);
}

QFuture<Result<QHash<QUuid, QJsonObject>>> FakeBulk::results(const QList<QUuid> &commands)
{
    askedFor.append(commands);
    if (failsToTell > 0 && failsToTell-- > 0)
        return QtFuture::makeReadyFuture(Result<QHash<QUuid, QJsonObject>>(Error{ErrorKind::Offline, u"away"_s, {}, {}}));
    QHash<QUuid, QJsonObject> answer;
    for (const QUuid id : commands) {
        if (known.contains(id))
            answer.insert(id, known.value(id));
    }
    if (whenTold)
        whenTold();
    return QtFuture::makeReadyFuture(Result<QHash<QUuid, QJsonObject>>(answer));
}

void FakeBulk::end(const Result<CommandOutcome> &result)
{
    const Promise<CommandOutcome> promise = waiting.front().promise;
    waiting.pop_front();
    promise->addResult(result);
    promise->finish();
    QCoreApplication::processEvents();
}

void FakeBulk::answer()
{
    end(waiting.front().outcome);
}

void FakeBulk::fail(ErrorKind kind)
{
    end(Error{kind, u"It did not work."_s, {}, {}});
}

void FakeBulk::refuse(const QString &reason)
{
    end(CommandOutcome{CommandOutcome::Kind::Refused, reason, {{u"outcome"_s, u"refused"_s}, {u"reason"_s, reason}}, false});
}

void FakeBulk::answerAll()
{
    while (isAsked())
        answer();
}

} // namespace Steward::Test
