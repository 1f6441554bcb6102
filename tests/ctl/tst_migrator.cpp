// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/migrator.h"
#include "resources/schema/schema.h"
#include "tests/ctl/console.h"

#include <QTest>

#include <future>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// A store comes up to date from wherever it is, once, whatever happens on the way, and keeps what it holds.
class TestMigrator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Bare); }
    void emptyDatabaseIsMigratedAndASecondRunChangesNothing();
    void storeOfAnOlderVersionComesUpToDateAndKeepsItsData_data();
    void storeOfAnOlderVersionComesUpToDateAndKeepsItsData();
    void killedInTheMiddleItEndsRightWhenRunAgain_data();
    void killedInTheMiddleItEndsRightWhenRunAgain();
    void failingFileLeavesNothingOfItselfAndIsNamed_data();
    void failingFileLeavesNothingOfItselfAndIsNamed();
    void fileThatChangedSinceItLandedIsRefused();
    void functionsAreReplacedWhenTheirTextChanged();
    void twoAtOnceAreOneAfterTheOther();
    void columnWithoutACatalogueEntryIsNamed();
    void storeNewerThanTheProgramIsLeftAlone();
    void databaseInAnotherEncodingIsRefused();

private:
    Result<QStringList> migrate(const SchemaText &schema = SchemaText::compiledIn()) const;
    QString owner(const QByteArray &sql) const { return m_store->owner(sql); }
    /// Everything the schema consists of, as one checksum: columns, functions with rights, indexes, policies, triggers.
    QString fingerprint() const;
    QString recorded() const { return owner("select string_agg(name, ' ' order by number) from store.schema_migration"); }
    void expectUpToDate() const;
    /// A row in every table that version holds and that a store would miss; answers with what they are, for comparing.
    void putRows(int version) const;
    QList<std::pair<QByteArray, QString>> rows(int version) const; ///< table and row, of what putRows() put and what was there

    std::unique_ptr<StoreUnderTest> m_store;
    QString m_straight; ///< fingerprint of a store migrated in one go
    const SchemaText m_schema = SchemaText::compiledIn();
};

namespace {

QString names(const QList<SchemaFile> &files)
{
    QStringList list;
    for (const SchemaFile &file : files)
        list += file.name;
    return list.join(u' ');
}

/// A schema that ends after so many table files.
SchemaText upTo(const SchemaText &schema, qsizetype count)
{
    return {.tables = schema.tables.first(count), .functions = {}};
}

} // namespace

void TestMigrator::initTestCase()
{
    QVERIFY(m_schema.tables.size() >= 8);
    m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Bare);
    QVERIFY(migrate());
    m_straight = fingerprint();
    QVERIFY(!m_straight.isEmpty() && !m_straight.startsWith(u'<'));
}

Result<QStringList> TestMigrator::migrate(const SchemaText &schema) const
{
    return Migrator(*m_store->connect(Cluster::ownerLogin()), schema).migrate();
}

QString TestMigrator::fingerprint() const
{
    return owner(R"(
        with ours as (select oid, nspname from pg_namespace where nspname in ('store', 'desk', 'site', 'mailroom', 'userbase', 'audit')),
        part as (
            select format('%s.%s.%s %s %s %s %s', nspname, relname, attname, format_type(atttypid, atttypmod), attnotnull,
                col_description(c.oid, attnum), relowner::regrole) as line
            from pg_attribute a join pg_class c on c.oid = a.attrelid join ours n on n.oid = c.relnamespace where attnum > 0 and not attisdropped
            union all select format('%s.%s(%s) %s %s %s', nspname, proname, pg_get_function_identity_arguments(p.oid), md5(prosrc), proowner::regrole,
                array(select item::text from unnest(proacl) item order by 1)) from pg_proc p join ours n on n.oid = p.pronamespace
            union all select indexdef from pg_indexes where schemaname in (select nspname from ours)
            union all select format('%s %s %s', schemaname, tablename, policyname) from pg_policies
            union all select format('%s %s', t.tgrelid::regclass, pg_get_triggerdef(t.oid)) from pg_trigger t where not tgisinternal
            union all select extname from pg_extension)
        select md5(string_agg(line, chr(10) order by line)) || ' ' || count(*) from part)");
}

void TestMigrator::expectUpToDate() const
{
    QCOMPARE(recorded(), names(m_schema.tables));
    QCOMPARE(owner("select string_agg(name, ' ' order by name) from store.schema_api"), names(m_schema.functions));
    QCOMPARE(fingerprint(), m_straight);
}

void TestMigrator::emptyDatabaseIsMigratedAndASecondRunChangesNothing()
{
    QStringList told;
    const auto first = Migrator(*m_store->connect(Cluster::ownerLogin())).migrate([&told](const QString &file) { told += file; });
    QVERIFY2(first, why(first));
    QCOMPARE(first->join(u' '), names(m_schema.tables) + u' ' + names(m_schema.functions));
    QCOMPARE(told, *first);
    QCOMPARE(owner("select max(number)::text from store.schema_migration"), QString::number(newestSchema()));
    expectUpToDate();
    const QByteArray when = "select string_agg(name || checksum || applied_at, ' ' order by name) from (select name, checksum, applied_at from store.schema_migration "
                            "union all select name, checksum, applied_at from store.schema_api) x";
    const QString before = owner(when);
    const auto again = migrate();
    QVERIFY2(again, why(again));
    QCOMPARE(*again, QStringList());
    QCOMPARE(owner(when), before);
}

void TestMigrator::storeOfAnOlderVersionComesUpToDateAndKeepsItsData_data()
{
    QTest::addColumn<int>("version");
    for (int version = 1; version < m_schema.tables.size(); ++version)
        QTest::newRow(qPrintable(m_schema.tables.at(version - 1).name)) << version;
}

void TestMigrator::putRows(int version) const
{
    owner("create table store.keepsake (id int, said text)");
    owner("comment on column store.keepsake.id is '{\"class\": \"none\"}'");
    owner("comment on column store.keepsake.said is '{\"class\": \"none\"}'");
    owner("insert into store.keepsake values (1, 'kept')");
    if (version >= 2)
        owner("insert into store.setting values ('own.setting', '\"kept\"', 'Of this store')");
    if (version >= 3)
        owner("with c as (insert into store.customer (name, customer_key) values ('Zoë 王伟', 'zoe') returning id) "
              "insert into store.contact_point (customer_id, kind, value, key) select id, 'email', 'Zoe@Example.com', 'zoe@example.com' from c");
    if (version >= 4)
        owner("with o as (insert into store.orders (number, number_key, source_number, placed_at, customer_id, customer_name, customer_key, currency, subtotal_minor, total_minor) "
              "select '#1', '1', '#1', '2024-02-29 12:00Z', id, name, customer_key, 'EUR', 2500, 2500 from store.customer returning id) "
              "insert into store.order_line (order_id, line_no, sku, title, quantity, price_minor) select id, 1, 'MUG-1', 'Mug', 2, 1250 from o");
    if (version >= 5)
        owner("insert into audit.entry (actor, verb, subject) values ('agent', 'note_add', 'order')");
}

QList<std::pair<QByteArray, QString>> TestMigrator::rows(int version) const
{
    static const QList<std::pair<int, QByteArray>> tables{{1, "store.keepsake"}, {2, "store.setting"}, {3, "store.customer"}, {3, "store.contact_point"},
                                                          {4, "store.orders"},   {4, "store.order_line"}, {5, "audit.entry"}};
    QList<std::pair<QByteArray, QString>> all;
    for (const auto &[since, table] : tables) {
        if (since > version)
            continue;
        const QStringList found = m_store->column(Cluster::ownerLogin(), "select to_jsonb(t)::text from " + table + " t order by 1");
        for (const QString &row : found)
            all.append({table, row});
    }
    return all;
}

void TestMigrator::storeOfAnOlderVersionComesUpToDateAndKeepsItsData()
{
    QFETCH(const int, version);
    // The check at its end is made of what the second file brings, so the very first version cannot be left with a good word.
    QCOMPARE(bool(migrate(upTo(m_schema, version))), version > 1);
    QCOMPARE(recorded(), names(m_schema.tables.first(version)));
    putRows(version);
    const auto before = rows(version);
    QVERIFY(before.size() >= version);
    const auto migrated = migrate();
    QVERIFY2(migrated, why(migrated));
    QCOMPARE(migrated->join(u' '), names(m_schema.tables.sliced(version)) + u' ' + names(m_schema.functions));
    // Later files may add columns and settings; what was there is there, once.
    for (const auto &[table, row] : before)
        QCOMPARE(m_store->owner("select count(*)::text from " + table + " t where to_jsonb(t) @> $1::jsonb", Params().text(row)), u"1"_s);
    owner("drop table store.keepsake");
    expectUpToDate();
}

void TestMigrator::killedInTheMiddleItEndsRightWhenRunAgain_data()
{
    // What another connection holds, so that the migration stands still in the middle of a file; how many files are in by then; and
    // something that file makes before.
    QTest::addColumn<QByteArray>("held");
    QTest::addColumn<int>("tablesFirst");
    QTest::addColumn<int>("tablesIn");
    QTest::addColumn<QByteArray>("gone");
    QTest::newRow("in a table file") << "lock table store.payment in access exclusive mode"_ba << 5 << 5 << "to_regprocedure('store.make_indexes()')"_ba;
    QTest::newRow("in the functions") << "create function audit.seal(int) returns int language sql as 'select 1'"_ba << 5 << int(m_schema.tables.size()) << "to_regproc('store.has_card')"_ba;
}

void TestMigrator::killedInTheMiddleItEndsRightWhenRunAgain()
{
    QFETCH(const QByteArray, held);
    QFETCH(const int, tablesFirst);
    QFETCH(const int, tablesIn);
    QFETCH(const QByteArray, gone);
    QVERIFY(migrate(upTo(m_schema, tablesFirst)));
    const auto holder = m_store->connect(Cluster::ownerLogin());
    QVERIFY(holder->script(u"test/begin"_s, "begin"));
    QVERIFY(holder->script(u"test/hold"_s, held));
    std::promise<int> pid;
    auto run = std::async(std::launch::async, [&] {
        Connection connection(u"killed"_s);
        const auto opened = connection.open(m_store->TestDatabase::owner());
        pid.set_value(opened ? connection.backendPid() : 0);
        return opened ? Migrator(connection).migrate() : Result<QStringList>(opened.error());
    });
    const QByteArray backend = QByteArray::number(pid.get_future().get());
    QVERIFY(backend != "0");
    // For the holder, and not for a moment for something else on the way there.
    QTRY_COMPARE_WITH_TIMEOUT(owner("select (" + QByteArray::number(holder->backendPid()) + " = any(pg_blocking_pids(" + backend + ")))::text"), u"true"_s, 60'000);
    QCOMPARE(owner("select pg_terminate_backend(" + backend + ")"), u"t"_s);
    const auto killed = run.get();
    QVERIFY(!killed);
    QCOMPARE(killed.error().kind, ErrorKind::Offline);
    QVERIFY(holder->script(u"test/release"_s, "rollback"));

    QCOMPARE(recorded(), names(m_schema.tables.first(tablesIn)));
    QCOMPARE(owner("select count(*)::text from store.schema_api"), u"0"_s);
    QCOMPARE(owner("select (" + gone + " is null)::text"), u"true"_s);
    const auto again = migrate();
    QVERIFY2(again, why(again));
    QCOMPARE(again->join(u' '), (names(m_schema.tables.sliced(tablesIn)) + u' ' + names(m_schema.functions)).trimmed());
    expectUpToDate();
}

void TestMigrator::failingFileLeavesNothingOfItselfAndIsNamed_data()
{
    QTest::addColumn<bool>("isTable");
    QTest::addColumn<int>("place");
    QTest::newRow("a table file") << true << 3;
    QTest::newRow("a file of functions") << false << 4;
}

void TestMigrator::failingFileLeavesNothingOfItselfAndIsNamed()
{
    QFETCH(const bool, isTable);
    QFETCH(const int, place);
    SchemaText broken = m_schema;
    SchemaFile &file = isTable ? broken.tables[place] : broken.functions[place];
    file.sql += "\n;create table store.half (id int); select 1 / 0;";
    const auto failed = migrate(broken);
    QVERIFY(!failed);
    QVERIFY2(failed.error().userText.contains(file.name) && !failed.error().userText.contains(u'\n'), qPrintable(failed.error().userText));
    QCOMPARE(owner("select (to_regclass('store.half') is null)::text"), u"true"_s);
    QCOMPARE(recorded(), names(isTable ? m_schema.tables.first(place) : m_schema.tables));
    QCOMPARE(owner("select count(*)::text from store.schema_api"), u"0"_s);
    const auto again = migrate();
    QVERIFY2(again, why(again));
    expectUpToDate();
}

void TestMigrator::fileThatChangedSinceItLandedIsRefused()
{
    QVERIFY(migrate(upTo(m_schema, 4)));
    SchemaText changed = m_schema;
    changed.tables[2].sql += "-- an afterthought\n";
    const auto refused = migrate(changed);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Invalid);
    QCOMPARE(refused.error().userText, u"The schema file 0003_people.sql has changed since it was applied to this store. Use the program it was applied with."_s);
    QCOMPARE(recorded(), names(m_schema.tables.first(4))); // also what came after it
}

void TestMigrator::functionsAreReplacedWhenTheirTextChanged()
{
    QVERIFY(migrate());
    SchemaText changed = m_schema;
    for (SchemaFile &file : changed.functions) {
        if (file.name == u"51_work.sql")
            file.sql += "create or replace function desk.work_tick() returns jsonb language sql security definer set search_path = pg_catalog, pg_temp as "
                        "$$ select '{\"new\": true}'::jsonb $$;\n";
    }
    const auto replaced = migrate(changed);
    QVERIFY2(replaced, why(replaced));
    QCOMPARE(*replaced, (QStringList{u"51_work.sql"_s, u"90_grants.sql"_s, u"91_card_guard.sql"_s})); // a new function has no right owner and grants by itself
    QCOMPARE(owner("select desk.work_tick()->>'new'"), u"true"_s);
    QCOMPARE(owner("select proowner::regrole::text || ' ' || has_function_privilege('service_work', oid, 'execute') || ' ' || has_function_privilege('staff_agent', oid, 'execute') "
                   "from pg_proc where oid = 'desk.work_tick()'::regprocedure"), u"steward_api true false"_s);
    QVERIFY(migrate()); // and back
    expectUpToDate();
}

void TestMigrator::twoAtOnceAreOneAfterTheOther()
{
    const auto run = [this] {
        Connection connection(u"one-of-two"_s);
        const auto opened = connection.open(m_store->TestDatabase::owner());
        return opened ? Migrator(connection).migrate() : Result<QStringList>(opened.error());
    };
    auto one = std::async(std::launch::async, run);
    auto other = std::async(std::launch::async, run);
    const auto first = one.get();
    const auto second = other.get();
    QVERIFY2(first, why(first));
    QVERIFY2(second, why(second));
    QCOMPARE(first->isEmpty() + second->isEmpty(), 1);
    QCOMPARE(first->size() + second->size(), m_schema.tables.size() + m_schema.functions.size());
    expectUpToDate();
}

void TestMigrator::columnWithoutACatalogueEntryIsNamed()
{
    QVERIFY(migrate());
    owner("alter table store.customer add column shoe_size int");
    const auto refused = migrate();
    QVERIFY(!refused);
    QVERIFY2(refused.error().userText.contains(u"Column store.customer.shoe_size"), qPrintable(refused.error().userText));
    owner("select store.describe('store.customer', '{\"shoe_size\": \"body | order | account + 3 years\"}')");
    QVERIFY(migrate());
}

void TestMigrator::storeNewerThanTheProgramIsLeftAlone()
{
    QVERIFY(migrate());
    owner("insert into store.schema_migration (number, name, checksum) values (9001, '9001_later.sql', 'x')");
    owner("update store.schema_api set checksum = 'of a later program'");
    const auto refused = migrate();
    QVERIFY(!refused);
    QCOMPARE(refused.error().userText, u"This store is newer than this program: it holds 9001_later.sql. Update the program."_s);
    QCOMPARE(owner("select count(*)::text from store.schema_api where checksum <> 'of a later program'"), u"0"_s);
}

void TestMigrator::databaseInAnotherEncodingIsRefused()
{
    const QByteArray name = m_store->name().toLatin1() + "_latin";
    owner("create database " + name + " template template0 encoding 'LATIN1' locale 'C'");
    ConnectionOptions options = m_store->TestDatabase::owner();
    options.database = QString::fromLatin1(name);
    {
        Connection connection(u"latin"_s);
        QVERIFY(connection.open(options));
        const auto refused = Migrator(connection).migrate();
        QVERIFY(!refused);
        QCOMPARE(refused.error().userText, u"This database is in LATIN1; a store needs UTF8. Make the database anew with encoding UTF8."_s);
        const auto left = connection.query({u"test/left"_s, "select count(*)::text from pg_namespace where nspname = 'store'"});
        QVERIFY(left);
        QCOMPARE(left->text(0, 0), u"0"_s);
    }
    owner("drop database " + name + " with (force)");
}

QTEST_GUILESS_MAIN(TestMigrator)
#include "tst_migrator.moc"
