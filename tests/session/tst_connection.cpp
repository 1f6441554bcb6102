// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/connection.h"
#include "models/database/scram.h"
#include "tests/session/fakeserver.h"
#include "tests/session/proxy.h"
#include "tests/support/clusterfixture.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <memory>

#ifndef Q_OS_WIN
#include <unistd.h>
#endif

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

class TestConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void rightServerIsAccepted();
    void surroundingsMakeNoDifference();
    void questionIsOneRoundTrip();
    void twoTransactionsAreOneRoundTrip();
    void secondOfTwoFollowsAFirstThatFails();
    void valuesArriveUnchanged_data();
    void valuesArriveUnchanged();
    void naughtyStringsArriveUnchanged();
    void arraysAndNullsArrive();
    void timesAreReadAsUtc_data();
    void timesAreReadAsUtc();
    void failureCarriesItsStateAndNothingElse();
    void failureAtCommitIsAFailure();
    void valuesStayOutOfTheServersLog();
    void remarksArePrintedNowhere();
    void refusedLoginIsToldApart_data();
    void refusedLoginIsToldApart();
    void disabledLoginIsNotAdmitted();
    void verifierOfOursSignsIn_data();
    void verifierOfOursSignsIn();
    void authoritiesMayHaveAnOddName_data();
    void authoritiesMayHaveAnOddName();
    void deadHostIsSkipped();
    void hostThatHangsUpIsSkipped();
    void lostServerIsOffline();
    void linesAreCopiedOutAndIn();
    void copyStopsWhenAsked();
    void oneConnectionsCopyLeavesItUsable();
    void notificationArrives();
    void lockIsNotWaitedForLonger();

private:
    std::unique_ptr<TestDatabase> m_case;
    std::unique_ptr<Connection> m_connection;
};

namespace {

NamedQuery statement(const char *sql)
{
    return {u"test/statement"_s, sql};
}

} // namespace

void TestConnection::initTestCase()
{
    qputenv("PGSSLMODE", "disable");
    qputenv("PGOPTIONS", "-c search_path=planted");
    qputenv("PGSERVICE", "planted");
    qputenv("PGHOSTADDR", "192.0.2.1");
    m_case = std::make_unique<TestDatabase>();
}

void TestConnection::init()
{
    m_connection = std::make_unique<Connection>(u"test"_s);
    const auto opened = m_connection->open(m_case->owner());
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().userText));
}

void TestConnection::rightServerIsAccepted()
{
    QVERIFY(m_connection->isOpen());
    QVERIFY(m_connection->backendPid() > 0);
    const TlsInfo tls = m_connection->tls();
    QVERIFY(tls.version == u"TLSv1.3" || tls.version == u"TLSv1.2");
    QVERIFY(!tls.cipher.isEmpty());
    QVERIFY(tls.chainPem.startsWith("-----BEGIN CERTIFICATE-----"));
    const auto rows =
        m_connection->query(statement("select ssl, version from pg_stat_ssl where pid = pg_backend_pid()"));
    QVERIFY(rows);
    QVERIFY(rows->boolean(0, "ssl"));
    QCOMPARE(rows->text(0, "version"), tls.version);
}

void TestConnection::surroundingsMakeNoDifference()
{
    const auto rows =
        m_connection->query(statement("select current_setting('search_path'), current_setting('TimeZone'),"
                                      " current_setting('client_min_messages')"));
    QVERIFY(rows);
    QVERIFY(!rows->text(0, 0).contains(u"planted"));
    QCOMPARE(rows->text(0, 1), u"UTC"_s);
    QCOMPARE(rows->text(0, 2), u"warning"_s);
}

void TestConnection::questionIsOneRoundTrip()
{
    const Proxy proxy(m_case->server());
    ConnectionOptions options = m_case->owner();
    options.hosts = {proxy.address()};
    Connection connection(u"counted"_s);
    QVERIFY(connection.open(options));
    QCOMPARE(connection.roundTrips(), 0);
    const int before = proxy.turns();
    for (int number = 0; number < 20; ++number)
        QVERIFY(connection.query(statement("select $1::int, repeat('x', 50000)"), Params().integer(number)));
    QCOMPARE(proxy.turns() - before, 20);
    QCOMPARE(connection.roundTrips(), 20);
}

void TestConnection::twoTransactionsAreOneRoundTrip()
{
    // So far away that the second statement has left before the first one's answer can come.
    const Proxy proxy(m_case->server(), 100);
    ConnectionOptions options = m_case->owner();
    options.hosts = {proxy.address()};
    Connection connection(u"pair"_s);
    QVERIFY(connection.open(options));
    QVERIFY(connection.query(statement("create table if not exists public.pair (x xid8, n int)")));
    const int before = proxy.turns();
    const qint64 counted = connection.roundTrips();
    for (int number = 0; number < 10; ++number) {
        const auto rows = connection.queryAfter(statement("insert into public.pair values (pg_current_xact_id(), $1)"), Params().integer(number),
                                                statement("select n, x = pg_current_xact_id() as same, repeat('x', 50000) from public.pair where n = $1"), Params().integer(number));
        QVERIFY(rows);
        QCOMPARE(rows->count(), 1);
        QCOMPARE(rows->integer(0, 0), number);
        QVERIFY(!rows->boolean(0, "same"));
    }
    QCOMPARE(proxy.turns() - before, 10);
    QCOMPARE(connection.roundTrips() - counted, 10);
    QVERIFY(connection.isIdle());
}

void TestConnection::secondOfTwoFollowsAFirstThatFails()
{
    Connection connection(u"pair"_s);
    QVERIFY(connection.open(m_case->owner()));
    const auto refused = connection.queryAfter(statement("select 1 / $1::int"), Params().integer(0), statement("select 2"), {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().sqlState, u"22012"_s);
    const auto second = connection.queryAfter(statement("select 1"), {}, statement("select 1 / $1::int"), Params().integer(0));
    QVERIFY(!second);
    QCOMPARE(second.error().sqlState, u"22012"_s);
    QVERIFY(connection.isIdle());
    const auto next = connection.query(statement("select 3"));
    QVERIFY(next);
    QCOMPARE(next->integer(0, 0), 3);
}

void TestConnection::valuesArriveUnchanged_data()
{
    QTest::addColumn<QString>("value");
    QTest::newRow("empty") << QString(u""_s);
    QTest::newRow("quotes") << u"O'Neil \"the\" '' \\"_s;
    QTest::newRow("injection") << u"'); drop table x; --"_s;
    QTest::newRow("placeholder") << u"$1 :name ? %s"_s;
    QTest::newRow("scripts") << u"Žofie 王小明 мария 😀"_s;
    QTest::newRow("lines") << u"a\r\nb\tc"_s;
    QTest::newRow("long") << QString(2'000'000, u'x');
}

void TestConnection::valuesArriveUnchanged()
{
    QFETCH(QString, value);
    const auto rows = m_connection->query(statement("select $1::text"), Params().text(value));
    QVERIFY(rows);
    QVERIFY(rows->text(0, 0) == value);
    QVERIFY(!rows->isNull(0, 0));
}

void TestConnection::naughtyStringsArriveUnchanged()
{
    QFile file(qEnvironmentVariable("STEWARD_SHARED_DATA") + u"/csv-and-text/blns/blns.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("the list of naughty strings is not here");
    const QJsonArray strings = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(strings.size() > 400);
    for (const QJsonValue &string : strings) {
        const QString value = string.toString();
        if (value.contains(QChar(u'\0')))
            continue; // PostgreSQL has no such text
        const auto rows =
            m_connection->query(statement("select $1::text, to_jsonb($1::text)::text"), Params().text(value));
        QVERIFY2(rows, qPrintable(value));
        QCOMPARE(rows->text(0, 0), value);
    }
}

void TestConnection::arraysAndNullsArrive()
{
    const QStringList texts{u"a,b"_s, u"NULL"_s, QString(), u"{\"}\\"_s};
    const auto rows = m_connection->query(
        statement("select to_jsonb($1::text[]), $2::bigint[] = array[-1, 9223372036854775807], $3::int is null"),
        Params().texts(texts).integers({-1, std::numeric_limits<qint64>::max()}).null());
    QVERIFY(rows);
    const QJsonArray array = rows->array(0, 0);
    QCOMPARE(array.size(), 4);
    for (int index = 0; index < 4; ++index)
        QCOMPARE(array.at(index).toString(), texts.at(index));
    QVERIFY(rows->boolean(0, 1));
    QVERIFY(rows->boolean(0, 2));
}

void TestConnection::timesAreReadAsUtc_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QDateTime>("time");
    const auto utc = [](int year, int month, int day, int hour, int minute, int second, int ms) {
        return QDateTime(QDate(year, month, day), QTime(hour, minute, second, ms), Qt::UTC);
    };
    QTest::newRow("plain") << QByteArray("'2026-03-29 01:30:00+00'::timestamptz") << utc(2026, 3, 29, 1, 30, 0, 0);
    QTest::newRow("with zone") << QByteArray("'2026-03-29 03:30:00 Europe/Zagreb'::timestamptz")
                               << utc(2026, 3, 29, 1, 30, 0, 0);
    QTest::newRow("microseconds are cut")
        << QByteArray("'2026-12-31 23:59:59.999999+00'::timestamptz") << utc(2026, 12, 31, 23, 59, 59, 999);
    QTest::newRow("tenths") << QByteArray("'2026-12-31 23:59:59.5+00'::timestamptz")
                            << utc(2026, 12, 31, 23, 59, 59, 500);
    QTest::newRow("old") << QByteArray("'1899-12-31 00:00:00+00'::timestamptz") << utc(1899, 12, 31, 0, 0, 0, 0);
    QTest::newRow("date") << QByteArray("'2026-02-28'::date") << utc(2026, 2, 28, 0, 0, 0, 0);
    QTest::newRow("for ever") << QByteArray("'infinity'::timestamptz") << QDateTime();
    QTest::newRow("null") << QByteArray("null::timestamptz") << QDateTime();
}

void TestConnection::timesAreReadAsUtc()
{
    QFETCH(QByteArray, expression);
    QFETCH(QDateTime, time);
    const auto rows = m_connection->query({u"test/time"_s, "select " + expression});
    QVERIFY(rows);
    QCOMPARE(rows->timestamp(0, 0), time);
}

void TestConnection::failureCarriesItsStateAndNothingElse()
{
    const auto rows = m_connection->query(statement("select $1::int"), Params().text(u"planted-value"_s));
    QVERIFY(!rows);
    QCOMPARE(rows.error().sqlState, u"22P02"_s);
    QCOMPARE(rows.error().kind, ErrorKind::Invalid);
    QCOMPARE(rows.error().queryName, u"test/statement"_s);
    QVERIFY(!rows.error().userText.contains(u"planted"));
    QVERIFY(m_connection->query(statement("select 1")));
}

void TestConnection::failureAtCommitIsAFailure()
{
    QVERIFY(m_connection->script(u"test/setup"_s,
                                 "create table parent(id int primary key);"
                                 "create table child(id int references parent deferrable initially deferred)"));
    const auto rows = m_connection->query(statement("insert into child values (7) returning id"));
    QVERIFY(!rows);
    QCOMPARE(rows.error().sqlState, u"23503"_s);
}

void TestConnection::valuesStayOutOfTheServersLog()
{
    const QString planted = u"planted-in-no-log-7Q"_s;
    // As a server does that nobody has set up with care: the statement of every error is logged.
    QVERIFY(m_connection->script(u"test/setup"_s,
                                 "set log_min_error_statement = error; set log_error_verbosity = default"));
    QVERIFY(!m_connection->query(statement("select 1 / (length($1) - length($1))"), Params().text(planted)));
    QVERIFY(!m_connection->query(statement("select pg_sleep(0.01), 1 / (length($1) - length($1))"),
                                 Params().text(planted)));
    const QByteArray log = m_case->serverLog();
    QVERIFY2(log.contains("select 1 / (length($1)"), "the log is not the one this server writes");
    QVERIFY(!log.contains(planted.toUtf8()));
}

void TestConnection::remarksArePrintedNowhere()
{
#ifdef Q_OS_WIN
    QSKIP("stderr is looked at on systems with descriptors only");
#else
    QTemporaryDir directory;
    const QString path = directory.filePath(u"stderr"_s);
    std::fflush(stderr);
    const int saved = dup(2);
    QVERIFY(std::freopen(path.toLocal8Bit().constData(), "w", stderr));
    const auto raised = m_connection->script(u"test/remark"_s, "do $$ begin raise warning 'planted remark'; end $$");
    std::fflush(stderr);
    dup2(saved, 2);
    ::close(saved);
    QVERIFY(raised);
    QFile printed(path);
    QVERIFY(printed.open(QIODevice::ReadOnly));
    QCOMPARE(printed.readAll(), QByteArray());
#endif
}

void TestConnection::refusedLoginIsToldApart_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("database");
    QTest::addColumn<int>("cause");
    QTest::addColumn<QString>("state");
    const ConnectionOptions good = m_case->owner();
    QTest::newRow("wrong password") << good.user << u"planted-wrong"_s << good.database
                                    << int(ConnectCause::WrongPassword) << u"28P01"_s;
    QTest::newRow("unknown login looks the same")
        << u"nobody"_s << u"planted-wrong"_s << good.database << int(ConnectCause::WrongPassword) << u"28P01"_s;
    QTest::newRow("no such database") << good.user << good.password << u"no such ' database"_s
                                      << int(ConnectCause::DatabaseMissing) << u"3D000"_s;
}

void TestConnection::refusedLoginIsToldApart()
{
    QFETCH(QString, user);
    QFETCH(QString, password);
    QFETCH(QString, database);
    QFETCH(int, cause);
    QFETCH(QString, state);
    ConnectionOptions options = m_case->owner();
    options.user = user;
    options.password = password;
    options.database = database;
    Connection connection(u"refused"_s);
    const auto opened = connection.open(options);
    QVERIFY(!opened);
    QCOMPARE(int(connection.cause()), cause);
    QCOMPARE(opened.error().sqlState, state);
    QCOMPARE(opened.error().kind, ErrorKind::Denied);
    QVERIFY(!opened.error().userText.contains(u"planted"));
}

void TestConnection::disabledLoginIsNotAdmitted()
{
    const QString name = u"disabled_%1"_s.arg(QCoreApplication::applicationPid());
    m_case->ask(Cluster::ownerLogin(), "create role " + name.toLatin1() + " nologin password 'only-for-this-test'");
    ConnectionOptions options = m_case->owner();
    options.user = name;
    options.password = u"only-for-this-test"_s;
    Connection connection(u"refused"_s);
    QVERIFY(!connection.open(options));
    QCOMPARE(connection.cause(), ConnectCause::NotAdmitted);
    m_case->ask(Cluster::ownerLogin(), "drop role " + name.toLatin1());
}

void TestConnection::verifierOfOursSignsIn_data()
{
    QTest::addColumn<QString>("password");
    QTest::newRow("plain") << u"correct horse battery"_s;
    QTest::newRow("quotes and semicolons") << uR"(a'b\c;d" e=f)"_s;
    QTest::newRow("umlauts") << u"pässwörd-für-alle"_s;
    QTest::newRow("needs preparing") << u"e\u0301\u00A0\u2168 soft\u00ADhyphen"_s;
    QTest::newRow("emoji, which SASLprep does not know") << u"\u00A0correct \U0001F40E"_s;
    QTest::newRow("mixed directions") << u"\u05D0a\u00A0bcdefghi"_s;
    QTest::newRow("Chinese") << u"正确的马电池订书钉"_s;
}

void TestConnection::verifierOfOursSignsIn()
{
    QFETCH(QString, password);
    const QByteArray name = "verified_" + QByteArray::number(QCoreApplication::applicationPid());
    m_case->ask(Cluster::ownerLogin(), "create role " + name + " login password '" + scramVerifier(password) + "'");
    ConnectionOptions options = m_case->owner();
    options.user = QString::fromLatin1(name);
    options.password = password;
    Connection connection(u"verified"_s);
    const auto opened = connection.open(options);
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().userText));
    connection.close();
    m_case->ask(Cluster::ownerLogin(), "drop role " + name);
}

void TestConnection::authoritiesMayHaveAnOddName_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("blank") << u"store ca.pem"_s;
    QTest::newRow("quote") << u"the store's ca.pem"_s;
    QTest::newRow("semicolon") << u"ca;sslmode=disable.pem"_s;
    QTest::newRow("letters of many scripts") << u"Сертификат 王.pem"_s;
#ifndef Q_OS_WIN
    QTest::newRow("backslash") << uR"(c\a.pem)"_s;
#endif
}

void TestConnection::authoritiesMayHaveAnOddName()
{
    QFETCH(QString, name);
    QTemporaryDir directory;
    ConnectionOptions options = m_case->owner();
    const QString copy = directory.filePath(name);
    QVERIFY(QFile::copy(options.caFile, copy));
    options.caFile = copy;
    Connection connection(u"odd"_s);
    QVERIFY(connection.open(options));
}

void TestConnection::deadHostIsSkipped()
{
    ConnectionOptions options = m_case->owner();
    options.hosts.prepend({u"no-such-host.invalid"_s, 5432});
    options.hosts.prepend({u"localhost"_s, 1});
    Connection connection(u"several"_s);
    QVERIFY(connection.open(options));
    QVERIFY(connection.serverAddress().endsWith(QByteArray::number(m_case->server().port)));
}

/// As a proxy or a tunnel does whose server has died: the connection is taken, and closed.
void TestConnection::hostThatHangsUpIsSkipped()
{
    const FakeServer hangsUp(FakeServer::Manner::HangsUp);
    ConnectionOptions options = m_case->owner();
    options.hosts.prepend(hangsUp.address());
    Connection connection(u"several"_s);
    QVERIFY(connection.open(options));
    QVERIFY(connection.serverAddress().endsWith(QByteArray::number(m_case->server().port)));
}

void TestConnection::lostServerIsOffline()
{
    m_case->ask(Cluster::ownerLogin(), "select pg_terminate_backend($1)", Params().integer(m_connection->backendPid()));
    QTRY_VERIFY_WITH_TIMEOUT(!m_connection->isOpen(), 20'000);
    const auto rows = m_connection->query(statement("select 1"));
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, ErrorKind::Offline);
}

void TestConnection::linesAreCopiedOutAndIn()
{
    QVERIFY(m_connection->script(u"test/setup"_s, "create table copied(id int, body text)"));
    QList<QByteArray> chunks{"1\ta\n2\tb", "\n3\tc\n", ""};
    const auto in = m_connection->copyIn(statement("copy copied from stdin"), [&chunks] { return chunks.takeFirst(); });
    QVERIFY(in);
    QCOMPARE(*in, 3);
    QByteArray all;
    const auto out = m_connection->copyOut(statement("copy (select * from copied order by id) to stdout (format csv)"),
                                           [&all](QByteArrayView line) {
                                               all += line;
                                               return true;
                                           });
    QVERIFY(out);
    QCOMPARE(*out, 3);
    QCOMPARE(all, QByteArray("1,a\n2,b\n3,c\n"));
}

void TestConnection::copyStopsWhenAsked()
{
    Connection control(u"control"_s);
    QVERIFY(control.open(m_case->owner()));
    Interrupt interrupt;
    interrupt.cancel = [&control](int pid) {
        return bool(control.query(namedQuery(u"database/cancel_backend"_s), Params().integer(pid)));
    };
    const auto out = m_connection->copyOut(
        statement("copy (select generate_series(1, 50000000)) to stdout"),
        [](QByteArrayView line) { return line != QByteArrayView("1000\n"); }, interrupt);
    QVERIFY(out);
    QCOMPARE(*out, 1000);
    QVERIFY(m_connection->query(statement("select 1")));
}

void TestConnection::oneConnectionsCopyLeavesItUsable()
{
    QVERIFY(!m_connection->copyIn(statement("copy no_such_table from stdin"), [] { return QByteArray(); }));
    QVERIFY(!m_connection->copyOut(statement("select 1"), [](QByteArrayView) { return true; }));
    QVERIFY(m_connection->query(statement("select 1")));
}

void TestConnection::notificationArrives()
{
    QVERIFY(m_connection->listen(u"odd \"channel\"; --"_s));
    m_case->ask(Cluster::ownerLogin(), "select pg_notify('odd \"channel\"; --', 'hello')");
    const auto arrived = m_connection->notifications(20'000);
    QVERIFY(arrived);
    QCOMPARE(arrived->size(), 1);
    QCOMPARE(arrived->first().channel, u"odd \"channel\"; --"_s);
    QCOMPARE(arrived->first().payload, u"hello"_s);
}

void TestConnection::lockIsNotWaitedForLonger()
{
    QVERIFY(m_connection->script(u"test/setup"_s, "create table locked(id int)"));
    QVERIFY(m_connection->script(u"test/lock"_s, "begin; lock table locked"));
    QVERIFY(!m_connection->isIdle());
    ConnectionOptions options = m_case->owner();
    options.lockTimeoutMs = 100;
    Connection other(u"other"_s);
    QVERIFY(other.open(options));
    const auto rows = other.query(statement("insert into locked values (1)"));
    QVERIFY(!rows);
    QCOMPARE(rows.error().sqlState, u"55P03"_s);
    QCOMPARE(rows.error().kind, ErrorKind::Conflict);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
