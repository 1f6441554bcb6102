// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include "models/database/scram.h"
#include "ui/disclosures/disclosurespage.h"
#include "ui/orders/orderspage.h"
#include "ui/orders/undobar.h"
#include "ui/staff/staffpage.h"
#include "ui/storedetails/storedetailspage.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int patienceMs = 20'000;

Profile profileOf(const TestDatabase &store, const std::optional<HostPort> &through)
{
    const ConnectionOptions options = store.as(u"agent"_s);
    return {u"Test store"_s, through ? QList<HostPort>{*through} : options.hosts, options.database, options.caFile, {}};
}

Desk::PasswordOf passwordsOf(const TestDatabase &store)
{
    return [&store](const QString &login) { return store.as(login).password; };
}

} // namespace

Desk::Desk(const TestDatabase &store, const QString &folder) : Desk(profileOf(store, {}), passwordsOf(store), folder) { }

Desk::Desk(const TestDatabase &store, const HostPort &through, const QString &folder) : Desk(profileOf(store, through), passwordsOf(store), folder) { }

Desk::Desk(const Profile &profile, PasswordOf passwordOf, const QString &folder)
    : m_passwordOf(std::move(passwordOf)), m_folder(folder.isEmpty() ? m_ownFolder.path() : folder), m_settingsStore(m_folder + u"/steward.ini"_s, QSettings::IniFormat), m_settings(m_settingsStore),
      m_drafts(credentials, Clock::system(), m_folder + u"/drafts"_s), m_orders(makeSqlOrderRepository(m_session)), m_disclosures(makeSqlDisclosureRepository(m_session)), m_staff(makeSqlStaffRepository(m_session)), m_storeDetails(makeSqlStoreDetailsRepository(m_session))
{
    saveProfiles(m_settingsStore, {profile});
    m_settings.setLastProfile(profile.name);
    const UiContext context{m_session, m_actions, prompts, m_settingsStore, Clock::system(), m_drafts};
    m_window = std::make_unique<MainWindow>(context, m_settings, credentials, [this, context](const Login &login, QWidget *parent) {
        QList<Page *> pages;
        if (login.rights.contains(u"view"_s))
            pages.append(new OrdersPage(context, *m_orders, parent));
        if (login.rights.contains(u"audit"_s))
            pages.append(new DisclosuresPage(context, *m_disclosures, parent));
        if (login.rights.contains(u"accounts"_s))
            pages.append(new StaffPage(context, *m_staff, parent));
        if (login.rights.contains(u"settings"_s))
            pages.append(new StoreDetailsPage(context, *m_storeDetails, parent));
        return pages;
    });
    m_window->resize(1400, 900);
    m_window->show();
    m_window->activateWindow();
    if (!QTest::qWaitForWindowActive(m_window.get(), patienceMs))
        qFatal("the window does not become active");
}

Desk::~Desk()
{
    m_window.reset();
    m_session.signOut();
}

void Desk::press(Qt::Key key, Qt::KeyboardModifiers modifiers) const
{
    QWidget *target = QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get();
    QTest::keyClick(target, key, modifiers);
}

void Desk::pressKeysOf(const QAction *action) const
{
    const QKeySequence keys = action->shortcut();
    if (keys.isEmpty())
        qFatal("%s has no keys", qPrintable(action->objectName()));
    press(keys[0].key(), keys[0].keyboardModifiers());
}

void Desk::type(const QString &text) const
{
    for (const QChar character : text)
        QTest::sendKeyEvent(QTest::Click, QApplication::focusWidget(), Qt::Key_unknown, QString(character), Qt::NoModifier);
}

QDialog *Desk::sheet(const QString &name) const
{
    for (QWidget *top : QApplication::topLevelWidgets()) {
        if (top->objectName() == name && top->isVisible())
            return qobject_cast<QDialog *>(top);
    }
    for (QDialog *dialog : m_window->findChildren<QDialog *>(name)) {
        if (dialog->isVisible())
            return dialog;
    }
    return nullptr;
}

QDialog *Desk::waitForSheet(const QString &name) const
{
    const bool isThere = QTest::qWaitFor([&] { return sheet(name) && QApplication::focusWidget() && sheet(name)->isAncestorOf(QApplication::focusWidget()); }, patienceMs);
    return isThere ? sheet(name) : nullptr;
}

bool Desk::signIn(const QString &login, const QString &password)
{
    auto *user = find<QLineEdit>(u"signInUser"_s);
    user->setFocus();
    user->clear();
    type(login);
    press(Qt::Key_Return);
    auto *edit = find<QLineEdit>(u"signInPassword"_s);
    if (!QTest::qWaitFor([edit] { return edit->hasFocus(); }, patienceMs))
        return false;
    type(password.isEmpty() ? m_passwordOf(login) : password);
    press(Qt::Key_Return);
    return QTest::qWaitFor([this] { return m_session.state() == Session::State::Ready; }, patienceMs);
}

bool Desk::unlock(const QString &password)
{
    auto *edit = find<QLineEdit>(u"unlockPassword"_s);
    if (!QTest::qWaitFor([edit] { return edit->hasFocus(); }, patienceMs))
        return false;
    type(password);
    press(Qt::Key_Return);
    return QTest::qWaitFor([this] { return m_session.state() == Session::State::Ready; }, patienceMs);
}

bool Desk::waitForList()
{
    return QTest::qWaitFor([this] {
        const auto *model = table() ? qobject_cast<TableModel *>(table()->model()) : nullptr;
        // Counted is not laddered: until then a long list has as many rows as its first pages.
        const auto isWhole = [model] { return model->rowAt(0) && model->countStage() == CountStage::Exact && model->rowCount() == model->countValue(); };
        return model && model->state() != TableModel::State::Loading && (model->rowCount() == 0 || isWhole());
    }, patienceMs);
}

bool Desk::filter(const QString &text)
{
    backToTheList();
    auto *edit = find<QLineEdit>(u"filterEdit"_s);
    edit->setFocus();
    edit->selectAll();
    press(Qt::Key_Delete);
    type(text);
    press(Qt::Key_Return);
    return waitForList();
}

void Desk::backToTheList() const
{
    constexpr int deepest = 8; // menus within menus, and what a box offers while one types
    for (int i = 0; i < deepest && QApplication::activePopupWidget(); ++i)
        QApplication::activePopupWidget()->close();
    m_window->activateWindow();
    if (!QTest::qWaitForWindowActive(m_window.get(), patienceMs))
        qFatal("the window does not become active");
    table()->setFocus();
    // After another window the keyboard comes a moment later than the window. An empty list is not shown, and has none.
    if (!QTest::qWaitFor([this] { return table()->hasFocus() || !table()->isVisible(); }, patienceMs))
        qFatal("the list does not get the keyboard");
}

bool Desk::openRow(int row)
{
    backToTheList();
    press(Qt::Key_Home, Qt::ControlModifier);
    if (!QTest::qWaitFor([this] { return table()->currentIndex().row() == 0; }, patienceMs))
        return false;
    for (int i = 0; i < row; ++i)
        press(Qt::Key_Down);
    const QString number = cell(row, 0);
    return QTest::qWaitFor([this, number] {
        const auto *shown = m_window->findChild<QLabel *>(u"panelNumber"_s);
        return shown && shown->text() == number;
    }, patienceMs);
}

bool Desk::takeBack() const
{
    const auto *bar = find<UndoBar>(u"undoBar"_s);
    if (!QTest::qWaitFor([bar] { return bar->isOffered(); }, patienceMs))
        return false;
    backToTheList();
    const qsizetype before = bar->offers();
    press(Qt::Key_Z, Qt::ControlModifier);
    return QTest::qWaitFor([bar, before] { return bar->offers() < before; }, patienceMs);
}

NewLogin::NewLogin(const StoreUnderTest &store, const QString &group)
{
    static int count = 0;
    name = u"tess%1_%2"_s.arg(QCoreApplication::applicationPid()).arg(++count);
    const Params params = Params().uuid(QUuid::createUuid()).text(name).text(group).text(QString::fromLatin1(scramVerifier(password)));
    const QString outcome = store.admin("select desk.staff_add($1, $2, 'Tess Ter', $3, $4)->>'outcome'", params);
    if (outcome != u"done")
        qFatal("the login could not be made: %s", qPrintable(outcome));
}

} // namespace Steward::Test
