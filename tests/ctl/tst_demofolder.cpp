// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/demorun.h"

#include <QDir>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 120'000; // a server is made, beside others

} // namespace

/// A demo comes into a folder of its own and goes without a trace, also when it was cut off, and harms nothing that was there.
class TestDemoFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_demo = std::make_unique<DemoRun>(); }
    void cleanup() { m_demo.reset(); }
    void portIsKeptAndDestroyLeavesNothing();
    void portThatIsTakenIsToldAndLeavesNothing();
    void folderWithOtherThingsInItIsLeftAlone();
    void folderTheServerCannotReachIsTold();
    void whereNoneIsIsToldInOneLine_data();
    void whereNoneIsIsToldInOneLine();
    void twoStartsAtOnceMakeOne();
    void startThatWasCutOffIsBegunAnew_data();
    void startThatWasCutOffIsBegunAnew();

private:
    std::unique_ptr<DemoRun> m_demo;
};

void TestDemoFolder::portIsKeptAndDestroyLeavesNothing()
{
    QTcpServer probe;
    QVERIFY(probe.listen(QHostAddress::LocalHost));
    const int port = probe.serverPort();
    probe.close();
    const Outcome started = m_demo->run({u"start"_s, u"--port"_s, QString::number(port), u"--json"_s});
    QVERIFY2(started.exitCode == 0, started.told().constData());
    QCOMPARE(started.json().value(u"port"_s).toInt(), port);
    const QList<qint64> processes = m_demo->processes();
    QVERIFY(processes.size() >= 2); // server and work loop
    const Outcome destroyed = m_demo->run({u"destroy"_s});
    QCOMPARE(destroyed.told(), "exit 0\nDestroyed.\n"_ba);
    QVERIFY(!QFile::exists(m_demo->directory()) && !QFile::exists(m_demo->directory() + u".lock"_s));
    // The server counts as stopped as soon as its record is gone, which is a moment before its process is.
    QTRY_COMPARE_WITH_TIMEOUT(m_demo->processes(), QList<qint64>(), patienceMs);
    for (const qint64 pid : processes)
        QCOMPARE(commandLine(pid), QByteArray());
    QCOMPARE(listeners(port), QStringList());
}

void TestDemoFolder::portThatIsTakenIsToldAndLeavesNothing()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const Outcome refused = m_demo->run({u"start"_s, u"--port"_s, QString::number(taken.serverPort()), u"--json"_s});
    QCOMPARE(refused.told(), "exit 1\nstewardctl: Port " + QByteArray::number(taken.serverPort()) + " is taken by another program. Choose another, or none for a free one.\n");
    QVERIFY(!QFile::exists(m_demo->directory()));
    QCOMPARE(m_demo->processes(), QList<qint64>());
}

void TestDemoFolder::folderWithOtherThingsInItIsLeftAlone()
{
    QTemporaryDir folder(m_demo->directory());
    QFile letter(folder.filePath(u"letter.txt"_s));
    QVERIFY(letter.open(QIODevice::WriteOnly) && letter.write("Dear Zoë") > 0);
    letter.close();
    const auto permissions = QFile::permissions(folder.path());
    const auto demo = [&folder](const QString &verb) { return runCtl({u"demo"_s, verb, u"--dir"_s, folder.path()}); };
    const Outcome refused = demo(u"start"_s);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.isOneLine() && refused.err.contains("is not empty"), refused.told().constData());
    QCOMPARE(demo(u"destroy"_s).exitCode, 1);
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList{u"letter.txt"_s});
    QCOMPARE(QFile::permissions(folder.path()), permissions);
}

void TestDemoFolder::folderTheServerCannotReachIsTold()
{
#ifdef Q_OS_UNIX
    if (geteuid() != 0)
#endif
        QSKIP("only root runs the server as somebody else");
    const QTemporaryDir closed; // root's alone
    const QString folder = closed.path() + u"/demo"_s;
    const Outcome refused = runCtl({u"demo"_s, u"start"_s, u"--json"_s, u"--dir"_s, folder});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.isOneLine() && refused.err.contains(closed.path().toUtf8()) && refused.err.contains("--dir"), refused.told().constData());
    QVERIFY(!QFile::exists(folder));
}

void TestDemoFolder::whereNoneIsIsToldInOneLine_data()
{
    QTest::addColumn<QString>("verb");
    for (const char *verb : {"status", "stop", "destroy"})
        QTest::newRow(verb) << QString::fromLatin1(verb);
}

void TestDemoFolder::whereNoneIsIsToldInOneLine()
{
    QFETCH(const QString, verb);
    QCOMPARE(m_demo->run({verb}).told(), "exit 1\nstewardctl: There is no private PostgreSQL in " + m_demo->directory().toUtf8() + ".\n");
    QVERIFY(!QFile::exists(m_demo->directory()));
}

void TestDemoFolder::twoStartsAtOnceMakeOne()
{
    QProcess first;
    startCtl(first, {u"demo"_s, u"start"_s, u"--json"_s, u"--dir"_s, m_demo->directory()});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_demo->directory() + u"/data/PG_VERSION"_s), patienceMs);
    const Outcome second = m_demo->run({u"start"_s, u"--json"_s});
    QVERIFY(first.waitForFinished(patienceMs));
    QCOMPARE(first.exitCode(), 0);
    // It waits a little; by then the first is done, or it says so.
    QVERIFY2(second.exitCode == 0 || (second.isOneLine() && second.err.contains("is at work on")), second.told().constData());
    const auto cluster = Cluster::open(m_demo->directory());
    QVERIFY2(cluster && cluster->isRunning() && cluster->isReady(), why(cluster));
}

void TestDemoFolder::startThatWasCutOffIsBegunAnew_data()
{
    // Killed as soon as this file is there, relative to the folder.
    QTest::addColumn<QString>("file");
    QTest::newRow("while the server is made") << u"data/PG_VERSION"_s;
    QTest::newRow("while the store is made") << u"data/postmaster.pid"_s;
}

void TestDemoFolder::startThatWasCutOffIsBegunAnew()
{
    QFETCH(const QString, file);
    QProcess cutOff;
    startCtl(cutOff, {u"demo"_s, u"start"_s, u"--dir"_s, m_demo->directory()});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_demo->directory() + u'/' + file), patienceMs);
    cutOff.kill();
    QVERIFY(cutOff.waitForFinished());
    const Outcome again = m_demo->run({u"start"_s, u"--json"_s});
    QVERIFY2(again.exitCode == 0, again.told().constData());
    const auto cluster = Cluster::open(m_demo->directory());
    QVERIFY2(cluster, why(cluster));
    Connection agent(u"agent"_s);
    const auto opened = agent.open(cluster->optionsFor(u"agent"_s));
    QVERIFY2(opened, why(opened));
    QVERIFY(agent.query({u"test/session"_s, "select desk.session_start('test')"}));
    QCOMPARE(m_demo->run({u"destroy"_s}).exitCode, 0);
    QTRY_COMPARE_WITH_TIMEOUT(m_demo->processes(), QList<qint64>(), patienceMs);
}

QTEST_GUILESS_MAIN(TestDemoFolder)
#include "tst_demofolder.moc"
