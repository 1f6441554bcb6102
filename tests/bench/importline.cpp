// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/importjob.h"
#include "tests/bench/bench.h"
#include "tests/bench/store.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

QByteArray money(qint64 minor)
{
    return QByteArray::number(minor / 100) + '.' + QByteArray::number(minor % 100).rightJustified(2, '0');
}

/// A Shopify export as a shop of middling size writes one; the number of its rows.
qint64 writeExport(const QString &path, int orders)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return 0;
    file.write("Name,Email,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
               "Lineitem sku,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Payment Reference\n");
    QRandomGenerator random(7);
    qint64 rows = 0;
    for (int i = 1; i <= orders; ++i) {
        const QByteArray number = QByteArray::number(i);
        const int lines = random.bounded(1, 5);
        qint64 total = 0;
        QByteArrayList parts;
        for (int line = 0; line < lines; ++line) {
            const int quantity = random.bounded(1, 4), price = random.bounded(100, 10'000);
            total += qint64(quantity) * price;
            parts.append(QByteArray::number(quantity) + ",Thing " + QByteArray::number(price % 500) + ',' + money(price) + ",T-" + QByteArray::number(price % 500));
        }
        const QByteArray placed = "2025-" + QByteArray::number(i % 12 + 1).rightJustified(2, '0') + '-' + QByteArray::number(i % 28 + 1).rightJustified(2, '0') + " 10:37:33 +0100";
        file.write("#B" + number + ",c" + QByteArray::number(random.bounded(orders * 3 / 4)) + "@bench.example,paid," + (i % 3 ? "fulfilled" : "unfulfilled") + ",EUR," + money(total)
                   + ",0.00,0.00," + money(total) + ",0.00," + placed + ',' + parts.first() + ",Person " + number + ",Street " + number + ",Berlin,10" + QByteArray::number(i % 1000).rightJustified(3, '0')
                   + ",DE,b" + number + "\n");
        for (int line = 1; line < lines; ++line)
            file.write("#B" + number + ",,,,,,,,,," + placed + ',' + parts.at(line) + ",,,,,,\n");
        rows += lines;
    }
    return rows;
}

/// What the import wrote, copied aside under new ids; then the same rows once more, by INSERT … SELECT alone.
const QByteArrayList aside{
    "create temp table o as select * from store.orders where source = 'bench'",
    "create temp table c as select * from store.customer where source = 'bench'",
    "create temp table p as select * from store.contact_point where customer_id in (select id from c)",
    "create temp table h as select * from store.address where id in (select address_id from p)",
    "create temp table a as select * from store.order_address where id in (select shipping_address_id from o union select billing_address_id from o)",
    "create temp table l as select * from store.order_line where order_id in (select id from o)",
    "create temp table y as select * from store.payment where order_id in (select id from o)",
    "create temp table s as select * from store.shipment where order_id in (select id from o)",
    "create temp table sl as select * from store.shipment_line where order_id in (select id from o)",
    "create temp table e as select * from store.event where order_id in (select id from o)",
    "update o set id = id + 1000000000, source = 'bench peer', customer_id = customer_id + 1000000000, shipping_address_id = shipping_address_id + 1000000000, "
    "billing_address_id = billing_address_id + 1000000000",
    "update c set id = id + 1000000000",
    "update p set id = id + 1000000000, customer_id = customer_id + 1000000000, address_id = address_id + 1000000000",
    "update h set id = id + 1000000000",
    "update a set id = id + 1000000000",
    "update l set order_id = order_id + 1000000000",
    "update y set order_id = order_id + 1000000000",
    "update s set order_id = order_id + 1000000000",
    "update sl set order_id = order_id + 1000000000",
    "update e set id = id + 1000000000, order_id = order_id + 1000000000",
    // Without what the updates left behind: the peer reads no more than its rows.
    "vacuum full o", "vacuum full c", "vacuum full p", "vacuum full h", "vacuum full a", "vacuum full l", "vacuum full y", "vacuum full s", "vacuum full sl", "vacuum full e",
};
const QByteArrayList again{
    "begin",
    "set constraints all deferred",
    "insert into store.customer overriding system value select * from c",
    "insert into store.address overriding system value select * from h",
    "insert into store.contact_point overriding system value select * from p",
    "insert into store.order_address overriding system value select * from a",
    "insert into store.order_line select * from l",
    "insert into store.payment select * from y",
    "insert into store.shipment select * from s",
    "insert into store.shipment_line select * from sl",
    "insert into store.orders overriding system value select * from o",
    "insert into store.event overriding system value select * from e",
    "commit",
};

Result<void> runAll(Connection &connection, const QByteArrayList &statements)
{
    for (const QByteArray &statement : statements) {
        if (auto done = connection.query({u"bench"_s, statement}); !done)
            return done.error();
    }
    return {};
}

const BenchLine line(u"import"_s, [](Context &context) -> Result<QList<Measurement>> {
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"orders.csv"_s);
    const qint64 rows = writeExport(path, context.scale.importOrders);
    auto importer = context.store.connect(u"importer"_s);
    auto owner = context.store.connect(Cluster::ownerLogin());
    auto map = ImportMap::load(u"shopify"_s);
    if (!importer || !owner || !map)
        return Error{ErrorKind::Internal, u"The import cannot begin."_s, {}, {}};
    ImportRequest request;
    request.path = path;
    request.map = *map;
    request.choices.source = u"bench"_s;
    QElapsedTimer timer;
    timer.start();
    auto report = ImportJob(**importer, context.store.optionsFor(u"importer"_s)).run(request);
    const double ours = double(timer.elapsed()) / 1000;
    if (!report)
        return report.error();
    if (report->created != context.scale.importOrders)
        return Error{ErrorKind::Internal, u"Of %1 orders %2 were imported."_s.arg(context.scale.importOrders).arg(report->created), {}, {}};
    if (auto done = runAll(**owner, aside); !done)
        return done.error();
    timer.start();
    if (auto done = runAll(**owner, again); !done)
        return done.error();
    const double peer = double(timer.elapsed()) / 1000;
    Measurement measured = within(u"import of CSV"_s, double(rows) / ours, u"lines/s"_s, u"INSERT … SELECT of the same rows"_s, double(rows) / peer, 3);
    measured.ratio = ours / peer;
    measured.met = measured.ratio <= 3;
    measured.target = u"at most 3 times as long as the peer"_s;
    return QList<Measurement>{measured};
});

} // namespace

} // namespace Steward::Bench
