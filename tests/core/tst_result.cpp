// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/result.h"

#include <QTest>

#include <memory>

using namespace Steward;
using namespace Qt::StringLiterals;

class TestResult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valueIsAValue();
    void emptyListIsNoFailure();
    void errorKeepsAllItSays();
    void defaultIsAFailure();
    void voidIsDoneUnlessAnError();
    void moveOnlyValueMovesOut();
};

void TestResult::valueIsAValue()
{
    const Result<QString> result(u"done"_s);
    QVERIFY(result);
    QVERIFY(result.hasValue());
    QCOMPARE(*result, u"done"_s);
    QCOMPARE(result->size(), 4);
}

void TestResult::emptyListIsNoFailure()
{
    const Result<QStringList> result{QStringList()};
    QVERIFY(result);
    QVERIFY(result->isEmpty());
}

void TestResult::errorKeepsAllItSays()
{
    const Error error{
        .kind = ErrorKind::Conflict, .userText = u"Too late."_s, .sqlState = u"40001"_s, .queryName = u"a/b"_s};
    const Result<int> result(error);
    QVERIFY(!result);
    QCOMPARE(result.error(), error);
}

void TestResult::defaultIsAFailure()
{
    const Result<int> result;
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Internal);
}

void TestResult::voidIsDoneUnlessAnError()
{
    QVERIFY(Result<void>());
    const Result<void> failed(Error{.kind = ErrorKind::Denied, .userText = {}, .sqlState = {}, .queryName = {}});
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, ErrorKind::Denied);
}

void TestResult::moveOnlyValueMovesOut()
{
    Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
    const std::unique_ptr<int> value = *std::move(result);
    QCOMPARE(*value, 7);
}

QTEST_GUILESS_MAIN(TestResult)
#include "tst_result.moc"
