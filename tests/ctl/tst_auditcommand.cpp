// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/console.h"

#include <QRegularExpression>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Whoever changes the record afterwards, even the database's owner, is found out.
class TestAudit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { init(); }
    void init();
    void cleanup();
    void wholeChainHolds();
    void brokenRowIsNamed_data();
    void brokenRowIsNamed();
    void anchorTellsThatTheChainWasRewritten();
    void anchorTellsThatTheEndWasCutOff();
    void brokenChainGivesNoAnchor();
    void onlyPrivacyAndTheServiceMayLook_data();
    void onlyPrivacyAndTheServiceMayLook();

private:
    Outcome audit(const QStringList &arguments, const QString &as = u"privacy"_s) const { return runCtl(QStringList{u"audit"_s} + arguments, m_store->TestDatabase::as(as)); }
    void addNote() const
    {
        QCOMPARE(m_store->agent("select desk.note_add(gen_random_uuid(), $1, 'Called about the delivery.')->>'outcome'", Params().integer(m_store->placeOrder())), u"done"_s);
    }
    QString anchor() const;
    /// What nobody but the database's owner could do, and should not.
    void harm(const QByteArray &sql)
    {
        m_isHarmed = true;
        QVERIFY(m_store->connect(Cluster::ownerLogin())->script(u"test/harm"_s, sql));
    }
    /// As somebody with every right over the database would cover something up: the chain is made anew over what is there.
    void rewrite();
    /// The number of the n-th sealed row.
    QByteArray row(int position) const { return m_store->owner("select seq::text from audit.seal where position = " + QByteArray::number(position)).toUtf8(); }

    std::unique_ptr<StoreUnderTest> m_store;
    bool m_isHarmed = false;
};

void TestAudit::init()
{
    if (m_store)
        return;
    m_store = std::make_unique<StoreUnderTest>();
    for (int note = 0; note < 4; ++note)
        addNote();
    m_store->work("select desk.work_tick()::text");
}

void TestAudit::cleanup()
{
    if (m_isHarmed) // else the next may have it
        m_store.reset();
    m_isHarmed = false;
}

QString TestAudit::anchor() const
{
    const Outcome printed = audit({u"anchor"_s});
    return printed.exitCode == 0 ? QString::fromLatin1(printed.out).trimmed() : QString();
}

void TestAudit::rewrite()
{
    harm("delete from audit.seal; update audit.head set position = 0, hash = sha256('Steward audit'); insert into audit.tail select seq from audit.entry; select audit.seal(1000)");
}

void TestAudit::wholeChainHolds()
{
    const QByteArray rows = m_store->owner("select count(*)::text from audit.entry").toUtf8();
    QVERIFY(rows.toInt() >= 4);
    QCOMPARE(audit({u"verify"_s}).told(), "exit 0\nThe audit holds: " + rows + " rows checked, 0 not sealed yet.\n");
    const QString kept = anchor();
    QVERIFY2(QRegularExpression(u"^%1:[0-9a-f]{64}$"_s.arg(QString::fromLatin1(rows))).match(kept).hasMatch(), qPrintable(kept));
    // What was done since does not trouble the anchor, and is told of as long as it is not sealed.
    addNote();
    const Outcome later = audit({u"verify"_s, u"--json"_s, u"--anchor"_s, kept});
    QCOMPARE(later.exitCode, 0);
    QCOMPARE(later.json().value(u"ok"_s).toBool(), true);
    QVERIFY(later.json().value(u"unsealed"_s).toInt() >= 1);
    QVERIFY(later.json().value(u"broken_row"_s).isNull());
    QVERIFY(audit({u"verify"_s}).out.contains("(the oldest since "));
    m_store->work("select desk.work_tick()::text");
    QCOMPARE(audit({u"verify"_s, u"--json"_s, u"--anchor"_s, kept.toUpper()}).json().value(u"unsealed"_s).toInt(), 0);
}

void TestAudit::brokenRowIsNamed_data()
{
    QTest::addColumn<QByteArray>("sql"); // with R for the third row
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("another actor") << "update audit.entry set actor = 'nobody' where seq = R"_ba << "the row was changed"_ba;
    QTest::newRow("another time") << "update audit.entry set at = at + interval '1 microsecond' where seq = R"_ba << "the row was changed"_ba;
    QTest::newRow("other ids") << "update audit.entry set ids = '{7}' where seq = R"_ba << "the row was changed"_ba;
    QTest::newRow("another count") << "update audit.entry set row_count = row_count + 1 where seq = R"_ba << "the row was changed"_ba;
    QTest::newRow("words moved between fields") << "update audit.entry set verb = verb || subject, subject = '' where seq = R"_ba << "the row was changed"_ba;
    QTest::newRow("taken away") << "alter table audit.seal drop constraint seal_seq_fkey; delete from audit.entry where seq = R"_ba << "the row was deleted"_ba;
    QTest::newRow("slipped in") << "insert into audit.entry (seq, actor, verb, subject) overriding system value values (R + 1000, 'agent', 'note_add', 'order')"_ba << "the row was slipped in"_ba;
}

void TestAudit::brokenRowIsNamed()
{
    QFETCH(QByteArray, sql);
    QFETCH(const QByteArray, why);
    const QByteArray third = row(3);
    harm(sql.replace("R", third));
    const QByteArray named = why.contains("slipped") ? QByteArray::number(third.toInt() + 1000) : third;
    const Outcome asJson = audit({u"verify"_s, u"--json"_s}); // for a machine on standard output, for a person on standard error
    QCOMPARE(asJson.exitCode, 1);
    QCOMPARE(asJson.err, "stewardctl: The audit is broken at row " + named + ": " + why + ".\n");
    QCOMPARE(asJson.json().value(u"ok"_s).toBool(true), false);
    QCOMPARE(asJson.json().value(u"broken_row"_s).toInt(), named.toInt());
    QCOMPARE(asJson.json().value(u"why"_s).toString().toUtf8(), why);
}

void TestAudit::anchorTellsThatTheChainWasRewritten()
{
    const QString kept = anchor();
    harm("update audit.entry set actor = 'nobody' where seq = " + row(2));
    QCOMPARE(audit({u"verify"_s}).exitCode, 1);
    rewrite();
    QCOMPARE(audit({u"verify"_s}).exitCode, 0); // the chain alone cannot tell any more
    const Outcome told = audit({u"verify"_s, u"--anchor"_s, kept});
    QCOMPARE(told.told(), "exit 1\nstewardctl: The audit is broken: the chain does not hold the anchor of position " + kept.section(u':', 0, 0).toUtf8() + ".\n");
    QCOMPARE(audit({u"verify"_s, u"--json"_s, u"--anchor"_s, kept}).json().value(u"ok"_s).toBool(true), false);
}

void TestAudit::anchorTellsThatTheEndWasCutOff()
{
    const QString kept = anchor();
    const QByteArray last = m_store->owner("select max(seq)::text from audit.entry").toUtf8();
    harm("delete from audit.seal where seq = " + last);
    QVERIFY(audit({u"verify"_s}).err.contains("the end of the chain is missing"));
    harm("delete from audit.entry where seq = " + last);
    rewrite();
    QCOMPARE(audit({u"verify"_s}).exitCode, 0);
    QCOMPARE(audit({u"verify"_s, u"--anchor"_s, kept}).exitCode, 1);
}

void TestAudit::brokenChainGivesNoAnchor()
{
    harm("update audit.entry set actor = 'nobody' where seq = " + row(1));
    QCOMPARE(audit({u"anchor"_s}).told(), "exit 1\nstewardctl: The audit is broken; run 'stewardctl audit verify'.\n"_ba);
}

void TestAudit::onlyPrivacyAndTheServiceMayLook_data()
{
    QTest::addColumn<QString>("as");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("privacy") << u"privacy"_s << 0;
    QTest::newRow("work") << u"work"_s << 0;
    for (const char *as : {"agent", "lead", "admin", "manager", "site"})
        QTest::newRow(as) << QString::fromLatin1(as) << 1;
}

void TestAudit::onlyPrivacyAndTheServiceMayLook()
{
    QFETCH(const QString, as);
    QFETCH(const int, exitCode);
    for (const QString &verb : {u"verify"_s, u"anchor"_s}) {
        const Outcome outcome = audit({verb}, as);
        QVERIFY2(outcome.exitCode == exitCode, outcome.told().constData());
        QCOMPARE(outcome.isOneLine(), exitCode == 1);
    }
}

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_auditcommand.moc"
