// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/paper/samplepapers.h"
#include "tests/ui/desk.h"
#include "ui/orders/orderspage.h"
#include "ui/paper/paperpreview.h"
#include "ui/paper/papersheet.h"

#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSemaphore>
#include <QThreadPool>

#include <memory>
#include <utility>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

/// Whatever the window gives to helper threads waits until this lets go, so that it cannot be over before it is met.
class HeldThreads
{
public:
    HeldThreads()
    {
        for (int i = 0; i < m_count; ++i)
            QThreadPool::globalInstance()->start([gate = m_gate] { gate->acquire(); });
    }
    ~HeldThreads() { letGo(); }
    Q_DISABLE_COPY_MOVE(HeldThreads)
    void letGo() { m_gate->release(std::exchange(m_count, 0)); }

private:
    std::shared_ptr<QSemaphore> m_gate = std::make_shared<QSemaphore>();
    int m_count = QThreadPool::globalInstance()->maxThreadCount();
};

} // namespace

/// Packing slips, invoices and credit notes at the window: looked at, saved and printed with keys and clicks.
class TestPaperWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void slipIsShownAndSavedWithKeys();
    void namesAreTextOnPaper();
    void papersAreReadAgainAfterALock();
    void slipsOfSeveralRowsArePrinted();
    void invoiceIsNumberedAndThenACopy();
    void creditNoteIsWrittenOfARefund();
    void oneOfSeveralRefundsIsCreditedWithKeys();
    void verbsSayWhyTheyAreOff();
    void fiveHundredOrdersAreOneJob();
    void manySlipsInOneJobListTheBadOnes();
    void writingIsStopped();
    void leavingWhilePapersAreWrittenAsks();
    void fileThatCannotBeWrittenIsSaid();

private:
    void signIn(const QString &login);
    [[nodiscard]] QDialog *waitForPreview(int pages) const;
    [[nodiscard]] QString said() const;
    [[nodiscard]] PaperSheet *openMany();
    /// Clicks the button that writes a PDF, once it is on, over none of that name.
    void save(const PaperSheet &sheet) const;
    void useDemoStore();

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    QTemporaryDir m_folder;
    ActionRegistry m_actions;
    QSettings m_settings{m_folder.filePath(u"many.ini"_s), QSettings::IniFormat};
    qint64 m_order = 0;
};

void TestPaperWork::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
    m_desk = std::make_unique<Desk>(*m_store);
    m_desk->prompts.fileName = m_folder.filePath(u"papers.pdf"_s);
    QFile::remove(m_desk->prompts.fileName);
}

void TestPaperWork::cleanup()
{
    m_desk.reset();
    m_store.reset();
}

void TestPaperWork::useDemoStore()
{
    m_desk.reset();
    m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo);
    m_desk = std::make_unique<Desk>(*m_store);
    m_desk->prompts.fileName = m_folder.filePath(u"papers.pdf"_s);
}

void TestPaperWork::signIn(const QString &login)
{
    QVERIFY(m_desk->signIn(login));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->action(u"packing_slipAction"_s)->isEnabled(), 20'000);
}

QDialog *TestPaperWork::waitForPreview(int pages) const
{
    const bool isShown = QTest::qWaitFor([&] {
        QDialog *sheet = m_desk->sheet(u"paperSheet"_s);
        return sheet && sheet->findChild<PaperPreview *>(u"paperPreview"_s)->pageCount() == pages;
    }, 20'000);
    return isShown ? m_desk->sheet(u"paperSheet"_s) : nullptr;
}

QString TestPaperWork::said() const
{
    QDialog *sheet = m_desk->sheet(u"paperSheet"_s);
    return sheet ? sheet->findChild<QLabel *>(u"paperSaid"_s)->text() : QString();
}

void TestPaperWork::slipIsShownAndSavedWithKeys()
{
    signIn(u"fulfilment"_s);
    m_desk->press(Qt::Key_P, Qt::ControlModifier);
    QDialog *sheet = waitForPreview(1);
    QVERIFY(sheet);
    // Something stands on the page.
    const QImage page = sheet->findChild<PaperPreview *>(u"paperPreview"_s)->pages().first();
    int dark = 0;
    for (int y = 0; y < page.height(); ++y) {
        for (int x = 0; x < page.width(); ++x)
            dark += qGray(page.pixel(x, y)) < 100 ? 1 : 0;
    }
    QVERIFY2(dark > 200, qPrintable(QString::number(dark)));
    QVERIFY(m_desk->waitForSheet(u"paperSheet"_s));
    m_desk->press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(u"1 page"_s), qPrintable(said()), 20'000);
    const QString text = textOf(m_desk->prompts.fileName);
    QVERIFY2(text.contains(u"Hans Müller"_s) && text.contains(u"Gartenweg 1"_s) && text.contains(u"MUG-1"_s) && text.contains(u"2 piece"_s), qPrintable(text));
    QVERIFY2(!text.contains(u"12.50"_s) && !text.contains(u"hans@example.com"_s), qPrintable(text));
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"paperSheet"_s), 20'000);
    QCOMPARE(m_store->owner("select string_agg(actor || ':' || fields[1], ' ') from audit.entry where verb = 'paper_open'"), u"fulfilment:packing_slip"_s);
}

void TestPaperWork::namesAreTextOnPaper()
{
    const qint64 other = m_store->placeOrder(u"<b>Ann</b> & {{total}}"_s, u"ann@example.com"_s);
    m_store->payOrder(other);
    m_store->owner("update store.order_line set title = '<img src=\"file:///etc/passwd\"> <h1>Mug' where order_id = $1", Params().integer(other));
    signIn(u"agent"_s);
    m_desk->press(Qt::Key_P, Qt::ControlModifier);
    QVERIFY(waitForPreview(1));
    QVERIFY(m_desk->waitForSheet(u"paperSheet"_s));
    m_desk->press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(u"1 page"_s), qPrintable(said()), 20'000);
    const QString text = textOf(m_desk->prompts.fileName);
    QVERIFY2(text.contains(u"<b>Ann</b> & {{total}}"_s), qPrintable(text));
    QVERIFY2(text.simplified().contains(u"<img src=\"file:///etc/passwd\"> <h1>Mug"_s), qPrintable(text));
}

/// What lay open while the screen was locked is what goes into the parcel only if it still is so.
void TestPaperWork::papersAreReadAgainAfterALock()
{
    signIn(u"fulfilment"_s);
    m_desk->press(Qt::Key_P, Qt::ControlModifier);
    QVERIFY(waitForPreview(1));
    m_desk->window().lock();
    m_store->owner("update store.order_line set title = 'Blue mug' where order_id = $1", Params().integer(m_order));
    QVERIFY(m_desk->unlock(m_store->as(u"fulfilment"_s).password));
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from audit.entry where verb = 'paper_open'"), u"2"_s, 20'000);
    QVERIFY(m_desk->waitForSheet(u"paperSheet"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->sheet(u"paperSheet"_s)->findChild<QPushButton *>(u"paperSaveButton"_s)->isEnabled(), 20'000);
    m_desk->press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(u"1 page"_s), qPrintable(said()), 20'000);
    QVERIFY2(textOf(m_desk->prompts.fileName).contains(u"Blue mug"_s), qPrintable(textOf(m_desk->prompts.fileName)));
}

void TestPaperWork::slipsOfSeveralRowsArePrinted()
{
    const qint64 unpaid = m_store->placeOrder(u"Bo Berg"_s, u"bo@example.com"_s);
    const qint64 third = m_store->placeOrder(u"Cy Coe"_s, u"cy@example.com"_s);
    m_store->payOrder(third);
    signIn(u"fulfilment"_s);
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->press(Qt::Key_P, Qt::ControlModifier);
    QDialog *sheet = waitForPreview(1);
    QVERIFY(sheet);
    QVERIFY(m_desk->waitForSheet(u"paperSheet"_s));
    auto *list = sheet->findChild<QListWidget *>(u"paperList"_s);
    QCOMPARE(list->count(), 2);
    QVERIFY(list->hasFocus());
    m_desk->press(Qt::Key_Down);
    QCOMPARE(list->currentRow(), 1);
    const QString number = m_store->owner("select number from store.orders where id = $1", Params().integer(unpaid));
    const QString failures = sheet->findChild<QPlainTextEdit *>(u"paperFailures"_s)->toPlainText();
    QVERIFY2(failures.contains(number) && failures.contains(orderReasonText(u"not_paid"_s)), qPrintable(failures));
    m_desk->press(Qt::Key_P, Qt::ControlModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(u"2 page"_s), qPrintable(said()), 20'000);
    QVERIFY(m_desk->prompts.asked.contains(u"Print"_s));
    const QString text = textOf(m_desk->prompts.fileName);
    QVERIFY2(text.contains(u"Hans Müller"_s) && text.contains(u"Cy Coe"_s) && !text.contains(u"Bo Berg"_s), qPrintable(text));
}

void TestPaperWork::invoiceIsNumberedAndThenACopy()
{
    signIn(u"agent"_s);
    m_desk->press(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    QDialog *sheet = m_desk->waitForSheet(u"paperSheet"_s);
    QVERIFY(sheet);
    auto *number = sheet->findChild<QPushButton *>(u"paperNumberButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(number->isVisible() && number->isEnabled(), 20'000);
    QVERIFY(!sheet->findChild<QPushButton *>(u"paperPrintButton"_s)->isEnabled());
    QCOMPARE(m_store->owner("select count(*)::text from store.paper"), u"0"_s); // looking gives no number
    m_desk->press(Qt::Key_Return);
    QVERIFY(waitForPreview(1));
    QCOMPARE(m_store->owner("select number from store.paper"), u"INV-1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QPushButton *>(u"paperSaveButton"_s)->isEnabled(), 20'000);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"paperSaveButton"_s), Qt::LeftButton);
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(u"1 page"_s), qPrintable(said()), 20'000);
    QString text = textOf(m_desk->prompts.fileName);
    QVERIFY2(text.contains(u"INV-1"_s) && text.contains(u"29.90 EUR"_s) && !text.contains(u"Copy"_s), qPrintable(text));
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"paperSheet"_s), 20'000);
    m_desk->backToTheList();
    m_desk->press(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(waitForPreview(1));
    QVERIFY(m_desk->waitForSheet(u"paperSheet"_s));
    m_desk->press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(u"1 page"_s), qPrintable(said()), 20'000);
    text = textOf(m_desk->prompts.fileName);
    QVERIFY2(text.contains(u"INV-1"_s) && text.contains(u"Copy"_s), qPrintable(text));
    QCOMPARE(m_store->owner("select count(*)::text from store.paper"), u"1"_s);
}

void TestPaperWork::creditNoteIsWrittenOfARefund()
{
    m_store->owner("update store.setting set value = '[]' where key = 'refund.processors'");
    const QString version = m_store->owner("select version::text from store.orders where id = $1", Params().integer(m_order));
    QCOMPARE(m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, '[{\"line_no\": 1, \"quantity\": 1}]', 490, 0, 1740, '', false)->>'outcome'", Params().integer(m_order).text(version)), u"done"_s);
    signIn(u"agent"_s);
    m_desk->press(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    QDialog *sheet = m_desk->waitForSheet(u"paperSheet"_s);
    QVERIFY(sheet);
    auto *number = sheet->findChild<QPushButton *>(u"paperNumberButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(number->isVisible() && number->isEnabled(), 20'000);
    QTest::mouseClick(number, Qt::LeftButton);
    QVERIFY(waitForPreview(1));
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QPushButton *>(u"paperSaveButton"_s)->isEnabled(), 20'000);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"paperSaveButton"_s), Qt::LeftButton);
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(u"1 page"_s), qPrintable(said()), 20'000);
    const QString text = textOf(m_desk->prompts.fileName);
    QVERIFY2(text.contains(u"CN-1"_s) && text.contains(u"17.40 EUR"_s) && text.contains(u"4.90"_s), qPrintable(text));
}

void TestPaperWork::oneOfSeveralRefundsIsCreditedWithKeys()
{
    m_store->owner("update store.setting set value = '[]' where key = 'refund.processors'");
    for (int i = 0; i < 2; ++i) {
        const QString version = m_store->owner("select version::text from store.orders where id = $1", Params().integer(m_order));
        QCOMPARE(m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, '[]', 0, $3::bigint, $3::bigint, '', false)->>'outcome'", Params().integer(m_order).text(version).integer(300 + i)), u"done"_s);
    }
    const auto numbered = [this] { return m_store->owner("select coalesce(string_agg(number || ':' || refund_no, ' ' order by id), '') from store.paper"); };
    signIn(u"agent"_s);
    m_desk->press(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    QDialog *sheet = m_desk->waitForSheet(u"paperSheet"_s);
    QVERIFY(sheet);
    auto *list = sheet->findChild<QListWidget *>(u"paperList"_s);
    QTRY_COMPARE_WITH_TIMEOUT(list->count(), 2, 20'000);
    QVERIFY2(list->item(0)->text().contains(u"3.00 EUR"_s) && list->item(1)->text().contains(u"3.01 EUR"_s), qPrintable(list->item(1)->text()));
    QTRY_VERIFY_WITH_TIMEOUT(list->hasFocus(), 20'000);
    const auto *number = sheet->findChild<QPushButton *>(u"paperNumberButton"_s);
    const auto *save = sheet->findChild<QPushButton *>(u"paperSaveButton"_s);
    m_desk->press(Qt::Key_Space);
    QCOMPARE(list->item(0)->checkState(), Qt::Unchecked);
    m_desk->press(Qt::Key_Down);
    m_desk->press(Qt::Key_Space);
    QVERIFY(!number->isEnabled()); // nothing is left
    m_desk->press(Qt::Key_Space);
    QVERIFY2(number->isEnabled() && number->text().contains(u'1'), qPrintable(number->text()));
    m_desk->press(Qt::Key_Return);
    QVERIFY(waitForPreview(1));
    QCOMPARE(numbered(), u"CN-1:2"_s);
    // The other one is still there, and still left out.
    QCOMPARE(list->count(), 2);
    QVERIFY(list->item(0)->text().startsWith(u"CN-1"_s) && list->item(0)->checkState() == Qt::Checked);
    QCOMPARE(list->item(1)->checkState(), Qt::Unchecked);
    QTRY_VERIFY_WITH_TIMEOUT(save->isEnabled() && !number->isEnabled(), 20'000);
    m_desk->press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(u"1 page"_s), qPrintable(said()), 20'000);
    QVERIFY(textOf(m_desk->prompts.fileName).contains(u"3.01 EUR"_s));
    // Later the other one, which is then the only one chosen.
    list->setFocus();
    m_desk->press(Qt::Key_Space);
    m_desk->press(Qt::Key_Down);
    m_desk->press(Qt::Key_Space);
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(numbered(), u"CN-1:2 CN-2:1"_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(save->isEnabled() && !number->isVisible(), 20'000);
    m_desk->press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(textOf(m_desk->prompts.fileName).contains(u"CN-2"_s), qPrintable(said()), 20'000);
    QVERIFY(!textOf(m_desk->prompts.fileName).contains(u"CN-1"_s));
}

void TestPaperWork::verbsSayWhyTheyAreOff()
{
    signIn(u"fulfilment"_s);
    QTRY_COMPARE_WITH_TIMEOUT(ActionRegistry::whyOff(m_desk->action(u"invoiceAction"_s)), orderReasonText(u"no_right"_s), 20'000);
    QVERIFY(ActionRegistry::whyOff(m_desk->action(u"packing_slipAction"_s)).isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(ActionRegistry::whyOff(m_desk->action(u"credit_noteAction"_s)), orderReasonText(u"no_right"_s), 20'000);
}

/// Five hundred orders, three of which have no slip.
PaperSheet *TestPaperWork::openMany()
{
    useDemoStore();
    if (!m_desk->signIn(u"fulfilment"_s) || !m_desk->waitForList())
        return nullptr;
    const QStringList good = m_store->column(Cluster::ownerLogin(), "select id::text from store.orders where payment_status = 'paid' and (fulfilment_status = 'unfulfilled' or fulfilment_status = 'fulfilled' "
                                                                     "and last_shipped_at > now() - interval '13 days') order by id desc limit 497");
    QStringList ids = good;
    ids += m_store->column(Cluster::ownerLogin(), "(select id::text from store.orders where fulfilment_status = 'on_hold' limit 1) union all (select id::text from store.orders where fulfilment_status = 'unfulfilled' "
                                                  "and payment_status = 'pending' limit 1) union all select '999999'");
    QList<PaperOrder> orders;
    for (const QString &id : std::as_const(ids))
        orders.append({{id.toLongLong()}, u"no. "_s + id});
    auto *sheet = new PaperSheet({m_desk->session(), m_actions, m_desk->prompts, m_settings, Clock::system(), m_desk->drafts()}, PaperKind::PackingSlip, orders, m_desk->window().findChild<OrdersPage *>());
    sheet->open();
    return sheet;
}

void TestPaperWork::save(const PaperSheet &sheet) const
{
    auto *button = sheet.findChild<QPushButton *>(u"paperSaveButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), 60'000);
    QFile::remove(m_desk->prompts.fileName);
    QTest::mouseClick(button, Qt::LeftButton);
}

void TestPaperWork::fiveHundredOrdersAreOneJob()
{
    m_store->placeOrders(498); // and the one they are copies of, which is not paid
    signIn(u"fulfilment"_s);
    m_desk->backToTheList();
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->press(Qt::Key_P, Qt::ControlModifier);
    QDialog *sheet = m_desk->waitForSheet(u"paperSheet"_s);
    QVERIFY(sheet);
    QTRY_COMPARE_WITH_TIMEOUT(sheet->findChild<QListWidget *>(u"paperList"_s)->count(), 499, 60'000);
    const QString failures = sheet->findChild<QPlainTextEdit *>(u"paperFailures"_s)->toPlainText();
    QVERIFY2(failures.count(u'\n') == 0 && failures.contains(orderReasonText(u"not_paid"_s)), qPrintable(failures));
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QPushButton *>(u"paperSaveButton"_s)->isEnabled(), 60'000);
    m_desk->press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(u"499"_s), qPrintable(said()), 120'000);
    QCOMPARE(textOf(m_desk->prompts.fileName).count(u"Page 1 of 1"_s), 499);
}

void TestPaperWork::manySlipsInOneJobListTheBadOnes()
{
    PaperSheet *sheet = openMany();
    QVERIFY(sheet);
    auto *list = sheet->findChild<QListWidget *>(u"paperList"_s);
    QTRY_VERIFY_WITH_TIMEOUT(list->count() > 0, 60'000);
    const int slips = list->count();
    QVERIFY2(slips >= 200, qPrintable(QString::number(slips)));
    const QString failures = sheet->findChild<QPlainTextEdit *>(u"paperFailures"_s)->toPlainText();
    QCOMPARE(failures.count(u'\n'), 2);
    QVERIFY2(failures.contains(u"999999"_s) && failures.contains(orderReasonText(u"on_hold"_s)) && failures.contains(orderReasonText(u"not_paid"_s)), qPrintable(failures));
    // The screen goes on while they are written.
    int ticks = 0;
    QTimer tick;
    connect(&tick, &QTimer::timeout, this, [&ticks] { ++ticks; });
    tick.start(5);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"paperSaveButton"_s), Qt::LeftButton);
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(QString::number(slips)), qPrintable(said()), 120'000);
    QVERIFY2(ticks > 20, qPrintable(QString::number(ticks)));
    QVERIFY(textOf(m_desk->prompts.fileName).count(u"Page 1 of 1"_s) == slips);
}

void TestPaperWork::writingIsStopped()
{
    PaperSheet *sheet = openMany();
    QVERIFY(sheet);
    HeldThreads held;
    save(*sheet);
    auto *close = sheet->findChild<QPushButton *>(u"paperCloseButton"_s);
    QCOMPARE(close->text(), u"Stop"_s);
    QTest::mouseClick(close, Qt::LeftButton);
    held.letGo();
    QTRY_VERIFY2_WITH_TIMEOUT(said().startsWith(u"Stopped"_s), qPrintable(said()), 60'000);
    QVERIFY(!QFile::exists(m_desk->prompts.fileName));
    QVERIFY(sheet->isVisible());
    QTest::mouseClick(close, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"paperSheet"_s), 20'000);
}

void TestPaperWork::leavingWhilePapersAreWrittenAsks()
{
    PaperSheet *sheet = openMany();
    QVERIFY(sheet);
    HeldThreads held;
    save(*sheet);
    m_desk->prompts.choice = 1;
    QVERIFY(!m_desk->window().close());
    QCOMPARE(m_desk->prompts.asked.last(), u"A PDF is being written"_s);
    QVERIFY(m_desk->window().isVisible());
    m_desk->action(u"signOutAction"_s)->trigger();
    QCOMPARE(m_desk->prompts.asked.count(u"A PDF is being written"_s), 2);
    QVERIFY2(m_desk->prompts.said.contains(u"no file is left behind"_s), qPrintable(m_desk->prompts.said));
    QCOMPARE(m_desk->session().state(), Session::State::Ready);
    QVERIFY(sheet->isWriting());
    m_desk->prompts.choice = 0;
    m_desk->action(u"signOutAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"paperSheet"_s), 20'000);
    held.letGo();
    QThreadPool::globalInstance()->waitForDone();
    QVERIFY(!QFile::exists(m_desk->prompts.fileName));
}

void TestPaperWork::fileThatCannotBeWrittenIsSaid()
{
    signIn(u"agent"_s);
    m_desk->prompts.fileName = m_folder.filePath(u"no such folder/papers.pdf"_s);
    m_desk->press(Qt::Key_P, Qt::ControlModifier);
    QVERIFY(waitForPreview(1));
    QVERIFY(m_desk->waitForSheet(u"paperSheet"_s));
    m_desk->press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains(u"could not be written"_s), qPrintable(said()), 20'000);
}

QTEST_MAIN(TestPaperWork)
#include "tst_paperwork.moc"
