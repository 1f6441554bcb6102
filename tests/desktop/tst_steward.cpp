// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/cluster.h"
#include "models/database/connection.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <vector>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace Steward;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 120'000; // several make their stores at once
constexpr int endMs = 60'000;       // a server that is stopped writes down first what it holds
constexpr int walkMs = 600'000;

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
    void initTestCase();
#ifdef Q_OS_UNIX
    void signalEndsADemoInOrder_data();
    void signalEndsADemoInOrder();
    void signalStopsAFill();
    void signalEndsABench();
#endif
    void walksThatCannotGoOnSaySo();
    void walkTakesItsPicturesAnew();

private:
    static QString pictures(const QString &login) { return u"%1/steward-walk-%2-%3"_s.arg(QDir::tempPath()).arg(QCoreApplication::applicationPid()).arg(login); }

    std::unique_ptr<Run> m_walk; ///< a long one, mostly waiting, that goes on beside everything else
};

void TestSteward::initTestCase()
{
    const QString folder = pictures(u"lead"_s);
    QVERIFY(QDir().mkpath(folder));
    const auto write = [&folder](const QString &name) {
        QFile file(folder + u'/' + name);
        return file.open(QIODevice::WriteOnly) && file.write("old") == 3;
    };
    QVERIFY(write(u"locked.png"_s) && write(u"holiday.png"_s));
    m_walk = std::make_unique<Run>(QStringLiteral(STEWARD_PROGRAM), QStringList{u"--demo"_s, u"--orders"_s, u"2000"_s, u"--walk"_s, folder, u"--looks"_s, u"dark,200"_s});
    // The first thing it does, long before it could have locked anything.
    QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(folder + u"/locked.png"_s), patienceMs);
}

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
    QVERIFY(run.waitForEnd(endMs));
    QCOMPARE(run.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(run.process().exitCode(), 128 + signal);
    QCOMPARE(run.left(), QStringList());
}

void TestSteward::signalStopsAFill()
{
    Run run(QStringLiteral(STEWARD_PROGRAM), {u"--demo"_s, u"--orders"_s, u"3000000"_s});
    QTRY_VERIFY_WITH_TIMEOUT(run.isFilling(), patienceMs);
    run.send(SIGTERM);
    QVERIFY(run.waitForEnd(endMs)); // the fill itself would take minutes
    QCOMPARE(run.process().exitCode(), 128 + SIGTERM);
    QCOMPARE(run.left(), QStringList());
}

void TestSteward::signalEndsABench()
{
    Run run(QStringLiteral(STEWARD_BENCH_PROGRAM), {u"--orders"_s, u"3000000"_s, u"--out"_s, u"/dev/null"_s});
    QTRY_VERIFY_WITH_TIMEOUT(run.isFilling(), patienceMs);
    run.send(SIGINT);
    QVERIFY(run.waitForEnd(endMs));
    QCOMPARE(run.process().exitCode(), 128 + SIGINT);
    QCOMPARE(run.left(), QStringList());
}

#endif

void TestSteward::walksThatCannotGoOnSaySo()
{
    // No such login, a group without the desk, and one without the right to ship and export.
    const QStringList logins{u"nobody"_s, u"manager"_s, u"agent"_s};
    std::vector<std::unique_ptr<Run>> runs;
    for (const QString &login : logins)
        runs.push_back(std::make_unique<Run>(QStringLiteral(STEWARD_PROGRAM), QStringList{u"--demo"_s, u"--orders"_s, u"200"_s, u"--login"_s, login, u"--walk"_s, pictures(login)}));
    for (qsizetype i = 0; i < logins.size(); ++i) {
        Run &run = *runs.at(size_t(i));
        QVERIFY2(run.waitForEnd(patienceMs), qPrintable(logins.at(i)));
        const QByteArray errors = logins.at(i).toUtf8() + ": " + run.process().readAllStandardError();
        QVERIFY2(run.process().exitCode() == 1, errors.constData());
        QVERIFY2(errors.contains("The walk failed: "), errors.constData());
        QCOMPARE(run.left(), QStringList());
        QDir(pictures(logins.at(i))).removeRecursively();
    }
}

void TestSteward::walkTakesItsPicturesAnew()
{
    const QString folder = pictures(u"lead"_s);
    QVERIFY(QFile::exists(folder + u"/holiday.png"_s)); // somebody else's
    QVERIFY(m_walk->waitForEnd(walkMs));
    const QByteArray errors = m_walk->process().readAllStandardError();
    QVERIFY2(m_walk->process().exitCode() == 0, errors.constData());
    // Every desk there is, each seen by somebody who has it.
    for (const QString &name : {u"locked"_s, u"orders-dark"_s, u"accounts-dark"_s, u"group-200"_s, u"disclosures-200"_s})
        QVERIFY2(QFile::exists(folder + u'/' + name + u".png"_s), qPrintable(name));
    QVERIFY(!QFile::exists(folder + u"/orders-light.png"_s)); // not asked for
    QVERIFY(QFile::exists(folder + u"/holiday.png"_s));
    QCOMPARE(m_walk->left(), QStringList());
    QDir(folder).removeRecursively();
}

QTEST_GUILESS_MAIN(TestSteward)
#include "tst_steward.moc"
