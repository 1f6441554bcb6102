// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/cluster.h"
#include "models/database/connection.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace Steward;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 60'000;

/// One of the real programs in a temporary folder of its own, in which it may leave nothing.
class Run
{
public:
    Run(const QString &program, const QStringList &arguments)
    {
        static int count = 0;
        m_folder = u"%1/steward-run-%2-%3"_s.arg(QDir::tempPath()).arg(QCoreApplication::applicationPid()).arg(++count);
        // The server's unprivileged user has to pass through, so not a QTemporaryDir.
        if (!QDir().mkpath(m_folder) || !QFile::setPermissions(m_folder, QFile::Permissions(0x7755)))
            qFatal("no folder to run in");
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"TMPDIR"_s, m_folder);
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        // Where there is none Qt makes one in the temporary folder.
        QFile::setPermissions(m_runtime.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        environment.insert(u"XDG_RUNTIME_DIR"_s, m_runtime.path());
        m_process.setProcessEnvironment(environment);
        m_process.start(program, arguments);
    }
    ~Run()
    {
        if (m_process.state() != QProcess::NotRunning) {
            m_process.kill();
            m_process.waitForFinished();
        }
        if (auto left = cluster())
            (void)left->destroy();
        QDir(m_folder).removeRecursively();
    }
    Q_DISABLE_COPY_MOVE(Run)

    [[nodiscard]] QString folder() const { return m_folder; }
    [[nodiscard]] QStringList left() const { return QDir(m_folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot); }
    [[nodiscard]] std::optional<Cluster> cluster() const
    {
        for (const QString &name : QDir(m_folder).entryList({u"steward-*"_s}, QDir::Dirs)) {
            if (auto found = Cluster::open(m_folder + u'/' + name))
                return *found;
        }
        return std::nullopt;
    }
    /// First value of a statement on the run's private server; empty while there is none.
    [[nodiscard]] QString ask(const QByteArray &sql) const
    {
        const auto found = cluster();
        Connection connection(u"look"_s);
        if (!found || !found->isRunning() || !connection.open(found->optionsFor(Cluster::ownerLogin())))
            return {};
        const auto rows = connection.query({u"test/look"_s, sql});
        return rows && !rows->isEmpty() ? rows->text(0, 0) : QString();
    }
    [[nodiscard]] bool isFilling() const { return ask("select count(*)::text from pg_stat_activity where pid <> pg_backend_pid() and state = 'active' and query like '-- A believable store%'").toInt() > 0; }
    [[nodiscard]] bool isSignedIn() const { return ask("select count(*)::text from pg_stat_activity where usename = 'lead'").toInt() >= 4; }
#ifdef Q_OS_UNIX
    void send(int signal) const { ::kill(pid_t(m_process.processId()), signal); }
#endif
    bool waitForEnd(int timeoutMs) { return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(timeoutMs); }
    [[nodiscard]] QProcess &process() { return m_process; }

private:
    QString m_folder;
    QTemporaryDir m_runtime;
    QProcess m_process;
};

} // namespace

/// The programs as they are started by hand: told to end they put everything away, and a walk that could not be walked says so.
class TestSteward : public QObject
{
    Q_OBJECT

private Q_SLOTS:
#ifdef Q_OS_UNIX
    void signalEndsADemoInOrder_data();
    void signalEndsADemoInOrder();
    void signalStopsAFill();
    void signalEndsABench();
#endif
    void walkTakesItsPicturesAnew();
    void walkThatCannotGoOnSaysSo_data();
    void walkThatCannotGoOnSaysSo();
};

#ifdef Q_OS_UNIX

void TestSteward::signalEndsADemoInOrder_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestSteward::signalEndsADemoInOrder()
{
    QFETCH(const int, signal);
    Run run(QStringLiteral(STEWARD_PROGRAM), {u"--demo"_s, u"--orders"_s, u"200"_s});
    QTRY_VERIFY_WITH_TIMEOUT(run.isSignedIn(), patienceMs);
    run.send(signal);
    QVERIFY(run.waitForEnd(20'000));
    QCOMPARE(run.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(run.process().exitCode(), 128 + signal);
    QCOMPARE(run.left(), QStringList());
}

void TestSteward::signalStopsAFill()
{
    Run run(QStringLiteral(STEWARD_PROGRAM), {u"--demo"_s, u"--orders"_s, u"3000000"_s});
    QTRY_VERIFY_WITH_TIMEOUT(run.isFilling(), patienceMs);
    run.send(SIGTERM);
    QVERIFY(run.waitForEnd(20'000)); // the fill itself would take minutes
    QCOMPARE(run.process().exitCode(), 128 + SIGTERM);
    QCOMPARE(run.left(), QStringList());
}

void TestSteward::signalEndsABench()
{
    Run run(QStringLiteral(STEWARD_BENCH_PROGRAM), {u"--orders"_s, u"3000000"_s, u"--out"_s, u"/dev/null"_s});
    QTRY_VERIFY_WITH_TIMEOUT(run.isFilling(), patienceMs);
    run.send(SIGINT);
    QVERIFY(run.waitForEnd(20'000));
    QCOMPARE(run.process().exitCode(), 128 + SIGINT);
    QCOMPARE(run.left(), QStringList());
}

#endif

void TestSteward::walkTakesItsPicturesAnew()
{
    const QString pictures = u"%1/steward-walk-%2"_s.arg(QDir::tempPath()).arg(QCoreApplication::applicationPid());
    QVERIFY(QDir().mkpath(pictures));
    const auto write = [&pictures](const QString &name) {
        QFile file(pictures + u'/' + name);
        return file.open(QIODevice::WriteOnly) && file.write("old") == 3;
    };
    QVERIFY(write(u"locked.png"_s) && write(u"holiday.png"_s));
    Run run(QStringLiteral(STEWARD_PROGRAM), {u"--demo"_s, u"--orders"_s, u"2000"_s, u"--walk"_s, pictures});
    // The first thing it does, long before it could have locked anything.
    QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(pictures + u"/locked.png"_s), patienceMs);
    QVERIFY(QFile::exists(pictures + u"/holiday.png"_s)); // somebody else's
    QVERIFY(run.waitForEnd(240'000));
    const QByteArray errors = run.process().readAllStandardError();
    QVERIFY2(run.process().exitCode() == 0, errors.constData());
    // Every desk there is, each seen by somebody who has it.
    for (const QString &name : {u"locked"_s, u"orders-light"_s, u"accounts-dark"_s, u"group-200"_s, u"disclosures-rtl"_s})
        QVERIFY2(QFile::exists(pictures + u'/' + name + u".png"_s), qPrintable(name));
    QCOMPARE(run.left(), QStringList());
    QDir(pictures).removeRecursively();
}

void TestSteward::walkThatCannotGoOnSaysSo_data()
{
    QTest::addColumn<QString>("login");
    QTest::newRow("no such login") << u"nobody"_s;
    QTest::newRow("a group without the desk") << u"manager"_s;
    QTest::newRow("a group without the right to ship and export") << u"agent"_s;
}

void TestSteward::walkThatCannotGoOnSaysSo()
{
    QFETCH(const QString, login);
    const QString pictures = u"%1/steward-walk-%2"_s.arg(QDir::tempPath()).arg(QCoreApplication::applicationPid());
    Run run(QStringLiteral(STEWARD_PROGRAM), {u"--demo"_s, u"--orders"_s, u"200"_s, u"--login"_s, login, u"--walk"_s, pictures});
    QVERIFY(run.waitForEnd(120'000));
    QCOMPARE(run.process().exitCode(), 1);
    const QByteArray errors = run.process().readAllStandardError();
    QVERIFY2(errors.contains("The walk failed: "), errors.constData());
    QCOMPARE(run.left(), QStringList());
    QDir(pictures).removeRecursively();
}

QTEST_GUILESS_MAIN(TestSteward)
#include "tst_steward.moc"
