// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulkrepository.h"
#include "models/session/session.h"

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// $2 and $3 of a command for several orders, or $2 alone of one that takes no versions.
Params choiceOf(const QList<OrderAt> &orders, bool takesVersions)
{
    QList<qint64> ids;
    QList<qint64> versions;
    for (const OrderAt &order : orders) {
        ids.append(order.id.value);
        versions.append(order.version);
    }
    Params params = Params().integers(ids);
    return takesVersions ? params.integers(versions) : params;
}

/// In the background, where nobody scrolls: a run over many orders keeps no list waiting.
class SqlBulkRepository final : public BulkRepository
{
public:
    explicit SqlBulkRepository(Session &session) : m_session(session) { }

    QFuture<Result<BulkChoice>> choice(const TableQuery &query, const TableCursor &from) override
    {
        const auto job = [query, from](Connection &connection, const Interrupt &interrupt) -> Result<BulkChoice> {
            const auto rows = connection.query(namedQuery(u"bulk/order_choice"_s), Params().json(query.toJson()).json(from.toJson()).integer(choicePage), interrupt);
            if (!rows)
                return rows.error();
            BulkChoice page;
            for (int row = 0; row < rows->count(); ++row)
                page.orders.append({{rows->integer(row, "id")}, int(rows->integer(row, "version")), rows->text(row, "number")});
            if (const int last = rows->count() - 1; last >= 0)
                page.next = {TableCursor::Direction::After, rows->text(last, "placed_at"), rows->integer(last, "id")};
            return page;
        };
        return m_session.background().run(job, 0, Repeat::OnceIfOffline);
    }

    QFuture<Result<CommandOutcome>> check(const BulkTask &task, const QList<OrderAt> &orders) override
    {
        const auto job = [task, orders](Connection &connection, const Interrupt &interrupt) -> Result<CommandOutcome> {
            const auto rows = connection.query(namedQuery(u"bulk/order_check"_s), Params().text(task.verb()).append(choiceOf(orders, true)).json(task.looksAt()), interrupt);
            if (!rows)
                return rows.error();
            const QJsonObject answer = rows->object(0, "value");
            const auto kind = answer.value(u"outcome"_s).toString() == u"done" ? CommandOutcome::Kind::Done : CommandOutcome::Kind::Refused;
            return CommandOutcome{kind, answer.value(u"reason"_s).toString(), answer, false};
        };
        return m_session.background().run(job, 0, Repeat::OnceIfOffline);
    }

    QFuture<Result<CommandOutcome>> send(QUuid commandId, const BulkTask &task, const QList<OrderAt> &orders) override
    {
        return m_session.commandClient().send(namedQuery(task.statement()), commandId, choiceOf(orders, task.takesVersions()).append(task.further()));
    }

    QFuture<Result<CommandOutcome>> undo(QUuid commandId, QUuid undone) override
    {
        return m_session.commandClient().send(namedQuery(u"orders/undo"_s), commandId, Params().uuid(undone));
    }

    QFuture<Result<QHash<QUuid, QJsonObject>>> results(const QList<QUuid> &commands) override
    {
        QStringList ids;
        for (const QUuid command : commands)
            ids.append(command.toString(QUuid::WithoutBraces));
        const auto job = [ids](Connection &connection, const Interrupt &interrupt) -> Result<QHash<QUuid, QJsonObject>> {
            const auto rows = connection.query(namedQuery(u"bulk/command_results"_s), Params().texts(ids), interrupt);
            if (!rows)
                return rows.error();
            QHash<QUuid, QJsonObject> known;
            for (int row = 0; row < rows->count(); ++row)
                known.insert(QUuid::fromString(rows->text(row, "id")), rows->object(row, "value"));
            return known;
        };
        return m_session.background().run(job, 0, Repeat::OnceIfOffline);
    }

private:
    Session &m_session;
};

} // namespace

std::unique_ptr<BulkRepository> makeSqlBulkRepository(Session &session)
{
    return std::make_unique<SqlBulkRepository>(session);
}

} // namespace Steward
