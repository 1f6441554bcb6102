// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/serverprocess.h"
#include "tests/ctl/demorun.h"

#include <QDateTime>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// A private store for whoever tries the program out: what it prints, who gets in, and what others on the machine can see of it.
class TestDemo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_demo.reset(); }
    void answerHasExactlyItsShape();
    void oneLoginForEachGroupOfStaff();
    void everyLoginSignsInOverTls_data();
    void everyLoginSignsInOverTls();
    void nobodyGetsInWithoutTls_data();
    void nobodyGetsInWithoutTls();
    void accessIsTlsAndScramFromThisMachineOnly();
    void listensOnLoopbackOnly();
    void folderIsClosedToOthers();
    void passwordsAreInNoCommandLineAndNoLog();
    void workRunsBesideIt();
    void statusTellsWhereItIs();
    void secondStartIsHarmless();
    void stopAndStartKeepWhatWasThere();
    void workThatDiedIsStartedAgain();
    void processOfSomebodyElseIsLeftAlone();

private:
    QString ask(const QString &user, const QByteArray &sql);
    void addLogins() const;
    QJsonObject login(const QString &user) const;
    /// psql, since our own connections know no lower level than verify-full.
    QByteArray psql(const QString &user, const QByteArray &sslMode) const;

    std::unique_ptr<DemoRun> m_demo;
    QJsonObject m_answer;
};

void TestDemo::initTestCase()
{
    m_demo = std::make_unique<DemoRun>();
    const Outcome started = m_demo->run({u"start"_s, u"--orders"_s, u"500"_s, u"--json"_s});
    QVERIFY2(started.exitCode == 0, started.told().constData());
    QCOMPARE(started.err, QByteArray());
    QCOMPARE(started.out.count('\n'), 1);
    m_answer = started.json();
}

QString TestDemo::ask(const QString &user, const QByteArray &sql)
{
    const auto cluster = Cluster::open(m_demo->directory());
    if (!cluster)
        return u"no cluster"_s;
    Connection connection(u"demo-"_s + user);
    if (const auto opened = connection.open(cluster->optionsFor(user)); !opened)
        return u"not admitted"_s;
    const auto rows = connection.query({u"test/ask"_s, sql});
    return rows ? rows->text(0, 0) : u'<' + rows.error().sqlState + u'>';
}

QJsonObject TestDemo::login(const QString &user) const
{
    for (const QJsonValue &value : m_answer.value(u"logins"_s).toArray()) {
        if (value[u"user"].toString() == user)
            return value.toObject();
    }
    return {};
}

void TestDemo::answerHasExactlyItsShape()
{
    QCOMPARE(m_answer.keys(), (QStringList{u"ca_file"_s, u"database"_s, u"host"_s, u"logins"_s, u"port"_s}));
    QCOMPARE(m_answer.value(u"host"_s).toString(), u"localhost"_s);
    QVERIFY(m_answer.value(u"port"_s).toInt() > 1024);
    QCOMPARE(m_answer.value(u"database"_s).toString(), u"store"_s);
    QVERIFY(QFile::exists(m_answer.value(u"ca_file"_s).toString()));
    QSet<QString> passwords;
    const QJsonArray logins = m_answer.value(u"logins"_s).toArray();
    for (const QJsonValue &value : logins) {
        QCOMPARE(value.toObject().keys(), (QStringList{u"group"_s, u"password"_s, u"user"_s}));
        QVERIFY(value[u"password"].toString().size() >= 20);
        passwords += value[u"password"].toString();
    }
    QCOMPARE(passwords.size(), logins.size());
}

void TestDemo::oneLoginForEachGroupOfStaff()
{
    QStringList groups;
    for (const QJsonValue &value : m_answer.value(u"logins"_s).toArray()) {
        if (value[u"group"].toString().startsWith(u"staff_"))
            groups += value[u"group"].toString();
    }
    groups.sort();
    QCOMPARE(groups.join(u' '), u"staff_admin staff_agent staff_fulfilment staff_lead staff_manager staff_marketing staff_privacy"_s);
    QCOMPARE(ask(Cluster::ownerLogin(), "select string_agg(rolname, ' ' order by rolname) from pg_roles where rolname ~ '^staff_'"), groups.join(u' '));
}

void TestDemo::addLogins() const
{
    QTest::addColumn<QString>("user");
    for (const QJsonValue &value : m_answer.value(u"logins"_s).toArray())
        QTest::newRow(qPrintable(value[u"user"].toString())) << value[u"user"].toString();
}

void TestDemo::everyLoginSignsInOverTls_data()
{
    addLogins();
}

void TestDemo::everyLoginSignsInOverTls()
{
    QFETCH(const QString, user);
    ConnectionOptions options;
    options.hosts = {{m_answer.value(u"host"_s).toString(), m_answer.value(u"port"_s).toInt()}};
    options.database = m_answer.value(u"database"_s).toString();
    options.caFile = m_answer.value(u"ca_file"_s).toString();
    options.user = user;
    options.password = login(user).value(u"password"_s).toString();
    Connection connection(u"sign-in"_s);
    const auto opened = connection.open(options);
    QVERIFY2(opened, why(opened));
    const auto tls = connection.query({u"test/tls"_s, "select ssl::text || ' ' || version from pg_stat_ssl where pid = pg_backend_pid()"});
    QVERIFY(tls);
    QVERIFY2(QRegularExpression(u"^true TLSv1\\.[23]$"_s).match(tls->text(0, 0)).hasMatch(), qPrintable(tls->text(0, 0)));
    const QString group = login(user).value(u"group"_s).toString();
    if (!group.startsWith(u"staff_"))
        return;
    const auto session = connection.query({u"test/session"_s, "select (s->>'login') || ' ' || (s->>'must_change_password') || ' ' || (s->>'groups') from desk.session_start('test') s"});
    QVERIFY2(session, why(session));
    QVERIFY2(session->text(0, 0).startsWith(user + u" false "_s) && session->text(0, 0).contains(group.mid(6)), qPrintable(session->text(0, 0)));
}

void TestDemo::nobodyGetsInWithoutTls_data()
{
    addLogins();
}

QByteArray TestDemo::psql(const QString &user, const QByteArray &sslMode) const
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PGPASSWORD"_s, login(user).value(u"password"_s).toString());
    process.setProcessEnvironment(environment);
    process.start(postgresPrograms() + u"/psql"_s, {u"-XAtc"_s, u"select 'in'"_s, u"host=127.0.0.1 port=%1 dbname=store user=%2 gssencmode=disable sslmode=%3"_s
                                                    .arg(m_answer.value(u"port"_s).toInt()).arg(user, QString::fromLatin1(sslMode))});
    return process.waitForFinished() ? process.readAllStandardOutput() + process.readAllStandardError() : "psql does not end"_ba;
}

void TestDemo::nobodyGetsInWithoutTls()
{
    QFETCH(const QString, user);
    QCOMPARE(psql(user, "require"), "in\n"_ba);
    const QByteArray refused = psql(user, "disable");
    QVERIFY2(refused.contains("no pg_hba.conf entry") && refused.contains("no encryption"), refused.constData());
}

void TestDemo::accessIsTlsAndScramFromThisMachineOnly()
{
    const QString owner = Cluster::ownerLogin();
    QCOMPARE(ask(owner, "select string_agg(format('%s %s %s %s %s', type, database, user_name, address, auth_method), ', ' order by line_number) from pg_hba_file_rules"),
             u"hostssl {all} {all} 127.0.0.1 scram-sha-256, hostssl {all} {all} ::1 scram-sha-256, "
             "hostssl {replication} {%1} 127.0.0.1 scram-sha-256, hostssl {replication} {%1} ::1 scram-sha-256"_s.arg(Cluster::standbyLogin()));
    QCOMPARE(ask(owner, "select count(*)::text from pg_authid where rolcanlogin and rolpassword not like 'SCRAM-SHA-256$%'"), u"0"_s);
    QCOMPARE(ask(owner, "select string_agg(setting, ' ' order by name) from pg_settings where name in ('password_encryption', 'ssl', 'ssl_min_protocol_version', 'listen_addresses')"),
             u"localhost scram-sha-256 on TLSv1.2"_s);
    QCOMPARE(ask(owner, "select current_setting('unix_socket_directories')"), QString()); // no way in beside TLS
}

void TestDemo::listensOnLoopbackOnly()
{
    const QStringList addresses = listeners(m_answer.value(u"port"_s).toInt());
    if (addresses.isEmpty())
        QSKIP("this system does not tell who listens where");
    for (const QString &address : addresses)
        QVERIFY2(address == u"0100007F" || address == u"00000000000000000000000001000000", qPrintable(address));
}

void TestDemo::folderIsClosedToOthers()
{
    constexpr auto others = QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
    constexpr auto group = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup;
    const QString folder = m_demo->directory();
    QCOMPARE(QFile::permissions(folder) & (others | QFileDevice::ReadGroup | QFileDevice::WriteGroup), QFileDevice::Permissions());
    QCOMPARE(QFile::permissions(folder + u"/data"_s) & (others | group), QFileDevice::Permissions());
    QCOMPARE(QFile::permissions(folder + u"/cluster.json"_s) & (others | group), QFileDevice::Permissions());
    QCOMPARE(QFile::permissions(folder + u"/data/server.key"_s) & (others | group), QFileDevice::Permissions());
    QVERIFY(!QFile::exists(folder + u"/first-password"_s));
}

void TestDemo::passwordsAreInNoCommandLineAndNoLog()
{
    QByteArray seen;
    for (const qint64 pid : m_demo->processes())
        seen += commandLine(pid) + '\n';
    for (const char *log : {"setup.log", "server.log", "work.log"}) {
        QFile file(m_demo->directory() + u'/' + QString::fromLatin1(log));
        QVERIFY2(file.open(QIODevice::ReadOnly), log);
        seen += file.readAll();
    }
    QVERIFY(seen.contains(m_demo->directory().toUtf8()));
    for (const QJsonValue &value : m_answer.value(u"logins"_s).toArray())
        QVERIFY(!seen.contains(value[u"password"].toString().toUtf8()));
    QVERIFY(!m_demo->run({u"status"_s}).out.contains(login(u"agent"_s).value(u"password"_s).toString().toUtf8())); // only when asked for
}

void TestDemo::workRunsBesideIt()
{
    QCOMPARE(ask(u"agent"_s, "select desk.note_add(gen_random_uuid(), 1, 'Called about the delivery.')->>'outcome'"), u"done"_s);
    QTRY_COMPARE_WITH_TIMEOUT(ask(Cluster::ownerLogin(), "select count(*)::text from audit.tail"), u"0"_s, 60'000);
    QCOMPARE(ask(u"work"_s, "select ok::text from audit.verify(1)"), u"true"_s);
}

void TestDemo::statusTellsWhereItIs()
{
    const Outcome text = m_demo->run({u"status"_s});
    QCOMPARE(text.told(), "exit 0\nRunning on localhost, port " + QByteArray::number(m_answer.value(u"port"_s).toInt()) + ", in " + m_demo->directory().toUtf8() + ".\n");
    QJsonObject expected = m_answer;
    expected.insert(u"running"_s, true);
    QCOMPARE(m_demo->run({u"status"_s, u"--json"_s}).json(), expected);
}

void TestDemo::secondStartIsHarmless()
{
    const QByteArray server = m_demo->serverProcess();
    const qint64 work = m_demo->workProcess();
    const Outcome again = m_demo->run({u"start"_s, u"--orders"_s, u"900"_s, u"--json"_s});
    QVERIFY2(again.exitCode == 0, again.told().constData());
    QCOMPARE(again.json(), m_answer);
    QCOMPARE(m_demo->serverProcess(), server);
    QCOMPARE(m_demo->workProcess(), work);
    QCOMPARE(ask(Cluster::ownerLogin(), "select count(*)::text from store.orders"), u"500"_s);
}

void TestDemo::stopAndStartKeepWhatWasThere()
{
    QCOMPARE(ask(u"agent"_s, "select desk.note_add(gen_random_uuid(), 2, 'Kept over night.')->>'outcome'"), u"done"_s);
    QCOMPARE(m_demo->run({u"stop"_s}).told(), "exit 0\nStopped.\n"_ba);
    // The server counts as stopped as soon as its record is gone, which is a moment before its process is.
    QTRY_COMPARE_WITH_TIMEOUT(m_demo->processes(), QList<qint64>(), 20'000);
    QCOMPARE(listeners(m_answer.value(u"port"_s).toInt()), QStringList());
    QCOMPARE(m_demo->run({u"status"_s}).told(), "exit 0\nStopped, in " + m_demo->directory().toUtf8() + ".\n");
    QCOMPARE(m_demo->run({u"status"_s, u"--json"_s}).json().value(u"running"_s).toBool(true), false);
    QCOMPARE(m_demo->run({u"stop"_s}).exitCode, 0); // stopped is stopped
    const Outcome again = m_demo->run({u"start"_s, u"--json"_s});
    QVERIFY2(again.exitCode == 0, again.told().constData());
    QCOMPARE(again.json(), m_answer); // port and passwords too
    QCOMPARE(ask(Cluster::ownerLogin(), "select count(*) || ' ' || (select count(*) from store.note where body = 'Kept over night.') from store.orders"), u"500 1"_s);
}

void TestDemo::workThatDiedIsStartedAgain()
{
    const qint64 work = m_demo->workProcess();
    QVERIFY(commandLine(work).contains("work"));
    QCOMPARE(QProcess::execute(u"kill"_s, {u"-KILL"_s, QString::number(work)}), 0);
    QTRY_VERIFY_WITH_TIMEOUT(commandLine(work).isEmpty(), 20'000);
    QCOMPARE(m_demo->run({u"start"_s}).exitCode, 0);
    QVERIFY(m_demo->workProcess() != work);
    QVERIFY(commandLine(m_demo->workProcess()).contains("work"));
}

void TestDemo::processOfSomebodyElseIsLeftAlone()
{
    // After a restart of the machine the recorded number may be anybody's.
    QProcess stranger;
    stranger.start(u"sleep"_s, {u"600"_s});
    QVERIFY(stranger.waitForStarted());
    const qint64 work = m_demo->workProcess();
    m_demo->recordWorkProcess(stranger.processId());
    QCOMPARE(m_demo->run({u"stop"_s}).exitCode, 0);
    QVERIFY(!stranger.waitForFinished(300)); // a signal would have ended it at once
    stranger.kill();
    QVERIFY(stranger.waitForFinished());
    QCOMPARE(QProcess::execute(u"kill"_s, {QString::number(work)}), 0); // ours, which the record no longer knew
    QCOMPARE(m_demo->run({u"start"_s}).exitCode, 0);
    QVERIFY(commandLine(m_demo->workProcess()).contains("work"));
}

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
