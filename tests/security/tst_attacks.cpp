// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/scram.h"
#include "tests/database/storeundertest.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QScopeGuard>
#include <QTest>
#include <QUuid>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// What somebody with a staff password and psql might try.
class TestAttacks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<StoreUnderTest>(); }
    void statementsThatMustNotWork_data();
    void statementsThatMustNotWork();
    void ownNamesDoNotReplaceTheStores();
    void noOtherRoleCanBePutOn();
    void othersStatementsAreNotSeen();
    void resultOfAnothersCommandIsNotTold();
    void commandOfAnotherIsNotRepeated();
    void queryTextRunsNothing_data();
    void queryTextRunsNothing();
    void serverTakesNoPlainConnection_data();
    void serverTakesNoPlainConnection();
    void pagingThroughPeopleIsStopped();
    void rollbackUnreadsNothing();
    void openedOrderIsOnRecordBeforeItIsShown();
    void exportIsOnRecordBeforeItsFirstRow();
    void zoneOfASessionOpensNoNewHour();
    void numbersTellNothingPastTheMeter();
    void placeInAListTellsNothingOfHiddenOrders();
    void hiddenOrdersAreNotLocked();
    void patternsMeanTheSameInEverySession();
    void lockedOutIsLockedOutAtOnce();

private:
    /// Rows of persons that a login has read in the hour that runs, as the work job books them.
    [[nodiscard]] int metered(const QString &login) const
    {
        const QString told = m_store->work("select desk.work_tick()::text");
        if (told.startsWith(u'<'))
            qWarning("the work job failed: %s", qPrintable(told));
        return m_store->owner("select coalesce(sum(row_count), 0)::text from store.read_meter where login = $1", Params().text(login)).toInt();
    }
    /// Shipped so long ago that fulfilment no longer sees it.
    void hide(qint64 order) const
    {
        m_store->payOrder(order);
        m_store->owner("update store.hold set released_at = now() where order_id = $1", Params().integer(order));
        m_store->owner("insert into store.shipment (order_id, shipment_no, carrier, tracking, at) values ($1, 1, 'DHL', 'RX000000001DE', now() - interval '40 days')", Params().integer(order));
        m_store->owner("insert into store.shipment_line (order_id, shipment_no, line_no, quantity) select order_id, 1, line_no, quantity from store.order_line where order_id = $1", Params().integer(order));
        QCOMPARE(m_store->fulfilment("select count(*)::text from desk.order_page('{\"filters\": [{\"field\": \"fulfilment\", \"op\": \"in\", \"values\": [\"fulfilled\"]}]}', '{}', 10)"), u"0"_s);
    }
    /// Each statement of a psql session that ends badly, until one fails.
    void session(const QString &login, const QByteArrayList &statements) const
    {
        for (const QByteArray &statement : statements)
            (void)m_store->ask(login, statement);
    }

    std::unique_ptr<StoreUnderTest> m_store;
};

void TestAttacks::statementsThatMustNotWork_data()
{
    QTest::addColumn<QByteArray>("sql");
    const QList<std::pair<const char *, QByteArray>> attempts{
        {"table of one's own", "create table public.mine (x int)"},
        {"temporary table", "create temp table orders (x int)"},
        {"schema of one's own", "create schema agent"},
        {"function of one's own", "create function public.mine() returns int language sql as 'select 1'"},
        {"program", "copy (select 1) to program 'id'"},
        {"file of the server", "copy (select 1) to '/var/tmp/steward-attack'"},
        {"reading a file", "select pg_read_file('PG_VERSION')"},
        {"large object from a file", "select lo_import('/etc/hostname')"},
        {"setting of the server", "alter system set ssl = off"},
        {"reloading", "select pg_reload_conf()"},
        {"log", "select pg_read_server_files()"},
        {"role", "create role mine"},
        {"own group", "grant staff_lead to agent"},
        {"own role", "alter role agent superuser"},
        {"passwords", "select * from pg_authid"},
        {"statistics of values", "select * from pg_statistic"},
        {"another's connection", "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'steward_dba'"},
        {"row security", "set row_security = off; select * from store.orders"},
        {"owner's role", "set role steward_owner"},
        {"function owner's role", "set role steward_api"},
        {"audit", "update audit.entry set actor = 'nobody'"},
        {"audit's end", "truncate audit.entry"},
        {"sealing", "select audit.seal(10)"},
        {"extension", "create extension dblink"},
        {"untrusted language", "do language plpython3u $$ pass $$"},
        {"helper of the store", "select store.enter('export')"},
        {"status by hand", "select store.derive(array[1])"},
        {"publication", "create publication everything for all tables"},
        {"large object", "select lo_from_bytea(0, 'anything')"},
        {"another large object", "select lo_create(0)"},
        {"replication", "select pg_create_logical_replication_slot('mine', 'test_decoding')"},
    };
    for (const auto &[name, sql] : attempts)
        QTest::newRow(name) << sql;
}

void TestAttacks::statementsThatMustNotWork()
{
    QFETCH(const QByteArray, sql);
    const QString audit = m_store->owner("select count(*)::text from audit.entry");
    for (const QString &login : {u"agent"_s, u"admin"_s, u"site"_s}) {
        const QString answer = m_store->ask(login, sql);
        QVERIFY2(answer.startsWith(u'<') && answer.endsWith(u'>'), (login.toUtf8() + ": " + sql + " -> " + answer.toUtf8()).constData());
        QVERIFY2(answer != u"<XX000>", sql.constData());
    }
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry"), audit);
}

/// Functions run with names pinned: a caller's search_path leads them nowhere else.
void TestAttacks::ownNamesDoNotReplaceTheStores()
{
    const qint64 order = m_store->placeOrder();
    m_store->owner("create schema trap");
    m_store->owner("grant usage on schema trap to public");
    m_store->owner("create table trap.orders as select * from store.orders with no data");
    m_store->owner("create function trap.now() returns timestamptz language sql as $$ select 'epoch'::timestamptz $$");
    m_store->owner("create function trap.enter(text) returns store.caller language sql as $$ select null::store.caller $$");
    m_store->agent("set search_path = trap, desk, store, public");
    QCOMPARE(m_store->agent("select desk.note_add(gen_random_uuid(), $1, 'real')->>'outcome'", Params().integer(order)), u"done"_s);
    QCOMPARE(m_store->owner("select (at > now() - interval '1 hour')::text from store.note"), u"true"_s);
    QCOMPARE(m_store->agent("select count(*)::text from desk.order_page('{}', '{}', 10)"), u"1"_s);
}

void TestAttacks::noOtherRoleCanBePutOn()
{
    const qint64 order = m_store->placeOrder();
    for (const QByteArray &role : QByteArrayList{"lead", "staff_lead", "steward_api", "steward_owner", "steward_dba", "postgres", "pg_read_all_data"})
        QVERIFY2(m_store->agent("set role " + role).startsWith(u'<'), role.constData());
    QVERIFY(m_store->agent("set session authorization lead").startsWith(u'<'));
    // One's own group can be put on, and the record still names the person.
    m_store->agent("set role staff_agent");
    QCOMPARE(m_store->agent("select desk.note_add(gen_random_uuid(), $1, 'as myself')->>'outcome'", Params().integer(order)), u"done"_s);
    QCOMPARE(m_store->owner("select actor from audit.entry where verb = 'note_add'"), u"agent"_s);
}

void TestAttacks::othersStatementsAreNotSeen()
{
    m_store->lead("select 1");
    QCOMPARE(m_store->agent("select count(*)::text from pg_stat_activity where usename <> 'agent' and query not in ('', '<insufficient privilege>')"), u"0"_s);
    // Nor a column's common values in the planner's statistics.
    m_store->owner("analyze");
    QCOMPARE(m_store->agent("select count(*)::text from pg_stats where schemaname in ('store', 'audit', 'mailroom')"), u"0"_s);
}

void TestAttacks::resultOfAnothersCommandIsNotTold()
{
    const qint64 order = m_store->placeOrder();
    const QUuid id = QUuid::createUuid();
    QCOMPARE(m_store->lead("select desk.note_add($1, $2, 'of the lead')->>'outcome'", Params().uuid(id).integer(order)), u"done"_s);
    const QString told = m_store->agent("select desk.command_result($1)::text", Params().uuid(id));
    QVERIFY2(!told.contains(u"done"_s), qPrintable(told));
}

void TestAttacks::commandOfAnotherIsNotRepeated()
{
    const qint64 order = m_store->placeOrder();
    const QUuid id = QUuid::createUuid();
    QCOMPARE(m_store->lead("select desk.note_add($1, $2, 'one')->>'outcome'", Params().uuid(id).integer(order)), u"done"_s);
    QCOMPARE(m_store->agent("select desk.note_add($1, $2, 'one')->>'reason'", Params().uuid(id).integer(order)), u"command_reused"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"1"_s);
}

void TestAttacks::queryTextRunsNothing_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("sort") << QByteArray(R"q({"sort": "placed; drop table store.orders"})q");
    QTest::newRow("sort expression") << QByteArray(R"q({"sort": "(select 1)"})q");
    QTest::newRow("field") << QByteArray(R"q({"filters": [{"field": "total) or (1=1", "op": ">", "values": ["1"]}]})q");
    QTest::newRow("operator") << QByteArray(R"q({"filters": [{"field": "total", "op": "> 1 or 1=1 --", "values": ["1"]}]})q");
    QTest::newRow("number") << QByteArray(R"q({"filters": [{"field": "total", "op": ">", "values": ["1 or 1=1"]}]})q");
    QTest::newRow("date") << QByteArray(R"q({"filters": [{"field": "placed", "op": ">", "values": ["now()'; select pg_sleep(5); --"]}]})q");
    QTest::newRow("no list") << QByteArray(R"q({"filters": {"field": "total"}})q");
    QTest::newRow("no object") << QByteArray(R"q([1])q");
}

void TestAttacks::queryTextRunsNothing()
{
    QFETCH(const QByteArray, query);
    m_store->placeOrder();
    const QString answer = m_store->agent("select count(*)::text from desk.order_page($1, '{}', 10)", Params().rawJson(query));
    QVERIFY2(answer == u"<22023>" || answer == u"<42501>", qPrintable(answer));
    // Values are values: they are looked for and not run.
    for (const QString &value : {u"' or 1=1 --"_s, u"%"_s, u"_"_s, u"\\"_s, u"$1"_s}) {
        const QJsonObject filter{{u"field"_s, u"customer"_s}, {u"op"_s, u"contains"_s}, {u"values"_s, QJsonArray{value}}};
        const QString found = m_store->agent("select count(*)::text from desk.order_page($1, '{}', 10)", Params().json(QJsonObject{{u"filters"_s, QJsonArray{filter}}}));
        QVERIFY2(found == u"0" || found == u"<22023>", qPrintable(value + u" -> "_s + found));
    }
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"1"_s);
}

void TestAttacks::serverTakesNoPlainConnection_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("off") << u"disable"_s;
    QTest::newRow("allow") << u"allow"_s;
}

/// psql without TLS: the server itself refuses, whatever a client is told to do.
void TestAttacks::serverTakesNoPlainConnection()
{
    QFETCH(const QString, mode);
    const ConnectionOptions options = m_store->as(u"agent"_s);
    QProcess psql;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PGPASSWORD"_s, options.password);
    environment.insert(u"PGSSLMODE"_s, mode);
    psql.setProcessEnvironment(environment);
    psql.start(u"psql"_s, {u"-X"_s, u"-At"_s, u"-h"_s, options.hosts.first().host, u"-p"_s, QString::number(options.hosts.first().port), u"-U"_s, u"agent"_s, u"-d"_s, options.database,
                           u"-c"_s, u"select ssl from pg_stat_ssl where pid = pg_backend_pid()"_s});
    QVERIFY(psql.waitForFinished(20'000));
    // "allow" tries without and falls back to TLS: never plain.
    const QByteArray told = psql.readAllStandardOutput().trimmed();
    QVERIFY2(mode == u"disable" ? psql.exitCode() != 0 && told.isEmpty() : told == "t", told.constData());
}

void TestAttacks::pagingThroughPeopleIsStopped()
{
    m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo);
    const auto pageThrough = [this](const QString &login) {
        QString key, id;
        for (int page = 0; page < 100; ++page) {
            const QJsonObject cursor = page == 0 ? QJsonObject() : QJsonObject{{u"key"_s, key}, {u"id"_s, id.toLongLong()}, {u"direction"_s, u"after"_s}};
            const QString last = m_store->ask(login, "select sort_key || ' ' || id from (select row_number() over () as i, p.* from desk.order_page('{}', $1, 500) p) x order by i desc limit 1", Params().json(cursor));
            if (last.isEmpty() || last.startsWith(u'<'))
                return last;
            key = last.section(u' ', 0, -2);
            id = last.section(u' ', -1);
        }
        return u"endless"_s;
    };
    m_store->stayWithinAnHour();
    m_store->owner("update store.setting set value = '700' where key = 'meter.rows_per_hour'");
    QCOMPARE(pageThrough(u"agent"_s), u"<ST002>"_s);
    QCOMPARE(pageThrough(u"lead"_s), QString()); // has the export right, and each export is on record
}

void TestAttacks::rollbackUnreadsNothing()
{
    m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo);
    m_store->stayWithinAnHour();
    session(u"agent"_s, {"begin", "select count(*)::text from desk.order_page('{}', '{}', 500)", "rollback"});
    QCOMPARE(metered(u"agent"_s), 500);
    // A statement that fails behind the rows it was sent.
    session(u"agent"_s, {"select (p.id / case when row_number() over () > 400 then 0 else 1 end)::text from desk.order_page('{}', '{}', 500) p"});
    QCOMPARE(metered(u"agent"_s), 1000);
    session(u"agent"_s, {"begin", "savepoint s", "select count(*)::text from desk.order_lookup('an')", "rollback to s", "commit"});
    QVERIFY(metered(u"agent"_s) > 1000);
    // Nor does it help to stay in the transaction: what was counted counts at once.
    m_store->owner("update store.setting set value = '1100' where key = 'meter.rows_per_hour'");
    session(u"agent"_s, {"begin", "select count(*)::text from desk.order_page('{}', '{}', 500)"});
    QCOMPARE(m_store->agent("select count(*)::text from desk.order_page('{}', '{}', 500)"), u"<ST002>"_s);
    m_store->agent("rollback");
    QCOMPARE(m_store->agent("select count(*)::text from desk.order_page('{}', '{}', 500)"), u"<ST002>"_s);
}

void TestAttacks::openedOrderIsOnRecordBeforeItIsShown()
{
    const qint64 order = m_store->placeOrder();
    const QUuid ticket = QUuid::createUuid();
    m_store->agent("begin");
    QCOMPARE(m_store->agent("select desk.order_open($1, $2, 'call')::text", Params().uuid(ticket).integer(order)), u"true"_s);
    QCOMPARE(m_store->agent("select desk.order_panel($1)::text", Params().uuid(ticket)), QString()); // in the same transaction: nothing
    m_store->agent("savepoint inner_one");
    QCOMPARE(m_store->agent("select desk.order_panel($1)::text", Params().uuid(ticket)), QString());
    m_store->agent("rollback");
    QCOMPARE(m_store->agent("select desk.order_panel($1)::text", Params().uuid(ticket)), QString());
    QCOMPARE(m_store->agent("select desk.order_open($1, $2, 'call')::text", Params().uuid(ticket).integer(order)), u"true"_s);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'order_open'"), u"1"_s);
    QCOMPARE(m_store->lead("select desk.order_panel($1)::text", Params().uuid(ticket)), QString()); // another's ticket
    QVERIFY(m_store->agent("select desk.order_panel($1)::text", Params().uuid(ticket)).contains(u"Hans"_s));
    m_store->owner("update store.order_ticket set at = at - interval '6 minutes'");
    QCOMPARE(m_store->agent("select desk.order_panel($1)::text", Params().uuid(ticket)), QString());
}

void TestAttacks::exportIsOnRecordBeforeItsFirstRow()
{
    m_store->placeOrder();
    // Addresses leave in a carrier's file alone.
    for (const char *column : {"postal", "country"})
        QCOMPARE(m_store->lead(QByteArray("select desk.export_start(gen_random_uuid(), 'orders', '{}', '{number,") + column + "}', 'csv')->>'reason'"), u"address_column"_s);
    const QByteArray start = "select desk.export_start(gen_random_uuid(), 'orders', '{}', '{number,email}', 'csv')->>'export_id'";
    m_store->lead("begin");
    const qint64 undone = m_store->lead(start).toLongLong();
    QVERIFY(undone > 0);
    QCOMPARE(m_store->lead("select email from desk.order_export_page($1, '{}', 10)", Params().integer(undone)), u"<42501>"_s);
    m_store->lead("rollback");
    const qint64 run = m_store->lead(start).toLongLong();
    QCOMPARE(m_store->lead("select email from desk.order_export_page($1, '{}', 10)", Params().integer(run)), u"hans@example.com"_s);
    QCOMPARE(m_store->lead("select desk.export_finish($1, 'done')->>'outcome'", Params().integer(run)), u"done"_s);
    QCOMPARE(m_store->privacy("select row_count::text from desk.exports() limit 1"), u"1"_s);
    // The cursor tells no name either that the record does not name.
    const qint64 byName = m_store->lead(R"q(select desk.export_start(gen_random_uuid(), 'orders', '{"sort": "customer"}', '{number}', 'csv')->>'export_id')q").toLongLong();
    QCOMPARE(m_store->lead("select coalesce(sort_key, '-') || coalesce(customer_name, '-') from desk.order_export_page($1, '{}', 10)", Params().integer(byName)), u"--"_s);
}

void TestAttacks::zoneOfASessionOpensNoNewHour()
{
    m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo);
    m_store->owner("update store.setting set value = '700' where key = 'meter.rows_per_hour'");
    m_store->stayWithinAnHour();
    for (const QByteArray &zone : QByteArrayList{"UTC", "XXX-0:07", "XXX-0:13", "Asia/Kolkata"})
        session(u"agent"_s, {"set timezone = '" + zone + "'", "select count(*)::text from desk.order_page('{}', '{}', 500)"});
    QCOMPARE(m_store->agent("select count(*)::text from desk.order_page('{}', '{}', 500)"), u"<ST002>"_s);
    QVERIFY(metered(u"agent"_s) <= 1000);
}

void TestAttacks::numbersTellNothingPastTheMeter()
{
    m_store->stayWithinAnHour();
    m_store->placeOrder();
    const QByteArray query = R"('{"filters": [{"field": "email", "op": "prefix", "values": ["hans"]}]}')";
    const QByteArrayList numbers{"desk.order_count(" + query + ", 10)", "desk.order_newcomers(" + query + ", 0)", "desk.order_estimate(" + query + ")",
                                 "(desk.order_locate(" + query + ", 1)->>'found')", "(select max(place) from desk.order_ladder(" + query + ", 100))"};
    for (const QByteArray &number : numbers)
        QVERIFY2(!m_store->agent("select " + number + "::text").startsWith(u'<'), number.constData());
    QCOMPARE(metered(u"agent"_s), int(numbers.size())); // each told of a person
    m_store->agent("select desk.order_count('{\"filters\": [{\"field\": \"payment\", \"op\": \"in\", \"values\": [\"paid\"]}]}', 10)::text");
    QCOMPARE(metered(u"agent"_s), int(numbers.size()));
    m_store->owner("update store.setting set value = '5' where key = 'meter.rows_per_hour'");
    for (const QByteArray &number : numbers)
        QCOMPARE(m_store->agent("select " + number + "::text"), u"<ST002>"_s);
}

void TestAttacks::placeInAListTellsNothingOfHiddenOrders()
{
    const qint64 hidden = m_store->placeOrder(u"Maria Muster"_s, u"maria@example.com"_s);
    m_store->placeOrder(u"Nora Neu"_s);
    hide(hidden);
    // The neighbours of its place would tell its name: it is no more a place than an order that never was.
    for (const QByteArray &sort : QByteArrayList{"customer", "postal", "placed", "number"}) {
        for (const QByteArray &direction : QByteArrayList{"before", "after", "from"}) {
            QStringList answers;
            for (const qint64 id : {hidden, qint64(999'999'999)})
                answers.append(m_store->fulfilment("select string_agg(id::text, ' ') from desk.order_page($1, $2, 10)",
                    Params().rawJson("{\"sort\": \"" + sort + "\"}").rawJson("{\"direction\": \"" + direction + "\", \"id\": " + QByteArray::number(id) + "}")));
            QCOMPARE(answers.first(), answers.last());
        }
    }
}

void TestAttacks::hiddenOrdersAreNotLocked()
{
    const qint64 hidden = m_store->placeOrder();
    const int version = m_store->owner("select version::text from store.orders where id = $1", Params().integer(hidden)).toInt();
    QCOMPARE(m_store->agent("select desk.hold_place(gen_random_uuid(), array[$1]::bigint[], array[$2]::int[], 'other', '')->>'outcome'", Params().integer(hidden).integer(version)), u"done"_s);
    hide(hidden);
    m_store->fulfilment("begin");
    const QString refused = m_store->fulfilment("select desk.hold_place(gen_random_uuid(), array[$1]::bigint[], array[1]::int[], 'other', '')::text", Params().integer(hidden));
    QVERIFY2(refused.contains(u"no_such_order"_s), qPrintable(refused));
    const QString release = m_store->fulfilment("select desk.hold_release(gen_random_uuid(), array(select generate_series(1, 5)::bigint), array[1, 1, 1, 1, 1])::text");
    QVERIFY2(!release.contains(u"\"order_id\": %1"_s.arg(hidden)), qPrintable(release));
    // Fulfilment's transaction is still open, and nobody waits for it.
    QCOMPARE(m_store->owner("select count(*)::text from (select from store.orders where id = $1 for update skip locked) o", Params().integer(hidden)), u"1"_s);
    m_store->fulfilment("rollback");
}

void TestAttacks::patternsMeanTheSameInEverySession()
{
    const qint64 order = m_store->placeOrder();
    m_store->agent("set standard_conforming_strings = off");
    QCOMPARE(m_store->agent("select desk.note_add(gen_random_uuid(), $1, 'card 4111 1111 1111 1111')->>'reason'", Params().integer(order)), u"card_number"_s);
    QCOMPARE(m_store->owner("select count(*)::text from pg_proc p where p.pronamespace in ('store'::regnamespace, 'desk'::regnamespace, 'site'::regnamespace, 'audit'::regnamespace) "
                            "and p.proconfig is not null and not 'standard_conforming_strings=on' = any(p.proconfig) and p.proowner = 'steward_api'::regrole"), u"0"_s);
}

void TestAttacks::lockedOutIsLockedOutAtOnce()
{
    const qint64 order = m_store->placeOrder();
    // Logins belong to the whole cluster, and other tests are signed in as its agent: whoever is locked out is this test's own.
    ConnectionOptions own = m_store->as(u"agent"_s);
    own.user = u"lockedout%1"_s.arg(QCoreApplication::applicationPid());
    own.password = u"a password of 25 letters!"_s;
    own.connectTimeoutSeconds = 60;
    const auto drop = qScopeGuard([&] { m_store->owner("drop role if exists " + own.user.toLatin1()); });
    QCOMPARE(m_store->admin("select desk.staff_add(gen_random_uuid(), $1, 'Locked Out', 'agent', $2)->>'outcome'", Params().text(own.user).text(QString::fromLatin1(scramVerifier(own.password)))), u"done"_s);
    m_store->owner("update store.staff set must_change_password = false where login = $1", Params().text(own.user));
    Connection connection(u"locked out"_s); // an open one
    QVERIFY(connection.open(own));
    const NamedQuery note{u"test/note"_s, "select desk.note_add(gen_random_uuid(), $1, 'still here')->>'outcome'"};
    const auto before = connection.query(note, Params().integer(order));
    QVERIFY(before);
    QCOMPARE(before->text(0, 0), u"done"_s);
    QCOMPARE(m_store->admin("select desk.staff_disable(gen_random_uuid(), $1)->>'outcome'", Params().text(own.user)), u"done"_s);
    QVERIFY(!connection.query(note, Params().integer(order)));
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"1"_s);
}

QTEST_GUILESS_MAIN(TestAttacks)
#include "tst_attacks.moc"
