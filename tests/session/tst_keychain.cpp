// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop's keychain against a real Secret Service.
#include "app/desktop/keychain.h"

#include "models/session/drafts.h"
#include "tests/session/secretservice.h"

#include <QElapsedTimer>
#include <QTest>

#include <memory>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

class TestKeychain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void missingSecretIsEmpty();
    void writtenSecretIsReadBack_data();
    void writtenSecretIsReadBack();
    void newerSecretReplacesTheOlder();
    void keysAreKeptApart();
    void removedSecretIsGone();
    void removingWhatIsNotThereIsFine();
    void askingDoesNotWait();
    void manyAtOnceAllArrive();
    void storeMayGoBeforeTheAnswer();
    void draftsAreSealedWithAKeyOfIt();
    void keychainThatIsGoneIsAnError();

private:
    template <typename T> T outcome(QFuture<T> future)
    {
        // Not result(): the answer comes through this thread's event loop.
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000) || future.resultCount() == 0)
            return T(Error{.kind = ErrorKind::Timeout, .userText = u"no answer"_s, .sqlState = {}, .queryName = {}});
        return future.result();
    }

    SecretService m_service;
    std::unique_ptr<CredentialStore> m_store;
};

void TestKeychain::initTestCase()
{
    if (SecretService::place() == SecretService::Place::Unavailable)
        QSKIP("dbus-run-session or gnome-keyring-daemon is not installed");
    QVERIFY(m_service.start());
    m_store = std::make_unique<Keychain>();
    const auto isUp = [this] { return bool(outcome(m_store->read(u"is it up?"_s))); };
    QTRY_VERIFY_WITH_TIMEOUT(isUp(), 20'000);
}

void TestKeychain::missingSecretIsEmpty()
{
    const auto secret = outcome(m_store->read(u"nobody@nowhere"_s));
    QVERIFY2(secret, secret ? "" : qPrintable(secret.error().userText));
    QCOMPARE(*secret, QString());
}

void TestKeychain::writtenSecretIsReadBack_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("secret");
    QTest::newRow("plain") << u"ann@db1:5432/store"_s << u"correct horse battery"_s;
    QTest::newRow("odd letters") << u"žofie@[2001:db8::1]:5432/st'ore"_s << u"pässwörd 王 😀 \"'\\;"_s;
    QTest::newRow("blanks at the ends") << u"blanks"_s << u"  secret  "_s;
    QTest::newRow("lines") << u"lines"_s << u"a\nb\r\nc"_s;
    QTest::newRow("long") << u"long"_s << QString(4000, u'x');
}

void TestKeychain::writtenSecretIsReadBack()
{
    QFETCH(QString, key);
    QFETCH(QString, secret);
    QVERIFY(outcome(m_store->write(key, secret)));
    // Another store, as the next start of the program has.
    Keychain next;
    const auto read = outcome(next.read(key));
    QVERIFY(read);
    QCOMPARE(*read, secret);
}

void TestKeychain::newerSecretReplacesTheOlder()
{
    QVERIFY(outcome(m_store->write(u"replaced"_s, u"old"_s)));
    QVERIFY(outcome(m_store->write(u"replaced"_s, u"new"_s)));
    QCOMPARE(*outcome(m_store->read(u"replaced"_s)), u"new"_s);
}

void TestKeychain::keysAreKeptApart()
{
    QVERIFY(outcome(m_store->write(u"ann@db1:5432/store"_s, u"of ann"_s)));
    QVERIFY(outcome(m_store->write(u"ann@db2:5432/store"_s, u"of the other ann"_s)));
    QCOMPARE(*outcome(m_store->read(u"ann@db1:5432/store"_s)), u"of ann"_s);
    QCOMPARE(*outcome(m_store->read(u"ann@db1:5432"_s)), QString());
}

void TestKeychain::removedSecretIsGone()
{
    QVERIFY(outcome(m_store->write(u"removed"_s, u"secret"_s)));
    QVERIFY(outcome(m_store->remove(u"removed"_s)));
    const auto read = outcome(m_store->read(u"removed"_s));
    QVERIFY(read);
    QCOMPARE(*read, QString());
}

void TestKeychain::removingWhatIsNotThereIsFine()
{
    QVERIFY(outcome(m_store->remove(u"never written"_s)));
}

void TestKeychain::askingDoesNotWait()
{
    QElapsedTimer timer;
    timer.start();
    auto asked = m_store->read(u"ann@db1:5432/store"_s);
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(outcome(asked));
}

void TestKeychain::manyAtOnceAllArrive()
{
    QList<QFuture<Result<void>>> writes;
    for (int number = 0; number < 20; ++number)
        writes += m_store->write(u"many %1"_s.arg(number), QString::number(number));
    for (const auto &write : writes)
        QVERIFY(outcome(write));
    for (int number = 0; number < 20; ++number)
        QCOMPARE(*outcome(m_store->read(u"many %1"_s.arg(number))), QString::number(number));
}

void TestKeychain::storeMayGoBeforeTheAnswer()
{
    auto store = std::make_unique<Keychain>();
    auto asked = store->read(u"ann@db1:5432/store"_s);
    store.reset();
    QVERIFY(QTest::qWaitFor([&asked] { return asked.isFinished(); }, 20'000));
}

void TestKeychain::draftsAreSealedWithAKeyOfIt()
{
    const QTemporaryDir folder;
    for (const int before : {0, 1}) {
        Drafts drafts(*m_store, Clock::system(), folder.path());
        drafts.open(u"ann@db1:5432/store"_s);
        QTRY_VERIFY_WITH_TIMEOUT(drafts.isSafe(), 20'000);
        QCOMPARE(drafts.all().size(), before);
        drafts.keep({u"order 1"_s, u"note"_s, u"#1"_s, {{u"text"_s, u"typed"_s}}, {}, {}, {}});
    }
    QVERIFY(!(*outcome(m_store->read(u"drafts of ann@db1:5432/store"_s))).isEmpty());
}

void TestKeychain::keychainThatIsGoneIsAnError()
{
    m_service.stop();
    const auto read = outcome(m_store->read(u"ann@db1:5432/store"_s));
    QVERIFY2(!read, "a keychain that is gone is not an empty one");
    QVERIFY(!read.error().userText.isEmpty());
    QVERIFY(!outcome(m_store->write(u"ann@db1:5432/store"_s, u"planted-secret"_s)));
    const QTemporaryDir folder;
    Drafts drafts(*m_store, Clock::system(), folder.path());
    drafts.open(u"ann@db1:5432/store"_s);
    QTRY_VERIFY_WITH_TIMEOUT(drafts.warning().contains(u"in memory only"_s), 20'000);
    QVERIFY(!drafts.isSafe());
}

int main(int argc, char *argv[])
{
    if (const auto code = SecretService::runInside(argc, argv))
        return *code;
    QCoreApplication application(argc, argv);
    TestKeychain test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_keychain.moc"
