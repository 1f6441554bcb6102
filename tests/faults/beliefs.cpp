// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/beliefs.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

/// Those that are taken back once they were done. Not a release: the hold comes back as another one that looks the same.
bool isUndoable(const QString &verb)
{
    static const QStringList verbs{u"hold_place"_s, u"ship"_s, u"ship_whole"_s, u"refund"_s, u"cancel"_s, u"tag"_s, u"assign"_s, u"contact_fix"_s, u"lines_change"_s,
                                   u"stock_return"_s, u"parcel_fix"_s, u"parcel_void"_s, u"message_send"_s, u"refund_paid"_s};
    return verbs.contains(verb);
}

} // namespace

QJsonArray toJson(const QList<qint64> &numbers)
{
    QJsonArray array;
    for (const qint64 number : numbers)
        array.append(number);
    return array;
}

QList<qint64> integersOf(const QJsonValue &array)
{
    QList<qint64> numbers;
    for (const QJsonValue &number : array.toArray())
        numbers.append(number.toInteger());
    return numbers;
}

QString idText(QUuid id)
{
    return id.toString(QUuid::WithoutBraces);
}

Beliefs::Beliefs(const QJsonArray &orders, const QString &customer) : m_customer(customer)
{
    for (const QJsonValue &order : orders)
        m_orders.append({order[u"id"_s].toInteger(), order[u"version"_s].toInt(), {}, {QString()}});
    for (qsizetype i = 0; i < m_orders.size(); ++i) {
        for (int no = 1; no <= orders.at(i)[u"owed"_s].toInt(); ++no)
            m_orders[i].owed.append(no);
    }
}

Beliefs::Order *Beliefs::find(qint64 id)
{
    const auto found = std::ranges::find(m_orders, id, &Order::id);
    return found == m_orders.end() ? nullptr : &*found;
}

const Beliefs::Order &Beliefs::any(QRandomGenerator &random) const
{
    return m_orders.at(random.bounded(int(m_orders.size())));
}

QList<Beliefs::Order> Beliefs::some(QRandomGenerator &random) const
{
    QList<Order> chosen;
    const int count = 1 + random.bounded(3);
    for (int i = 0; i < count; ++i) {
        const Order &order = any(random);
        if (std::ranges::find(chosen, order.id, &Order::id) == chosen.end())
            chosen.append(order);
    }
    return chosen;
}

QJsonObject Beliefs::choice(QRandomGenerator &random) const
{
    QList<qint64> ids, versions;
    for (const Order &order : some(random)) {
        ids.append(order.id);
        versions.append(order.version);
    }
    return {{u"orders"_s, toJson(ids)}, {u"versions"_s, toJson(versions)}};
}

void Beliefs::learn(const QString &verb, QUuid id, const QJsonObject &arguments, const CommandOutcome &outcome)
{
    const bool isDone = outcome.kind == CommandOutcome::Kind::Done || outcome.kind == CommandOutcome::Kind::Partly;
    if (isDone && isUndoable(verb))
        m_undoable.append(id);
    for (const QJsonValue &row : outcome.details.value(u"rows"_s).toArray())
        learnRow(verb, arguments, row);
    learnOther(verb, arguments, outcome);
}

/// What is not about one order.
void Beliefs::learnOther(const QString &verb, const QJsonObject &arguments, const CommandOutcome &outcome)
{
    const bool isDone = outcome.kind == CommandOutcome::Kind::Done || outcome.kind == CommandOutcome::Kind::Partly;
    if (verb.startsWith(u"saved_view_"))
        return learnView(verb, arguments, outcome);
    if (verb == u"staff_add" && isDone)
        m_accounts.append(arguments[u"login"_s].toString());
    if (verb == u"store_change" && outcome.details.contains(u"now"_s))
        m_paperFoot = outcome.details[u"now"_s][u"store.paper_foot"_s][u"value"_s].toString();
    if (verb == u"disclosure_make" && isDone)
        m_files.append({outcome.details[u"disclosure_id"_s].toInteger(), 0});
    // Of a conflict it is not told by which version; each one is the next.
    if (verb == u"disclosure_deleted" && (isDone || outcome.kind == CommandOutcome::Kind::Conflict)) {
        const auto file = std::ranges::find(m_files, arguments[u"file"_s].toInteger(), &Record::id);
        if (file != m_files.end())
            ++file->version;
    }
}

void Beliefs::learnView(const QString &verb, const QJsonObject &arguments, const CommandOutcome &outcome)
{
    const bool isDone = outcome.kind == CommandOutcome::Kind::Done;
    const qint64 id = isDone ? outcome.details[u"view_id"_s].toInteger() : arguments[u"view"_s].toInteger();
    const auto view = std::ranges::find(m_views, id, &Record::id);
    if (isDone && verb == u"saved_view_save" && view == m_views.end())
        m_views.append({id, outcome.details[u"version"_s].toInt()});
    else if (view != m_views.end() && isDone && verb == u"saved_view_delete")
        m_views.erase(view);
    else if (view != m_views.end())
        view->version = (isDone ? outcome.details[u"version"_s] : outcome.details[u"current"_s][u"version"_s]).toInt(view->version);
}

void Beliefs::learnRow(const QString &verb, const QJsonObject &arguments, const QJsonValue &row)
{
    const qint64 id = row[u"order_id"_s].toInteger();
    const bool isDone = row[u"outcome"_s].toString() == u"done";
    if (isDone && verb == u"order_create" && !find(id))
        m_orders.append({id, 0, {}, {QString()}});
    Order *order = find(id);
    if (!order)
        return;
    const QJsonValue version = row[u"current"_s].isObject() ? row[u"current"_s][u"version"_s] : row[u"version"_s];
    if (version.isDouble())
        order->version = version.toInt();
    if (!isDone)
        return;
    if (row[u"hold_id"_s].isDouble())
        order->holds.append(row[u"hold_id"_s].toInteger());
    for (const QJsonValue &hold : row[u"hold_ids"_s].toArray())
        order->holds.removeAll(hold.toInteger());
    // Where one payment is all there is, a refund is by hand as a whole or not at all.
    for (const QJsonValue &refund : row[u"refund_nos"_s].toArray()) {
        if (verb == u"refund_paid")
            order->owed.removeAll(refund.toInteger());
        else if (row[u"by_hand"_s].toBool())
            order->owed.append(refund.toInteger());
    }
    if (verb == u"contact_fix")
        order->companies.append(arguments[u"to"_s].toString());
}

} // namespace Steward::Test
