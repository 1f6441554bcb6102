// SPDX-License-Identifier: GPL-3.0-or-later
// What was typed and not sent: sealed on disk, for one account, and never lost to another program or a crash.
#include "models/session/drafts.h"
#include "models/session/sealedfile.h"

#include "tests/support/memorycredentials.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QProcess>
#include <QTextStream>
#include <QJsonArray>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;
const auto marker = u"Zoë Quaschning, Unter den Eichen 17"_s; // of nobody; looked for where it must not be

class SetClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override { return at; }
    [[nodiscard]] qint64 monotonicMs() const override { return at.toMSecsSinceEpoch(); }
    QDateTime at = QDateTime(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);
};

Draft note(const QString &record, const QString &text)
{
    return {record, u"note"_s, u"#1"_s, {{u"text"_s, text}}, {{u"orders"_s, QJsonArray{QJsonObject{{u"id"_s, 1}}}}}, {}, {}};
}

} // namespace

class TestDrafts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sealedFileGivesBackWhatWasWritten();
    void everyByteIsGuarded();
    void cutAndLengthenedFilesAreRefused();
    void otherKeyAndOtherAccountAreRefused();
    void noTwoWritingsAreAlike();
    void fileIsItsOwnersAlone();
    void failedWritingLeavesTheFileBefore();
    void draftsComeBack();
    void nothingIsReadableOnDisk();
    void draftsOfAnotherAccountStayHidden();
    void crashLeavesWhatWasTyped();
    void typedWhileTheDiskIsBusyIsWrittenToo();
    void killedProgramLeavesWhatWasTyped();
    void crashAmidWritingLeavesTheFileBefore();
    void twoProgramsKeepEachOthersDrafts();
    void twoProgramsThatStartAtOnceMakeOneKey();
    void damagedFileIsSetAside();
    void lostKeyIsSaidAndAnewOneMade();
    void withoutAKeychainTheyLiveInMemory();
    void keychainThatRefusesIsSaid();
    void placeIsToldWhateverHasAnswered();
    void folderThatCannotBeWrittenIsSaid();
    void oldDraftsAreForgotten();
    void sentDraftsLeaveNothingBehind();
    void whatIsSafeIsOnDisk();
    void hasteAndDiskAgree();
    void newerOfTwoStays();

private:
    [[nodiscard]] std::unique_ptr<Drafts> open(const QString &account = u"ann@db1:5432/store"_s, const QString &folder = {});
    [[nodiscard]] QString text(const Drafts &drafts, const QString &record) const;
    [[nodiscard]] QStringList files(const QString &filter = u"*.sealed"_s) const { return QDir(m_folder->path()).entryList({filter}, QDir::Files, QDir::Name); }
    static void makeSafe(Drafts &drafts);

    std::unique_ptr<QTemporaryDir> m_folder;
    MemoryCredentials m_credentials;
    SetClock m_clock;
};

void TestDrafts::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_credentials = {};
    m_clock = {};
}

std::unique_ptr<Drafts> TestDrafts::open(const QString &account, const QString &folder)
{
    auto drafts = std::make_unique<Drafts>(m_credentials, m_clock, folder.isEmpty() ? m_folder->path() : folder);
    const QSignalSpy opened(drafts.get(), &Drafts::opened);
    drafts->open(account);
    if (!QTest::qWaitFor([&opened] { return opened.size() == 1; }, patienceMs))
        qFatal("the drafts do not open");
    return drafts;
}

QString TestDrafts::text(const Drafts &drafts, const QString &record) const
{
    const auto draft = drafts.find(record, u"note"_s);
    return draft ? draft->typed.value(u"text"_s).toString() : u"none"_s;
}

void TestDrafts::makeSafe(Drafts &drafts)
{
    bool isSafe = false;
    drafts.whenSafe(&drafts, [&isSafe] { isSafe = true; });
    QTRY_VERIFY_WITH_TIMEOUT(isSafe, patienceMs);
}

void TestDrafts::sealedFileGivesBackWhatWasWritten()
{
    const SealedFile file(m_folder->filePath(u"a/b.sealed"_s), SealedFile::makeKey(), u"ann"_s);
    QVERIFY(file.read());
    QCOMPARE(*file.read(), QByteArray());
    for (const QByteArray &content : {QByteArray("x"), marker.toUtf8(), QByteArray(300'000, '\0')}) {
        QVERIFY(file.write(content));
        QCOMPARE(*file.read(), content);
    }
}

void TestDrafts::everyByteIsGuarded()
{
    const SealedFile file(m_folder->filePath(u"a.sealed"_s), SealedFile::makeKey(), u"ann"_s);
    QVERIFY(file.write(marker.toUtf8()));
    QFile raw(file.path());
    QVERIFY(raw.open(QIODevice::ReadWrite));
    const QByteArray sealed = raw.readAll();
    const auto readWith = [&](const QByteArray &bytes) {
        raw.seek(0);
        raw.write(bytes);
        raw.flush();
        return file.read();
    };
    // Every bit of every byte: magic and version, nonce, content, tag.
    for (qsizetype place = 0; place < sealed.size(); ++place) {
        for (int bit = 0; bit < 8; ++bit) {
            QByteArray changed = sealed;
            changed[place] = char(changed[place] ^ (1 << bit));
            const auto read = readWith(changed);
            QVERIFY2(!read, qPrintable(u"byte %1 bit %2"_s.arg(place).arg(bit)));
            QCOMPARE(read.error().kind, ErrorKind::Invalid);
        }
    }
    QCOMPARE(*readWith(sealed), marker.toUtf8());
}

void TestDrafts::cutAndLengthenedFilesAreRefused()
{
    const SealedFile file(m_folder->filePath(u"a.sealed"_s), SealedFile::makeKey(), u"ann"_s);
    QVERIFY(file.write(marker.toUtf8()));
    QFile raw(file.path());
    QVERIFY(raw.open(QIODevice::ReadWrite));
    const QByteArray sealed = raw.readAll();
    for (qsizetype length = 0; length < sealed.size(); ++length) {
        QVERIFY(raw.resize(length));
        QVERIFY2(!file.read(), qPrintable(QString::number(length)));
    }
    QVERIFY(raw.resize(0) && raw.seek(0) && raw.write(sealed + '\0') > 0 && raw.flush());
    QVERIFY(!file.read());
}

void TestDrafts::otherKeyAndOtherAccountAreRefused()
{
    const QString path = m_folder->filePath(u"a.sealed"_s);
    const QByteArray key = SealedFile::makeKey();
    QVERIFY(SealedFile(path, key, u"ann@db1/store"_s).write("typed"));
    QVERIFY(!SealedFile(path, SealedFile::makeKey(), u"ann@db1/store"_s).read());
    QVERIFY(!SealedFile(path, key, u"ben@db1/store"_s).read());
    QVERIFY(!SealedFile(path, key, u"ann@db2/store"_s).read());
    QVERIFY(!SealedFile(path, key, QString()).read());
    QVERIFY(!SealedFile(path, {}, u"ann@db1/store"_s).read());
    QVERIFY(!SealedFile(path, {}, u"ann@db1/store"_s).write("without a key"));
    QCOMPARE(*SealedFile(path, key, u"ann@db1/store"_s).read(), QByteArray("typed"));
}

void TestDrafts::noTwoWritingsAreAlike()
{
    const SealedFile file(m_folder->filePath(u"a.sealed"_s), SealedFile::makeKey(), u"ann"_s);
    QSet<QByteArray> seen;
    for (int i = 0; i < 200; ++i) {
        QVERIFY(file.write("the same"));
        QFile raw(file.path());
        QVERIFY(raw.open(QIODevice::ReadOnly));
        seen.insert(raw.readAll());
    }
    QCOMPARE(seen.size(), 200);
}

void TestDrafts::fileIsItsOwnersAlone()
{
    const SealedFile file(m_folder->filePath(u"a.sealed"_s), SealedFile::makeKey(), u"ann"_s);
    QVERIFY(file.write("x"));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QCOMPARE(int(QFile::permissions(file.path()) & others), 0);
}

void TestDrafts::failedWritingLeavesTheFileBefore()
{
    const SealedFile file(m_folder->filePath(u"a.sealed"_s), SealedFile::makeKey(), u"ann"_s);
    QVERIFY(file.write("before"));
    QVERIFY(!file.write(QByteArray(40 * 1024 * 1024, 'x'))); // more than any draft is
    QCOMPARE(*file.read(), QByteArray("before"));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    const SealedFile nowhere(u"/proc/none/a.sealed"_s, SealedFile::makeKey(), u"ann"_s);
    QVERIFY(!nowhere.write("x"));
}

void TestDrafts::draftsComeBack()
{
    auto drafts = open();
    QVERIFY(drafts->isSafe());
    QCOMPARE(drafts->all().size(), 0);
    Draft draft = note(u"order 1"_s, marker);
    draft.sent = {{u"command"_s, u"{1}"_s}};
    drafts->keep(draft);
    drafts->keep(note(u"order 2"_s, u"two"_s));
    drafts->forget(u"order 2"_s, u"note"_s);
    drafts.reset(); // an orderly end writes what is left
    drafts = open();
    QCOMPARE(drafts->all().size(), 1);
    const Draft again = *drafts->find(u"order 1"_s, u"note"_s);
    QCOMPARE(again.typed, draft.typed);
    QCOMPARE(again.about, draft.about);
    QCOMPARE(again.sent, draft.sent);
    QCOMPARE(again.title, u"#1"_s);
    QCOMPARE(again.at, m_clock.at);
    QVERIFY(!drafts->find(u"order 1"_s, u"ship"_s));
}

void TestDrafts::nothingIsReadableOnDisk()
{
    auto drafts = open();
    drafts->keep(note(u"order 4711"_s, marker));
    makeSafe(*drafts);
    QDirIterator iterator(m_folder->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    int seen = 0;
    while (iterator.hasNext()) {
        QFile file(iterator.next());
        if (!file.open(QIODevice::ReadOnly)) {
            QVERIFY(!file.exists()); // what went in haste goes as soon as the disk has the rest
            continue;
        }
        // A lock says which machine and which process it is of, in figures that may well spell a word.
        const bool isLock = iterator.fileName().endsWith(u".lock"_s);
        const QByteArray content = (isLock ? QByteArray() : file.readAll()) + iterator.fileName().toUtf8();
        for (const QByteArray &word : {"Quaschning"_ba, "Eichen"_ba, "4711"_ba, "note"_ba, "ann"_ba, "db1"_ba, "typed"_ba})
            QVERIFY2(!content.contains(word), word.constData());
        seen += isLock ? 0 : 1;
    }
    QVERIFY(seen >= 1);
}

void TestDrafts::draftsOfAnotherAccountStayHidden()
{
    auto drafts = open();
    drafts->keep(note(u"order 1"_s, marker));
    drafts->open(u"ben@db1:5432/store"_s);
    QCOMPARE(drafts->all().size(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(drafts->isSafe(), patienceMs);
    QCOMPARE(drafts->all().size(), 0);
    drafts->keep(note(u"order 1"_s, u"of ben"_s));
    drafts->open(u"ann@db1:5432/store"_s);
    QTRY_VERIFY_WITH_TIMEOUT(drafts->isSafe(), patienceMs);
    QCOMPARE(text(*drafts, u"order 1"_s), marker);
    QCOMPARE(m_credentials.secrets.size(), 2);
    QVERIFY(m_credentials.secrets.values().first() != m_credentials.secrets.values().last());
    // One's file under another's name does not open either, even with its key.
    drafts.reset();
    QCOMPARE(files().size(), 2);
    const QStringList names = files();
    QVERIFY(QFile::remove(m_folder->filePath(names.last())));
    QVERIFY(QFile::rename(m_folder->filePath(names.first()), m_folder->filePath(names.last())));
    const QString key = m_credentials.secrets.value(u"drafts of ann@db1:5432/store"_s);
    m_credentials.secrets.insert(u"drafts of ben@db1:5432/store"_s, key);
    QCOMPARE(open()->all().size() + open(u"ben@db1:5432/store"_s)->all().size(), 0);
}

void TestDrafts::crashLeavesWhatWasTyped()
{
    auto drafts = open();
    drafts->keep(note(u"order 1"_s, u"half"_s));
    QTRY_COMPARE_WITH_TIMEOUT(files().size(), 1, patienceMs); // without being asked for, a moment after the typing
    const QString sealed = m_folder->filePath(files().first());
    const QByteArray atTheCrash = [&sealed] {
        QFile file(sealed);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }();
    drafts->forget(u"order 1"_s, u"note"_s);
    drafts.reset();
    QVERIFY(!QFile::exists(sealed));
    QFile file(sealed);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(atTheCrash) == atTheCrash.size());
    file.close();
    // The lock of a process that is no more; its number is above what the system gives.
    QFile lock(sealed + u".lock"_s);
    QVERIFY(lock.open(QIODevice::WriteOnly));
    lock.write("99999999\nsteward\n" + QSysInfo::machineHostName().toUtf8() + "\n");
    lock.close();
    QCOMPARE(text(*open(), u"order 1"_s), u"half"_s);
}

void TestDrafts::typedWhileTheDiskIsBusyIsWrittenToo()
{
    auto drafts = open();
    drafts->keep(note(u"order 1"_s, u"first"_s));
    drafts->flush();
    // The first writing is not through before the event loop runs, so this comes amid it, and the screen is locked at once.
    constexpr int length = 100'000;
    drafts->keep(note(u"order 2"_s, QString(length, u'x')));
    drafts->flush();
    QTRY_VERIFY_WITH_TIMEOUT(!files().isEmpty() && QFileInfo(m_folder->filePath(files().first())).size() > length, patienceMs);
}

void TestDrafts::killedProgramLeavesWhatWasTyped()
{
    QCOMPARE(open()->all().size(), 0); // there is a key
    for (int round = 0; round < 3; ++round) {
        QProcess program;
        program.start(QCoreApplication::applicationFilePath(), {u"--type"_s, m_folder->path(), m_credentials.secrets.values().first(), u"round %1"_s.arg(round)});
        QVERIFY(program.waitForReadyRead(patienceMs));
        QCOMPARE(program.readAll().trimmed(), "typed"_ba);
        program.kill(); // SIGKILL: it does not hear of it
        QVERIFY(program.waitForFinished(patienceMs));
        QCOMPARE(program.exitStatus(), QProcess::CrashExit);
        auto drafts = open();
        QCOMPARE(drafts->all().size(), round + 1);
        for (int before = 0; before <= round; ++before)
            QCOMPARE(text(*drafts, u"order round %1"_s.arg(before)), marker);
    }
    QCOMPARE(files().size(), 1);
}

void TestDrafts::crashAmidWritingLeavesTheFileBefore()
{
    auto drafts = open();
    drafts->keep(note(u"order 1"_s, u"whole"_s));
    drafts.reset();
    const QString sealed = m_folder->filePath(files().first());
    // As far as a writer came that was killed: its own file beside, under a name nobody reads.
    QFile half(sealed + u".aBcDeF"_s);
    QVERIFY(half.open(QIODevice::WriteOnly) && half.write("steward sealed file 1\nhalf") > 0);
    half.close();
    QCOMPARE(text(*open(), u"order 1"_s), u"whole"_s);
}

void TestDrafts::twoProgramsKeepEachOthersDrafts()
{
    auto first = open();
    auto second = open();
    QVERIFY(first->isSafe() && second->isSafe());
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    qInfo("seed %u", seed);
    for (int i = 0; i < 60; ++i) {
        Drafts &one = random.bounded(2) ? *first : *second;
        one.keep(note(u"order %1 of %2"_s.arg(i).arg(&one == first.get() ? 1 : 2), u"text %1"_s.arg(i)));
        if (random.bounded(3) == 0)
            one.flush();
    }
    const qsizetype typed = first->all().size() + second->all().size();
    QCOMPARE(typed, 60);
    makeSafe(*first);
    makeSafe(*second);
    QTRY_COMPARE_WITH_TIMEOUT(files().size(), 2, patienceMs);
    first.reset();
    second.reset();
    const auto third = open();
    QCOMPARE(third->all().size(), 60);
    makeSafe(*third);
    QTRY_COMPARE_WITH_TIMEOUT(files().size(), 1, patienceMs); // taken over, and only then the other went
}

void TestDrafts::twoProgramsThatStartAtOnceMakeOneKey()
{
    const QString account = u"ann@db1:5432/store"_s;
    auto one = std::make_unique<Drafts>(m_credentials, m_clock, m_folder->path()), other = std::make_unique<Drafts>(m_credentials, m_clock, m_folder->path());
    QSignalSpy openedOne(one.get(), &Drafts::opened), openedOther(other.get(), &Drafts::opened);
    one->open(account);
    other->open(account);
    QTRY_VERIFY_WITH_TIMEOUT(!openedOne.isEmpty() && !openedOther.isEmpty(), patienceMs);
    one->keep(note(u"order/1"_s, u"of the one"_s));
    other->keep(note(u"order/2"_s, u"of the other"_s));
    makeSafe(*one);
    makeSafe(*other);
    // Their ends, and not close(): that goes on writing behind itself, and whose file is still being written is passed over.
    one.reset();
    other.reset();
    const auto next = open();
    QCOMPARE(next->all().size(), 2);
    QCOMPARE(files(u"*.damaged"_s), QStringList());
}

void TestDrafts::damagedFileIsSetAside()
{
    auto drafts = open();
    auto other = open();
    drafts->keep(note(u"order 1"_s, u"lost"_s));
    other->keep(note(u"order 2"_s, u"kept"_s));
    drafts.reset();
    other.reset();
    QCOMPARE(files().size(), 2);
    QFile raw(m_folder->filePath(files().first()));
    QVERIFY(raw.open(QIODevice::ReadWrite) && raw.seek(raw.size() / 2));
    const char byte = raw.peek(1).at(0);
    QVERIFY(raw.write(QByteArray(1, char(byte ^ 1))) == 1);
    raw.close();
    drafts = std::make_unique<Drafts>(m_credentials, m_clock, m_folder->path());
    const QSignalSpy told(drafts.get(), &Drafts::told);
    drafts->open(u"ann@db1:5432/store"_s);
    QTRY_VERIFY_WITH_TIMEOUT(drafts->isSafe(), patienceMs);
    QCOMPARE(told.size(), 1);
    QCOMPARE(drafts->all().size(), 1);
    QCOMPARE(text(*drafts, u"order 2"_s), u"kept"_s);
    QCOMPARE(files(u"*.damaged"_s).size(), 1);
    drafts->keep(note(u"order 3"_s, u"goes on"_s));
    drafts.reset();
    QCOMPARE(open()->all().size(), 2);
}

void TestDrafts::lostKeyIsSaidAndAnewOneMade()
{
    auto drafts = open();
    drafts->keep(note(u"order 1"_s, u"lost"_s));
    drafts.reset();
    m_credentials.secrets.clear();
    drafts = open();
    QVERIFY(drafts->isSafe());
    QCOMPARE(drafts->all().size(), 0);
    QCOMPARE(files(u"*.damaged"_s).size(), 1);
    QCOMPARE(m_credentials.secrets.size(), 1);
}

void TestDrafts::withoutAKeychainTheyLiveInMemory()
{
    m_credentials.isGone = true;
    auto drafts = open();
    QVERIFY(!drafts->isSafe());
    QVERIFY(drafts->warning().contains(u"in memory only"_s));
    drafts->keep(note(u"order 1"_s, marker));
    QCOMPARE(text(*drafts, u"order 1"_s), marker);
    bool isCalled = false;
    drafts->whenSafe(drafts.get(), [&isCalled] { isCalled = true; });
    QVERIFY(isCalled); // nobody waits for what cannot be
    drafts.reset();
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList());
    QCOMPARE(open()->all().size(), 0);
}

void TestDrafts::keychainThatRefusesIsSaid()
{
    m_credentials.refuses = true;
    const auto drafts = open();
    QVERIFY(!drafts->isSafe());
    QVERIFY(drafts->warning().contains(u"The keychain is locked."_s));
}

void TestDrafts::placeIsToldWhateverHasAnswered()
{
    m_credentials.isSlow = true;
    Drafts drafts(m_credentials, m_clock, m_folder->path());
    QVERIFY(!drafts.isAsking());
    drafts.open(u"ann@db1:5432/store"_s);
    QVERIFY(drafts.isAsking());
    QCOMPARE(drafts.warning(), QString()); // not at every start
    QVERIFY2(drafts.place().contains(u"keychain has not answered"_s), qPrintable(drafts.place()));
    QTRY_COMPARE_WITH_TIMEOUT(drafts.warning(), drafts.place(), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_credentials.isAsked(), patienceMs);
    QVERIFY(!drafts.isSafe());
    m_credentials.answerReads();
    QTRY_VERIFY_WITH_TIMEOUT(drafts.isSafe(), patienceMs);
    QVERIFY(!drafts.isAsking());
    QCOMPARE(drafts.warning(), QString());
    QVERIFY2(drafts.place().contains(u"encrypted on this computer"_s), qPrintable(drafts.place()));
    Drafts never(m_credentials, m_clock, QString());
    never.open(u"ann@db1:5432/store"_s);
    QVERIFY2(never.place().contains(u"in memory only, until you sign out"_s), qPrintable(never.place()));
    QCOMPARE(never.warning(), QString());
}

void TestDrafts::folderThatCannotBeWrittenIsSaid()
{
    const auto drafts = open(u"ann"_s, u"/proc/none/drafts"_s);
    QVERIFY(!drafts->isSafe());
    QVERIFY(!drafts->warning().isEmpty());
    drafts->keep(note(u"order 1"_s, u"x"_s));
    QCOMPARE(text(*drafts, u"order 1"_s), u"x"_s);
}

void TestDrafts::oldDraftsAreForgotten()
{
    auto drafts = open();
    drafts->keep(note(u"order 1"_s, u"old"_s));
    m_clock.at = m_clock.at.addDays(Drafts::keptDays).addSecs(-60);
    drafts->keep(note(u"order 2"_s, u"younger"_s));
    drafts.reset();
    m_clock.at = m_clock.at.addSecs(120);
    drafts = open();
    QCOMPARE(drafts->all().size(), 1);
    QCOMPARE(text(*drafts, u"order 2"_s), u"younger"_s);
}

void TestDrafts::sentDraftsLeaveNothingBehind()
{
    auto drafts = open();
    drafts->keep(note(u"order 1"_s, u"x"_s));
    makeSafe(*drafts);
    // The file and its lock; what went in haste is gone.
    const QString name = files(u"*.lock"_s).filter(u".sealed"_s).value(0).chopped(5);
    QTRY_COMPARE_WITH_TIMEOUT(files(u"*"_s).filter(u".sealed"_s), (QStringList{name, name + u".lock"_s}), patienceMs);
    drafts->forget(u"order 1"_s, u"note"_s);
    QTRY_COMPARE_WITH_TIMEOUT(files().size(), 0, patienceMs);
    drafts.reset();
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList());
}

void TestDrafts::whatIsSafeIsOnDisk()
{
    auto drafts = open();
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    qInfo("seed %u", seed);
    int looked = 0;
    for (int i = 0; i < 40; ++i) {
        drafts->keep(note(u"order %1"_s.arg(random.bounded(5)), QString::number(i)));
        QElapsedTimer timer;
        timer.start();
        makeSafe(*drafts);
        if (timer.elapsed() >= 1900)
            continue; // a disk that does not answer for two seconds is not waited for
        ++looked;
        // What a crash at this moment would leave: the files as they are, read by somebody else.
        // What went in haste is looked at first: it may just have gone, and then the disk's file is the newer.
        const QTemporaryDir crashed;
        for (const QString &filter : {u"*.now"_s, u"*.sealed"_s}) {
            for (const QString &name : files(filter))
                QFile::copy(m_folder->filePath(name), crashed.filePath(name));
        }
        const DraftFolder::Left left = DraftFolder(crashed.path(), QByteArray::fromBase64(m_credentials.secrets.values().first().toLatin1()), u"ann@db1:5432/store"_s).open({});
        QVERIFY(!left.isDamaged);
        QVERIFY(std::ranges::any_of(left.drafts, [i](const Draft &draft) { return draft.typed.value(u"text"_s).toString() == QString::number(i); }));
    }
    QVERIFY(looked > 0);
}

/// What was written in haste counts until the disk has something newer, and is no loss when the computer lost it.
void TestDrafts::hasteAndDiskAgree()
{
    const QByteArray key = SealedFile::makeKey();
    const auto read = [&] { return DraftFolder(m_folder->path(), key, u"ann"_s).open({}); };
    const auto texts = [](const DraftFolder::Left &left) {
        QStringList typed;
        for (const Draft &draft : left.drafts)
            typed.append(draft.typed.value(u"text"_s).toString());
        return typed.join(u' ') + (left.isDamaged ? u" damaged"_s : QString());
    };
    auto own = std::make_unique<DraftFolder>(m_folder->path(), key, u"ann"_s);
    QCOMPARE(texts(own->open({})), QString());
    QVERIFY(own->writeAtOnce({note(u"order 1"_s, u"first"_s)}));
    own.reset();
    QCOMPARE(texts(read()), u"first"_s);
    own = std::make_unique<DraftFolder>(m_folder->path(), key, u"ann"_s);
    (void)own->open({});
    QVERIFY(own->write({note(u"order 1"_s, u"second"_s)}));
    QCOMPARE(files(u"*.now"_s), QStringList());
    QVERIFY(own->writeAtOnce({note(u"order 1"_s, u"third"_s)}));
    const QString haste = m_folder->filePath(files(u"*.now"_s).value(0));
    QVERIFY(QFile::copy(haste, m_folder->filePath(u"kept"_s)));
    QCOMPARE(QFile::permissions(haste) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());
    own.reset();
    QCOMPARE(texts(read()), u"third"_s);
    own = std::make_unique<DraftFolder>(m_folder->path(), key, u"ann"_s);
    (void)own->open({});
    QVERIFY(own->write({note(u"order 1"_s, u"fourth"_s)}));
    own.reset();
    // An end between the disk's file and the removal of the other.
    QVERIFY(QFile::copy(m_folder->filePath(u"kept"_s), haste));
    QCOMPARE(texts(read()), u"fourth"_s);
    // The computer ended, and the file that the disk had not got yet is empty.
    QVERIFY(QFile::resize(haste, 0));
    QCOMPARE(texts(read()), u"fourth"_s);
}

void TestDrafts::newerOfTwoStays()
{
    m_credentials.isSlow = true;
    Drafts drafts(m_credentials, m_clock, m_folder->path());
    drafts.open(u"ann@db1:5432/store"_s);
    drafts.keep(note(u"order 1"_s, u"typed before the keychain answered"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_credentials.isAsked(), patienceMs);
    QVERIFY(!drafts.isSafe());
    m_credentials.answerReads();
    QTRY_VERIFY_WITH_TIMEOUT(drafts.isSafe(), patienceMs);
    QCOMPARE(text(drafts, u"order 1"_s), u"typed before the keychain answered"_s);
    makeSafe(drafts);
    QTRY_COMPARE_WITH_TIMEOUT(files().size(), 1, patienceMs);
}

/// The program that is killed: it has typed, says so once that is safe, and goes on as if nothing could happen.
static int typeAndStay(const QStringList &arguments)
{
    MemoryCredentials credentials;
    credentials.secrets.insert(u"drafts of ann@db1:5432/store"_s, arguments.at(3));
    const SetClock clock;
    Drafts drafts(credentials, clock, arguments.at(2));
    QObject::connect(&drafts, &Drafts::opened, &drafts, [&] {
        drafts.keep(note(u"order "_s + arguments.at(4), marker));
        drafts.whenSafe(&drafts, [] { QTextStream(stdout) << "typed" << Qt::endl; });
    });
    drafts.open(u"ann@db1:5432/store"_s);
    return QCoreApplication::exec();
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == u"--type")
        return typeAndStay(application.arguments());
    TestDrafts test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_drafts.moc"
