// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/idvalues.h"
#include "models/orders/orderpanelreader.h"
#include "models/orders/orderrepository.h"
#include "models/orders/ordertablemodel.h"
#include "models/session/session.h"
#include "models/table/sqltablesource.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int interactiveMs = 10'000;

QVariant maybeNumber(const Rows &rows, int row, int column)
{
    return rows.isNull(row, column) ? QVariant() : QVariant(rows.integer(row, column));
}

/// The cells of a list's row, in the order of OrderTableModel::Column, with what the row's looks depend on behind them.
QList<QVariant> readCells(const Rows &rows, int row)
{
    const auto text = [&rows, row](const char *name) { return QVariant(rows.text(row, rows.column(name))); };
    const auto number = [&rows, row](const char *name) { return maybeNumber(rows, row, rows.column(name)); };
    QList<QVariant> cells;
    cells.reserve(OrderTableModel::CellCount);
    cells << text("number") << QVariant(rows.timestamp(row, "placed_at")) << text("customer_name") << number("total_minor") << text("payment_status")
          << text("fulfilment_status") << number("item_count") << text("postal_code") << text("country") << text("email") << text("phone") << number("paid_minor")
          << number("refunded_minor") << text("assigned_login") << text("source");
    cells << text("currency") << number("hold_count") << QVariant(!rows.isNull(row, rows.column("cancelled_at")));
    return cells;
}

OrderMatch readMatch(const Rows &rows, int row)
{
    OrderMatch match{rows.text(row, "kind"), {rows.integer(row, "order_id")}, rows.text(row, "number"), rows.text(row, "customer_name"), rows.text(row, "matched"),
                     rows.text(row, "payment_status"), rows.text(row, "fulfilment_status"), rows.timestamp(row, "placed_at"), std::nullopt};
    if (!rows.isNull(row, rows.column("total_minor")))
        match.total = Money{rows.integer(row, "total_minor"), rows.text(row, "currency")};
    return match;
}

QJsonArray piecesJson(const QMap<qint64, int> &pieces)
{
    QJsonArray json;
    for (auto piece = pieces.begin(); piece != pieces.end(); ++piece)
        json.append(QJsonObject{{u"line_no"_s, piece.key()}, {u"quantity"_s, piece.value()}});
    return json;
}

QJsonArray parcelsJson(const QList<Parcel> &parcels)
{
    QJsonArray json;
    for (const Parcel &parcel : parcels)
        json.append(QJsonObject{{u"carrier"_s, parcel.carrier}, {u"tracking"_s, parcel.tracking}, {u"lines"_s, piecesJson(parcel.pieces)}});
    return json;
}

QJsonArray piecesJson(const QList<RefundedPieces> &refunded)
{
    QJsonArray json;
    for (const RefundedPieces &pieces : refunded)
        json.append(QJsonObject{{u"line_no"_s, pieces.line}, {u"quantity"_s, pieces.quantity}, {u"unsent"_s, pieces.unsent}, {u"restock"_s, pieces.restock}});
    return json;
}

/// $2 and $3 of a command for several orders.
Params choiceOf(const QList<OrderAt> &orders)
{
    QList<qint64> ids;
    QList<qint64> versions;
    for (const OrderAt &order : orders) {
        ids.append(order.id.value);
        versions.append(order.version);
    }
    return Params().integers(ids).integers(versions);
}

Error notSeen(const QString &query)
{
    return {ErrorKind::Invalid, QCoreApplication::translate("Steward::Orders", "This order is not among those your group sees."), {}, query};
}

class SqlOrderRepository final : public OrderRepository
{
public:
    explicit SqlOrderRepository(Session &session) : m_session(session) { }

    std::unique_ptr<TableSource> makeTableSource() override { return std::make_unique<SqlTableSource>(m_session, u"orders/order"_s, readCells); }

    QFuture<Result<OrderPanel>> panel(OrderId id, const QString &reason) override
    {
        const auto job = [id, reason, me = m_session.login().login](Connection &connection, const Interrupt &interrupt) -> Result<OrderPanel> {
            const QUuid ticket = QUuid::createUuid();
            const auto rows = connection.queryAfter(namedQuery(u"orders/order_open"_s), Params().uuid(ticket).integer(id.value).text(reason), namedQuery(u"orders/order_panel"_s), Params().uuid(ticket), interrupt);
            if (!rows)
                return rows.error();
            if (rows->isNull(0, 0))
                return notSeen(u"orders/order_panel"_s);
            return readOrderPanel(rows->object(0, "value"), me);
        };
        return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
    }

    QFuture<Result<MessageDraft>> messageDraft(OrderId id, const QString &messageTemplate) override
    {
        const auto job = [id, messageTemplate](Connection &connection, const Interrupt &interrupt) -> Result<MessageDraft> {
            const QUuid ticket = QUuid::createUuid();
            const auto rows = connection.queryAfter(namedQuery(u"orders/order_open"_s), Params().uuid(ticket).integer(id.value).text(u"order"_s), namedQuery(u"orders/message_preview"_s),
                                                    Params().uuid(ticket).text(messageTemplate), interrupt);
            if (!rows)
                return rows.error();
            if (rows->isNull(0, 0))
                return notSeen(u"orders/message_preview"_s);
            const QJsonObject json = rows->object(0, "value");
            return MessageDraft{json.value(u"packet"_s).toObject(), json.value(u"text"_s).toString(), json.value(u"locale"_s).toString()};
        };
        return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
    }

    QFuture<Result<QList<OrderMatch>>> lookUp(const QString &text) override
    {
        const auto job = [text](Connection &connection, const Interrupt &interrupt) -> Result<QList<OrderMatch>> {
            const auto rows = connection.query(namedQuery(u"orders/order_lookup"_s), Params().text(text), interrupt);
            if (!rows)
                return rows.error();
            QList<OrderMatch> matches;
            for (int row = 0; row < rows->count(); ++row)
                matches.append(readMatch(*rows, row));
            return matches;
        };
        return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
    }

    QFuture<Result<QList<Viewer>>> touchPresence(OrderId id, const QString &mode) override
    {
        const auto job = [id, mode, me = m_session.login().login](Connection &connection, const Interrupt &interrupt) -> Result<QList<Viewer>> {
            const auto rows = connection.query(namedQuery(u"orders/presence_touch"_s), Params().integer(id.value).text(mode), interrupt);
            return rows ? Result<QList<Viewer>>(readViewers(rows->array(0, "value"), me)) : Result<QList<Viewer>>(rows.error());
        };
        return m_session.background().run(job, interactiveMs);
    }

    QFuture<Result<QList<ListedViewer>>> viewers(const QList<OrderId> &orders) override
    {
        QList<qint64> ids;
        for (const OrderId id : orders)
            ids.append(id.value);
        const auto job = [ids](Connection &connection, const Interrupt &interrupt) -> Result<QList<ListedViewer>> {
            const auto rows = connection.query(namedQuery(u"orders/presence_list"_s), Params().integers(ids), interrupt);
            if (!rows)
                return rows.error();
            QList<ListedViewer> viewers;
            for (int row = 0; row < rows->count(); ++row)
                viewers.append({{rows->integer(row, "order_id")}, {rows->text(row, "display_name"), rows->text(row, "mode"), int(rows->integer(row, "left_ms"))}});
            return viewers;
        };
        return m_session.background().run(job, interactiveMs);
    }

    QFuture<Result<QList<OrderMark>>> news(const QList<OrderMark> &shown) override
    {
        QList<qint64> ids;
        QStringList marks;
        for (const OrderMark &order : shown) {
            ids.append(order.id.value);
            marks.append(order.mark);
        }
        return ask<QList<OrderMark>>(u"orders/order_news"_s, Params().integers(ids).texts(marks), [](const Rows &rows) {
            QList<OrderMark> changed;
            for (int row = 0; row < rows.count(); ++row)
                changed.append({{rows.integer(row, "id")}, rows.text(row, "mark")});
            return changed;
        });
    }

    QFuture<Result<QList<Assignee>>> assignees() override
    {
        return ask<QList<Assignee>>(u"orders/assignees"_s, {}, [](const Rows &rows) {
            QList<Assignee> people;
            for (int row = 0; row < rows.count(); ++row)
                people.append({rows.text(row, "login"), rows.text(row, "display_name")});
            return people;
        });
    }

    QFuture<Result<QStringList>> carriers() override
    {
        return ask<QStringList>(u"orders/carriers"_s, {}, [](const Rows &rows) {
            QStringList names;
            for (int row = 0; row < rows.count(); ++row)
                names.append(rows.text(row, "name"));
            return names;
        });
    }

    QFuture<Result<QStringList>> tags() override
    {
        return ask<QStringList>(u"orders/tags"_s, {}, [](const Rows &rows) {
            QStringList tags;
            for (int row = 0; row < rows.count(); ++row)
                tags.append(rows.text(row, 0));
            return tags;
        });
    }

    QFuture<Result<ContactReach>> contactReach(OrderId id) override
    {
        return ask<ContactReach>(u"orders/contact_scope"_s, Params().integer(id.value), [](const Rows &rows) {
            const QJsonObject counts = rows.object(0, 0);
            return ContactReach{counts.value(u"open_orders"_s).toInt(), counts.value(u"finished_orders"_s).toInt()};
        });
    }

    QFuture<Result<CommandOutcome>> addNote(QUuid commandId, OrderId id, const QString &body) override
    {
        return m_session.commandClient().send(namedQuery(u"orders/note_add"_s), commandId, Params().integer(id.value).text(body));
    }

    QFuture<Result<CommandOutcome>> placeHold(QUuid commandId, const QList<OrderAt> &orders, const HoldChoice &choice) override
    {
        const Params params = choiceOf(orders).text(choice.reason).text(choice.note);
        return m_session.commandClient().send(namedQuery(u"orders/hold_place"_s), commandId, choice.pieces.isEmpty() ? Params(params).null() : Params(params).json(piecesJson(choice.pieces)));
    }

    QFuture<Result<CommandOutcome>> releaseHold(QUuid commandId, const QList<HoldAt> &holds) override
    {
        QList<qint64> ids;
        QList<qint64> versions;
        for (const HoldAt &hold : holds) {
            ids.append(hold.id.value);
            versions.append(hold.orderVersion);
        }
        return m_session.commandClient().send(namedQuery(u"orders/hold_release"_s), commandId, Params().integers(ids).integers(versions));
    }

    QFuture<Result<CommandOutcome>> ship(QUuid commandId, OrderAt order, const QList<Parcel> &parcels, bool isTold) override
    {
        return m_session.commandClient().send(namedQuery(u"orders/ship"_s), commandId, Params().integer(order.id.value).integer(order.version).json(parcelsJson(parcels)).boolean(isTold));
    }

    QFuture<Result<CommandOutcome>> shipWhole(QUuid commandId, const QList<OrderAt> &orders, const QString &carrier, bool isTold) override
    {
        return m_session.commandClient().send(namedQuery(u"orders/ship_whole"_s), commandId, choiceOf(orders).text(carrier).boolean(isTold));
    }

    QFuture<Result<CommandOutcome>> fixParcel(QUuid commandId, OrderAt order, int parcel, const ParcelFix &fix) override
    {
        const Params params = Params().integer(order.id.value).integer(order.version).integer(parcel).text(fix.carrier).text(fix.tracking).boolean(fix.isTold);
        return m_session.commandClient().send(namedQuery(u"orders/parcel_fix"_s), commandId, params);
    }

    QFuture<Result<CommandOutcome>> voidParcel(QUuid commandId, OrderAt order, int parcel) override
    {
        return m_session.commandClient().send(namedQuery(u"orders/parcel_void"_s), commandId, Params().integer(order.id.value).integer(order.version).integer(parcel));
    }

    QFuture<Result<CommandOutcome>> refund(QUuid commandId, OrderAt order, const RefundChoice &choice) override
    {
        const Params params = Params().integer(order.id.value).integer(order.version).json(piecesJson(choice.pieces)).integer(choice.shipping).integer(choice.adjustment).integer(choice.amount);
        return m_session.commandClient().send(namedQuery(u"orders/refund"_s), commandId, Params(params).text(choice.reason).boolean(choice.isTold));
    }

    QFuture<Result<CommandOutcome>> markRefundsPaid(QUuid commandId, OrderAt order, const QList<int> &refundNos) override
    {
        const QList<qint64> numbers(refundNos.cbegin(), refundNos.cend());
        return m_session.commandClient().send(namedQuery(u"orders/refund_paid"_s), commandId, Params().integer(order.id.value).integer(order.version).integers(numbers));
    }

    QFuture<Result<CommandOutcome>> cancel(QUuid commandId, const QList<OrderAt> &orders, const CancelChoice &choice) override
    {
        return m_session.commandClient().send(namedQuery(u"orders/cancel"_s), commandId,
                                              choiceOf(orders).text(choice.reason).text(choice.note).boolean(choice.isRestocked).boolean(choice.isRefunded).boolean(choice.isTold));
    }

    QFuture<Result<CommandOutcome>> changeLines(QUuid commandId, OrderAt order, const QList<LineDraft> &lines) override
    {
        return m_session.commandClient().send(namedQuery(u"orders/lines_change"_s), commandId, Params().integer(order.id.value).integer(order.version).json(linesJson(lines)));
    }

    QFuture<Result<CommandOutcome>> assign(QUuid commandId, const QList<OrderAt> &orders, const QString &login) override
    {
        const Params params = choiceOf(orders);
        return m_session.commandClient().send(namedQuery(u"orders/assign"_s), commandId, login.isEmpty() ? Params(params).null() : Params(params).text(login));
    }

    QFuture<Result<CommandOutcome>> tag(QUuid commandId, const QList<OrderId> &orders, const QStringList &added, const QStringList &removed) override
    {
        return m_session.commandClient().send(namedQuery(u"orders/tag"_s), commandId, Params().integers(valuesOf(orders)).texts(added).texts(removed));
    }

    QFuture<Result<CommandOutcome>> fixContact(QUuid commandId, OrderId id, const QList<ContactChange> &changes, ContactScope scope) override
    {
        QJsonObject json;
        for (const ContactChange &change : changes)
            json.insert(change.field, QJsonObject{{u"from"_s, change.from}, {u"to"_s, change.to}});
        return m_session.commandClient().send(namedQuery(u"orders/contact_fix"_s), commandId, Params().integer(id.value).json(json).text(contactScopeWord(scope)));
    }

    QFuture<Result<CommandOutcome>> returnToStock(QUuid commandId, OrderAt order, const QMap<qint64, int> &pieces) override
    {
        return m_session.commandClient().send(namedQuery(u"orders/stock_return"_s), commandId, Params().integer(order.id.value).integer(order.version).json(piecesJson(pieces)));
    }

    QFuture<Result<CommandOutcome>> sendMessage(QUuid commandId, OrderId id, const QString &messageTemplate, const QString &text) override
    {
        return m_session.commandClient().send(namedQuery(u"orders/message_send"_s), commandId, Params().integer(id.value).text(messageTemplate).text(text));
    }

    QFuture<Result<CommandOutcome>> undo(QUuid commandId, QUuid undone) override
    {
        return m_session.commandClient().send(namedQuery(u"orders/undo"_s), commandId, Params().uuid(undone));
    }

private:
    /// One statement on the reading connection, and what becomes of its rows.
    template <typename T, typename Read>
    QFuture<Result<T>> ask(const QString &name, const Params &params, Read read)
    {
        const auto job = [name, params, read](Connection &connection, const Interrupt &interrupt) -> Result<T> {
            const auto rows = connection.query(namedQuery(name), params, interrupt);
            return rows ? Result<T>(read(*rows)) : Result<T>(rows.error());
        };
        return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
    }

    Session &m_session;
};

} // namespace

std::unique_ptr<OrderRepository> makeSqlOrderRepository(Session &session)
{
    return std::make_unique<SqlOrderRepository>(session);
}

} // namespace Steward
