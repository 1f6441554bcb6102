// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/sqlstate.h"

#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

class TestSqlState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stateHasItsKind_data();
    void stateHasItsKind();
    void unknownStateNamesItself();
    void subjectIsAdded();
};

void TestSqlState::stateHasItsKind_data()
{
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("right missing") << QByteArray("42501") << ErrorKind::Denied;
    QTest::newRow("not staff") << QByteArray("ST001") << ErrorKind::Denied;
    QTest::newRow("meter") << QByteArray("ST002") << ErrorKind::Denied;
    QTest::newRow("wrong password") << QByteArray("28P01") << ErrorKind::Denied;
    QTest::newRow("cancelled by somebody") << QByteArray("57014") << ErrorKind::Timeout;
    QTest::newRow("shut down") << QByteArray("57P01") << ErrorKind::Offline;
    QTest::newRow("connection lost") << QByteArray("08006") << ErrorKind::Offline;
    QTest::newRow("full") << QByteArray("53300") << ErrorKind::Offline;
    QTest::newRow("disk full") << QByteArray("53100") << ErrorKind::Internal;
    QTest::newRow("deadlock") << QByteArray("40P01") << ErrorKind::Conflict;
    QTest::newRow("lock") << QByteArray("55P03") << ErrorKind::Conflict;
    QTest::newRow("twice") << QByteArray("23505") << ErrorKind::Conflict;
    QTest::newRow("missing") << QByteArray("23502") << ErrorKind::Invalid;
    QTest::newRow("bad filter") << QByteArray("22023") << ErrorKind::Invalid;
    QTest::newRow("typo of ours") << QByteArray("42601") << ErrorKind::Internal;
    QTest::newRow("none") << QByteArray() << ErrorKind::Internal;
}

void TestSqlState::stateHasItsKind()
{
    QFETCH(QByteArray, state);
    QFETCH(ErrorKind, kind);
    QCOMPARE(errorKind(state), kind);
    const Error error = errorFor(state, u"slice/name"_s);
    QCOMPARE(error.kind, kind);
    QCOMPARE(error.sqlState, QString::fromLatin1(state));
    QCOMPARE(error.queryName, u"slice/name"_s);
    QVERIFY(!error.userText.isEmpty());
}

void TestSqlState::unknownStateNamesItself()
{
    QVERIFY(errorFor("XX001", u"a/b"_s).userText.contains(u"XX001"));
}

void TestSqlState::subjectIsAdded()
{
    QVERIFY(errorFor("22023", u"a/b"_s, u"placed"_s).userText.contains(u"placed"));
}

QTEST_GUILESS_MAIN(TestSqlState)
#include "tst_sqlstate.moc"
