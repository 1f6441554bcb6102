// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/crashingdesk.h"

#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTableView>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

enum class Form { PhoneOrder, StoreDetails, NewAccount, DeletionNote, ImportMap };
enum class Way { Quit, Close, SignOut };
enum class Answer { Keep, Discard, Cancel };

struct FormFacts
{
    const char *said;
    QString login, window, field; ///< whose form it is, where it is filled in, and the line of it that is typed
};

FormFacts factsOf(Form form)
{
    switch (form) {
    case Form::PhoneOrder: return {"order by phone", u"agent"_s, u"phoneOrderWindow"_s, u"customerName"_s};
    case Form::StoreDetails: return {"particulars of the store", u"admin"_s, u"mainWindow"_s, u"text_tax_number"_s};
    case Form::NewAccount: return {"new account", u"admin"_s, u"newAccountSheet"_s, u"staffName"_s};
    case Form::DeletionNote: return {"deletion of a copy", u"privacy"_s, u"deletionSheet"_s, u"deletionHow"_s};
    case Form::ImportMap: return {"column map", u"lead"_s, u"importWizard"_s, u"importSource"_s};
    }
    Q_UNREACHABLE();
}

/// A deletion that is typed and not noted can only be thrown away.
bool isKeptAsADraft(Form form)
{
    return form != Form::DeletionNote;
}

const QList<Form> allForms{Form::PhoneOrder, Form::StoreDetails, Form::NewAccount, Form::DeletionNote, Form::ImportMap};

} // namespace

/// The forms that are no sheet of an order: what is typed there is asked about once on every way out, outlives the lock and a crash, and
/// is gone only where somebody said so.
class TestWaysOut : public QObject, private CrashingDesk
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_desk.reset(); }
    void everyWayOutAsksOnce_data();
    void everyWayOutAsksOnce();
    void lockHidesItAndKeepsIt_data();
    void lockHidesItAndKeepsIt();
    void crashBringsItBack_data();
    void crashBringsItBack();
    void noteAndColumnMapAreBothKeptOverALock();

private:
    /// Signs in as whoever has the form, and waits until drafts are on disk.
    void enter(Form form);
    void startAnew(Form form);
    /// Opens the form the way that begins it, with keys, or the way that brings a draft of it back.
    void open(Form form);
    void openKept(Form form);
    void goToTheColumns() const;
    void chooseDraft(const QString &called) const;
    [[nodiscard]] bool isInFront(const QString &window) const;
    [[nodiscard]] QLineEdit *field(Form form) const;
    [[nodiscard]] QString text(Form form) const { return field(form) ? field(form)->text() : u"(no such form)"_s; }
    void type(Form form, const QString &words) const;
    /// Leaves, and answers what is asked.
    void leave(Form form, Way way, Answer answer);
    void signOutWithKeys() const;
    void comeBack(Form form, Way way);
    void lockByKey() const;
    void signOutOnTheLockPage() const;
    [[nodiscard]] QStringList others() const;

    QString m_file; ///< whose columns are mapped
};

void TestWaysOut::initTestCase()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
    QCOMPARE(m_store->lead("select desk.disclosure_make(gen_random_uuid(), 'dhl', $1::bigint[])->>'outcome'", Params().integers({m_order})), u"done"_s);
    m_store->owner("insert into store.disclosure_giving (id, disclosure_id, staff_id) select gen_random_uuid(), id, staff_id from store.disclosure");
}

void TestWaysOut::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_secrets.clear();
    m_file = m_folder->filePath(u"list.csv"_s);
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("Nr;Datum;Ware\nR-1;24.12.2025 18:05;Seife\n") > 0);
}

void TestWaysOut::startAnew(Form form)
{
    m_desk = std::make_unique<Desk>(*m_store, m_folder->path());
    m_desk->credentials.secrets = m_secrets;
    enter(form);
}

void TestWaysOut::enter(Form form)
{
    m_desk->window().activateWindow(); // after a sheet that went with the one before
    QVERIFY(QTest::qWaitForWindowActive(&m_desk->window(), patienceMs));
    QVERIFY(m_desk->signIn(factsOf(form).login));
    if (factsOf(form).login == u"admin") {
        QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QTableView>(u"staffTable"_s) && m_desk->find<QTableView>(u"staffTable"_s)->isVisible(), patienceMs);
        m_desk->find<QTableView>(u"staffTable"_s)->setFocus();
        QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QTableView>(u"staffTable"_s)->hasFocus(), patienceMs);
    } else {
        QVERIFY(m_desk->waitForList());
        m_desk->backToTheList();
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->drafts().isSafe(), patienceMs);
}

bool TestWaysOut::isInFront(const QString &window) const
{
    return QTest::qWaitFor([this, &window] {
        const auto *wanted = m_desk->find<QWidget>(window);
        const QWidget *at = QApplication::focusWidget();
        return wanted && wanted->isVisible() && at && at->window() == wanted;
    }, patienceMs);
}

QLineEdit *TestWaysOut::field(Form form) const
{
    const auto *window = m_desk->find<QWidget>(factsOf(form).window);
    return window ? window->findChild<QLineEdit *>(factsOf(form).field) : nullptr;
}

void TestWaysOut::open(Form form)
{
    switch (form) {
    case Form::PhoneOrder:
        m_desk->backToTheList();
        m_desk->press(Qt::Key_N, Qt::ControlModifier);
        QVERIFY(isInFront(u"phoneOrderWindow"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_desk->find<QWidget>(u"phoneOrderWindow"_s)->findChild<QComboBox *>(u"shipping_country"_s)->currentData().toString(), u"DE"_s, patienceMs);
        break;
    case Form::StoreDetails:
        m_desk->press(Qt::Key_2, Qt::ControlModifier);
        break;
    case Form::NewAccount:
        m_desk->press(Qt::Key_N, Qt::ControlModifier);
        QVERIFY(m_desk->waitForSheet(u"newAccountSheet"_s));
        break;
    case Form::DeletionNote:
        m_desk->press(Qt::Key_2, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(m_desk->action(u"disclosureDeletionAction"_s)->isEnabled(), patienceMs);
        m_desk->press(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(m_desk->waitForSheet(u"deletionSheet"_s));
        break;
    case Form::ImportMap:
        m_desk->backToTheList();
        m_desk->press(Qt::Key_I, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(isInFront(u"importWizard"_s));
        m_desk->prompts.fileName = m_file;
        QTest::mouseClick(m_desk->find<QPushButton>(u"importChoose"_s), Qt::LeftButton);
        goToTheColumns();
        break;
    }
    QTRY_VERIFY_WITH_TIMEOUT(field(form) && field(form)->isVisible(), patienceMs);
    m_desk->prompts.asked.clear(); // the file was asked for
}

void TestWaysOut::openKept(Form form)
{
    if (form != Form::PhoneOrder && form != Form::ImportMap)
        return open(form);
    chooseDraft(form == Form::ImportMap ? u"list.csv"_s : u"order by phone"_s);
    QVERIFY(isInFront(factsOf(form).window));
    if (form == Form::ImportMap)
        goToTheColumns();
    QTRY_VERIFY_WITH_TIMEOUT(field(form) && field(form)->isVisible(), patienceMs);
}

void TestWaysOut::chooseDraft(const QString &called) const
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_desk->waitForSheet(u"draftsSheet"_s));
    const auto *list = m_desk->find<QListWidget>(u"draftList"_s);
    for (int i = 0; i < list->count() && !list->currentItem()->text().contains(called); ++i)
        m_desk->press(Qt::Key_Down);
    QVERIFY(list->currentItem() && list->currentItem()->text().contains(called));
    m_desk->press(Qt::Key_Return);
}

void TestWaysOut::goToTheColumns() const
{
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QPushButton>(u"importNext"_s)->isEnabled(), patienceMs);
    QTest::mouseClick(m_desk->find<QPushButton>(u"importNext"_s), Qt::LeftButton);
}

void TestWaysOut::type(Form form, const QString &words) const
{
    QVERIFY(field(form));
    field(form)->setFocus();
    field(form)->end(false);
    m_desk->type(words);
    QVERIFY2(text(form).endsWith(words), qPrintable(text(form)));
}

/// From wherever the cursor is.
void TestWaysOut::signOutWithKeys() const
{
    m_desk->press(Qt::Key_K, Qt::ControlModifier);
    QDialog *palette = m_desk->waitForSheet(u"commandPalette"_s);
    QVERIFY(palette);
    m_desk->type(u"sign out"_s);
    const auto *list = palette->findChild<QListWidget *>(u"paletteList"_s);
    const auto isChosen = [list] { return list->currentItem() && list->currentItem()->data(Qt::UserRole).value<QPointer<QAction>>()->objectName() == u"signOutAction"; };
    for (int i = 0; i < list->count() && !isChosen(); ++i)
        m_desk->press(Qt::Key_Down);
    QVERIFY(isChosen());
    m_desk->press(Qt::Key_Return);
}

void TestWaysOut::leave(Form form, Way way, Answer answer)
{
    QStringList choices{u"Keep as a draft"_s, u"Discard"_s, u"Cancel"_s};
    if (!isKeptAsADraft(form))
        choices.removeFirst();
    m_desk->prompts.asked.clear();
    m_desk->prompts.choice = int(answer) - (isKeptAsADraft(form) ? 0 : 1);
    QVERIFY(isInFront(factsOf(form).window));
    switch (way) {
    case Way::Quit:
        m_desk->press(Qt::Key_Q, Qt::ControlModifier);
        break;
    case Way::Close:
        m_desk->window().close();
        break;
    case Way::SignOut:
        signOutWithKeys();
        break;
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->prompts.asked, QStringList{u"Something was typed and not sent"_s}, patienceMs);
    QCOMPARE(m_desk->prompts.choices, choices);
}

void TestWaysOut::comeBack(Form form, Way way)
{
    if (QTest::currentTestFailed())
        return; // it was not left
    if (way == Way::SignOut) {
        QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, patienceMs);
        QCoreApplication::processEvents(); // a second question may be queued
        QCOMPARE(m_desk->prompts.asked.size(), 1);
        QCOMPARE(others(), QStringList());
        return enter(form);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->window().isVisible(), patienceMs);
    QCoreApplication::processEvents();
    QCOMPARE(m_desk->prompts.asked.size(), 1);
    m_secrets = m_desk->credentials.secrets;
    m_desk.reset();
    startAnew(form);
}

/// All that is on the screen beside the main window.
QStringList TestWaysOut::others() const
{
    QStringList names;
    for (const QWidget *top : QApplication::topLevelWidgets()) {
        if (top->isVisible() && top != &m_desk->window())
            names.append(top->objectName());
    }
    names.sort(); // they come in no order
    return names;
}

void TestWaysOut::everyWayOutAsksOnce_data()
{
    QTest::addColumn<Form>("form");
    QTest::addColumn<Way>("way");
    for (const Form form : allForms) {
        for (const auto &[way, said] : {std::pair(Way::Quit, "quit"), std::pair(Way::Close, "close"), std::pair(Way::SignOut, "sign out")})
            QTest::addRow("%s, %s", factsOf(form).said, said) << form << way;
    }
}

void TestWaysOut::everyWayOutAsksOnce()
{
    QFETCH(const Form, form);
    QFETCH(const Way, way);
    startAnew(form);
    open(form);
    const QString blank = text(form);
    type(form, u"half"_s);
    const QString typed = text(form);
    leave(form, way, Answer::Cancel);
    if (QTest::currentTestFailed()) // then what was asked is not about this form
        return;
    QCOMPARE(m_desk->session().state(), Session::State::Ready);
    QVERIFY(m_desk->window().isVisible());
    if (way == Way::SignOut) // no window manager here gives the cursor back when the palette has gone
        m_desk->find<QWidget>(factsOf(form).window)->activateWindow();
    QVERIFY(isInFront(factsOf(form).window));
    QCOMPARE(text(form), typed);
    QCOMPARE(m_desk->prompts.asked.size(), 1);
    if (isKeptAsADraft(form)) {
        leave(form, way, Answer::Keep);
        comeBack(form, way);
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(m_desk->drafts().all().size(), 1);
        openKept(form);
        QTRY_COMPARE_WITH_TIMEOUT(text(form), typed, patienceMs);
        type(form, u"more"_s);
    }
    leave(form, way, Answer::Discard);
    comeBack(form, way);
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(m_desk->drafts().all().size(), 0);
    open(form);
    QCOMPARE(text(form), blank);
}

void TestWaysOut::lockByKey() const
{
    m_desk->press(Qt::Key_L, Qt::ControlModifier | Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QLineEdit>(u"unlockPassword"_s)->hasFocus(), patienceMs);
    QCOMPARE(others(), QStringList());
}

void TestWaysOut::signOutOnTheLockPage() const
{
    QTest::mouseClick(m_desk->find<QPushButton>(u"lockSignOutButton"_s), Qt::LeftButton);
}

void TestWaysOut::lockHidesItAndKeepsIt_data()
{
    QTest::addColumn<Form>("form");
    for (const Form form : allForms)
        QTest::newRow(factsOf(form).said) << form;
}

void TestWaysOut::lockHidesItAndKeepsIt()
{
    QFETCH(const Form, form);
    startAnew(form);
    open(form);
    const QString blank = text(form);
    type(form, u"half"_s);
    const QString typed = text(form);
    const QStringList before = others();
    lockByKey();
    if (QTest::currentTestFailed()) // then the keys below would open and send forms
        return;
    for (const Qt::Key key : {Qt::Key_N, Qt::Key_2, Qt::Key_D, Qt::Key_S}) // the keys that open or send these forms
        m_desk->press(key, Qt::ControlModifier);
    QCOMPARE(others(), QStringList());
    QVERIFY(m_desk->unlock(m_store->as(factsOf(form).login).password));
    QTRY_VERIFY_WITH_TIMEOUT(field(form) && field(form)->isVisible(), patienceMs);
    QCOMPARE(text(form), typed);
    QCOMPARE(m_desk->prompts.asked, QStringList());
    QCoreApplication::processEvents();
    QCOMPARE(others(), before); // nor did the keys wait behind the lock
    // Whoever stands before the locked screen may end it. They are told nothing of what another typed, and asked only about what would be lost.
    m_desk->find<QWidget>(factsOf(form).window)->activateWindow();
    field(form)->setFocus();
    QVERIFY(isInFront(factsOf(form).window));
    lockByKey();
    if (!isKeptAsADraft(form)) {
        m_desk->prompts.choice = 1; // cancel
        signOutOnTheLockPage();
        QCOMPARE(m_desk->prompts.choices, (QStringList{u"Discard"_s, u"Cancel"_s}));
        QVERIFY2(!m_desk->prompts.said.contains(u"DHL"_s) && m_desk->prompts.said.contains(u"1 thing"_s), qPrintable(m_desk->prompts.said));
        QCOMPARE(m_desk->session().state(), Session::State::Locked);
        m_desk->prompts.choice = 0;
    }
    const qsizetype asked = m_desk->prompts.asked.size();
    signOutOnTheLockPage();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, patienceMs);
    QCOMPARE(m_desk->prompts.asked.size() - asked, isKeptAsADraft(form) ? 0 : 1);
    QCOMPARE(others(), QStringList());
    enter(form);
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(m_desk->drafts().all().size(), isKeptAsADraft(form) ? 1 : 0);
    openKept(form);
    QTRY_COMPARE_WITH_TIMEOUT(text(form), isKeptAsADraft(form) ? typed : blank, patienceMs);
}

void TestWaysOut::crashBringsItBack_data()
{
    QTest::addColumn<Form>("form");
    for (const Form form : allForms) {
        if (isKeptAsADraft(form))
            QTest::newRow(factsOf(form).said) << form;
    }
}

void TestWaysOut::crashBringsItBack()
{
    QFETCH(const Form, form);
    startAnew(form);
    open(form);
    type(form, u"half"_s);
    const QString typed = text(form);
    if (QTest::currentTestFailed())
        return;
    makeSafe();
    crash();
    startAnew(form);
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(m_desk->drafts().all().size(), 1);
    openKept(form);
    QTRY_COMPARE_WITH_TIMEOUT(text(form), typed, patienceMs);
    QCOMPARE(m_desk->prompts.asked, QStringList());
}

/// One of them once made the other go without a question.
void TestWaysOut::noteAndColumnMapAreBothKeptOverALock()
{
    startAnew(Form::ImportMap);
    QVERIFY(m_desk->openRow(0));
    typeNote(u"A note"_s);
    open(Form::ImportMap);
    type(Form::ImportMap, u"half"_s);
    const QString typed = text(Form::ImportMap);
    lockByKey();
    signOutOnTheLockPage();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->session().state(), Session::State::SignedOut, patienceMs);
    QCOMPARE(m_desk->prompts.asked, QStringList());
    enter(Form::ImportMap);
    QCOMPARE(m_desk->drafts().all().size(), 2);
    QVERIFY(m_desk->openRow(0));
    QTRY_COMPARE_WITH_TIMEOUT(note()->toPlainText(), u"A note"_s, patienceMs);
    openKept(Form::ImportMap);
    QTRY_COMPARE_WITH_TIMEOUT(text(Form::ImportMap), typed, patienceMs);
}

QTEST_MAIN(TestWaysOut)
#include "tst_waysout.moc"
