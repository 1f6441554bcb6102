// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/ordercommands.h"

#include <QFutureWatcher>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

OrderCommands::OrderCommands(OrderRepository &orders, QObject *parent) : QObject(parent), m_orders(orders) { }

void OrderCommands::addNote(QUuid commandId, OrderId id, const QString &body)
{
    if (!isInFlight(commandId))
        follow(commandId, m_orders.addNote(commandId, id, body), tr("Note added."));
}

void OrderCommands::placeHold(QUuid commandId, const QList<OrderAt> &orders, const QString &reason, const QString &note)
{
    if (!isInFlight(commandId))
        follow(commandId, m_orders.placeHold(commandId, orders, reason, note), tr("%n order(s) put on hold.", "", int(orders.size())));
}

void OrderCommands::releaseHold(QUuid commandId, const QList<HoldAt> &holds)
{
    if (!isInFlight(commandId))
        follow(commandId, m_orders.releaseHold(commandId, holds), tr("%n hold(s) released.", "", int(holds.size())));
}

void OrderCommands::follow(QUuid commandId, const QFuture<Result<CommandOutcome>> &future, const QString &done)
{
    m_inFlight.insert(commandId);
    auto *watcher = new QFutureWatcher<Result<CommandOutcome>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, commandId, done] {
        m_inFlight.remove(commandId);
        watcher->deleteLater();
        if (watcher->future().resultCount() == 0)
            return Q_EMIT answered(commandId, false, tr("The command was not sent."));
        const auto answer = watcher->result();
        if (!answer)
            return Q_EMIT answered(commandId, false, answer.error().userText);
        Q_EMIT answered(commandId, answer->kind == CommandOutcome::Kind::Done, outcomeText(*answer, done));
    });
    watcher->setFuture(future);
}

QString outcomeText(const CommandOutcome &outcome, const QString &done)
{
    if (outcome.kind == CommandOutcome::Kind::Done)
        return done;
    if (outcome.kind != CommandOutcome::Kind::Partly)
        return orderReasonText(outcome.reason);
    int finished = 0;
    QHash<QString, int> reasons;
    const QJsonArray rows = outcome.details.value(u"rows"_s).toArray();
    for (const QJsonValue &row : rows) {
        if (row[u"outcome"_s].toString() == u"done")
            ++finished;
        else
            ++reasons[row[u"reason"_s].toString()];
    }
    QStringList sentences{OrderCommands::tr("%1 of %2 were done.").arg(finished).arg(rows.size())};
    for (auto reason = reasons.cbegin(); reason != reasons.cend(); ++reason)
        sentences.append(OrderCommands::tr("%1 not: %2").arg(reason.value()).arg(orderReasonText(reason.key())));
    return sentences.join(u' ');
}

} // namespace Steward
