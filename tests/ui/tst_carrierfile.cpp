// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include "models/orders/orderrepository.h"

#include <QClipboard>
#include <QComboBox>
#include <QCryptographicHash>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProcess>
#include <QPushButton>
#include <QStatusBar>
#include <QTableView>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

constexpr int patienceMs = 30'000;

/// A carrier's file is made at the window, with keys and clicks, and read back byte for byte; and the privacy officer finds it.
class TestCarrierFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void fileIsMadeWithTheKeyboardAndIsExact();
    void ordersThatCannotBeShippedAreNamedBeforeTheClick();
    void nothingToShipMakesNoFile();
    void placeThatCannotBeWrittenLeavesNoRecord();
    void fileThatCouldNotBeKeptIsWrittenAgainUnderItsRecord();
    void orderChangedBeforeTheClickIsLeftOut();
    void orderChangedMeanwhileIsSaidAndLookedAtAnew();
    void oldFileOfThatNameIsReplacedAndClosedToOthers();
    void listThatCannotBeHadAnewStays();
    void groupsWithoutTheRightAreToldWhy();
    void privacyOfficerListsAndFindsThem();
    void privacyOfficerNotesThatACopyIsGone();
    void whatNobodyHasCannotBeDeleted();

private:
    qint64 payable(const QString &name = u"Hans Müller"_s, const QString &email = u"hans@example.com"_s) const;
    QString number(qint64 order) const { return m_store->owner("select number from store.orders where id = $1", Params().integer(order)); }
    /// Signs in, chooses every row and opens the sheet with its keys.
    [[nodiscard]] QDialog *open(const QString &login) const;
    [[nodiscard]] QString told(const QString &label) const { return m_desk->sheet(u"carrierSheet"_s)->findChild<QLabel *>(label)->text(); }
    [[nodiscard]] QByteArray read(const QString &fileName) const;

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<QTemporaryDir> m_folder;
    qint64 m_order = 0;
};

void TestCarrierFile::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = payable();
    m_desk = std::make_unique<Desk>(*m_store);
    m_folder = std::make_unique<QTemporaryDir>();
    m_desk->prompts.fileName = m_folder->filePath(u"gls.csv"_s);
}

qint64 TestCarrierFile::payable(const QString &name, const QString &email) const
{
    const qint64 order = m_store->placeOrder(name, email);
    m_store->payOrder(order);
    return order;
}

QByteArray TestCarrierFile::read(const QString &fileName) const
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}

QDialog *TestCarrierFile::open(const QString &login) const
{
    if (!m_desk->signIn(login) || !m_desk->waitForList() || !m_desk->openRow(0))
        return nullptr;
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->press(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
    QDialog *sheet = m_desk->waitForSheet(u"carrierSheet"_s);
    const bool hasLooked = sheet && QTest::qWaitFor([sheet] { return sheet->findChild<QComboBox *>(u"carrierParty"_s)->count() > 0 && !sheet->findChild<QLabel *>(u"carrierCount"_s)->text().contains(u'…'); }, patienceMs);
    return hasLooked ? sheet : nullptr;
}

void TestCarrierFile::fileIsMadeWithTheKeyboardAndIsExact()
{
    const qint64 other = payable(u"=Zoë, \"Ünal\""_s, u"zoe@example.com"_s);
    QDialog *sheet = open(u"fulfilment"_s);
    QVERIFY(sheet);
    QVERIFY(QApplication::focusWidget()->objectName() == u"carrierParty");
    m_desk->type(u"G"_s); // GLS
    QCOMPARE(sheet->findChild<QComboBox *>(u"carrierParty"_s)->currentText(), u"GLS"_s);
    QCOMPARE(told(u"carrierFields"_s), u"order number, name, company, street, second address line, postal code, city, country"_s);
    QCOMPARE(told(u"carrierPurpose"_s), u"delivery"_s);
    QVERIFY(!sheet->findChild<QListWidget *>(u"carrierLeftOut"_s)->isVisible());
    QCOMPARE(m_store->owner("select count(*)::text from store.disclosure"), u"0"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QLineEdit *>(u"carrierDigest"_s)->isVisible(), patienceMs);
    const QByteArray file = read(m_desk->prompts.fileName);
    QCOMPARE(file, QByteArray("order_number,name,company,line1,line2,postal_code,city,country\r\n" + number(m_order).toUtf8() + ",Hans Müller,,Gartenweg 1,,80331,München,DE\r\n" + number(other).toUtf8()
                              + ",\"=Zoë, \"\"Ünal\"\"\",,Gartenweg 1,,80331,München,DE\r\n"));
    // The window, the record and another program name one digest.
    const QString digest = sheet->findChild<QLineEdit *>(u"carrierDigest"_s)->text();
    QCOMPARE(digest, m_store->owner("select sha256 from store.disclosure"));
    QProcess sum;
    sum.start(u"sha256sum"_s, {m_desk->prompts.fileName});
    QVERIFY(sum.waitForFinished(patienceMs));
    QCOMPARE(QString::fromLatin1(sum.readAllStandardOutput().left(64)), digest);
    QCOMPARE(QFile::permissions(m_desk->prompts.fileName) & ~(QFile::ReadUser | QFile::WriteUser), QFile::ReadOwner | QFile::WriteOwner);
    QVERIFY(told(u"carrierAnswer"_s).contains(QLocale().toString(QDate::fromString(m_store->owner("select delete_by::text from store.disclosure"), Qt::ISODate), QLocale::LongFormat)));
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"carrierCopyButton"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), digest);
    sheet->findChild<QPushButton *>(u"carrierCloseButton"_s)->setFocus();
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"carrierSheet"_s), patienceMs);
    QCOMPARE(m_store->owner("select count(*)::text from store.disclosure_giving"), u"1"_s);
}

void TestCarrierFile::ordersThatCannotBeShippedAreNamedBeforeTheClick()
{
    const qint64 unpaid = m_store->placeOrder();
    const qint64 held = payable();
    m_store->owner("insert into store.hold (order_id, reason) values ($1, 'fraud')", Params().integer(held));
    QDialog *sheet = open(u"lead"_s);
    QVERIFY(sheet);
    const auto *leftOut = sheet->findChild<QListWidget *>(u"carrierLeftOut"_s);
    QTRY_COMPARE_WITH_TIMEOUT(leftOut->count(), 2, patienceMs);
    QVERIFY(leftOut->isVisible());
    QVERIFY(leftOut->item(0)->text().startsWith(number(unpaid)) && leftOut->item(0)->text().contains(orderReasonText(u"not_paid"_s)));
    QVERIFY(leftOut->item(1)->text().startsWith(number(held)) && leftOut->item(1)->text().contains(u"on hold"_s));
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"carrierFileButton"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QLineEdit *>(u"carrierDigest"_s)->isVisible(), patienceMs);
    QCOMPARE(read(m_desk->prompts.fileName).count("\r\n"), 2);
    QCOMPARE(m_store->owner("select order_ids::text from store.disclosure"), u"{%1}"_s.arg(m_order));
}

void TestCarrierFile::nothingToShipMakesNoFile()
{
    m_store->shipOrder(m_order);
    m_store->placeOrder(); // unpaid
    QDialog *sheet = open(u"lead"_s);
    QVERIFY(sheet);
    QTRY_VERIFY_WITH_TIMEOUT(told(u"carrierCount"_s).startsWith(u"None"_s), patienceMs);
    QVERIFY(!sheet->findChild<QPushButton *>(u"carrierFileButton"_s)->isEnabled());
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(m_desk->prompts.asked.isEmpty());
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"carrierSheet"_s), patienceMs);
}

void TestCarrierFile::placeThatCannotBeWrittenLeavesNoRecord()
{
    const QString good = m_desk->prompts.fileName;
    m_desk->prompts.fileName = m_folder->filePath(u"none/such/gls.csv"_s);
    QDialog *sheet = open(u"lead"_s);
    QVERIFY(sheet);
    auto *button = sheet->findChild<QPushButton *>(u"carrierFileButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), patienceMs);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(told(u"carrierAnswer"_s).contains(u"cannot be written"_s), patienceMs);
    QCOMPARE(m_store->owner("select count(*)::text from store.disclosure"), u"0"_s);
    m_desk->prompts.fileName = good;
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QLineEdit *>(u"carrierDigest"_s)->isVisible(), patienceMs);
    QVERIFY(read(good).contains("Gartenweg"));
}

/// The disk fills up, or the folder goes, between the store's answer and the file: as a device that takes nothing.
void TestCarrierFile::fileThatCouldNotBeKeptIsWrittenAgainUnderItsRecord()
{
    // A folder of that name lets the temporary file beside it be opened, and not take its place.
    const QString good = m_desk->prompts.fileName;
    m_desk->prompts.fileName = m_folder->filePath(u"taken.csv"_s);
    QDialog *sheet = open(u"lead"_s);
    QVERIFY(sheet);
    auto *button = sheet->findChild<QPushButton *>(u"carrierFileButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), patienceMs);
    // Held at the store until the place is taken.
    m_store->makeGate("disclosure");
    m_store->shutGate();
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isAnyoneAtTheGate(), patienceMs);
    QVERIFY(QDir(m_folder->path()).mkdir(u"taken.csv"_s));
    QVERIFY(QDir(m_folder->path()).mkdir(u"taken.csv/full"_s));
    m_desk->press(Qt::Key_Escape); // not now
    QVERIFY(m_desk->sheet(u"carrierSheet"_s));
    m_store->openGate();
    QTRY_VERIFY_WITH_TIMEOUT(told(u"carrierAnswer"_s).contains(u"could not be written"_s), patienceMs);
    m_desk->prompts.fileName = good;
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), patienceMs);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QLineEdit *>(u"carrierDigest"_s)->isVisible(), patienceMs);
    QVERIFY(read(good).contains("Gartenweg"));
    QCOMPARE(m_store->owner("select concat_ws(' ', (select count(*) from store.disclosure), (select count(*) from store.disclosure_giving))"), u"1 2"_s);
}

void TestCarrierFile::orderChangedBeforeTheClickIsLeftOut()
{
    const qint64 other = payable();
    QDialog *sheet = open(u"lead"_s);
    QVERIFY(sheet);
    auto *button = sheet->findChild<QPushButton *>(u"carrierFileButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), patienceMs);
    m_store->owner("insert into store.hold (order_id, reason) values ($1, 'address')", Params().integer(other));
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QLineEdit *>(u"carrierDigest"_s)->isVisible(), patienceMs);
    // Not in the file, and said.
    QCOMPARE(read(m_desk->prompts.fileName).count("\r\n"), 2);
    const auto *leftOut = sheet->findChild<QListWidget *>(u"carrierLeftOut"_s);
    QCOMPARE(leftOut->count(), 1);
    QVERIFY(leftOut->isVisible() && leftOut->item(0)->text().startsWith(number(other)));
}

/// Between the record and the file: what is on record is not what would be given out, so nothing is.
void TestCarrierFile::orderChangedMeanwhileIsSaidAndLookedAtAnew()
{
    const qint64 other = payable();
    QDialog *sheet = open(u"lead"_s);
    QVERIFY(sheet);
    auto *button = sheet->findChild<QPushButton *>(u"carrierFileButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), patienceMs);
    m_store->makeGate("disclosure_giving");
    m_store->shutGate();
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isAnyoneAtTheGate(), patienceMs);
    m_store->owner("insert into store.hold (order_id, reason) values ($1, 'address')", Params().integer(other));
    m_store->openGate();
    QTRY_VERIFY_WITH_TIMEOUT(told(u"carrierAnswer"_s).contains(u"changed while the file was made"_s), patienceMs);
    QVERIFY(!QFile::exists(m_desk->prompts.fileName));
    QTRY_COMPARE_WITH_TIMEOUT(sheet->findChild<QListWidget *>(u"carrierLeftOut"_s)->count(), 1, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), patienceMs);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QLineEdit *>(u"carrierDigest"_s)->isVisible(), patienceMs);
    QCOMPARE(read(m_desk->prompts.fileName).count("\r\n"), 2);
    QCOMPARE(m_store->owner("select count(*)::text from store.disclosure"), u"2"_s);
}

void TestCarrierFile::oldFileOfThatNameIsReplacedAndClosedToOthers()
{
    QFile old(m_desk->prompts.fileName);
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write(QByteArray(100'000, 'x')) == 100'000);
    old.close();
    old.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    QDialog *sheet = open(u"lead"_s);
    QVERIFY(sheet);
    auto *button = sheet->findChild<QPushButton *>(u"carrierFileButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), patienceMs);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QLineEdit *>(u"carrierDigest"_s)->isVisible(), patienceMs);
    const QByteArray file = read(m_desk->prompts.fileName);
    QVERIFY(file.startsWith("order_number,") && file.count("\r\n") == 2 && !file.contains('x'));
    QVERIFY(!(QFile::permissions(m_desk->prompts.fileName) & (QFile::ReadGroup | QFile::ReadOther)));
}

void TestCarrierFile::listThatCannotBeHadAnewStays()
{
    QCOMPARE(m_store->lead("select desk.disclosure_make(gen_random_uuid(), 'dhl', $1::bigint[])->>'outcome'", Params().integers({m_order})), u"done"_s);
    QVERIFY(m_desk->signIn(u"privacy"_s));
    QVERIFY(m_desk->waitForList());
    m_desk->press(Qt::Key_2, Qt::ControlModifier);
    const auto *table = m_desk->find<QTableView>(u"disclosureTable"_s);
    QTRY_VERIFY_WITH_TIMEOUT(table && table->isVisible() && table->model()->rowCount() == 1, patienceMs);
    m_store->owner("alter function desk.disclosures set schema store");
    m_desk->press(Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().statusBar()->currentMessage().contains(u"as it was before"_s), patienceMs);
    QVERIFY(table->isVisible());
    QCOMPARE(table->model()->rowCount(), 1);
    // Of somebody else nothing is known, so nothing is shown.
    auto *asked = m_desk->find<QLineEdit>(u"disclosurePerson"_s);
    asked->setFocus();
    m_desk->type(u"zoe@example.com"_s);
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!table->isVisible(), patienceMs);
    QCOMPARE(table->model()->rowCount(), 0);
}

void TestCarrierFile::groupsWithoutTheRightAreToldWhy()
{
    QVERIFY(m_desk->signIn(u"agent"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    const QAction *action = m_desk->action(u"discloseAction"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!action->isEnabled() && action->toolTip().contains(u"does not have this right"_s), patienceMs);
    QVERIFY(!m_desk->find<QWidget>(u"rail_disclosures"_s));
}

void TestCarrierFile::privacyOfficerListsAndFindsThem()
{
    const qint64 other = payable(u"Zoë Ünal"_s, u"zoe@example.com"_s);
    for (const QList<qint64> &orders : {QList<qint64>{m_order}, QList<qint64>{m_order, other}})
        QCOMPARE(m_store->lead("select desk.disclosure_make(gen_random_uuid(), $1, $2::bigint[])->>'outcome'", Params().text(orders.size() == 1 ? u"dhl"_s : u"dpd"_s).integers(orders)), u"done"_s);
    m_store->owner("update store.setting set value = '\"Asia/Tokyo\"' where key = 'store.time_zone'");
    QVERIFY(m_desk->signIn(u"privacy"_s));
    QVERIFY(m_desk->waitForList());
    m_desk->press(Qt::Key_2, Qt::ControlModifier);
    auto *table = m_desk->find<QTableView>(u"disclosureTable"_s);
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 2, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(QApplication::focusWidget() && QApplication::focusWidget()->objectName() == u"disclosurePerson", patienceMs);
    QCOMPARE(table->model()->index(0, 1).data().toString(), u"DPD"_s);
    // Times are the store's, as on the order desk, and say whose.
    const QString made = m_store->owner("select to_char(made_at at time zone 'Asia/Tokyo', 'YYYY-MM-DD\"T\"HH24:MI:SS') from store.disclosure where party = 'dpd'");
    const QDateTime local = QDateTime::fromString(made, Qt::ISODate);
    QCOMPARE(table->model()->index(0, 0).data().toString(), QLocale().toString(local.date(), QLocale::ShortFormat) + u' ' + QLocale().toString(local.time(), QLocale::ShortFormat));
    QVERIFY(table->model()->index(0, 0).data(Qt::ToolTipRole).toString().contains(u"Asia/Tokyo"_s));
    QVERIFY(table->model()->headerData(0, Qt::Horizontal, Qt::ToolTipRole).toString().contains(u"Asia/Tokyo"_s));
    QCOMPARE(m_desk->find<QLabel>(u"disclosureOrders"_s)->text(), number(m_order) + u", "_s + number(other));
    m_desk->press(Qt::Key_Tab); // which of them
    m_desk->press(Qt::Key_Tab);
    m_desk->press(Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->find<QLabel>(u"disclosureOrders"_s)->text(), number(m_order), patienceMs);
    QVERIFY(m_desk->find<QLabel>(u"disclosureFields"_s)->text().contains(u"phone number"_s));
    QCOMPARE(m_desk->find<QLineEdit>(u"disclosureDigest"_s)->text(), m_store->owner("select sha256 from store.disclosure where party = 'dhl'"));
    // Of one person.
    m_desk->press(Qt::Key_F, Qt::ControlModifier);
    m_desk->type(u"zoe@example.com"_s);
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, patienceMs);
    QCOMPARE(m_desk->find<QLabel>(u"disclosureOrders"_s)->text(), number(other) + u" and 1 more"_s);
    m_desk->find<QLineEdit>(u"disclosurePerson"_s)->selectAll();
    m_desk->type(u"nobody@example.com"_s);
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!table->isVisible(), patienceMs);
    m_desk->press(Qt::Key_1, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().currentPage()->name(), u"orders"_s, patienceMs);
}

void TestCarrierFile::privacyOfficerNotesThatACopyIsGone()
{
    for (const QString &party : {u"dhl"_s, u"dpd"_s})
        QCOMPARE(m_store->lead("select desk.disclosure_make(gen_random_uuid(), $1, $2::bigint[])->>'outcome'", Params().text(party).integers({m_order})), u"done"_s);
    m_store->owner("insert into store.disclosure_giving (id, disclosure_id, staff_id) select gen_random_uuid(), id, staff_id from store.disclosure");
    m_store->owner("update store.disclosure set delete_by = current_date - 1, made_at = now() - interval '9 days' where party = 'dhl'");
    QCOMPARE(m_store->agent("select desk.contact_fix(gen_random_uuid(), $1, '{\"shipping.line1\": {\"from\": \"Gartenweg 1\", \"to\": \"Hofweg 2\"}}', 'order')->>'outcome'", Params().integer(m_order)), u"done"_s);
    QVERIFY(m_desk->signIn(u"privacy"_s));
    QVERIFY(m_desk->waitForList());
    m_desk->press(Qt::Key_2, Qt::ControlModifier);
    auto *table = m_desk->find<QTableView>(u"disclosureTable"_s);
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 2, patienceMs);
    // The older file is the first, since it is due.
    QCOMPARE(table->model()->index(0, 1).data().toString(), u"DHL"_s);
    QVERIFY(table->model()->index(0, 6).data().toString().endsWith(u"due"_s));
    QVERIFY(m_desk->find<QLabel>(u"disclosureDeleted"_s)->text().contains(u"Ask DHL"_s));
    // Its address was corrected since: DHL has to be told, which is noted with a key.
    const auto *corrected = m_desk->find<QLabel>(u"disclosureCorrected"_s);
    QVERIFY2(corrected->text().contains(number(m_order) + u" (street)"_s) && corrected->text().contains(u"Tell DHL"_s), qPrintable(corrected->text()));
    m_desk->press(Qt::Key_T, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->index(0, 8).data().toString(), u"told"_s, patienceMs);
    QCOMPARE(table->model()->index(1, 8).data().toString(), u"to be told"_s);
    QVERIFY(corrected->text().startsWith(u"DHL was told by "_s));
    QVERIFY(!m_desk->action(u"recipientToldAction"_s)->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(QApplication::focusWidget() && QApplication::focusWidget()->objectName() == u"disclosurePerson", patienceMs);
    m_desk->press(Qt::Key_D, Qt::ControlModifier);
    QDialog *sheet = m_desk->waitForSheet(u"deletionSheet"_s);
    QVERIFY(sheet);
    QVERIFY(!sheet->findChild<QPushButton *>(u"deletionNoteButton"_s)->isEnabled());
    // What the store refuses is said, and what was typed stays.
    m_desk->type(u"Card 4111 1111 1111 1111"_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->findChild<QLabel *>(u"deletionAnswer"_s)->text().contains(u"card number"_s), patienceMs);
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type(u"E-mail of their officer"_s);
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"deletionSheet"_s), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(table->model()->index(0, 1).data().toString() == u"DPD", patienceMs);
    QCOMPARE(m_store->owner("select concat_ws('|', x.how, d.party) from store.disclosure_deletion x join store.disclosure d on d.id = x.disclosure_id"), u"E-mail of their officer|dhl"_s);
    // The one that was noted is still chosen, and says so.
    QVERIFY(m_desk->find<QLabel>(u"disclosureDeleted"_s)->text().contains(u"E-mail of their officer"_s));
    QVERIFY(m_desk->find<QLabel>(u"disclosureAnswer"_s)->isVisible());
    m_desk->window().activateWindow(); // after the sheet
    QVERIFY(QTest::qWaitForWindowActive(&m_desk->window()));
    auto *filter = m_desk->find<QComboBox>(u"disclosureFilter"_s);
    filter->setFocus();
    m_desk->press(Qt::Key_Down); // due
    QTRY_VERIFY_WITH_TIMEOUT(!table->isVisible(), patienceMs);
    m_desk->press(Qt::Key_End); // deleted
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, patienceMs);
    // And taken back.
    m_desk->press(Qt::Key_D, Qt::ControlModifier);
    sheet = m_desk->waitForSheet(u"deletionSheet"_s);
    QVERIFY(sheet);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"deletionTakeBackButton"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"deletionSheet"_s), patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!table->isVisible(), patienceMs);
    QCOMPARE(m_store->privacy("select count(*)::text from desk.disclosures('', 'due', null, null)"), u"1"_s);
}

void TestCarrierFile::whatNobodyHasCannotBeDeleted()
{
    QCOMPARE(m_store->lead("select desk.disclosure_make(gen_random_uuid(), 'dhl', $1::bigint[])->>'outcome'", Params().integers({m_order})), u"done"_s);
    QVERIFY(m_desk->signIn(u"privacy"_s));
    QVERIFY(m_desk->waitForList());
    m_desk->press(Qt::Key_2, Qt::ControlModifier);
    auto *table = m_desk->find<QTableView>(u"disclosureTable"_s);
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, patienceMs);
    // Nobody has it, so nothing can be deleted.
    const QAction *action = m_desk->action(u"disclosureDeletionAction"_s);
    QVERIFY(!action->isEnabled() && ActionRegistry::whyOff(action).contains(u"never given out"_s));
    m_store->owner("insert into store.disclosure_giving (id, disclosure_id, staff_id) select gen_random_uuid(), id, staff_id from store.disclosure");
    m_desk->press(Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(action->isEnabled(), patienceMs);
    m_desk->press(Qt::Key_D, Qt::ControlModifier);
    QVERIFY(m_desk->waitForSheet(u"deletionSheet"_s));
    // What was typed there is asked about on every way out.
    m_desk->type(u"By phone"_s);
    m_desk->prompts.choice = 1;
    m_desk->press(Qt::Key_Escape);
    QVERIFY(m_desk->sheet(u"deletionSheet"_s));
    m_desk->window().close();
    QVERIFY(m_desk->window().isVisible() && m_desk->sheet(u"deletionSheet"_s));
    QCOMPARE(m_desk->prompts.asked.size(), 2);
    QCOMPARE(m_desk->prompts.choices.size(), 2); // it cannot be kept, so nobody is offered that
    m_desk->prompts.choice = 0;
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"deletionSheet"_s), patienceMs);
    QCOMPARE(m_store->owner("select count(*)::text from store.disclosure_deletion"), u"0"_s);
}

QTEST_MAIN(TestCarrierFile)
#include "tst_carrierfile.moc"
