// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/importmap.h"
#include "tests/faults/errands.h"
#include "tests/faults/verbs.h"

#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int importedOrders = 3;

/// $1 a file's name without its ending, which its orders' numbers begin with: how many orders there are and how many numbers, what the
/// batches say was made, how many of the batches there is an audit row for, and of how many runs the end was told.
const QByteArray importedSql = R"(
with runs as (select * from store.import_run where file_name = $1 || '.csv'),
batches as (select b.* from store.import_batch b join runs r on r.id = b.import_id),
made as (select * from store.orders where source = 'shopify' and starts_with(source_number, $1))
select (select count(*) from made), (select count(distinct source_number) from made), (select coalesce(sum((result->>'created')::int), 0) from batches), (select count(*) from batches),
    (select count(*) from batches b join audit.entry e on e.verb = 'import_orders' and e.fields = array['import ' || b.import_id, 'batch ' || b.batch_no] and e.row_count = (b.result->>'created')::int),
    (select count(*) from runs where finished_at is not null),
    (select count(*) from store.event where kind = 'imported' and order_id in (select id from made)))";

/// $1 an export's mark: how many were begun, how many are said to be done, and how many rows those say they read.
const QByteArray exportedSql = R"(
select count(*), count(*) filter (where outcome = 'done'), coalesce(sum(row_count) filter (where outcome = 'done'), 0),
    count(*) filter (where outcome = 'done' and exists (select from audit.entry e where e.verb = 'export_finish' and e.ids = array[r.id] and e.row_count = r.row_count))
from store.export_run r where r.query::text like '%' || $1 || '%')";

QJsonObject drawImport(Beliefs &beliefs, QRandomGenerator &, QUuid)
{
    return {{u"email"_s, beliefs.customer()}};
}

/// Orders of the customer whose the other ones are.
QByteArray importFile(const QString &mark, const QString &email)
{
    QByteArray file = "Name,Email,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,"
                      "Lineitem price,Lineitem sku,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Notes,Payment Reference\n";
    for (int i = 1; i <= importedOrders; ++i)
        file += u"%1/n%2,%3,paid,,EUR,25.00,4.90,0.00,29.90,0.00,2026-03-01 10:00:00 +0100,2,Mug,12.50,MUG-1,Hans Müller,Gartenweg 1,München,80331,DE,,%1.n%2\n"_s.arg(mark).arg(i).arg(email).toUtf8();
    return file;
}

QFuture<Outcome> sendImport(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    ImportRequest request;
    request.path = desktop.folder + u'/' + idText(id) + u".csv"_s;
    QFile file(request.path);
    const auto map = ImportMap::load(u"shopify"_s);
    if (!map || !file.open(QIODevice::WriteOnly) || file.write(importFile(idText(id), arguments[u"email"_s].toString())) <= 0)
        qFatal("a file to import cannot be written");
    request.map = *map;
    return (new ImportErrand(desktop.session, request))->begin();
}

/// A batch is one transaction: all of its orders are there or none.
QStringList judgeImport(Asker &asker, const JournalEntry &entry)
{
    const Rows kept = asker.rows(Cluster::ownerLogin(), importedSql, Params().text(idText(entry.id)));
    if (kept.isEmpty())
        return {};
    QStringList problems;
    const qint64 orders = kept.integer(0, 0);
    if (orders != kept.integer(0, 1) || orders != kept.integer(0, 2) || orders != kept.integer(0, 6))
        problems.append(u"%1 orders, %2 numbers, %3 made by batches, %4 told in timelines"_s.arg(orders).arg(kept.integer(0, 1)).arg(kept.integer(0, 2)).arg(kept.integer(0, 6)));
    if (kept.integer(0, 3) != kept.integer(0, 4))
        problems.append(u"%1 batches and audit rows of %2"_s.arg(kept.integer(0, 3)).arg(kept.integer(0, 4)));
    if (entry.answers.isEmpty()) {
        if (orders != 0 && orders != importedOrders)
            problems.append(u"%1 orders of a batch of %2"_s.arg(orders).arg(importedOrders));
        return problems;
    }
    const QJsonObject told = entry.answers.first();
    if (told[u"outcome"_s].toString() != u"done" || told[u"created"_s].toInt() + told[u"unchanged"_s].toInt() != importedOrders)
        problems.append(u"ended with "_s + QString::fromUtf8(QJsonDocument(told).toJson(QJsonDocument::Compact)));
    if (orders != importedOrders || kept.integer(0, 5) == 0)
        problems.append(u"acknowledged, and there are %1 orders and %2 runs that ended"_s.arg(orders).arg(kept.integer(0, 5)));
    return problems;
}

QJsonObject drawExport(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    return {{u"email"_s, beliefs.customer()}, {u"format"_s, random.bounded(4) == 0 ? u"xlsx"_s : u"csv"_s}};
}

QFuture<Outcome> sendExport(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    ExportRequest request;
    // The second one is true of every order, and tells this export from all others in the log.
    request.query.filters = {{u"email"_s, u"in"_s, {arguments[u"email"_s].toString()}}, {u"tag"_s, u"not"_s, {idText(id)}}};
    request.columns = {{u"number"_s, u"Order"_s, "number"}, {u"total"_s, u"Total"_s, "total_minor", ExportColumn::Kind::Money}};
    request.format = arguments[u"format"_s].toString() == u"csv" ? ExportFormat::Csv : ExportFormat::Xlsx;
    request.fileName = desktop.folder + u'/' + idText(id) + u'.' + arguments[u"format"_s].toString();
    return (new ExportErrand(desktop.session, request))->begin();
}

/// What a person was told is in the log once, with the rows that were read for it. An attempt that failed is not there as done.
QStringList judgeExport(Asker &asker, const JournalEntry &entry)
{
    const Rows kept = asker.rows(Cluster::ownerLogin(), exportedSql, Params().text(idText(entry.id)));
    if (kept.isEmpty())
        return {};
    QStringList problems;
    const qint64 done = kept.integer(0, 1);
    if (done != kept.integer(0, 3))
        problems.append(u"%1 times done, and audit rows for %2 of them"_s.arg(done).arg(kept.integer(0, 3)));
    if (entry.answers.isEmpty()) {
        if (done > 1)
            problems.append(u"is in the log %1 times"_s.arg(done));
        return problems;
    }
    const QJsonObject told = entry.answers.first();
    if (told[u"outcome"_s].toString() != u"done")
        problems.append(u"ended with "_s + told[u"reason"_s].toString());
    if (told[u"left_behind"_s].toInt() > 0)
        problems.append(u"%1 times a file was there of an export that had failed"_s.arg(told[u"left_behind"_s].toInt()));
    if (done != 1 || kept.integer(0, 2) != told[u"rows"_s].toInteger())
        problems.append(u"told of %1 rows, and in the log %2 times with %3"_s.arg(told[u"rows"_s].toInteger()).arg(done).arg(kept.integer(0, 2)));
    if (kept.integer(0, 0) > told[u"attempts"_s].toInteger())
        problems.append(u"begun %1 times in %2 attempts"_s.arg(kept.integer(0, 0)).arg(told[u"attempts"_s].toInteger()));
    return problems;
}

} // namespace

QList<Verb> errands()
{
    return {
        {.name = u"import_start"_s, .weight = 3, .draw = drawImport, .send = sendImport, .who = Who::Lead, .of = Verb::Of::Errand, .judge = judgeImport},
        {.name = u"export_start"_s, .weight = 3, .draw = drawExport, .send = sendExport, .who = Who::Lead, .of = Verb::Of::Errand, .judge = judgeExport},
    };
}

} // namespace Steward::Test
