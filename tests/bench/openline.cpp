// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/orderrepository.h"
#include "models/orders/ordertablemodel.h"
#include "tests/bench/bench.h"
#include "tests/bench/children.h"
#include "tests/bench/store.h"
#include "ui/common/recordtable.h"
#include "ui/orders/orderdelegate.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlTableModel>
#include <QTableView>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

/// Tells when a view has painted rows that are there: the turn of the event loop behind the one that painted them.
class PaintWatch final : public QObject
{
public:
    PaintWatch(QTableView &view, std::function<bool()> hasRows) : m_hasRows(std::move(hasRows)) { view.viewport()->installEventFilter(this); }
    void begin()
    {
        m_isPainted = false;
        m_isOver = false;
        m_timer.start();
    }
    [[nodiscard]] bool wait(int ms)
    {
        return waitFor([this] { return m_isOver; }, ms);
    }
    [[nodiscard]] double milliseconds() const { return m_milliseconds; }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !m_isPainted && m_hasRows()) {
            m_isPainted = true;
            QTimer::singleShot(0, this, [this] {
                m_milliseconds = double(m_timer.nsecsElapsed()) / 1e6;
                m_isOver = true;
            });
        }
        return false;
    }

private:
    std::function<bool()> m_hasRows;
    QElapsedTimer m_timer;
    double m_milliseconds = 0;
    bool m_isPainted = false;
    bool m_isOver = false;
};

Result<QJsonObject> openOurs(const QStringList &arguments)
{
    Store store(0, arguments.value(0));
    if (auto prepared = store.prepare(); !prepared)
        return prepared.error();
    Session session;
    if (auto signedIn = store.signIn(session, u"agent"_s); !signedIn)
        return signedIn.error();
    const qint64 before = privateKilobytes();
    const auto repository = makeSqlOrderRepository(session);
    OrderTableModel model(repository->makeTableSource());
    RecordTable view(model, &OrderTableModel::sortName, &OrderTableModel::columnName);
    OrderDelegate delegate;
    view.setItemDelegate(&delegate);
    view.resize(1000, 700);
    view.show();
    PaintWatch watch(view, [&model] { return model.rowAt(0) != nullptr; });
    QList<double> times;
    QJsonArray list;
    for (int i = 0; i < arguments.value(1).toInt(); ++i) {
        watch.begin();
        model.setQuery({});
        if (!watch.wait(60'000))
            return Error{ErrorKind::Timeout, u"The list does not open."_s, {}, {}};
        list.append(watch.milliseconds());
    }
    // Memory counts when the whole list is known: its length and its ladder.
    if (!waitFor([&model] { return model.countStage() == CountStage::Exact; }, 300'000))
        return Error{ErrorKind::Timeout, u"The list's length does not become known."_s, {}, {}};
    return QJsonObject{{u"ms"_s, list}, {u"kilobytes"_s, privateKilobytes() - before}};
}

Result<QJsonObject> openPeer(const QStringList &arguments)
{
    Store store(0, arguments.value(0));
    if (auto prepared = store.prepare(); !prepared)
        return prepared.error();
    const ConnectionOptions options = store.optionsFor(Cluster::ownerLogin());
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QPSQL"_s);
    database.setHostName(options.hosts.first().host);
    database.setPort(options.hosts.first().port);
    database.setDatabaseName(options.database);
    database.setUserName(options.user);
    database.setPassword(options.password);
    database.setConnectOptions(u"sslmode=verify-full;sslrootcert=%1"_s.arg(options.caFile));
    if (!database.open())
        return Error{ErrorKind::Offline, database.lastError().text(), {}, {}};
    const qint64 before = privateKilobytes();
    QTableView view;
    QSqlTableModel model(nullptr, database);
    view.resize(1000, 700);
    view.setModel(&model);
    view.show();
    PaintWatch watch(view, [&model] { return model.rowCount() > 0; });
    QJsonArray times;
    qint64 kilobytes = 0;
    for (int i = 0; i < 3; ++i) { // the same again is as warm for it as for ours
        watch.begin();
        model.setTable(u"store.orders"_s);
        model.setSort(model.fieldIndex(u"placed_at"_s), Qt::DescendingOrder);
        if (!model.select())
            return Error{ErrorKind::Internal, model.lastError().text(), {}, {}};
        if (!watch.wait(60'000))
            return Error{ErrorKind::Timeout, u"The peer's list does not open."_s, {}, {}};
        times.append(watch.milliseconds());
        if (i == 0)
            kilobytes = privateKilobytes() - before;
    }
    return QJsonObject{{u"ms"_s, times}, {u"kilobytes"_s, kilobytes}};
}

const Child ours(u"open"_s, openOurs);
const Child peer(u"open-peer"_s, openPeer);

const BenchLine line(u"open"_s, [](Context &context) -> Result<QList<Measurement>> {
    const QString folder = context.store.directory();
    auto own = Child::ask(u"open"_s, {folder, QString::number(context.scale.opens)}, 600'000);
    if (!own)
        return own.error();
    auto other = Child::ask(u"open-peer"_s, {folder}, 1'200'000);
    if (!other)
        return other.error();
    const auto millisecondsOf = [](const QJsonObject &answer) {
        QList<double> times;
        for (const QJsonValue &value : answer.value(u"ms"_s).toArray())
            times.append(value.toDouble());
        return times;
    };
    const QList<double> times = millisecondsOf(*own);
    // Less than a tenth of a MiB is what the allocator had left over, and no measure.
    const double weight = std::max(0.1, own->value(u"kilobytes"_s).toDouble() / 1024);
    auto connection = context.store.connect(u"agent"_s);
    if (!connection)
        return connection.error();
    QList<double> server;
    for (int i = 0; i < context.scale.opens; ++i) {
        auto took = serverTime(**connection, "select * from desk.order_page($1::jsonb, $2::jsonb, $3::int)", Params().json(TableQuery().toJson()).json(QJsonObject()).integer(100));
        if (!took)
            return took.error();
        server.append(*took);
    }
    const double peerMs = median(millisecondsOf(*other));
    return QList<Measurement>{
        faster(u"open"_s, median(times), u"ms"_s, u"QSqlTableModel on the same table"_s, peerMs, 50),
        faster(u"open, memory"_s, weight, u"MiB"_s, u"QSqlTableModel on the same table"_s, other->value(u"kilobytes"_s).toDouble() / 1024, 8),
        atMostMore(u"open, beyond the server"_s, median(times), u"ms"_s, u"EXPLAIN ANALYZE of the first page"_s, median(server), 16),
    };
});

} // namespace

} // namespace Steward::Bench
