// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/console.h"

#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 60'000;

} // namespace

/// The service beside the store: what one beat does, and that it comes and goes without fuss.
class TestWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = std::make_unique<StoreUnderTest>(); }
    void oneBeatSeals();
    void oneBeatTidiesWhatHasExpiredAndNothingElse();
    void desktopsHearOfChangedOrders();
    void nobodyIsToldOfNothing();
    void onlyTheServiceMayDoIt();
    void signalEndsItCleanly_data();
    void signalEndsItCleanly();
    void comesBackWhenTheServerDoes();

private:
    Outcome beat(const QString &as = u"work"_s) const { return runCtl({u"work"_s, u"--once"_s}, m_store->TestDatabase::as(as)); }
    void addNote() const
    {
        QCOMPARE(m_store->agent("select desk.note_add(gen_random_uuid(), $1, 'Called about the delivery.')->>'outcome'", Params().integer(m_store->placeOrder())), u"done"_s);
    }
    QString unsealed() const { return m_store->owner("select count(*)::text from audit.tail"); }

    std::unique_ptr<StoreUnderTest> m_store;
};

void TestWork::oneBeatSeals()
{
    addNote();
    QVERIFY(unsealed().toInt() > 0);
    QCOMPARE(beat().told(), "exit 0\n"_ba);
    QCOMPARE(unsealed(), u"0"_s);
    QCOMPARE(m_store->owner("select (count(*) = (select count(*) from audit.entry))::text from audit.seal"), u"true"_s);
    QCOMPARE(m_store->owner("select ok::text from audit.verify(1)"), u"true"_s);
}

void TestWork::oneBeatTidiesWhatHasExpiredAndNothingElse()
{
    m_store->owner("insert into store.command (id, actor, verb, digest, at) select gen_random_uuid(), 'agent', verb, '', now() - age "
                   "from (values ('old', interval '31 days'), ('kept', interval '29 days')) x(verb, age)");
    m_store->owner("insert into store.presence (order_id, staff_id, mode, seen_at) values (1, 1, 'viewing', now() - interval '25 hours'), (2, 1, 'viewing', now() - interval '1 hour')");
    m_store->owner("insert into store.read_meter (login, hour, row_count) values ('agent', now() - interval '731 days', 5), ('agent', now() - interval '729 days', 6)");
    QCOMPARE(beat().exitCode, 0);
    QCOMPARE(m_store->owner("select string_agg(verb, ' ') from store.command where verb in ('old', 'kept')"), u"kept"_s);
    QCOMPARE(m_store->owner("select string_agg(order_id::text, ' ') from store.presence"), u"2"_s);
    QCOMPARE(m_store->owner("select string_agg(row_count::text, ' ') from store.read_meter"), u"6"_s);
}

void TestWork::desktopsHearOfChangedOrders()
{
    const auto desktop = m_store->connect(u"agent"_s);
    QVERIFY(desktop->listen(u"steward_orders"_s));
    addNote();
    addNote();
    QCOMPARE(beat().exitCode, 0);
    const auto heard = desktop->notifications(patienceMs);
    QVERIFY(heard);
    QCOMPARE(heard->size(), 1); // once a beat, however much has changed
    QCOMPARE(heard->first().channel, u"steward_orders"_s);
    QCOMPARE(heard->first().payload, QString()); // that something changed, never what
}

void TestWork::nobodyIsToldOfNothing()
{
    const auto desktop = m_store->connect(u"agent"_s);
    QCOMPARE(beat().exitCode, 0);
    QVERIFY(desktop->listen(u"steward_orders"_s));
    QCOMPARE(beat().exitCode, 0);
    // The one we send ourselves comes in order: were there another, it would be the first.
    m_store->owner("select pg_notify('steward_orders', 'ours')::text");
    const auto heard = desktop->notifications(patienceMs);
    QVERIFY(heard);
    QCOMPARE(heard->size(), 1);
    QCOMPARE(heard->first().payload, u"ours"_s);
}

void TestWork::onlyTheServiceMayDoIt()
{
    for (const char *as : {"agent", "lead", "privacy", "admin", "site"})
        QCOMPARE(beat(QString::fromLatin1(as)).told(), "exit 1\nstewardctl: Your group may not do that.\n"_ba);
}

void TestWork::signalEndsItCleanly_data()
{
    QTest::addColumn<QString>("signal");
    QTest::newRow("SIGTERM") << u"TERM"_s;
    QTest::newRow("SIGINT") << u"INT"_s;
}

void TestWork::signalEndsItCleanly()
{
    QFETCH(const QString, signal);
    QProcess work;
    startCtl(work, {u"work"_s}, m_store->TestDatabase::as(u"work"_s));
    addNote();
    QTRY_COMPARE_WITH_TIMEOUT(unsealed(), u"0"_s, patienceMs);
    addNote(); // beat after beat
    QTRY_COMPARE_WITH_TIMEOUT(unsealed(), u"0"_s, patienceMs);
#ifdef Q_OS_LINUX
    QFile commandLine(u"/proc/%1/cmdline"_s.arg(work.processId()));
    QVERIFY(commandLine.open(QIODevice::ReadOnly));
    const QByteArray seen = commandLine.readAll();
    QVERIFY(seen.contains("work") && !seen.contains(m_store->TestDatabase::as(u"work"_s).password.toUtf8()));
#endif
    QCOMPARE(QProcess::execute(u"kill"_s, {u"-"_s + signal, QString::number(work.processId())}), 0);
    QVERIFY(work.waitForFinished(patienceMs));
    QCOMPARE(work.exitStatus(), QProcess::NormalExit);
    QCOMPARE(work.exitCode(), 0);
    QCOMPARE(work.readAllStandardOutput() + work.readAllStandardError(), QByteArray());
}

void TestWork::comesBackWhenTheServerDoes()
{
    QProcess work;
    startCtl(work, {u"work"_s}, m_store->TestDatabase::as(u"work"_s));
    addNote();
    QTRY_COMPARE_WITH_TIMEOUT(unsealed(), u"0"_s, patienceMs);
    // Away: the database takes no connection of the service, and the one it has is gone.
    m_store->owner("revoke connect on database " + m_store->name().toLatin1() + " from public");
    QCOMPARE(m_store->owner("select bool_and(pg_terminate_backend(pid))::text from pg_stat_activity where usename = 'work' and datname = current_database()"), u"true"_s);
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((work.waitForReadyRead(100), said += work.readAllStandardError(), said.contains('\n')), patienceMs);
    QVERIFY2(said.startsWith("stewardctl: ") && said.count('\n') == 1, said.constData());
    addNote();
    m_store->owner("grant connect on database " + m_store->name().toLatin1() + " to public");
    QTRY_COMPARE_WITH_TIMEOUT(unsealed(), u"0"_s, patienceMs);
    work.terminate();
    QVERIFY(work.waitForFinished(patienceMs));
    QCOMPARE(work.exitCode(), 0);
    QCOMPARE(work.readAllStandardOutput(), "The server answers again.\n"_ba);
    QCOMPARE(work.readAllStandardError(), QByteArray()); // told once, not every second
}

QTEST_GUILESS_MAIN(TestWork)
#include "tst_work.moc"
