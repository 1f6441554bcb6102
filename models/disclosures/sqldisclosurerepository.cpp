// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/idvalues.h"
#include "models/disclosures/disclosurerepository.h"
#include "models/session/session.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int interactiveMs = 10'000;

QStringList readTexts(const QJsonArray &array)
{
    QStringList texts;
    for (const QJsonValue &value : array)
        texts.append(value.toString());
    return texts;
}

QList<qint64> readIds(const QJsonArray &array)
{
    QList<qint64> ids;
    for (const QJsonValue &value : array)
        ids.append(value.toInteger());
    return ids;
}

QDate readDate(const Rows &rows, int row, const char *column)
{
    return QDate::fromString(rows.text(row, column), Qt::ISODate);
}

Disclosure readDisclosure(const Rows &rows, int row)
{
    return {.id = {rows.integer(row, "id")},
            .party = rows.text(row, "party"),
            .purpose = rows.text(row, "purpose"),
            .fields = readTexts(rows.array(row, "fields")),
            .orderCount = int(rows.integer(row, "order_count")),
            .orderNumbers = readTexts(rows.array(row, "order_numbers")),
            .sha256 = rows.text(row, "sha256"),
            .madeAt = rows.timestamp(row, "made_at"),
            .deleteBy = readDate(rows, row, "delete_by"),
            .madeBy = rows.text(row, "made_by"),
            .givings = int(rows.integer(row, "givings")),
            .isDue = rows.boolean(row, "is_due"),
            .deletedOn = readDate(rows, row, "deleted_on"),
            .how = rows.text(row, "how"),
            .confirmedBy = rows.text(row, "confirmed_by"),
            .confirmedAt = rows.timestamp(row, "confirmed_at"),
            .version = int(rows.integer(row, "version")),
            .untold = readIds(rows.array(row, "untold")),
            .untoldFields = readTexts(rows.array(row, "untold_fields")),
            .untoldNumbers = readTexts(rows.array(row, "untold_numbers")),
            .toldAt = rows.timestamp(row, "told_at"),
            .toldBy = rows.text(row, "told_by")};
}

QString filterWord(DisclosureFilter filter)
{
    switch (filter) {
    case DisclosureFilter::All:
        return u"all"_s;
    case DisclosureFilter::Due:
        return u"due"_s;
    case DisclosureFilter::Open:
        return u"open"_s;
    case DisclosureFilter::Deleted:
        return u"deleted"_s;
    case DisclosureFilter::Untold:
        return u"untold"_s;
    }
    Q_UNREACHABLE();
}

class SqlDisclosureRepository final : public DisclosureRepository
{
public:
    explicit SqlDisclosureRepository(Session &session) : m_session(session) { }

    QFuture<Result<QList<OutsideParty>>> parties() override
    {
        const auto job = [](Connection &connection, const Interrupt &interrupt) -> Result<QList<OutsideParty>> {
            const auto rows = connection.query(namedQuery(u"disclosures/parties"_s), {}, interrupt);
            if (!rows)
                return rows.error();
            QList<OutsideParty> parties;
            for (int row = 0; row < rows->count(); ++row)
                parties.append({rows->text(row, "code"), rows->text(row, "name"), rows->text(row, "purpose"), readTexts(rows->array(row, "fields")), int(rows->integer(row, "keep_days"))});
            return parties;
        };
        return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
    }

    QFuture<Result<FileCheck>> check(const QList<OrderId> &orders) override
    {
        const auto job = [params = Params().integers(valuesOf(orders))](Connection &connection, const Interrupt &interrupt) -> Result<FileCheck> {
            const auto rows = connection.query(namedQuery(u"disclosures/disclosure_check"_s), params, interrupt);
            if (!rows)
                return rows.error();
            const QJsonArray answers = rows->object(0, "value").value(u"rows"_s).toArray();
            FileCheck check{0, readLeftOut(answers)};
            check.taken = int(answers.size() - check.leftOut.size());
            return check;
        };
        return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
    }

    QFuture<Result<CommandOutcome>> make(QUuid commandId, const QString &party, const QList<OrderId> &orders) override
    {
        return m_session.commandClient().send(namedQuery(u"disclosures/disclosure_make"_s), commandId, Params().text(party).integers(valuesOf(orders)));
    }

    QFuture<Result<GivenFile>> give(DisclosureId id) override
    {
        const auto job = [id](Connection &connection, const Interrupt &interrupt) -> Result<GivenFile> {
            const QUuid ticket = QUuid::createUuid();
            const auto rows = connection.queryAfter(namedQuery(u"disclosures/disclosure_give"_s), Params().uuid(ticket).integer(id.value),
                                                    namedQuery(u"disclosures/disclosure_file"_s), Params().uuid(ticket), interrupt);
            if (!rows)
                return rows.error();
            return GivenFile{rows->text(0, "reason"), rows->raw(0, rows->column("body")).toByteArray(), rows->text(0, "sha256").toLatin1(), readDate(*rows, 0, "delete_by")};
        };
        return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
    }

    QFuture<Result<QList<Disclosure>>> disclosures(const QString &person, DisclosureFilter filter, const Disclosure *after) override
    {
        Params params = Params().text(person).text(filterWord(filter));
        after ? params.boolean(after->isDue).integer(after->id.value) : params.null().null();
        const auto job = [params](Connection &connection, const Interrupt &interrupt) -> Result<QList<Disclosure>> {
            const auto rows = connection.query(namedQuery(u"disclosures/disclosures"_s), params, interrupt);
            if (!rows)
                return rows.error();
            QList<Disclosure> found;
            for (int row = 0; row < rows->count(); ++row)
                found.append(readDisclosure(*rows, row));
            return found;
        };
        return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
    }

    QFuture<Result<CommandOutcome>> noteDeletion(QUuid commandId, const DeletionNote &note) override
    {
        Params params = Params().integer(note.id.value);
        note.on.isValid() ? params.text(note.on.toString(Qt::ISODate)) : params.null();
        return m_session.commandClient().send(namedQuery(u"disclosures/disclosure_deleted"_s), commandId, params.text(note.how).integer(note.version));
    }

    QFuture<Result<CommandOutcome>> noteTold(QUuid commandId, DisclosureId id, const QList<qint64> &notices) override
    {
        return m_session.commandClient().send(namedQuery(u"disclosures/recipient_told"_s), commandId, Params().integer(id.value).integers(notices));
    }

private:
    Session &m_session;
};

} // namespace

QList<OrderLeftOut> readLeftOut(const QJsonArray &rows)
{
    QList<OrderLeftOut> leftOut;
    for (const QJsonValue &row : rows) {
        if (row[u"outcome"_s].toString() == u"refused")
            leftOut.append({{row[u"order_id"_s].toInteger()}, row[u"number"_s].toString(), row[u"reason"_s].toString()});
    }
    return leftOut;
}

std::unique_ptr<DisclosureRepository> makeSqlDisclosureRepository(Session &session)
{
    return std::make_unique<SqlDisclosureRepository>(session);
}

} // namespace Steward
