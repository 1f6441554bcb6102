// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QPlainTextEdit>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Note, hold and release through the window, with keys and clicks: what was asked is done, once.
class TestOrderWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void noteIsWrittenWithKeys();
    void doubleClickSendsOneNote();
    void cardNumberIsRefusedAndTheTextStays();
    void holdAndReleaseWithKeys();
    void severalOrdersAreHeldAtOnce();
    void conflictIsShownAndNothingIsLost();
    void fulfilmentSeesNoMoney();
    void noteSurvivesAnotherOrder();

private:
    qint64 orderAt(int row) const { return m_desk->table()->model()->index(row, 0).data(TableModel::IdRole).toLongLong(); }
    QString status(qint64 id) const { return m_store->owner("select fulfilment_status from store.orders where id = $1", Params().integer(id)); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
};

void TestOrderWork::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    for (int i = 0; i < 4; ++i)
        m_store->payOrder(m_store->placeOrder(u"Person %1"_s.arg(i), u"p%1@example.com"_s.arg(i)));
    m_desk = std::make_unique<Desk>(*m_store);
    QVERIFY(m_desk->signIn(u"agent"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
}

void TestOrderWork::noteIsWrittenWithKeys()
{
    m_desk->press(Qt::Key_M, Qt::ControlModifier);
    QTRY_VERIFY(m_desk->find<QWidget>(u"noteEdit"_s)->hasFocus());
    m_desk->type(u"Customer called, rings twice."_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select string_agg(body, '|') from store.note"), u"Customer called, rings twice."_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QPlainTextEdit>(u"noteEdit"_s)->toPlainText().isEmpty(), 20'000);
    // It is read in the timeline.
    const auto isShown = [this] {
        for (const QLabel *label : m_desk->find<QWidget>(u"orderPanel"_s)->findChildren<QLabel *>()) {
            if (label->text().contains(u"rings twice"_s))
                return true;
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isShown(), 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'note_add' and actor = 'agent'"), u"1"_s);
}

void TestOrderWork::doubleClickSendsOneNote()
{
    auto *edit = m_desk->find<QPlainTextEdit>(u"noteEdit"_s);
    edit->setFocus();
    m_desk->type(u"once"_s);
    auto *button = m_desk->find<QAbstractButton>(u"addNoteButton"_s);
    QTRY_VERIFY(button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
    QTest::mouseDClick(button, Qt::LeftButton);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(edit->toPlainText().isEmpty(), 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"1"_s);
}

void TestOrderWork::cardNumberIsRefusedAndTheTextStays()
{
    auto *edit = m_desk->find<QPlainTextEdit>(u"noteEdit"_s);
    edit->setFocus();
    const QString text = u"Card "_s + u"4111"_s + u" 1111 1111 "_s + u"1111"_s;
    m_desk->type(text);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    auto *answer = m_desk->find<QLabel>(u"panelAnswer"_s);
    QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible() && !answer->text().isEmpty(), 20'000);
    QVERIFY2(answer->text().contains(u"card"_s), qPrintable(answer->text()));
    QCOMPARE(edit->toPlainText(), text);
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"0"_s);
}

void TestOrderWork::holdAndReleaseWithKeys()
{
    const qint64 id = orderAt(0);
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    auto *reason = m_desk->sheet(u"holdSheet"_s)->findChild<QComboBox *>(u"holdReason"_s);
    reason->setCurrentIndex(reason->findData(u"address"_s));
    m_desk->sheet(u"holdSheet"_s)->findChild<QWidget *>(u"holdNote"_s)->setFocus();
    m_desk->type(u"Street is missing"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(status(id), u"on_hold"_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"holdSheet"_s), 20'000);
    QCOMPARE(m_store->owner("select reason || ' ' || note from store.hold"), u"address Street is missing"_s);
    // The row says so without being asked again.
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->table()->model()->index(0, 5).data().toString(), fulfilmentStatusText(u"on_hold"_s), 20'000);
    m_desk->backToTheList();
    m_desk->prompts.choice = 0;
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->action(u"releaseAction"_s)->isEnabled(), 20'000);
    m_desk->press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(status(id), u"unfulfilled"_s, 20'000);
    QCOMPARE(m_store->owner("select string_agg(verb, ' ' order by seq) from audit.entry where actor = 'agent' and verb like 'hold%'"), u"hold_place hold_release"_s);
}

void TestOrderWork::severalOrdersAreHeldAtOnce()
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    QTest::mouseClick(m_desk->sheet(u"holdSheet"_s)->findChild<QAbstractButton *>(u"holdPlaceButton"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from store.orders where fulfilment_status = 'on_hold'"), u"3"_s, 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'hold_place'"), u"1"_s);
}

void TestOrderWork::conflictIsShownAndNothingIsLost()
{
    const qint64 id = orderAt(0);
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"holdSheet"_s));
    auto *note = m_desk->sheet(u"holdSheet"_s)->findChild<QPlainTextEdit *>(u"holdNote"_s);
    note->setFocus();
    m_desk->type(u"my words"_s);
    // Somebody else is faster.
    QVERIFY(m_store->lead("select desk.hold_place(gen_random_uuid(), array[$1]::bigint[], array[$2]::int[], 'fraud', '')->>'outcome'",
                          Params().integer(id).integer(m_store->owner("select version::text from store.orders where id = $1", Params().integer(id)).toInt())) == u"done");
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    auto *answer = m_desk->sheet(u"holdSheet"_s)->findChild<QLabel *>(u"holdAnswer"_s);
    QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible(), 20'000);
    QVERIFY(!answer->text().isEmpty());
    QCOMPARE(note->toPlainText(), u"my words"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.hold"), u"1"_s);
}

void TestOrderWork::fulfilmentSeesNoMoney()
{
    m_desk.reset();
    m_desk = std::make_unique<Desk>(*m_store);
    QVERIFY(m_desk->signIn(u"fulfilment"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    for (const QLabel *label : m_desk->find<QWidget>(u"orderPanel"_s)->findChildren<QLabel *>())
        QVERIFY2(!label->text().contains(u"EUR"_s) && !label->text().contains(u"example.com"_s), qPrintable(label->text()));
}

void TestOrderWork::noteSurvivesAnotherOrder()
{
    auto *edit = m_desk->find<QPlainTextEdit>(u"noteEdit"_s);
    edit->setFocus();
    m_desk->type(u"unsent"_s);
    QVERIFY(m_desk->openRow(1));
    QVERIFY(edit->toPlainText().isEmpty());
    QVERIFY(m_desk->openRow(0));
    QTRY_COMPARE(edit->toPlainText(), u"unsent"_s);
}

QTEST_MAIN(TestOrderWork)
#include "tst_orderwork.moc"
