// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tableexport.h"
#include "tests/bench/bench.h"
#include "tests/bench/store.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

const QList<ExportColumn> columns{
    {u"number"_s, u"Order"_s, "number", ExportColumn::Kind::Text},
    {u"placed"_s, u"Placed"_s, "placed_at", ExportColumn::Kind::Time},
    {u"customer"_s, u"Customer"_s, "customer_name", ExportColumn::Kind::Text},
    {u"email"_s, u"E-mail"_s, "email", ExportColumn::Kind::Text},
    {u"total"_s, u"Total"_s, "total_minor", ExportColumn::Kind::Money},
    {u"payment"_s, u"Payment"_s, "payment_status", ExportColumn::Kind::Text},
    {u"fulfilment"_s, u"Fulfilment"_s, "fulfilment_status", ExportColumn::Kind::Text},
    {u"items"_s, u"Items"_s, "item_count", ExportColumn::Kind::Text},
    {u"currency"_s, u"Currency"_s, "currency", ExportColumn::Kind::Text},
};

Result<double> exportOurs(Session &session, const TableQuery &query, const QString &fileName, qint64 &rows)
{
    TableExport job(session);
    ExportRequest request;
    request.query = query;
    request.columns = columns;
    request.fileName = fileName;
    QString fault;
    bool isDone = false;
    QObject::connect(&job, &TableExport::finished, &job, [&](qint64 written) { rows = written; isDone = true; });
    QObject::connect(&job, &TableExport::failed, &job, [&](const QString &text) { fault = text; isDone = true; });
    QElapsedTimer timer;
    timer.start();
    job.start(request);
    if (!waitFor([&isDone] { return isDone; }, 600'000) || !fault.isEmpty())
        return Error{ErrorKind::Internal, u"The export did not work: %1"_s.arg(fault), {}, {}};
    return double(timer.elapsed()) / 1000;
}

Result<double> exportPeer(const ConnectionOptions &options, const QString &placed, const QString &fileName)
{
    QProcess psql;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PGPASSWORD"_s, options.password);
    environment.insert(u"PGSSLMODE"_s, u"verify-full"_s);
    environment.insert(u"PGSSLROOTCERT"_s, options.caFile);
    psql.setProcessEnvironment(environment);
    const QString copy = u"\\copy (select number, placed_at, customer_name, email, total_minor, payment_status, fulfilment_status, item_count, currency from store.orders "
                         "where placed_at >= '%1' order by placed_at desc, id desc) to '%2' (format csv, header)"_s.arg(placed, fileName);
    QElapsedTimer timer;
    timer.start();
    psql.start(u"psql"_s, {u"-X"_s, u"-q"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-h"_s, options.hosts.first().host, u"-p"_s, QString::number(options.hosts.first().port), u"-U"_s, options.user, u"-d"_s,
                           options.database, u"-c"_s, copy});
    if (!psql.waitForFinished(600'000) || psql.exitCode() != 0)
        return Error{ErrorKind::Internal, u"psql: "_s + QString::fromUtf8(psql.readAllStandardError()), {}, {}};
    return double(timer.elapsed()) / 1000;
}

const BenchLine line(u"export"_s, [](Context &context) -> Result<QList<Measurement>> {
    Session session;
    if (auto signedIn = context.store.signIn(session, u"lead"_s); !signedIn)
        return signedIn.error();
    auto owner = context.store.connect(Cluster::ownerLogin());
    if (!owner)
        return owner.error();
    auto from = column(**owner, "select to_char(placed_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from store.orders order by placed_at desc, id desc limit 1 offset $1",
                       Params().integer(std::min(context.scale.exportRows, context.store.orders()) - 1));
    if (!from || from->isEmpty())
        return from ? Error{ErrorKind::Internal, u"The store is too small."_s, {}, {}} : from.error();
    TableQuery query;
    query.filters = {{u"placed"_s, u">="_s, {from->first()}}};
    const QTemporaryDir folder;
    QList<double> ours, peer;
    qint64 rows = 0;
    for (int i = 0; i < 3; ++i) { // the first warms the cache for both
        auto own = exportOurs(session, query, folder.filePath(u"ours.csv"_s), rows);
        auto other = own ? exportPeer(context.store.optionsFor(Cluster::ownerLogin()), from->first(), folder.filePath(u"peer.csv"_s)) : own;
        if (!other)
            return other.error();
        ours.append(*own);
        peer.append(*other);
    }
    Measurement measured = within(u"export of %1 rows"_s.arg(rows), median(ours), u"s"_s, u"psql \\copy of the same rows"_s, median(peer), 1.5);
    return QList<Measurement>{measured};
});

} // namespace

} // namespace Steward::Bench
