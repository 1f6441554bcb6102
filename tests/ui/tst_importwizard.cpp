// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include "models/orders/import/columnmap.h"
#include "ui/orders/importwizard.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTableWidget>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int batchOrders = 1000; // that an import writes at once
constexpr int manyOrders = 3 * batchOrders;

} // namespace

/// A file of orders is brought into the store at the window, with keys and clicks, by the console program's own job.
class TestImportWizard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void shopFileIsRecognisedCheckedAndImported();
    void rejectedRowsAreNamedAndKept();
    void sameFileAgainChangesNothing();
    void unknownTableIsMappedColumnByColumn();
    void mapIsKeptAndOfferedForTheNextFile();
    void mapMadeByHandIsAskedAboutAndKeptForItsFile();
    void mapOfTheFileAfterAnImportIsAskedAboutToo();
    void mapByWhichNothingCameInIsAskedAbout();
    void whatIsSaidBeforeTheAnswerIsNotKeptYet();
    void anotherKindOfFileAsksBeforeTypedColumnsGo();
    void draftIsFoundWhereTheFileWasMoved();
    void draftOfOtherColumnsWaits();
    void withoutAKeychainTheNextFileAsksFirst();
    void draftOfAMapIsOpenedByWhoMayImport();
    void keptMapIsReplacedAndForgotten();
    void mapIsSavedAndTakenFromAFile();
    void keptMapsAreForThoseWhoImport();
    void keyGoesOnAfterAList_data();
    void keyGoesOnAfterAList();
    void changedColumnIsMissingAtOnce();
    void fileIsDropped();
    void brokenFileIsSaidOnTheFirstPage();
    void checkIsLeftByGoingBack();
    void closingWhileItImportsAsks();
    void leavingWhileItImportsAsks();
    void lockSaysThatItGoesOn();
    void agentMayNot();
    void realExport();

private:
    void open(const QString &login = u"lead"_s);
    void openWizard();
    [[nodiscard]] QWidget *wizard() const { return m_desk->find<QWidget>(u"importWizard"_s); }
    template <typename T>
    [[nodiscard]] T *part(const QString &name) const { return wizard()->findChild<T *>(name); }
    [[nodiscard]] QString text(const QString &label) const { return part<QLabel>(label)->text(); }
    void choose(const QString &path);
    /// As far as an import of several batches, held in the midst of its first until the gate is opened.
    void importMany();
    /// The import that was told to end is over, behind the batch that it was at.
    void openGateToOneBatch();
    /// Presses the button that goes on, with the keyboard, once it is on.
    void goOn();
    [[nodiscard]] bool isChecked() const { return text(u"importCheckText"_s).contains(u"in the file"_s); }
    [[nodiscard]] bool isImported() const { return text(u"importRunText"_s).contains(u"in the file"_s); }
    [[nodiscard]] QString write(const QString &name, const QByteArray &content);
    [[nodiscard]] int rowOf(const QString &column) const;
    void map(const QString &column, const QString &field);
    void fill(QWidget *field, const QString &value);
    /// Another shop's table, mapped column by column as far as it can be checked.
    void mapHouseList();
    [[nodiscard]] QString fieldOf(const QString &column) const { return part<QComboBox>(u"importField%1"_s.arg(rowOf(column)))->currentData().toString(); }
    /// What the draft of a file says of the shop; empty where there is none.
    [[nodiscard]] QString draftedSource(const QString &path) const;
    /// As it is opened from the list of drafts.
    void openFile(const QString &path) { qobject_cast<ImportWizard *>(wizard())->openFile(path); }
    /// Says of the first column of a list that it is the number, and closes the wizard with that kept as a draft.
    void leaveDraft(const QString &path);
    void back() { QTest::mouseClick(part<QPushButton>(u"importBack"_s), Qt::LeftButton); }
    void chooseInMenu(const QString &action) { wizard()->findChild<QAction *>(action)->trigger(); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestImportWizard::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_folder = std::make_unique<QTemporaryDir>();
    m_desk = std::make_unique<Desk>(*m_store);
}

void TestImportWizard::open(const QString &login)
{
    QVERIFY(m_desk->signIn(login));
    QVERIFY(m_desk->waitForList());
    openWizard();
}

void TestImportWizard::openWizard()
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_I, Qt::ControlModifier | Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(wizard() && wizard()->isActiveWindow(), 20'000);
}

QString TestImportWizard::write(const QString &name, const QByteArray &content)
{
    QFile file(m_folder->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("no file can be written for the test");
    return file.fileName();
}

void TestImportWizard::choose(const QString &path)
{
    m_desk->prompts.fileName = path;
    part<QPushButton>(u"importChoose"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>(u"importNext"_s)->isEnabled(), 20'000);
}

void TestImportWizard::goOn()
{
    auto *next = part<QPushButton>(u"importNext"_s);
    QTRY_VERIFY_WITH_TIMEOUT(next->isEnabled(), 20'000);
    wizard()->activateWindow();
    next->setFocus();
    QTRY_VERIFY_WITH_TIMEOUT(next->hasFocus(), 20'000);
    m_desk->press(Qt::Key_Space);
}

int TestImportWizard::rowOf(const QString &column) const
{
    const auto *table = part<QTableWidget>(u"importColumns"_s);
    for (int row = 0; row < table->rowCount(); ++row) {
        if (table->item(row, 0)->text() == column)
            return row;
    }
    return -1;
}

/// Chooses a field in a column's box with the keyboard.
void TestImportWizard::map(const QString &column, const QString &field)
{
    auto *box = part<QComboBox>(u"importField%1"_s.arg(rowOf(column)));
    QVERIFY2(box, qPrintable(column));
    QTRY_VERIFY_WITH_TIMEOUT(!QApplication::activePopupWidget(), 20'000); // a menu that is being closed takes the keys
    box->window()->activateWindow();
    box->setFocus();
    QTRY_VERIFY_WITH_TIMEOUT(box->hasFocus(), 20'000);
    const int wanted = box->findData(field);
    QVERIFY2(wanted >= 0, qPrintable(field));
    m_desk->press(Qt::Key_Down);
    QTRY_VERIFY_WITH_TIMEOUT(box->view()->isVisible(), 20'000);
    QTest::keyClick(box->view(), Qt::Key_Home);
    while (box->view()->currentIndex().row() < wanted)
        QTest::keyClick(box->view(), Qt::Key_Down);
    QTest::keyClick(box->view(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!box->view()->isVisible(), 20'000);
    QCOMPARE(box->currentData().toString(), field);
    // That the list was given the keyboard may be told only now that it has closed; whoever types next has it here again.
    box->window()->activateWindow();
    QCoreApplication::processEvents();
    QTRY_VERIFY_WITH_TIMEOUT(box->hasFocus(), 20'000);
}

const QByteArray shopFile = "Name,Email,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,"
                            "Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country\n"
                            "#1,anna@example.com,paid,fulfilled,EUR,30.00,4.90,0.00,34.90,0.00,2026-03-01 10:00:00 +0100,2,Mug,10.00,MUG-1,Anna Berg,Seeweg 3,Köln,50667,DE\n"
                            "#1,,,,,,,,,,2026-03-01 10:00:00 +0100,1,Plate,10.00,PLATE-1,,,,,\n"
                            "#2,ben@example.com,pending,,EUR,10.00,0.00,0.00,10.00,0.00,2026-03-02 11:30:00 +0100,1,Mug,10.00,MUG-1,Ben Ode,Hafen 1,Kiel,24103,DE\n";

void TestImportWizard::shopFileIsRecognisedCheckedAndImported()
{
    open();
    choose(write(u"orders.csv"_s, shopFile));
    QCOMPARE(part<QComboBox>(u"importMap"_s)->currentData().toString(), u"shopify"_s);
    QVERIFY2(text(u"importFound"_s).contains(u"UTF-8"_s), qPrintable(text(u"importFound"_s)));
    goOn();
    QCOMPARE(part<QComboBox>(u"importField%1"_s.arg(rowOf(u"Email"_s)))->currentData().toString(), u"email"_s);
    QVERIFY(part<QTableWidget>(u"importColumns"_s)->item(rowOf(u"Lineitem name"_s), 2)->text().contains(u"Mug · Plate"_s));
    QVERIFY(text(u"importMissing"_s).contains(u"Nothing is missing"_s));
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isChecked(), 20'000);
    QVERIFY2(text(u"importCheckText"_s).contains(u"Nothing has been written"_s), qPrintable(text(u"importCheckText"_s)));
    auto *orders = part<QTableWidget>(u"importCheckOrders"_s);
    QTRY_COMPARE_WITH_TIMEOUT(orders->rowCount(), 2, 20'000);
    QCOMPARE(orders->item(0, 0)->text(), u"#1"_s);
    QCOMPARE(orders->item(0, 3)->text(), u"3"_s);
    QCOMPARE(orders->item(0, 4)->text(), (Money{3490, u"EUR"_s}.toText()));
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"0"_s);
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isImported(), 20'000);
    QCOMPARE(m_store->owner("select string_agg(source || ' ' || source_number || ' ' || total_minor, ',' order by id) from store.orders"), u"shopify #1 3490,shopify #2 1000"_s);
    // The list behind it has them, and the window closes with a key.
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->table()->model()->rowCount(), 2, 20'000);
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(!wizard(), 20'000);
    QCOMPARE(m_desk->prompts.asked, QStringList{u"Import orders"_s});
}

void TestImportWizard::rejectedRowsAreNamedAndKept()
{
    open();
    QByteArray content = shopFile;
    content.replace("34.90,0.00", "99.90,0.00");
    choose(write(u"orders.csv"_s, content));
    goOn();
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isChecked(), 20'000);
    QVERIFY2(text(u"importCheckText"_s).contains(u"would be rejected"_s), qPrintable(text(u"importCheckText"_s)));
    const auto *problems = part<QTableWidget>(u"importCheckProblems"_s);
    QCOMPARE(problems->item(0, 0)->text(), u"2"_s);
    QCOMPARE(problems->item(0, 1)->text(), u"#1"_s);
    QVERIFY(!problems->item(0, 3)->text().isEmpty());
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"orders.csv"_s});
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isImported(), 20'000);
    QCOMPARE(m_store->owner("select string_agg(source_number, ',') from store.orders"), u"#2"_s);
    QVERIFY2(text(u"importRunText"_s).contains(u"orders.rejects.csv"_s), qPrintable(text(u"importRunText"_s)));
    QFile rejects(m_folder->filePath(u"orders.rejects.csv"_s));
    QVERIFY(rejects.open(QIODevice::ReadOnly));
    QVERIFY(rejects.readAll().contains("Plate"));
}

void TestImportWizard::sameFileAgainChangesNothing()
{
    open();
    const QString file = write(u"orders.csv"_s, shopFile);
    for (int i = 0; i < 2; ++i) {
        choose(file);
        goOn();
        goOn();
        QTRY_VERIFY_WITH_TIMEOUT(isChecked(), 20'000);
        QCOMPARE(text(u"importCheckText"_s).contains(u"in the store already"_s), i == 1);
        goOn();
        QTRY_VERIFY_WITH_TIMEOUT(isImported(), 20'000);
        for (int back = 0; back < 3; ++back)
            QTest::mouseClick(part<QPushButton>(u"importBack"_s), Qt::LeftButton);
    }
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"2"_s);
}

const QByteArray houseList = "Nr;Datum;Kunde;Ware;Stück;Preis\nR-1;24.12.2025 18:05;Eva Stern;Seife;2;1.234,50\nR-2;31.12.2025 23:30;Ida Mond;Bürste;3;4,00\n";

void TestImportWizard::fill(QWidget *field, const QString &value)
{
    field->window()->activateWindow();
    field->setFocus();
    QTRY_VERIFY_WITH_TIMEOUT(field->hasFocus(), 20'000);
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type(value);
}

void TestImportWizard::mapHouseList()
{
    map(u"Nr"_s, u"number"_s);
    map(u"Datum"_s, u"placed_at"_s);
    map(u"Kunde"_s, u"customer_name"_s);
    map(u"Ware"_s, u"line.title"_s);
    map(u"Stück"_s, u"line.quantity"_s);
    map(u"Preis"_s, u"line.price"_s);
    fill(part<QLineEdit>(u"importSource"_s), u"house"_s);
    fill(part<QComboBox>(u"importCurrency"_s), u"EUR"_s);
    fill(part<QComboBox>(u"importTimes"_s), u"dd.MM.yyyy HH:mm"_s);
    fill(part<QLineEdit>(u"importZone"_s), u"Europe/Vienna"_s);
}

void TestImportWizard::unknownTableIsMappedColumnByColumn()
{
    open();
    choose(write(u"list.csv"_s, houseList));
    QCOMPARE(part<QComboBox>(u"importMap"_s)->currentData().toString(), QString());
    goOn();
    QVERIFY(!part<QPushButton>(u"importNext"_s)->isEnabled());
    QVERIFY2(text(u"importMissing"_s).contains(u"Order number"_s) && text(u"importMissing"_s).contains(u"currency"_s), qPrintable(text(u"importMissing"_s)));
    map(u"Nr"_s, u"number"_s);
    QVERIFY(!text(u"importMissing"_s).contains(u"Order number"_s));
    mapHouseList();
    QVERIFY2(text(u"importMissing"_s).contains(u"Nothing is missing"_s), qPrintable(text(u"importMissing"_s)));
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isChecked(), 20'000);
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isImported(), 20'000);
    QCOMPARE(m_store->owner("select string_agg(concat_ws(' ', source, source_number, total_minor, currency, customer_name), ',' order by id) from store.orders"), u"house R-1 246900 EUR Eva Stern,house R-2 1200 EUR Ida Mond"_s);
    QCOMPARE(m_store->owner("select to_char(placed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from store.orders where source_number = 'R-1'"), u"2025-12-24 17:05"_s);
}

void TestImportWizard::mapIsKeptAndOfferedForTheNextFile()
{
    open();
    choose(write(u"list.csv"_s, houseList));
    goOn();
    QVERIFY(!part<QPushButton>(u"importKeep"_s)->isEnabled()); // nothing is said yet
    mapHouseList();
    m_desk->prompts.typed = u"House list"_s;
    part<QPushButton>(u"importKeep"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(text(u"importMapSaid"_s).contains(u"Kept as “House list”"_s), 20'000);
    // It holds names of columns and no value of the file.
    const QString kept = m_store->owner("select definition::text from store.saved_view where desk = 'imports'");
    QVERIFY2(kept.contains(u"Ware"_s) && !kept.contains(u"Eva"_s) && !kept.contains(u"Seife"_s), qPrintable(kept));
    wizard()->close();
    QTRY_VERIFY_WITH_TIMEOUT(!wizard(), 20'000);
    m_desk->backToTheList();
    m_desk->press(Qt::Key_I, Qt::ControlModifier | Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(wizard() && wizard()->isActiveWindow(), 20'000);
    choose(write(u"next.csv"_s, "Nr;Datum;Kunde;Ware;Stück;Preis\nR-9;02.01.2026 09:00;Uwe Wald;Kamm;1;7,25\n"));
    QVERIFY2(text(u"importFound"_s).contains(u"House list"_s), qPrintable(text(u"importFound"_s)));
    QCOMPARE(part<QComboBox>(u"importMap"_s)->currentText(), u"Kept: House list"_s);
    goOn();
    QVERIFY2(text(u"importMissing"_s).contains(u"Nothing is missing"_s), qPrintable(text(u"importMissing"_s)));
    QCOMPARE(part<QComboBox>(u"importCurrency"_s)->currentText(), u"EUR"_s);
    QCOMPARE(part<QLineEdit>(u"importZone"_s)->text(), u"Europe/Vienna"_s);
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isChecked(), 20'000);
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isImported(), 20'000);
    QCOMPARE(m_store->owner("select concat_ws(' ', source, source_number, total_minor, currency, to_char(placed_at at time zone 'UTC', 'HH24:MI')) from store.orders"), u"house R-9 725 EUR 08:00"_s);
}

void TestImportWizard::mapMadeByHandIsAskedAboutAndKeptForItsFile()
{
    open();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().isSafe(), 20'000);
    const QString list = write(u"list.csv"_s, houseList);
    choose(list);
    goOn();
    map(u"Nr"_s, u"number"_s);
    m_desk->prompts.asked.clear();
    m_desk->prompts.choice = 2;
    const auto isAskedAndStays = [this] {
        return m_desk->prompts.asked.last() == u"Something was typed and not sent" && m_desk->prompts.said.contains(u"list.csv"_s)
            && m_desk->prompts.choices == QStringList{u"Keep as a draft"_s, u"Discard"_s, u"Cancel"_s} && m_desk->session().state() == Session::State::Ready && m_desk->window().isVisible()
            && wizard() && wizard()->isVisible();
    };
    m_desk->press(Qt::Key_Q, Qt::ControlModifier);
    QVERIFY2(isAskedAndStays(), qPrintable(m_desk->prompts.said));
    m_desk->press(Qt::Key_Escape);
    QVERIFY2(isAskedAndStays(), qPrintable(m_desk->prompts.said));
    // On the page before, it is not forgotten.
    QTest::mouseClick(part<QPushButton>(u"importBack"_s), Qt::LeftButton);
    part<QPushButton>(u"importNext"_s)->setFocus();
    m_desk->press(Qt::Key_Escape);
    QVERIFY2(isAskedAndStays(), qPrintable(m_desk->prompts.said));
    QCOMPARE(m_desk->prompts.asked.size(), 3);
    m_desk->prompts.choice = 0;
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!wizard(), 20'000);
    QCOMPARE(m_desk->drafts().all().size(), 1);
    openWizard();
    choose(list);
    goOn();
    QCOMPARE(part<QComboBox>(u"importField%1"_s.arg(rowOf(u"Nr"_s)))->currentData().toString(), u"number"_s);
    QVERIFY2(text(u"importMapSaid"_s).contains(u"here again"_s), qPrintable(text(u"importMapSaid"_s)));
    // What is kept already, and a map that nobody changed, close without a word.
    const qsizetype before = m_desk->prompts.asked.size();
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!wizard(), 20'000);
    openWizard();
    choose(write(u"orders.csv"_s, shopFile));
    goOn();
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!wizard(), 20'000);
    QCOMPARE(m_desk->prompts.asked.size(), before + 1); // for the file
    QCOMPARE(m_desk->drafts().all().size(), 1);
    // Discarded, it is gone.
    openWizard();
    choose(list);
    goOn();
    map(u"Kunde"_s, u"customer_name"_s);
    m_desk->prompts.choice = 1;
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!wizard(), 20'000);
    QVERIFY(m_desk->drafts().all().isEmpty());
}

void TestImportWizard::mapOfTheFileAfterAnImportIsAskedAboutToo()
{
    open();
    choose(write(u"orders.csv"_s, shopFile));
    goOn();
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isChecked(), 20'000);
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isImported(), 20'000);
    for (int back = 0; back < 3; ++back)
        QTest::mouseClick(part<QPushButton>(u"importBack"_s), Qt::LeftButton);
    choose(write(u"list.csv"_s, houseList));
    goOn();
    map(u"Nr"_s, u"number"_s);
    m_desk->prompts.choice = 2;
    m_desk->press(Qt::Key_Escape);
    QCOMPARE(m_desk->prompts.asked.last(), u"Something was typed and not sent"_s);
    QVERIFY(wizard() && wizard()->isVisible());
}

QString TestImportWizard::draftedSource(const QString &path) const
{
    const auto draft = m_desk->drafts().find(u"import %1"_s.arg(path), ImportWizard::draftVerb());
    return draft ? draft->typed.value(u"source"_s).toString() : QString();
}

void TestImportWizard::mapByWhichNothingCameInIsAskedAbout()
{
    open();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().isSafe(), 20'000);
    choose(write(u"list.csv"_s, houseList));
    goOn();
    mapHouseList();
    const auto importBy = [this](const QString &times) {
        fill(part<QComboBox>(u"importTimes"_s), times);
        QCOMPARE(part<QComboBox>(u"importTimes"_s)->currentText(), times);
        goOn();
        QTRY_VERIFY_WITH_TIMEOUT(isChecked(), 20'000);
        goOn();
        QTRY_VERIFY_WITH_TIMEOUT(isImported(), 20'000);
    };
    importBy(u"MM/dd/yyyy HH:mm"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"0"_s);
    m_desk->prompts.choice = 2;
    m_desk->press(Qt::Key_Escape);
    QCOMPARE(m_desk->prompts.asked.last(), u"Something was typed and not sent"_s);
    QVERIFY(wizard() && wizard()->isVisible());
    back();
    back();
    importBy(u"dd.MM.yyyy HH:mm"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"2"_s);
    QVERIFY(m_desk->drafts().all().isEmpty());
    const qsizetype before = m_desk->prompts.asked.size();
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!wizard(), 20'000);
    QCOMPARE(m_desk->prompts.asked.size(), before);
}

void TestImportWizard::whatIsSaidBeforeTheAnswerIsNotKeptYet()
{
    open();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().isSafe(), 20'000);
    const QString list = write(u"list.csv"_s, houseList);
    choose(list);
    goOn();
    mapHouseList();
    const auto holder = m_store->connect(Cluster::ownerLogin());
    const auto keepAndChange = [&](const QString &source) {
        QVERIFY(holder->query({u"test/hold"_s, "begin"}, {}) && holder->query({u"test/hold"_s, "lock table store.saved_view in share row exclusive mode"}, {}));
        m_desk->prompts.typed = u"House list"_s;
        QTest::mouseClick(part<QPushButton>(u"importKeep"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_store->owner("select count(*)::text from pg_locks where not granted and relation = 'store.saved_view'::regclass").toInt() > 0, 20'000);
        fill(part<QLineEdit>(u"importSource"_s), source);
    };
    keepAndChange(u"home"_s);
    QVERIFY(holder->query({u"test/hold"_s, "rollback"}, {}));
    QTRY_VERIFY_WITH_TIMEOUT(text(u"importMapSaid"_s).contains(u"Kept as"_s), 20'000);
    m_desk->prompts.choice = 2;
    m_desk->press(Qt::Key_Escape);
    QCOMPARE(m_desk->prompts.asked.last(), u"Something was typed and not sent"_s);
    QVERIFY(wizard() && wizard()->isVisible());
    QCOMPARE(draftedSource(list), u"home"_s);
    // The same where the next file is open by then.
    m_desk->prompts.choice = 0;
    keepAndChange(u"cabin"_s);
    openFile(write(u"orders.csv"_s, shopFile));
    QVERIFY(holder->query({u"test/hold"_s, "rollback"}, {}));
    QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>(u"importNext"_s)->isEnabled(), 20'000);
    QCOMPARE(m_store->owner("select name || version from store.saved_view where desk = 'imports'"), u"House list2"_s);
    QCOMPARE(part<QComboBox>(u"importMap"_s)->currentData().toString(), u"shopify"_s);
    QCOMPARE(draftedSource(list), u"cabin"_s);
}

void TestImportWizard::anotherKindOfFileAsksBeforeTypedColumnsGo()
{
    open();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().isSafe(), 20'000);
    choose(write(u"orders.csv"_s, shopFile));
    goOn();
    map(u"Email"_s, {});
    back();
    auto *kinds = part<QComboBox>(u"importMap"_s);
    const qsizetype before = m_desk->prompts.asked.size();
    // The same again is no other.
    kinds->showPopup();
    QTRY_VERIFY_WITH_TIMEOUT(kinds->view()->isVisible(), 20'000);
    QTest::keyClick(kinds->view(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!kinds->view()->isVisible() && !QApplication::activePopupWidget(), 20'000);
    QCOMPARE(m_desk->prompts.asked.size(), before);
    QCOMPARE(fieldOf(u"Email"_s), QString());
    QCOMPARE(m_desk->drafts().all().size(), 1);
    wizard()->activateWindow();
    kinds->setFocus();
    QTRY_VERIFY_WITH_TIMEOUT(kinds->hasFocus(), 20'000);
    m_desk->prompts.choice = 1;
    m_desk->press(Qt::Key_Home);
    QCOMPARE(m_desk->prompts.asked.last(), u"Discard what you said of these columns?"_s);
    QCOMPARE(m_desk->prompts.choices, (QStringList{u"Discard"_s, u"Cancel"_s}));
    QVERIFY2(m_desk->prompts.said.contains(u"orders.csv"_s), qPrintable(m_desk->prompts.said));
    QCOMPARE(kinds->currentData().toString(), u"shopify"_s);
    QCOMPARE(fieldOf(u"Name"_s), u"number"_s);
    QCOMPARE(fieldOf(u"Email"_s), QString());
    QCOMPARE(m_desk->drafts().all().size(), 1);
    m_desk->prompts.choice = 0;
    m_desk->press(Qt::Key_Home);
    QCOMPARE(m_desk->prompts.asked.size(), before + 2);
    QCOMPARE(kinds->currentData().toString(), QString());
    QTRY_COMPARE_WITH_TIMEOUT(fieldOf(u"Name"_s), QString(), 20'000);
    QVERIFY(m_desk->drafts().all().isEmpty());
    // Where nothing was said, nothing is asked.
    m_desk->press(Qt::Key_Down);
    QVERIFY(!kinds->currentData().toString().isEmpty());
    QCOMPARE(m_desk->prompts.asked.size(), before + 2);
}

void TestImportWizard::leaveDraft(const QString &path)
{
    goOn();
    map(u"Nr"_s, u"number"_s);
    m_desk->prompts.choice = 0;
    m_desk->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!wizard(), 20'000);
    QVERIFY(m_desk->drafts().find(u"import %1"_s.arg(path), ImportWizard::draftVerb()));
}

void TestImportWizard::draftIsFoundWhereTheFileWasMoved()
{
    open();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().isSafe(), 20'000);
    const QString list = write(u"list.csv"_s, houseList), moved = m_folder->filePath(u"later/list.csv"_s);
    choose(list);
    leaveDraft(list);
    QVERIFY(QDir(m_folder->path()).mkdir(u"later"_s) && QFile::rename(list, moved));
    openWizard();
    choose(moved);
    goOn();
    QCOMPARE(fieldOf(u"Nr"_s), u"number"_s);
    QVERIFY2(text(u"importMapSaid"_s).contains(u"of this name in another place"_s), qPrintable(text(u"importMapSaid"_s)));
    QCOMPARE(m_desk->drafts().all().size(), 1);
    QCOMPARE(ImportWizard::draftPath(m_desk->drafts().all().first()), moved); // so that it is opened there
    // Its name alone does not make it this file.
    openFile(write(u"list.csv"_s, shopFile));
    QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>(u"importNext"_s)->isEnabled(), 20'000);
    goOn();
    QCOMPARE(fieldOf(u"Name"_s), u"number"_s);
    QCOMPARE(text(u"importMapSaid"_s), QString());
    QCOMPARE(ImportWizard::draftPath(m_desk->drafts().all().value(0)), moved);
}

void TestImportWizard::draftOfOtherColumnsWaits()
{
    open();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().isSafe(), 20'000);
    const QString list = write(u"list.csv"_s, houseList);
    choose(list);
    auto *delimiter = part<QComboBox>(u"importDelimiter"_s);
    delimiter->setFocus();
    m_desk->press(Qt::Key_Down);
    m_desk->press(Qt::Key_Down);
    QCOMPARE(delimiter->currentData().toString(), u";"_s);
    leaveDraft(list);
    (void)write(u"list.csv"_s, "Nr,Datum,Ware,Farbe\nR-1,24.12.2025 18:05,Seife,rot\n");
    openWizard();
    choose(list);
    // Not read as it was when it was another.
    QCOMPARE(part<QComboBox>(u"importDelimiter"_s)->currentData().toString(), QString());
    QVERIFY(rowOf(u"Farbe"_s) >= 0);
    goOn();
    QVERIFY2(text(u"importMapSaid"_s).contains(u"other columns"_s), qPrintable(text(u"importMapSaid"_s)));
    QCOMPARE(fieldOf(u"Nr"_s), QString());
    const auto draftedColumns = [this] { return m_desk->drafts().all().value(0).about.value(u"header"_s).toArray().size(); };
    map(u"Nr"_s, {}); // as it is
    QCOMPARE(m_desk->drafts().all().size(), 1);
    QCOMPARE(draftedColumns(), 6);
    map(u"Nr"_s, u"number"_s);
    QCOMPARE(m_desk->drafts().all().size(), 1);
    QCOMPARE(draftedColumns(), 4);
}

void TestImportWizard::withoutAKeychainTheNextFileAsksFirst()
{
    m_desk->credentials.isGone = true;
    open();
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->drafts().warning().isEmpty(), 20'000);
    choose(write(u"list.csv"_s, houseList));
    goOn();
    map(u"Nr"_s, u"number"_s);
    back();
    const auto isAsked = [this] {
        return m_desk->prompts.asked.last() == u"Something was typed and not sent" && m_desk->prompts.said.contains(u"list.csv"_s)
            && m_desk->prompts.choices == QStringList{u"Discard"_s, u"Cancel"_s};
    };
    m_desk->prompts.choice = 1;
    m_desk->prompts.fileName = write(u"orders.csv"_s, shopFile);
    part<QPushButton>(u"importChoose"_s)->setFocus();
    m_desk->press(Qt::Key_Space);
    QVERIFY2(isAsked(), qPrintable(m_desk->prompts.said));
    QVERIFY(text(u"importFile"_s).contains(u"list.csv"_s));
    QCOMPARE(fieldOf(u"Nr"_s), u"number"_s);
    // Read in another way, the file has other columns for a while.
    auto *delimiter = part<QComboBox>(u"importDelimiter"_s);
    delimiter->setFocus();
    m_desk->press(Qt::Key_Down);
    QTRY_VERIFY_WITH_TIMEOUT(rowOf(u"Nr"_s) < 0 && part<QPushButton>(u"importNext"_s)->isEnabled(), 20'000);
    m_desk->prompts.asked.clear();
    m_desk->press(Qt::Key_Q, Qt::ControlModifier);
    QVERIFY2(!m_desk->prompts.asked.isEmpty() && isAsked(), qPrintable(m_desk->prompts.said));
    QVERIFY(m_desk->window().isVisible());
    delimiter->setFocus();
    m_desk->press(Qt::Key_Up);
    QTRY_VERIFY_WITH_TIMEOUT(rowOf(u"Nr"_s) >= 0 && part<QPushButton>(u"importNext"_s)->isEnabled(), 20'000);
    QCOMPARE(fieldOf(u"Nr"_s), u"number"_s);
    m_desk->prompts.choice = 0;
    choose(write(u"orders.csv"_s, shopFile));
    QVERIFY2(isAsked(), qPrintable(m_desk->prompts.said));
    QCOMPARE(part<QComboBox>(u"importMap"_s)->currentData().toString(), u"shopify"_s);
    QVERIFY(m_desk->drafts().all().isEmpty());
}

/// Of somebody who might import when they typed it.
void TestImportWizard::draftOfAMapIsOpenedByWhoMayImport()
{
    QVERIFY(m_desk->signIn(u"agent"_s));
    QVERIFY(m_desk->waitForList());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().isSafe(), 20'000);
    const QString list = write(u"list.csv"_s, houseList);
    m_desk->drafts().keep({u"import %1"_s.arg(list), ImportWizard::draftVerb(), u"The columns of list.csv"_s, {}, QJsonObject{{u"path"_s, list}}, {}, {}});
    m_desk->backToTheList();
    m_desk->press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_desk->waitForSheet(u"draftsSheet"_s));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QLabel>(u"ordersNotice"_s)->text().contains(u"may not import"_s), 20'000);
    QVERIFY(!wizard());
    QCOMPARE(m_desk->drafts().all().size(), 1);
}

void TestImportWizard::keptMapIsReplacedAndForgotten()
{
    open();
    choose(write(u"orders.csv"_s, shopFile));
    goOn();
    m_desk->prompts.typed = u"Our shop"_s;
    QTest::mouseClick(part<QPushButton>(u"importKeep"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(text(u"importMapSaid"_s).contains(u"Kept"_s), 20'000);
    map(u"Email"_s, {});
    m_desk->prompts.choice = 0;
    QTest::mouseClick(part<QPushButton>(u"importKeep"_s), Qt::LeftButton);
    QCOMPARE(m_desk->prompts.asked.last(), u"Replace the map “Our shop”?"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select string_agg(name || version, ',') from store.saved_view where desk = 'imports'"), u"Our shop2"_s, 20'000);
    // Made for these headings, it goes before the shipped map, though that knows more of them.
    choose(write(u"again.csv"_s, shopFile));
    QCOMPARE(part<QComboBox>(u"importMap"_s)->currentText(), u"Kept: Our shop"_s);
    QCOMPARE(part<QComboBox>(u"importField%1"_s.arg(rowOf(u"Email"_s)))->currentData().toString(), QString());
    goOn();
    chooseInMenu(u"importMapForget"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from store.saved_view where desk = 'imports'"), u"0"_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(part<QComboBox>(u"importMap"_s)->findText(u"Kept: Our shop"_s) < 0, 20'000);
    QVERIFY(part<QPushButton>(u"importNext"_s)->isEnabled()); // the columns stay as they are
}

void TestImportWizard::mapIsSavedAndTakenFromAFile()
{
    open();
    choose(write(u"list.csv"_s, houseList));
    goOn();
    mapHouseList();
    m_desk->prompts.fileName = m_folder->filePath(u"house.json"_s);
    chooseInMenu(u"importMapSave"_s);
    QTRY_VERIFY_WITH_TIMEOUT(text(u"importMapSaid"_s).contains(u"--map"_s), 20'000);
    const auto map = ImportMap::load(m_desk->prompts.fileName); // as stewardctl does
    QVERIFY2(map, qPrintable(map ? QString() : map.error().userText));
    QCOMPARE(map->source, u"house"_s);
    QCOMPARE(map->zone, "Europe/Vienna"_ba);
    QCOMPARE(map->rule(OrderField::Currency).constant.value_or(QByteArray()), "EUR"_ba);
    this->map(u"Nr"_s, {});
    QVERIFY(!part<QPushButton>(u"importNext"_s)->isEnabled());
    m_desk->prompts.choice = 0;
    chooseInMenu(u"importMapOpen"_s);
    QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>(u"importNext"_s)->isEnabled(), 20'000);
    QCOMPARE(m_desk->prompts.asked.last(), u"Discard what you said of these columns?"_s);
    QCOMPARE(part<QComboBox>(u"importField%1"_s.arg(rowOf(u"Nr"_s)))->currentData().toString(), u"number"_s);
    m_desk->prompts.fileName = write(u"broken.json"_s, "{");
    chooseInMenu(u"importMapOpen"_s);
    QTRY_VERIFY_WITH_TIMEOUT(text(u"importMapSaid"_s).contains(u"no JSON"_s), 20'000);
}

void TestImportWizard::keptMapsAreForThoseWhoImport()
{
    const auto save = [this](const QString &login, const QString &desk) {
        return m_store->ask(login, "select desk.saved_view_save(gen_random_uuid(), null, $1, 'A map', '{\"map\": {}}', true, 0)->>'outcome'", Params().text(desk));
    };
    QCOMPARE(save(u"lead"_s, u"imports"_s), u"done"_s);
    QCOMPARE(save(u"lead"_s, u"elsewhere"_s), u"refused"_s);
    const QString id = m_store->owner("select id::text from store.saved_view where desk = 'imports'");
    for (const QString &login : {u"agent"_s, u"fulfilment"_s, u"privacy"_s}) {
        QCOMPARE(save(login, u"imports"_s), u"<42501>"_s);
        QCOMPARE(m_store->ask(login, "select name from desk.saved_view_list('imports')"), u"<42501>"_s);
        QCOMPARE(m_store->ask(login, "select desk.saved_view_delete(gen_random_uuid(), $1, 1)->>'reason'", Params().integer(id.toLongLong())), u"no_such_view"_s);
        // Nor is it made a view of a desk of theirs.
        QCOMPARE(m_store->ask(login, "select desk.saved_view_save(gen_random_uuid(), $1, 'orders', 'Mine now', '{}', false, 1)->>'outcome'", Params().integer(id.toLongLong())), u"refused"_s);
    }
    QCOMPARE(m_store->lead("select name from desk.saved_view_list('imports')"), u"A map"_s);
    QCOMPARE(m_store->lead("select count(*)::text from desk.saved_view_list('orders') where name = 'A map'"), u"0"_s);
}

void TestImportWizard::keyGoesOnAfterAList_data()
{
    QTest::addColumn<QString>("way");
    for (const QString &way : {u"chosen"_s, u"left"_s, u"clicked"_s})
        QTest::newRow(qPrintable(way)) << way;
}

/// Ctrl+Return is pressed where the keyboard is, without looking for it first.
void TestImportWizard::keyGoesOnAfterAList()
{
    QFETCH(const QString, way);
    open();
    choose(write(u"orders.csv"_s, shopFile));
    goOn();
    auto *box = part<QComboBox>(u"importField%1"_s.arg(rowOf(u"Lineitem sku"_s)));
    box->setFocus();
    m_desk->press(Qt::Key_Down);
    QTRY_VERIFY_WITH_TIMEOUT(box->view()->isVisible(), 20'000);
    if (way == u"clicked") {
        QTest::mouseClick(box->view()->viewport(), Qt::LeftButton, Qt::NoModifier, box->view()->visualRect(box->view()->currentIndex()).center());
    } else {
        QTest::keyClick(box->view(), way == u"chosen" ? Qt::Key_Return : Qt::Key_Escape);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!box->view()->isVisible(), 20'000);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(isChecked(), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(QApplication::focusWidget() && QApplication::focusWidget()->window() == wizard(), 20'000); // by itself, a moment after the list has closed
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(isImported(), 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"2"_s);
}

void TestImportWizard::changedColumnIsMissingAtOnce()
{
    open();
    choose(write(u"orders.csv"_s, shopFile));
    goOn();
    map(u"Name"_s, {});
    QVERIFY(!part<QPushButton>(u"importNext"_s)->isEnabled());
    QVERIFY(text(u"importMissing"_s).contains(u"Order number"_s));
    // A field comes from one column: it leaves the one it was in.
    map(u"Lineitem sku"_s, u"number"_s);
    map(u"Name"_s, u"number"_s);
    QCOMPARE(part<QComboBox>(u"importField%1"_s.arg(rowOf(u"Lineitem sku"_s)))->currentData().toString(), QString());
    QVERIFY(part<QPushButton>(u"importNext"_s)->isEnabled());
}

void TestImportWizard::fileIsDropped()
{
    open();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(write(u"orders.csv"_s, shopFile))});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(wizard(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(wizard(), &drop);
    QTRY_COMPARE_WITH_TIMEOUT(part<QComboBox>(u"importMap"_s)->currentData().toString(), u"shopify"_s, 20'000);
}

void TestImportWizard::brokenFileIsSaidOnTheFirstPage()
{
    open();
    m_desk->prompts.fileName = m_folder->filePath(u"not-there.csv"_s);
    QTest::mouseClick(part<QPushButton>(u"importChoose"_s), Qt::LeftButton);
    QVERIFY2(QTest::qWaitFor([this] { return text(u"importFound"_s).contains(u"no such file"_s); }, 20'000), qPrintable(text(u"importFound"_s)));
    QVERIFY(!part<QPushButton>(u"importNext"_s)->isEnabled());
}

void TestImportWizard::importMany()
{
    m_store->makeGate("orders");
    open();
    QByteArray content = shopFile.left(shopFile.indexOf('\n') + 1);
    for (int i = 1; i <= manyOrders; ++i)
        content += "#" + QByteArray::number(i) + ",p@example.com,pending,,EUR,10.00,0.00,0.00,10.00,0.00,2026-03-02 11:30:00 +0100,1,Mug,10.00,MUG-1,Ben Ode,Hafen 1,Kiel,24103,DE\n";
    choose(write(u"many.csv"_s, content));
    goOn();
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isChecked(), 60'000);
    m_store->shutGate();
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(m_store->isAnyoneAtTheGate(), 60'000);
}

void TestImportWizard::openGateToOneBatch()
{
    const QString importing = m_store->owner("select min(pid)::text from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())");
    m_store->openGate();
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from pg_stat_activity where pid = $1::int", Params().text(importing)), u"0"_s, 60'000);
    QVERIFY(m_store->owner("select count(*)::text from store.orders").toInt() <= batchOrders);
}

void TestImportWizard::checkIsLeftByGoingBack()
{
    open();
    choose(write(u"orders.csv"_s, shopFile));
    goOn();
    const auto holder = m_store->connect(Cluster::ownerLogin());
    QVERIFY(holder->query({u"test/hold"_s, "begin"}, {}) && holder->query({u"test/hold"_s, "lock table store.orders in access exclusive mode"}, {}));
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(m_store->owner("select count(*)::text from pg_locks where not granted and relation = 'store.orders'::regclass").toInt() > 0, 20'000);
    openFile(m_folder->filePath(u"orders.csv"_s));
    QCOMPARE(m_desk->prompts.asked.last(), u"A file is being checked"_s);
    QTest::mouseClick(part<QPushButton>(u"importBack"_s), Qt::LeftButton);
    QVERIFY(part<QTableWidget>(u"importColumns"_s)->isVisible());
    QVERIFY(!part<QPushButton>(u"importNext"_s)->isEnabled()); // one file at a time
    QVERIFY(holder->query({u"test/hold"_s, "rollback"}, {}));
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isChecked(), 20'000);
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"0"_s);
}

void TestImportWizard::closingWhileItImportsAsks()
{
    importMany();
    m_desk->prompts.choice = 1;
    openFile(write(u"orders.csv"_s, shopFile)); // as a draft of its columns would be opened
    QCOMPARE(m_desk->prompts.asked.last(), u"An import is going on"_s);
    m_desk->press(Qt::Key_Escape);
    QCOMPARE(m_desk->prompts.asked.last(), u"Stop the import?"_s);
    QVERIFY(wizard()->isVisible());
    m_desk->prompts.choice = 0;
    m_desk->press(Qt::Key_Escape);
    openGateToOneBatch();
    QTRY_VERIFY_WITH_TIMEOUT(!wizard(), 60'000);
}

void TestImportWizard::leavingWhileItImportsAsks()
{
    importMany();
    m_desk->prompts.choice = 1;
    m_desk->action(u"signOutAction"_s)->trigger();
    QCOMPARE(m_desk->prompts.asked.last(), u"An import is going on"_s);
    QVERIFY2(m_desk->prompts.said.contains(u"What was imported so far stays"_s) && !m_desk->prompts.said.contains(u"being changed"_s), qPrintable(m_desk->prompts.said));
    QCOMPARE(m_desk->session().state(), Session::State::Ready);
    QVERIFY(wizard()->isVisible());
    m_desk->window().close(); // quitting asks the same
    QCOMPARE(m_desk->prompts.asked.count(u"An import is going on"_s), 2);
    QVERIFY(m_desk->window().isVisible());
    m_desk->prompts.choice = 0;
    m_desk->action(u"signOutAction"_s)->trigger();
    QCOMPARE(m_desk->prompts.asked.count(u"An import is going on"_s), 3);
    openGateToOneBatch();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!wizard(), 20'000);
}

void TestImportWizard::lockSaysThatItGoesOn()
{
    importMany();
    m_desk->action(u"lockAction"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QWidget>(u"lockScreen"_s)->isVisible(), 20'000);
    const QList<QLabel *> labels = m_desk->find<QWidget>(u"lockScreen"_s)->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) { return label->text().contains(u"The import goes on meanwhile"_s); }));
    m_store->openGate();
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from store.orders"), QString::number(manyOrders), 120'000);
    QVERIFY(m_desk->unlock(m_store->as(u"lead"_s).password));
    QTRY_VERIFY_WITH_TIMEOUT(isImported(), 60'000);
}

void TestImportWizard::agentMayNot()
{
    QVERIFY(m_desk->signIn(u"agent"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(!m_desk->action(u"importAction"_s)->isEnabled());
    QVERIFY(ActionRegistry::whyOff(m_desk->action(u"importAction"_s)).contains(u"may not import"_s));
}

void TestImportWizard::realExport()
{
    const QString file = qEnvironmentVariable("STEWARD_SHARED_DATA") + u"/orders/shopify-genuine-export-redacted/orders_export.csv"_s;
    if (!QFileInfo::exists(file))
        QSKIP("the files from elsewhere are not here");
    QVERIFY(QFile::copy(file, m_folder->filePath(u"export.csv"_s)));
    open();
    choose(m_folder->filePath(u"export.csv"_s));
    QCOMPARE(part<QComboBox>(u"importMap"_s)->currentData().toString(), u"shopify"_s);
    goOn();
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isChecked(), 60'000);
    goOn();
    QTRY_VERIFY_WITH_TIMEOUT(isImported(), 60'000);
    QCOMPARE(m_store->owner("select count(*)::text from store.orders"), u"51"_s);
}

QTEST_MAIN(TestImportWizard)
#include "tst_importwizard.moc"
