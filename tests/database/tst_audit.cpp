// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The record of what was done: nothing of it can be changed, deleted or put in without being named, and writing it makes nobody wait.
class TestAudit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void untouchedChainIsWhole();
    void tamperingIsNamed_data();
    void tamperingIsNamed();
    void verifyingFromAPositionSeesWhatFollows();
    void rewrittenChainDiffersFromAnAnchor();
    void unsealedTailIsToldWithItsAge();
    void sealingKeepsTheOrderOfCommits();
    void oneSealerWaitsForTheOther();
    void fiftyWritersMakeOneChainAndNoneWaits();
    void killedTransactionLeavesNeitherChangeNorAudit();
    void privacyOfficerReadsTheRecordAndOthersDoNot_data();
    void privacyOfficerReadsTheRecordAndOthersDoNot();

private:
    /// Twenty sealed rows: the order's and nineteen notes.
    void writeAndSeal();
    [[nodiscard]] QString note(const QString &body = u"x"_s) const { return m_store->agent("select desk.note_add(gen_random_uuid(), $1, $2)->>'outcome'", Params().integer(m_order).text(body)); }
    [[nodiscard]] QString verify(qint64 from = 0) const { return m_store->privacy("select concat_ws('|', ok, checked, broken_seq, why) from audit.verify($1)", Params().integer(from)); }
    [[nodiscard]] QString seqAt(int position) const { return m_store->owner("select seq::text from audit.seal where position = $1", Params().integer(position)); }
    /// As the owner may who takes the constraints off first.
    void tamper(const QByteArray &sql, const Params &params = {}) const;

    std::unique_ptr<StoreUnderTest> m_store;
    qint64 m_order = 0;
};

void TestAudit::init()
{
    // The rows of one test leave its store as they found it.
    static QByteArray before;
    if (std::exchange(before, QByteArray(QTest::currentTestFunction())) == QTest::currentTestFunction())
        return;
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
}

void TestAudit::writeAndSeal()
{
    for (int i = 0; i < 19; ++i)
        QCOMPARE(note(), u"done"_s);
    QCOMPARE(m_store->work("select audit.seal(1000)::text"), u"20"_s); // and the order's own
}

void TestAudit::tamper(const QByteArray &sql, const Params &params) const
{
    m_store->owner("set session_replication_role = replica");
    const QString answer = m_store->owner(sql, params);
    m_store->owner("set session_replication_role = origin");
    QVERIFY2(!answer.startsWith(u'<'), qPrintable(answer));
}

void TestAudit::untouchedChainIsWhole()
{
    QCOMPARE(verify(), u"t|0"_s);
    writeAndSeal();
    QCOMPARE(verify(), u"t|20"_s);
    QCOMPARE(m_store->work("select audit.seal(1000)::text"), u"0"_s);
    QCOMPARE(verify(), u"t|20"_s);
}

void TestAudit::tamperingIsNamed_data()
{
    QTest::addColumn<QByteArray>("sql"); // $1 is the row's seq
    QTest::addColumn<int>("position");   // the row that is to be named; 0: the one put in
    QTest::addColumn<QString>("why");
    for (const char *change : {"at = at + interval '1 microsecond'", "actor = 'lead'", "verb = 'note_added'", "command_id = gen_random_uuid()", "command_id = null", "subject = 'orders'", "ids = ids || 1::bigint", "ids = '{}'",
                               "fields = '{}'", "fields = '{\"note\", \"\"}'", "row_count = 2"})
        QTest::newRow(change) << "update audit.entry set " + QByteArray(change) + " where seq = $1" << 11 << u"the row was changed"_s;
    QTest::newRow("deleted") << QByteArray("delete from audit.entry where seq = $1") << 11 << u"the row was deleted"_s;
    QTest::newRow("first one deleted") << QByteArray("delete from audit.entry where seq = $1") << 1 << u"the row was deleted"_s;
    QTest::newRow("last one deleted") << QByteArray("delete from audit.entry where seq = $1") << 20 << u"the row was deleted"_s;
    // With its seal, the row behind it is the first that does not fit.
    QTest::newRow("deleted with its seal") << QByteArray("with s as (delete from audit.seal where seq = $1), e as (delete from audit.entry where seq = $1) select '' from (select 1) x") << 11 << u"a sealed row is missing"_s;
    QTest::newRow("hash") << QByteArray("update audit.seal set hash = sha256('x') where seq = $1") << 11 << u"the row was changed"_s;
    QTest::newRow("link") << QByteArray("update audit.seal set prev = sha256('x') where seq = $1") << 11 << u"the chain does not continue"_s;
    QTest::newRow("inserted") << QByteArray("insert into audit.entry (actor, verb, subject) values ('agent', 'note_add', case when $1 > 0 then 'order' end)") << 0 << u"the row was slipped in"_s;
}

void TestAudit::tamperingIsNamed()
{
    QFETCH(const QByteArray, sql);
    QFETCH(const int, position);
    QFETCH(const QString, why);
    if (verify() != u"t|20")
        writeAndSeal();
    const QString seq = seqAt(std::max(position, 1));
    const QString next = seqAt(position + 1);
    // Verified by the owner within the transaction that did it, which is taken back.
    m_store->owner("begin");
    tamper(sql, Params().integer(seq.toLongLong()));
    const QString newest = m_store->owner("select max(seq)::text from audit.entry");
    const QString told = m_store->owner("select concat_ws('|', ok, checked, broken_seq, why) from audit.verify(0)");
    m_store->owner("rollback");
    const QString named = position == 0 ? newest : why == u"a sealed row is missing" ? next : seq;
    QCOMPARE(told, u"f|%1|%2|%3"_s.arg(position == 0 ? 20 : position - 1).arg(named, why));
    QCOMPARE(verify(), u"t|20"_s);
}

void TestAudit::verifyingFromAPositionSeesWhatFollows()
{
    writeAndSeal();
    tamper("update audit.entry set actor = 'lead' where seq = $1", Params().integer(seqAt(5).toLongLong()));
    QCOMPARE(verify(6), u"t|15"_s);
    QCOMPARE(verify(5), u"f|0|%1|the row was changed"_s.arg(seqAt(5)));
    // Cut off at its end: no row is left that could be named, but the head knows better.
    tamper("delete from audit.seal where position = 20");
    QVERIFY(verify(6).startsWith(u"f|14"_s));
    QVERIFY(verify(6).endsWith(u"the end of the chain is missing"_s));
}

/// Whoever owns the database can make a chain that fits. It is not the one whose head was written down elsewhere.
void TestAudit::rewrittenChainDiffersFromAnAnchor()
{
    writeAndSeal();
    const QString anchor = m_store->privacy("select head_position || ' ' || head_hash from audit.verify(0)");
    QCOMPARE(anchor, u"20 "_s + m_store->privacy("select audit.hash_at(20)"));
    const QByteArray chain = "with gone as (delete from audit.seal), head as (update audit.head set position = 0, hash = sha256('Steward audit')) insert into audit.tail select seq from audit.entry";
    // Sealed again as it was, it is the same chain: the anchor tells of contents, not of the sealing.
    tamper(chain);
    QCOMPARE(m_store->work("select audit.seal(1000)::text"), u"20"_s);
    QCOMPARE(m_store->privacy("select head_position || ' ' || head_hash from audit.verify(0)"), anchor);
    tamper(chain);
    tamper("update audit.entry set actor = 'lead' where seq = (select min(seq) + 3 from audit.entry)");
    QCOMPARE(m_store->work("select audit.seal(1000)::text"), u"20"_s);
    QCOMPARE(verify(), u"t|20"_s);
    QVERIFY(u"20 "_s + m_store->privacy("select audit.hash_at(20)") != anchor);
    QCOMPARE(m_store->privacy("select coalesce(audit.hash_at(21), 'none')"), u"none"_s);
}

void TestAudit::unsealedTailIsToldWithItsAge()
{
    writeAndSeal();
    const QByteArray tail = "select unsealed || ' ' || coalesce((unsealed_oldest between now() - interval '1 minute' and now())::text, '-') from audit.verify(0)";
    QCOMPARE(m_store->privacy(tail), u"0 -"_s);
    QCOMPARE(note(), u"done"_s);
    QCOMPARE(note(), u"done"_s);
    QCOMPARE(m_store->privacy(tail), u"2 true"_s);
    QCOMPARE(m_store->privacy("select (unsealed_oldest = (select min(at) from desk.audit_entries(0, 1000) where not sealed))::text from audit.verify(0)"), u"true"_s);
    QCOMPARE(m_store->work("select audit.seal(1)::text"), u"1"_s);
    QCOMPARE(m_store->privacy(tail), u"1 true"_s);
    QCOMPARE(verify(), u"t|21"_s);
}

/// A command that began first and commits last is sealed last; nobody waited for it and the chain is whole.
void TestAudit::sealingKeepsTheOrderOfCommits()
{
    m_store->work("select audit.seal(1000)");
    const auto slow = m_store->connect(u"lead"_s);
    QVERIFY(slow->query({u"test/begin"_s, "begin"}));
    QVERIFY(slow->query({u"test/note"_s, "select desk.note_add(gen_random_uuid(), $1, 'slow')"}, Params().integer(m_order)));
    QCOMPARE(note(), u"done"_s);
    QCOMPARE(m_store->work("select audit.seal(1000)::text"), u"1"_s);
    QCOMPARE(verify(), u"t|2"_s);
    QVERIFY(slow->query({u"test/commit"_s, "commit"}));
    QCOMPARE(m_store->work("select audit.seal(1000)::text"), u"1"_s);
    QCOMPARE(verify(), u"t|3"_s);
    QCOMPARE(m_store->owner("select string_agg(e.actor, ' ' order by s.position) from audit.seal s join audit.entry e using (seq) where e.verb = 'note_add'"), u"agent lead"_s);
}

void TestAudit::oneSealerWaitsForTheOther()
{
    for (int i = 0; i < 30; ++i)
        QCOMPARE(note(), u"done"_s);
    std::atomic<qint64> sealed = 0;
    std::vector<std::thread> sealers;
    for (int i = 0; i < 4; ++i) {
        sealers.emplace_back([&] {
            const auto connection = m_store->connect(u"work"_s);
            for (int turn = 0; turn < 10; ++turn) {
                if (const auto rows = connection->query({u"test/seal"_s, "select audit.seal(3)"}))
                    sealed += rows->integer(0, 0);
            }
        });
    }
    for (std::thread &sealer : sealers)
        sealer.join();
    QCOMPARE(sealed.load(), 31);
    QCOMPARE(verify(), u"t|31"_s);
}

/// While one writer keeps its transaction open fifty write at once, and the job seals what there is.
void TestAudit::fiftyWritersMakeOneChainAndNoneWaits()
{
    constexpr int writers = 50;
    constexpr int notes = 2;
    const auto slow = m_store->connect(u"lead"_s);
    QVERIFY(slow->query({u"test/begin"_s, "begin"}));
    QVERIFY(slow->query({u"test/note"_s, "select desk.note_add(gen_random_uuid(), $1, 'slow')"}, Params().integer(m_order)));
    const auto work = m_store->connect(u"work"_s); // before them, lest they are through when it has come to its turn
    std::atomic<int> done = 0;
    std::atomic<int> writing = writers;
    std::vector<std::thread> threads;
    for (int i = 0; i < writers; ++i) {
        threads.emplace_back([&] {
            const auto connection = m_store->connect(u"agent"_s);
            // Whoever waits for a lock at all, be it the slow one's, fails.
            (void)connection->query({u"test/limit"_s, "set statement_timeout = '60s'"});
            for (int n = 0; n < notes; ++n) {
                const auto rows = connection->query({u"test/note"_s, "select desk.note_add(gen_random_uuid(), $1, 'at once')->>'outcome'"}, Params().integer(m_order));
                if (rows && rows->text(0, 0) == u"done")
                    ++done;
            }
            --writing;
        });
    }
    qint64 sealed = 0;
    while (writing > 0) {
        const auto rows = work->query({u"test/seal"_s, "select audit.seal(1000)"});
        sealed += rows ? rows->integer(0, 0) : 0;
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(done.load(), writers * notes);
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), QString::number(writers * notes)); // the slow one's is not there yet
    QVERIFY(slow->query({u"test/commit"_s, "commit"}));
    m_store->work("select audit.seal(1000)");
    QVERIFY(sealed > 0);
    QCOMPARE(verify(), u"t|%1"_s.arg(writers * notes + 2));
    QCOMPARE(m_store->owner("select count(*) || ' ' || count(distinct prev) || ' ' || count(distinct seq) from audit.seal"), u"%1 %1 %1"_s.arg(writers * notes + 2));
    QCOMPARE(m_store->owner("insert into audit.seal select position + 1000, seq, prev, sha256('fork') from audit.seal where position = 7"), u"<23505>"_s);
}

void TestAudit::killedTransactionLeavesNeitherChangeNorAudit()
{
    const auto victim = m_store->connect(u"agent"_s);
    const QUuid id = QUuid::createUuid();
    const NamedQuery hold{u"test/hold"_s, "select desk.hold_place($1, array[$2]::bigint[], '{1}', 'other', '')->>'outcome'"};
    const Params params = Params().uuid(id).integer(m_order);
    QVERIFY(victim->query({u"test/begin"_s, "begin"}));
    const auto placed = victim->query(hold, params);
    QVERIFY(placed && placed->text(0, 0) == u"done");
    QCOMPARE(m_store->owner("select pg_terminate_backend($1, 10000)::text", Params().integer(victim->backendPid())), u"true"_s);
    QVERIFY(!victim->query({u"test/commit"_s, "commit"}));
    QCOMPARE(m_store->owner("select (select count(*) from store.hold) || ' ' || (select count(*) from audit.entry where verb = 'hold_place') || ' ' || (select count(*) from store.event) || ' ' "
                            "|| (select count(*) from audit.tail t where not exists (select from audit.entry e where e.seq = t.seq))"), u"0 0 0 0"_s);
    QCOMPARE(m_store->agent("select coalesce(desk.command_result($1)->>'outcome', 'unknown')", Params().uuid(id)), u"unknown"_s);
    // A gap in the numbers is no gap in the chain, and the same command sent again is done.
    QCOMPARE(m_store->agent(hold.sql, params), u"done"_s);
    m_store->work("select audit.seal(1000)");
    QCOMPARE(verify(), u"t|2"_s);
}

void TestAudit::privacyOfficerReadsTheRecordAndOthersDoNot_data()
{
    QTest::addColumn<QString>("login");
    for (const char *login : {"agent", "lead", "fulfilment", "marketing", "manager", "admin", "site", "importer"})
        QTest::newRow(login) << QString::fromLatin1(login);
}

void TestAudit::privacyOfficerReadsTheRecordAndOthersDoNot()
{
    QFETCH(const QString, login);
    if (m_store->owner("select count(*)::text from audit.entry") == u"1") {
        QCOMPARE(note(u"not in the record"_s), u"done"_s);
        m_store->agent("select desk.order_open(gen_random_uuid(), $1, 'call')", Params().integer(m_order));
    }
    for (const QByteArray &call : QByteArrayList{"select count(*)::text from desk.audit_entries(0, 10)", "select ok::text from audit.verify(0)", "select audit.hash_at(1)", "select count(*)::text from audit.entry",
                                                  "delete from audit.entry", "update audit.entry set actor = 'nobody'", "insert into audit.entry (actor, verb, subject) values ('a', 'b', 'c')", "select audit.seal(1)::text"})
        QCOMPARE(m_store->ask(login, call), u"<42501>"_s);
    QCOMPARE(m_store->column(u"privacy"_s, "select concat_ws(' ', actor, verb, subject, ids, fields, row_count, sealed) from desk.audit_entries(0, 1000)"),
             (QStringList{u"site place_order order {%1} {order} 1 f"_s.arg(m_order), u"agent note_add order {%1} {note} 1 f"_s.arg(m_order), u"agent order_open order {%1} {call} 1 f"_s.arg(m_order)}));
    QCOMPARE(m_store->privacy("select string_agg(seq::text, ' ') from desk.audit_entries((select min(seq) from desk.audit_entries(0, 10)), 1)"), m_store->owner("select (min(seq) + 1)::text from audit.entry"));
    QCOMPARE(m_store->privacy("delete from audit.entry"), u"<42501>"_s);
}

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
