// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// What must be true of every table and function, whoever adds one.
class TestSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_store = std::make_unique<StoreUnderTest>(); }
    void everyColumnSaysWhetherItHoldsPersonalData();
    void columnWithoutAnEntryIsAGap();
    void everyTableHidesItsRowsFromAllButTheFunctions();
    void noStaffRoleHasARightOnATable();
    void everyFunctionOfStaffRunsWithPinnedNames();
    void nobodyMayCallAFunctionByDefault();
    void functionsBelongToRolesThatCannotLogIn();
    void noColumnIsMadeForACardNumber();
    void newFunctionsAreClosedToThePublic();
    void functionsAreOfTheNewestTables();

private:
    QString owner(const QByteArray &sql) const { return m_store->owner(sql); }
    std::unique_ptr<StoreUnderTest> m_store;
};

void TestSchema::everyColumnSaysWhetherItHoldsPersonalData()
{
    QCOMPARE(owner("select string_agg(table_name || '.' || column_name, ', ') from store.catalogue_gaps()"), QString());
    // An entry is JSON, and a personal one names kind, purposes and retention.
    QCOMPARE(owner("select string_agg(format('%s.%s', c.oid::regclass, a.attname), ', ') from pg_attribute a join pg_class c on c.oid = a.attrelid "
                   "join pg_namespace n on n.oid = c.relnamespace cross join lateral (select col_description(c.oid, a.attnum)::jsonb as entry) d "
                   "where n.nspname in ('store', 'mailroom', 'userbase', 'audit') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped "
                   "and entry->>'class' = 'personal' and (coalesce(entry->>'kind', '') = '' or coalesce(entry->>'retention', '') = '' "
                   "or jsonb_array_length(entry->'purposes') = 0)"), QString());
    QCOMPARE(owner("select col_description('store.orders'::regclass, attnum)::jsonb->>'kind' from pg_attribute "
                   "where attrelid = 'store.orders'::regclass and attname = 'email'"), u"email"_s);
}

void TestSchema::columnWithoutAnEntryIsAGap()
{
    const StoreUnderTest store;
    store.owner("create table store.novelty (id bigint, shoe_size int)");
    store.owner("comment on column store.novelty.id is '{\"class\": \"none\"}'");
    QCOMPARE(store.owner("select string_agg(table_name || '.' || column_name, ', ') from store.catalogue_gaps()"), u"store.novelty.shoe_size"_s);
}

void TestSchema::everyTableHidesItsRowsFromAllButTheFunctions()
{
    QCOMPARE(owner("select string_agg(oid::regclass::text, ', ') from pg_class where relnamespace in ('store'::regnamespace, 'mailroom'::regnamespace, "
                   "'userbase'::regnamespace, 'audit'::regnamespace) and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)"), QString());
    QCOMPARE(owner("select string_agg(distinct format('%s.%s %s', schemaname, tablename, roles), ', ') from pg_policies where roles <> '{steward_api}'"), QString());
    QCOMPARE(owner("select string_agg(oid::regclass::text, ', ') from pg_class where relnamespace in ('store'::regnamespace, 'mailroom'::regnamespace, "
                   "'audit'::regnamespace) and relkind = 'r' and relowner <> 'steward_owner'::regrole"), QString());
}

void TestSchema::noStaffRoleHasARightOnATable()
{
    QCOMPARE(owner("select string_agg(distinct format('%s %s.%s %s', grantee, table_schema, table_name, privilege_type), ', ') from information_schema.table_privileges "
                   "where table_schema in ('store', 'mailroom', 'userbase', 'audit', 'desk', 'site') and grantee not in ('steward_owner', 'steward_api')"), QString());
    QCOMPARE(owner("select string_agg(rolname, ', ') from pg_roles where rolname ~ '^(staff_|store_site|service_|log_)' and has_schema_privilege(oid, 'store', 'usage')"), QString());
}

void TestSchema::everyFunctionOfStaffRunsWithPinnedNames()
{
    QCOMPARE(owner("select string_agg(p.oid::regprocedure::text, ', ') from pg_proc p where p.pronamespace in ('desk'::regnamespace, 'site'::regnamespace) "
                   "and (not p.prosecdef or not exists (select from unnest(p.proconfig) c where c ~ '^search_path=pg_catalog,.*pg_temp$'))"), QString());
    // The helpers as well, unless their body was parsed when it was made and so knows no search_path.
    QCOMPARE(owner("select string_agg(p.oid::regprocedure::text, ', ') from pg_proc p where p.pronamespace in ('store'::regnamespace, 'audit'::regnamespace) "
                   "and p.prosqlbody is null and not exists (select from unnest(p.proconfig) c where c ~ '^search_path=pg_catalog,.*pg_temp$')"), QString());
}

void TestSchema::nobodyMayCallAFunctionByDefault()
{
    QCOMPARE(owner("select string_agg(p.oid::regprocedure::text, ', ') from pg_proc p where p.pronamespace in ('store'::regnamespace, 'desk'::regnamespace, "
                   "'site'::regnamespace, 'audit'::regnamespace) and (p.proacl is null or exists (select from aclexplode(p.proacl) where grantee = 0))"), QString());
}

void TestSchema::functionsBelongToRolesThatCannotLogIn()
{
    QCOMPARE(owner("select string_agg(p.oid::regprocedure::text, ', ') from pg_proc p join pg_roles r on r.oid = p.proowner "
                   "where p.pronamespace in ('store'::regnamespace, 'desk'::regnamespace, 'site'::regnamespace, 'audit'::regnamespace) "
                   "and p.prosecdef and (r.rolcanlogin or r.rolsuper)"), QString());
    QCOMPARE(owner("select string_agg(p.proname, ', ' order by p.proname) from pg_proc p where p.proowner = 'steward_accounts'::regrole"),
             u"role_disable, role_enable, role_make, role_move, role_password"_s);
}

void TestSchema::noColumnIsMadeForACardNumber()
{
    QCOMPARE(owner("select string_agg(table_name || '.' || column_name, ', ') from information_schema.columns "
                   "where table_schema in ('store', 'mailroom', 'userbase', 'audit') and column_name ~ '(^|_)(pan|cvv|cvc|card_?no|card_?number|birth|birthday|dob)(_|$)'"), QString());
}

void TestSchema::newFunctionsAreClosedToThePublic()
{
    const StoreUnderTest store;
    store.owner("set role steward_api");
    store.owner("create function desk.novelty() returns int language sql as 'select 1'");
    store.owner("reset role");
    QCOMPARE(store.agent("select desk.novelty()"), u"<42501>"_s);
}

void TestSchema::functionsAreOfTheNewestTables()
{
    QCOMPARE(m_store->owner("select store.functions_number()::text"), m_store->owner("select max(number)::text from store.schema_migration"));
}

QTEST_GUILESS_MAIN(TestSchema)
#include "tst_schema.moc"
