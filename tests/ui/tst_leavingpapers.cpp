// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"
#include "ui/orders/orderwindow.h"
#include "ui/paper/papersheet.h"

#include <QFile>
#include <QPushButton>
#include <QThreadPool>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>
#include <utility>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

/// A printer that takes nothing until it is let go: a pipe that nobody reads, so that a job stands in its middle for as long as a test wants.
class HeldPrinter
{
public:
    explicit HeldPrinter(const QString &fileName) : m_name(fileName)
    {
        if (::mkfifo(QFile::encodeName(fileName).constData(), 0600) != 0)
            qFatal("no pipe can be made");
    }
    ~HeldPrinter() { letGo(); }
    Q_DISABLE_COPY_MOVE(HeldPrinter)

    /// Takes what there is, until all jobs have ended.
    void letGo()
    {
        if (std::exchange(m_isLetGo, true))
            return;
        const int pipe = ::open(QFile::encodeName(m_name).constData(), O_RDONLY | O_NONBLOCK); // the job's own open() goes on by this
        std::atomic_bool isOver = false;
        std::thread reader([this, pipe, &isOver] {
            std::array<char, 65536> some{};
            for (bool isLast = false;;) {
                const auto count = ::read(pipe, some.data(), some.size());
                if (count > 0) {
                    m_printed.append(some.data(), count);
                    continue;
                }
                if (isLast)
                    break;
                isLast = isOver; // once more after the end, for what came in between
                pollfd what{pipe, POLLIN, 0};
                if (!isLast)
                    (void)::poll(&what, 1, 10);
            }
        });
        QThreadPool::globalInstance()->waitForDone();
        isOver = true;
        reader.join();
        ::close(pipe);
    }
    [[nodiscard]] const QByteArray &printed() const { return m_printed; }

private:
    QString m_name;
    QByteArray m_printed;
    bool m_isLetGo = false;
};

} // namespace

/// Leaving while papers are being printed, on every way there is past the sheet that prints them: asked first, and a No changes nothing.
class TestLeavingPapers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void quittingBesideAnOrderWindowThatPrintsAsks();
    void closingTheProgramWhileThePagePrintsAsks();
    void signingOutOnTheLockPageAsks();

private:
    /// With keys alone, in the window that has the keyboard.
    [[nodiscard]] PaperSheet *printHere() const;
    void sees(const QString &way) const;

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<HeldPrinter> m_printer;
};

void TestLeavingPapers::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<StoreUnderTest>();
    for (int i = 0; i < 2; ++i)
        m_store->payOrder(m_store->placeOrder());
    m_desk = std::make_unique<Desk>(*m_store);
    m_desk->prompts.fileName = m_folder->filePath(u"printer"_s);
    m_printer = std::make_unique<HeldPrinter>(m_desk->prompts.fileName);
    QVERIFY(m_desk->signIn(u"fulfilment"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->action(u"packing_slipAction"_s)->isEnabled(), patienceMs);
}

void TestLeavingPapers::cleanup()
{
    m_printer.reset(); // first, since a job may still wait for it
    m_desk.reset();
    m_store.reset();
}

PaperSheet *TestLeavingPapers::printHere() const
{
    m_desk->press(Qt::Key_P, Qt::ControlModifier);
    auto *sheet = qobject_cast<PaperSheet *>(m_desk->waitForSheet(u"paperSheet"_s));
    if (!sheet || !QTest::qWaitFor([sheet] { return sheet->findChild<QPushButton *>(u"paperPrintButton"_s)->isEnabled(); }, patienceMs))
        return nullptr;
    m_desk->press(Qt::Key_P, Qt::ControlModifier);
    return sheet->isWriting() ? sheet : nullptr;
}

/// What was asked, and what became of it when it was declined.
void TestLeavingPapers::sees(const QString &way) const
{
    QVERIFY2(!m_desk->prompts.asked.isEmpty() && m_desk->prompts.asked.last() == u"Papers are being printed"_s, qPrintable(way));
    QVERIFY2(m_desk->prompts.said.contains(u"the printer may still print the pages it has"_s), qPrintable(m_desk->prompts.said));
    QCOMPARE(m_desk->prompts.choices.last(), u"Stay"_s);
    m_desk->prompts.asked.clear();
}

void TestLeavingPapers::quittingBesideAnOrderWindowThatPrintsAsks()
{
    m_desk->press(Qt::Key_O, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().findChild<OrderWindow *>(u"orderWindow"_s), patienceMs);
    auto *window = m_desk->window().findChild<OrderWindow *>(u"orderWindow"_s);
    QVERIFY(QTest::qWaitForWindowActive(window, patienceMs));
    QTRY_VERIFY_WITH_TIMEOUT(window->findChild<QAction *>(u"packing_slipWindowAction"_s)->isEnabled(), patienceMs);
    const QPointer<PaperSheet> sheet = printHere();
    QVERIFY(sheet);
    // The sheet keeps its own window; the list stays in use.
    m_desk->prompts.choice = 1;
    m_desk->backToTheList();
    m_desk->press(Qt::Key_Q, Qt::ControlModifier);
    sees(u"Ctrl+Q"_s);
    QVERIFY(m_desk->window().isVisible());
    QVERIFY(sheet && sheet->isWriting());
    m_desk->prompts.choice = 0;
    m_desk->press(Qt::Key_Q, Qt::ControlModifier);
    sees(u"Ctrl+Q"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->window().isVisible(), patienceMs);
    QVERIFY(!sheet);
}

void TestLeavingPapers::closingTheProgramWhileThePagePrintsAsks()
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    const QPointer<PaperSheet> sheet = printHere();
    QVERIFY(sheet);
    m_desk->prompts.choice = -1; // the question is closed
    QVERIFY(!m_desk->window().close());
    sees(u"close"_s);
    QVERIFY(m_desk->window().isVisible() && sheet && sheet->isWriting());
    // What was declined has stopped nothing: the job comes to its end, and then nobody is asked any more.
    m_printer->letGo();
    QTRY_VERIFY_WITH_TIMEOUT(sheet && !sheet->isWriting(), patienceMs);
    QVERIFY(m_printer->printed().startsWith("%PDF") && m_printer->printed().contains("%%EOF"));
    QVERIFY(m_desk->window().close());
    QVERIFY(m_desk->prompts.asked.isEmpty());
}

void TestLeavingPapers::signingOutOnTheLockPageAsks()
{
    const QPointer<PaperSheet> sheet = printHere();
    QVERIFY(sheet);
    m_desk->window().lock();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::Locked, patienceMs);
    auto *signOut = m_desk->find<QPushButton>(u"lockSignOutButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(signOut->isVisible(), patienceMs);
    m_desk->prompts.choice = 1;
    QTest::mouseClick(signOut, Qt::LeftButton);
    sees(u"sign out"_s);
    QCOMPARE(m_desk->session().state(), Session::State::Locked);
    QVERIFY(sheet && sheet->isWriting());
    m_desk->prompts.choice = 0;
    QTest::mouseClick(signOut, Qt::LeftButton);
    sees(u"sign out"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!sheet, patienceMs);
}

QTEST_MAIN(TestLeavingPapers)
#include "tst_leavingpapers.moc"
