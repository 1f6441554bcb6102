// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include <QCheckBox>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

QString euros(qint64 minor)
{
    return Money{minor, u"EUR"_s}.toText();
}

} // namespace

/// A refund that no processor pays is owed until somebody says at the window that it was paid out, and is again when that is taken back.
class TestRefundPaid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void refundIsOwedUntilItIsSaidToBePaidOut();
    void ofTwoRefundsOneIsPaidOut();
    void refundOnThePageIsTheOneThatIsTicked();
    void refundOnThePageIsNotAnothersDraft();
    void listShowsWhatIsOwedAndNoMore();
    void whoMayNotRefundSeesWhyItIsOff();
    void processorsRefundIsNotForHands();

private:
    QString paidBy() const
    {
        return m_store->owner("select coalesce(string_agg(r.refund_no || ' ' || coalesce(s.login, 'nobody'), ', ' order by r.refund_no), '') from store.refund r left join store.staff s on s.id = r.paid_by "
                              "where r.order_id = $1", Params().integer(m_order));
    }
    /// Whatever waits to leave the house, or has left it.
    [[nodiscard]] QString leaving() const { return m_store->owner("select coalesce(string_agg(concat_ws(' ', id, kind, template, state), ', ' order by id), '') from mailroom.outbox"); }
    /// As a colleague did it before the window was there; in cash when that is how it was paid.
    void refund(qint64 minor) const;
    void signIn(const QString &login);
    /// Whether the window says something, in these words or in some that begin so.
    [[nodiscard]] bool shows(const QString &beginning) const;
    [[nodiscard]] QString whyOff() const { return ActionRegistry::whyOff(m_desk->action(u"refund_paidAction"_s)); }
    /// The sheet, opened with its keys over the list.
    [[nodiscard]] QDialog *open() const;
    /// Presses the button beside a refund; null where no sheet came of it.
    [[nodiscard]] QDialog *openFromPage(int refund) const;

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    qint64 m_order = 0;
};

void TestRefundPaid::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
    m_store->owner("update store.payment set processor = 'cash', reference = '' where order_id = $1", Params().integer(m_order));
    m_desk = std::make_unique<Desk>(*m_store);
}

void TestRefundPaid::refund(qint64 minor) const
{
    const int version = m_store->owner("select version::text from store.orders where id = $1", Params().integer(m_order)).toInt();
    const QString outcome = m_store->lead("select desk.refund(gen_random_uuid(), $1, $2::int, '[]', 0, $3, $3, 'chipped', false)->>'outcome'", Params().integer(m_order).integer(version).integer(minor));
    QCOMPARE(outcome, u"done"_s);
}

void TestRefundPaid::signIn(const QString &login)
{
    QVERIFY(m_desk->signIn(login));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
}

bool TestRefundPaid::shows(const QString &beginning) const
{
    const QList<QLabel *> labels = m_desk->window().findChildren<QLabel *>();
    return std::ranges::any_of(labels, [&beginning](const QLabel *label) { return label->isVisible() && label->text().startsWith(beginning); });
}

QDialog *TestRefundPaid::open() const
{
    m_desk->backToTheList();
    if (!QTest::qWaitFor([this] { return m_desk->action(u"refund_paidAction"_s)->isEnabled(); }, patienceMs))
        return nullptr;
    m_desk->press(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    return m_desk->waitForSheet(u"refund_paidSheet"_s);
}

QDialog *TestRefundPaid::openFromPage(int refund) const
{
    const QString name = u"panelPaidOut%1"_s.arg(refund);
    if (!QTest::qWaitFor([&] { return m_desk->find<QPushButton>(name) && !m_desk->sheet(u"refund_paidSheet"_s); }, patienceMs))
        return nullptr;
    m_desk->backToTheList();
    m_desk->find<QPushButton>(name)->setFocus();
    m_desk->press(Qt::Key_Space);
    return m_desk->sheet(u"refund_paidSheet"_s) ? m_desk->waitForSheet(u"refund_paidSheet"_s) : nullptr;
}

void TestRefundPaid::refundIsOwedUntilItIsSaidToBePaidOut()
{
    signIn(u"lead"_s);
    QTRY_COMPARE_WITH_TIMEOUT(whyOff(), orderReasonText(u"nothing_by_hand"_s), patienceMs);
    m_desk->press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QDialog *refunding = m_desk->waitForSheet(u"refundSheet"_s);
    QVERIFY(refunding);
    refunding->findChild<QSpinBox *>(u"refundPieces1"_s)->setFocus();
    m_desk->press(Qt::Key_Up);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(paidBy(), u"1 nobody"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(shows(euros(1250) + u" refunded, to be paid out by hand"_s), patienceMs);
    // From the page itself, where it says that it is owed.
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QPushButton>(u"panelPaidOut1"_s) && !m_desk->sheet(u"refundSheet"_s), patienceMs);
    const QString before = leaving();
    QDialog *sheet = openFromPage(1);
    QVERIFY(sheet);
    const auto *box = sheet->findChild<QCheckBox *>(u"refundPaid1"_s);
    QVERIFY2(box->isChecked() && box->text().contains(euros(1250)), qPrintable(box->text())); // the only one
    QVERIFY(sheet->findChild<QLabel *>(u"refundPaidSum"_s)->text().contains(euros(1250)));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(paidBy(), u"1 lead"_s, patienceMs);
    const QString lead = m_store->owner("select display_name from store.staff where login = 'lead'");
    QTRY_VERIFY_WITH_TIMEOUT(shows(euros(1250) + u" refunded, paid out by hand on "_s), patienceMs);
    const QList<QLabel *> labels = m_desk->window().findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [&lead](const QLabel *label) { return label->text().contains(u"paid out by hand on "_s) && label->text().endsWith(u"by "_s + lead); }));
    QVERIFY(!m_desk->find<QPushButton>(u"panelPaidOut1"_s));
    QTRY_COMPARE_WITH_TIMEOUT(whyOff(), orderReasonText(u"nothing_by_hand"_s), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QLabel>(u"undoText"_s)->text().contains(u"written down as paid out by hand"_s), patienceMs);
    QVERIFY(m_desk->takeBack());
    QCOMPARE(paidBy(), u"1 nobody"_s);
    QTRY_VERIFY_WITH_TIMEOUT(shows(euros(1250) + u" refunded, to be paid out by hand"_s), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QPushButton>(u"panelPaidOut1"_s), patienceMs);
    // Nobody was told anything by it or by its undoing, and nothing was asked of a processor.
    QCOMPARE(leaving(), before);
}

void TestRefundPaid::ofTwoRefundsOneIsPaidOut()
{
    refund(500);
    refund(300);
    signIn(u"lead"_s);
    QDialog *sheet = open();
    QVERIFY(sheet);
    auto *button = sheet->findChild<QPushButton *>(u"refundPaidButton"_s);
    auto *first = sheet->findChild<QCheckBox *>(u"refundPaid1"_s);
    auto *second = sheet->findChild<QCheckBox *>(u"refundPaid2"_s);
    QVERIFY(!first->isChecked() && !second->isChecked());
    QVERIFY(!button->isEnabled());
    QVERIFY(!button->toolTip().isEmpty());
    QCOMPARE(sheet->findChild<QLabel *>(u"refundPaidSum"_s)->text(), button->toolTip());
    QVERIFY(first->accessibleName().contains(u"chipped"_s));
    QVERIFY(first->hasFocus());
    m_desk->press(Qt::Key_Space);
    second->setFocus();
    m_desk->press(Qt::Key_Space);
    QVERIFY(sheet->findChild<QLabel *>(u"refundPaidSum"_s)->text().contains(euros(800)));
    first->setFocus();
    m_desk->press(Qt::Key_Space);
    QVERIFY(button->isEnabled());
    QVERIFY(sheet->findChild<QLabel *>(u"refundPaidSum"_s)->text().contains(euros(300)));
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(paidBy(), u"1 nobody, 2 lead"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(shows(euros(300) + u" refunded, paid out by hand on "_s), patienceMs);
    QVERIFY(shows(euros(500) + u" refunded, to be paid out by hand"_s));
    // What is left is the only one now.
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"refund_paidSheet"_s), patienceMs);
    sheet = open();
    QVERIFY(sheet);
    QVERIFY(!sheet->findChild<QCheckBox *>(u"refundPaid2"_s));
    QVERIFY(sheet->findChild<QCheckBox *>(u"refundPaid1"_s)->isChecked());
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"refund_paidSheet"_s), patienceMs);
    QCOMPARE(m_desk->prompts.asked, QStringList()); // nothing was typed
}

void TestRefundPaid::refundOnThePageIsTheOneThatIsTicked()
{
    refund(500);
    refund(500);
    signIn(u"lead"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QPushButton>(u"panelPaidOut1"_s) && m_desk->find<QPushButton>(u"panelPaidOut2"_s), patienceMs);
    const QString first = m_desk->find<QPushButton>(u"panelPaidOut1"_s)->accessibleName(), second = m_desk->find<QPushButton>(u"panelPaidOut2"_s)->accessibleName();
    QVERIFY2(first.startsWith(u"Paid out: "_s + euros(500)) && first != second, qPrintable(first));
    const QDialog *sheet = openFromPage(2);
    QVERIFY(sheet);
    const auto *box = sheet->findChild<QCheckBox *>(u"refundPaid2"_s);
    QVERIFY(box->isChecked() && box->hasFocus());
    QVERIFY(!sheet->findChild<QCheckBox *>(u"refundPaid1"_s)->isChecked());
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(paidBy(), u"1 nobody, 2 lead"_s, patienceMs);
}

void TestRefundPaid::refundOnThePageIsNotAnothersDraft()
{
    refund(500);
    refund(300);
    signIn(u"lead"_s);
    const QDialog *sheet = open();
    QVERIFY(sheet);
    m_desk->press(Qt::Key_Space); // the first one
    m_desk->prompts.choice = 0;
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"refund_paidSheet"_s), patienceMs);
    QCOMPARE(m_desk->drafts().all().size(), 1);
    // Not thrown away before somebody has said so, and not mixed up with what is meant now.
    m_desk->prompts.choice = -1;
    QVERIFY(!openFromPage(2));
    QVERIFY2(m_desk->prompts.said.contains(u"Other refunds"_s), qPrintable(m_desk->prompts.said));
    QCOMPARE(m_desk->drafts().all().size(), 1);
    m_desk->prompts.choice = 1;
    sheet = openFromPage(2);
    QVERIFY(sheet);
    QCOMPARE(m_desk->drafts().all().size(), 0);
    QVERIFY(sheet->findChild<QCheckBox *>(u"refundPaid2"_s)->isChecked() && !sheet->findChild<QCheckBox *>(u"refundPaid1"_s)->isChecked());
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(paidBy(), u"1 nobody, 2 lead"_s, patienceMs);
}

void TestRefundPaid::listShowsWhatIsOwedAndNoMore()
{
    const qint64 other = m_store->placeOrder();
    m_store->payOrder(other);
    refund(500);
    QVERIFY(m_desk->signIn(u"lead"_s));
    QVERIFY(m_desk->waitForList());
    QCOMPARE(m_desk->table()->model()->rowCount(), 2);
    QVERIFY(m_desk->filter(u"refund:by_hand"_s));
    QCOMPARE(m_desk->table()->model()->rowCount(), 1);
    QCOMPARE(m_desk->cell(0, 0), m_store->owner("select number from store.orders where id = $1", Params().integer(m_order)));
    QVERIFY(m_desk->openRow(0));
    QVERIFY(open());
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(paidBy(), u"1 lead"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"refund_paidSheet"_s), patienceMs);
    QVERIFY(m_desk->filter(u"-refund:by_hand"_s));
    QCOMPARE(m_desk->table()->model()->rowCount(), 2);
    QVERIFY(m_desk->filter(u"refund:by_hand"_s));
    QCOMPARE(m_desk->table()->model()->rowCount(), 0);
}

void TestRefundPaid::whoMayNotRefundSeesWhyItIsOff()
{
    refund(500);
    signIn(u"agent"_s);
    QTRY_VERIFY_WITH_TIMEOUT(shows(euros(500) + u" refunded, to be paid out by hand"_s), patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(whyOff(), orderReasonText(u"no_right"_s), patienceMs);
    QVERIFY(!m_desk->action(u"refund_paidAction"_s)->isEnabled());
    QVERIFY(!m_desk->find<QPushButton>(u"panelPaidOut1"_s));
    QCOMPARE(paidBy(), u"1 nobody"_s);
}

void TestRefundPaid::processorsRefundIsNotForHands()
{
    m_store->owner("update store.payment set processor = 'paypal', reference = 'PAY-1' where order_id = $1", Params().integer(m_order));
    refund(500);
    signIn(u"lead"_s);
    QTRY_VERIFY_WITH_TIMEOUT(shows(euros(500) + u" refunded, on its way"_s), patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(whyOff(), orderReasonText(u"nothing_by_hand"_s), patienceMs);
    QVERIFY(!m_desk->find<QPushButton>(u"panelPaidOut1"_s));
}

QTEST_MAIN(TestRefundPaid)
#include "tst_refundpaid.moc"
