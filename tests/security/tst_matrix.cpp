// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QFile>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

const QStringList logins{u"agent"_s, u"lead"_s, u"fulfilment"_s, u"marketing"_s, u"manager"_s, u"privacy"_s, u"admin"_s, u"site"_s, u"work"_s, u"importer"_s, u"deliver"_s};

} // namespace

/// Every login against every relation and function there is. The objects come from the database's own catalogue; who may do what with
/// each stands in expectations.txt, so that a new object without an expectation fails.
class TestMatrix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyObjectHasItsExpectation();
    void noLoginReachesATable_data();
    void noLoginReachesATable();
    void whatIsNotGrantedCannotBeCalled();
    void noLoginHoldsMoreThanItsGroup();

private:
    StoreUnderTest m_store;
    QStringList m_relations, m_functions;
    QHash<QString, QString> m_expected;
};

void TestMatrix::initTestCase()
{
    m_relations = m_store.column(Cluster::ownerLogin(), "select case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'view' else 'table' end || ' ' || c.oid::regclass from pg_class c "
                                                        "join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('store', 'desk', 'site', 'mailroom', 'userbase', 'audit') and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') order by 1");
    m_functions = m_store.column(Cluster::ownerLogin(), "select 'function ' || p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
                                                        "where n.nspname in ('store', 'desk', 'site', 'mailroom', 'userbase', 'audit') order by 1");
    QVERIFY(m_relations.size() > 30 && m_functions.size() > 80);
    QFile file(QStringLiteral(STEWARD_EXPECTATIONS));
    QVERIFY(file.open(QIODevice::ReadOnly));
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        const auto colon = line.lastIndexOf(": ");
        QVERIFY2(colon > 0, line.constData());
        m_expected.insert(QString::fromUtf8(line.first(colon)), QString::fromUtf8(line.sliced(colon + 2)));
    }
}

void TestMatrix::everyObjectHasItsExpectation()
{
    QStringList faults;
    const QStringList objects = m_relations + m_functions;
    for (const QString &object : objects) {
        const QString name = object.section(u' ', 1);
        QStringList may;
        for (const QString &login : logins) {
            // A right on something in a schema one may not use is no right.
            const QByteArray question = object.startsWith(u"function"_s)
                ? QByteArray("select (has_function_privilege($1, $2::regprocedure, 'execute') and has_schema_privilege($1, (select pronamespace from pg_proc where oid = $2::regprocedure), 'usage'))::text")
                : object.startsWith(u"sequence"_s) ? QByteArray("select has_sequence_privilege($1, $2::regclass, 'usage, select, update')::text")
                                                    : QByteArray("select (has_table_privilege($1, $2::regclass, 'select, insert, update, delete, truncate, references, trigger') "
                                                                 "or has_any_column_privilege($1, $2::regclass, 'select, insert, update, references'))::text");
            if (m_store.owner(question, Params().text(login).text(name)) == u"true")
                may.append(login);
        }
        const QString found = may.isEmpty() ? u"nobody"_s : may.join(u' ');
        if (m_expected.take(object) != found)
            faults.append(u"%1: %2"_s.arg(object, found));
    }
    for (const QString &fault : std::as_const(faults)) // a failure's own text is cut short
        qInfo("%s", qPrintable(fault));
    QVERIFY2(faults.isEmpty(), "the objects above are not as expected");
    QVERIFY2(m_expected.isEmpty(), qPrintable(u"expected, but not there:\n"_s + QStringList(m_expected.keys()).join(u'\n')));
}

void TestMatrix::noLoginReachesATable_data()
{
    QTest::addColumn<QString>("login");
    for (const QString &login : logins)
        QTest::newRow(qPrintable(login)) << login;
}

/// Not only by what the catalogue says: tried.
void TestMatrix::noLoginReachesATable()
{
    QFETCH(const QString, login);
    for (const QString &object : std::as_const(m_relations)) {
        if (object.startsWith(u"sequence"_s))
            continue;
        const QByteArray name = object.section(u' ', 1).toUtf8();
        for (const QByteArray &attempt : QByteArrayList{"select * from " + name + " limit 1", "insert into " + name + " default values", "delete from " + name, "truncate " + name,
                                                        "copy " + name + " to stdout", "comment on table " + name + " is 'mine'", "alter table " + name + " disable row level security"}) {
            const QString answer = m_store.ask(login, attempt);
            QVERIFY2(answer == u"<42501>", (login.toUtf8() + ": " + attempt + " -> " + answer.toUtf8()).constData());
        }
    }
}

void TestMatrix::whatIsNotGrantedCannotBeCalled()
{
    int tried = 0;
    for (const QString &object : std::as_const(m_functions)) {
        const QString signature = object.section(u' ', 1);
        const QString call = m_store.owner("select format('select %s(%s)', p.oid::regproc, (select string_agg(format('null::%s', format_type(t, null)), ', ' order by i) from unnest(p.proargtypes) with ordinality as a(t, i))) "
                                           "from pg_proc p where p.oid = $1::regprocedure and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype) and p.prokind = 'f'", Params().text(signature));
        if (call.isEmpty() || call.startsWith(u'<'))
            continue;
        for (const QString &login : {u"agent"_s, u"marketing"_s, u"site"_s, u"work"_s}) {
            if (m_store.owner("select (has_function_privilege($1, $2::regprocedure, 'execute') and has_schema_privilege($1, (select pronamespace from pg_proc where oid = $2::regprocedure), 'usage'))::text",
                              Params().text(login).text(signature)) == u"true")
                continue;
            const QString answer = m_store.ask(login, call.toUtf8());
            QVERIFY2(answer == u"<42501>", qPrintable(u"%1: %2 -> %3"_s.arg(login, call, answer)));
            ++tried;
        }
    }
    QVERIFY(tried > 200);
}

void TestMatrix::noLoginHoldsMoreThanItsGroup()
{
    for (const QString &login : logins) {
        QCOMPARE(m_store.owner("select concat_ws(' ', rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls) from pg_roles where rolname = $1", Params().text(login)), u"f f f f f"_s);
        QCOMPARE(m_store.owner("select count(*)::text from pg_auth_members where member = $1::regrole", Params().text(login)), u"1"_s);
        QCOMPARE(m_store.owner("select count(*)::text from pg_auth_members where member = $1::regrole and admin_option", Params().text(login)), u"0"_s);
    }
}

QTEST_GUILESS_MAIN(TestMatrix)
#include "tst_matrix.moc"
