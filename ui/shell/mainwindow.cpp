// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "models/session/drafts.h"
#include "models/session/session.h"
#include "ui/common/actionregistry.h"
#include "ui/common/offkeys.h"
#include "ui/common/plaintip.h"
#include "ui/common/rule.h"
#include "ui/common/screens.h"
#include "ui/common/statebanner.h"
#include "ui/common/windows.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/helpwindow.h"
#include "ui/shell/leaving.h"
#include "ui/shell/lockscreen.h"
#include "ui/shell/sheets.h"
#include "ui/shell/signinpage.h"
#include "ui/shell/startpage.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int railIconSize = 24;
constexpr int placeRestMs = 500; // of a window that is moved
constexpr QSize firstSize(1360, 860);

} // namespace

MainWindow::MainWindow(const UiContext &context, Settings &settings, CredentialStore &credentials, PageMaker makePages, QWidget *parent)
    : QMainWindow(parent), m_context(context), m_settings(settings), m_makePages(std::move(makePages)), m_windows(new Windows(this)), m_leaving(std::make_unique<Leaving>(context, m_pages, this)), m_stack(new QStackedWidget(this)),
      m_signIn(new SignInPage(context.session, credentials, context.prompts, settings, this)), m_progress(new StateBanner(this)), m_workspace(new QWidget(this)),
      m_lock(new LockScreen(context.session, this)), m_desks(new QStackedWidget(this)), m_user(new QToolButton(this)), m_connection(new QLabel(this)), m_zone(new QLabel(this)),
      m_draftState(new QLabel(this)), m_idle(new IdleWatch(this))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Steward"));
    makeActions();
    layOut();
    applyPreferences();
    resizeWithin(this, {Theme::scaled(firstSize.width()), Theme::scaled(firstSize.height())});
    restoreGeometry(settings.store().value(placeKey()).toByteArray());
    m_rest.setSingleShot(true);
    m_rest.setInterval(placeRestMs);
    connect(&m_rest, &QTimer::timeout, this, &MainWindow::rememberPlace);

    Session &session = context.session;
    connect(&session, &Session::signedIn, this, &MainWindow::signedIn);
    connect(&session, &Session::unlocked, this, &MainWindow::unlocked);
    connect(&session, &Session::stateChanged, this, &MainWindow::sessionChanged);
    connect(&context.drafts, &Drafts::warningChanged, this, &MainWindow::sayDraftState);
    connect(m_idle, &IdleWatch::idle, this, &MainWindow::lock);
    connect(m_lock, &LockScreen::signOutAsked, this, &MainWindow::askToSignOut);
    connect(m_signIn, &SignInPage::keychainFailed, this, [this](const QString &text) { statusBar()->showMessage(text); });
    m_stack->setCurrentWidget(m_signIn);
    m_signIn->activate();
    sessionChanged();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeActions()
{
    const QString group = tr("Steward");
    using When = ActionRegistry::When;
    const auto add = [this, &group](const QString &name, const QString &text, const QString &shortcut, const QString &icon, When when, auto run) {
        QAction *action = m_context.actions.add(this, name, text, QKeySequence(shortcut), group, when);
        action->setIcon(Theme::icon(icon));
        connect(action, &QAction::triggered, this, run);
    };
    add(u"paletteAction"_s, tr("All commands…"), u"Ctrl+K"_s, u"command"_s, When::Always, [this] { togglePalette(); });
    add(u"lookUpAction"_s, tr("Look up"), u"Ctrl+F"_s, u"search"_s, When::SignedIn, [this] {
        if (Page *page = currentPage())
            page->focusLookUp();
    });
    add(u"helpAction"_s, tr("Help"), u"F1"_s, u"help"_s, When::Always, [this] {
        auto *help = findChild<HelpWindow *>();
        (help ? help : new HelpWindow(this))->open(currentPage() ? currentPage()->helpTopic() : QString());
    });
    add(u"shortcutsAction"_s, tr("Shortcuts"), u"Ctrl+F1"_s, u"keyboard"_s, When::Always, [this] { openSheet(new ShortcutSheet(m_context.actions, m_windows->front())); });
    add(u"preferencesAction"_s, tr("Preferences…"), u"Ctrl+,"_s, u"settings"_s, When::Always, [this] {
        auto *sheet = new PreferencesSheet(m_settings, m_windows->front());
        connect(sheet, &PreferencesSheet::applied, this, &MainWindow::applyPreferences);
        openSheet(sheet);
    });
    add(u"certificateAction"_s, tr("Server certificate"), {}, u"shield"_s, When::SignedIn, [this] { openSheet(new CertificateSheet(m_context.session.serverReport(), this)); });
    add(u"passwordAction"_s, tr("Change password…"), {}, u"user"_s, When::SignedIn, [this] { openPasswordSheet(false); });
    add(u"lockAction"_s, tr("Lock"), u"Ctrl+Alt+L"_s, u"lock"_s, When::SignedIn, [this] { lock(); });
    add(u"signOutAction"_s, tr("Sign out"), {}, u"signout"_s, When::SignedIn, [this] { askToSignOut(); });
    add(u"quitAction"_s, tr("Quit"), u"Ctrl+Q"_s, u"close"_s, When::Always, [this] { close(); });
    for (const QString &name : {u"paletteAction"_s, u"helpAction"_s, u"shortcutsAction"_s, u"preferencesAction"_s, u"lockAction"_s, u"signOutAction"_s, u"quitAction"_s})
        m_windows->offer(findChild<QAction *>(name));
}

/// The keys that open it close it again.
void MainWindow::togglePalette()
{
    auto *open = findChild<CommandPalette *>();
    if (open && open->isVisible())
        open->close();
    else
        showWindow(new CommandPalette(m_context.actions, m_windows->front()));
}

void MainWindow::layOut()
{
    auto *rail = new QWidget(m_workspace);
    rail->setObjectName(u"rail"_s);
    m_rail = new QVBoxLayout(rail);
    m_rail->setContentsMargins(Theme::spaceS, Theme::spaceM, Theme::spaceS, Theme::spaceM);
    m_rail->setSpacing(Theme::spaceS);
    m_rail->addStretch();
    m_user->setObjectName(u"userButton"_s);
    m_user->setIcon(Theme::icon(u"user"_s));
    m_user->setPopupMode(QToolButton::InstantPopup);
    m_user->setFocusPolicy(Qt::StrongFocus);
    auto *menu = new QMenu(m_user);
    for (const QString &name : {u"paletteAction"_s, u"helpAction"_s, u"shortcutsAction"_s, u"preferencesAction"_s, u"passwordAction"_s, u"certificateAction"_s, u"lockAction"_s, u"signOutAction"_s})
        menu->addAction(findChild<QAction *>(name));
    m_user->setMenu(menu);
    m_rail->addWidget(m_user, 0, Qt::AlignHCenter);
    auto *row = new QHBoxLayout(m_workspace);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(rail);
    row->addWidget(new Rule(Qt::Vertical, m_workspace));
    row->addWidget(m_desks, 1);
    for (QWidget *widget : {static_cast<QWidget *>(m_signIn), m_progress, m_workspace, static_cast<QWidget *>(m_lock)})
        m_stack->addWidget(widget);
    setCentralWidget(m_stack);
    m_connection->setObjectName(u"connectionState"_s);
    m_connection->setContentsMargins(Theme::spaceS, 0, Theme::spaceS, 0);
    m_zone->setContentsMargins(Theme::spaceS, 0, Theme::spaceS, 0);
    m_draftState->setObjectName(u"draftState"_s);
    m_draftState->setText(tr("What you type is not on disk"));
    m_draftState->setContentsMargins(Theme::spaceS, 0, Theme::spaceS, 0);
    m_draftState->hide();
    statusBar()->addPermanentWidget(m_draftState);
    statusBar()->addPermanentWidget(m_zone);
    statusBar()->addPermanentWidget(m_connection);
    statusBar()->setSizeGripEnabled(false);
}

Page *MainWindow::currentPage() const
{
    return qobject_cast<Page *>(m_desks->currentWidget());
}

void MainWindow::showProgress(const QString &text)
{
    static_cast<StateBanner *>(m_progress)->show(StateBanner::Look::Loading, text, {});
    m_stack->setCurrentWidget(m_progress);
}

void MainWindow::showFailure(const QString &title, const QString &text)
{
    static_cast<StateBanner *>(m_progress)->show(StateBanner::Look::Failed, title, text);
    m_stack->setCurrentWidget(m_progress);
}

void MainWindow::signedIn()
{
    removePages();
    m_context.drafts.open(m_context.session.account());
    const Login &login = m_context.session.login();
    m_user->setToolTip(typedTip(tr("%1 · %2").arg(login.displayName, login.groups.join(u", "_s))));
    m_user->setAccessibleName(tr("Account of %1").arg(login.displayName));
    m_zone->setText(tr("Store time: %1").arg(login.timeZone));
    setWindowTitle(tr("%1 — Steward").arg(login.storeName));
    m_stack->setCurrentWidget(m_workspace);
    applyPreferences();
    if (login.mustChangePassword)
        forceNewPassword();
    else
        makePages();
}

void MainWindow::unlocked()
{
    uncover();
    // Whoever looks after accounts may have set it meanwhile.
    if (m_context.session.login().mustChangePassword && !(m_passwordSheet && m_passwordSheet->isForced()))
        forceNewPassword();
}

void MainWindow::forceNewPassword()
{
    PasswordSheet *sheet = openPasswordSheet(true);
    connect(sheet, &QDialog::rejected, this, [this] { m_context.session.signOut(); });
    connect(sheet, &PasswordSheet::changed, this, [this] {
        if (m_pages.isEmpty())
            makePages();
    });
}

PasswordSheet *MainWindow::openPasswordSheet(bool isForced)
{
    if (m_passwordSheet && m_passwordSheet->isVisible())
        return m_passwordSheet;
    m_passwordSheet = new PasswordSheet(m_context.session, isForced, this);
    connect(m_passwordSheet, &PasswordSheet::changed, m_signIn, &SignInPage::keepNewPassword);
    openSheet(m_passwordSheet);
    return m_passwordSheet;
}

void MainWindow::makePages()
{
    const Login &login = m_context.session.login();
    m_pages = m_makePages(login, m_desks);
    if (m_pages.isEmpty())
        m_pages.append(new StartPage(login, m_desks));
    for (int i = 0; i < m_pages.size(); ++i) {
        Page *page = m_pages.at(i);
        m_desks->addWidget(page);
        connect(page, &Page::statusText, this, [this](const QString &text) { statusBar()->showMessage(text, 8000); });
        const auto *offKeys = new OffKeys(page);
        connect(offKeys, &OffKeys::pressed, this, [this](const QString &why) { statusBar()->showMessage(why); });
        connect(offKeys, &OffKeys::over, this, [this](const QString &why) {
            if (statusBar()->currentMessage() == why)
                statusBar()->clearMessage();
        });
        auto *button = new QToolButton(m_workspace);
        button->setObjectName(u"rail_%1"_s.arg(page->name()));
        button->setIcon(page->icon());
        button->setText(page->title());
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(page->title());
        m_rail->insertWidget(i, button, 0, Qt::AlignHCenter);
        m_railButtons.append(button);
        connect(button, &QToolButton::clicked, this, [this, i] { showPage(i); });
        if (m_pages.size() > 1)
            addPageAction(i);
    }
    showPage(0);
    applyPreferences();
}

void MainWindow::addPageAction(int index)
{
    const Page *page = m_pages.at(index);
    QAction *action = m_context.actions.add(this, u"page_%1Action"_s.arg(page->name()), tr("Go to %1").arg(page->title()), QKeySequence(u"Ctrl+%1"_s.arg(index + 1)), tr("Steward"));
    action->setIcon(page->icon());
    connect(action, &QAction::triggered, this, [this, index] { showPage(index); });
    m_pageActions.append(action);
}

void MainWindow::showPage(int index)
{
    m_desks->setCurrentIndex(index);
    for (int i = 0; i < m_railButtons.size(); ++i)
        m_railButtons.at(i)->setChecked(i == index);
    if (Page *page = currentPage())
        page->activate();
}

void MainWindow::sessionChanged()
{
    const Session &session = m_context.session;
    const Session::State state = session.state();
    const bool isIn = state == Session::State::Ready || state == Session::State::Reconnecting;
    if (isIn)
        m_context.actions.open();
    else
        m_context.actions.shut();
    statusBar()->setVisible(isIn);
    m_connection->setText(state == Session::State::Reconnecting ? tr("The server is away, trying again…") : tr("Connected, %1").arg(session.serverReport().tlsVersion));
    QPalette palette = m_connection->palette();
    palette.setColor(QPalette::WindowText, Theme::text(state == Session::State::Reconnecting ? Theme::Tone::Warning : Theme::Tone::Faint));
    m_connection->setPalette(palette);
    const bool wasIn = m_stack->currentWidget() == m_workspace || m_stack->currentWidget() == m_lock;
    if (state == Session::State::Locked)
        cover();
    else if (state == Session::State::SignedOut && wasIn)
        signedOut();
}

void MainWindow::signedOut()
{
    saveLayout();
    removePages();
    m_context.drafts.close();
    m_windows->clear();
    statusBar()->clearMessage(); // the next one to sign in may be somebody else
    m_stack->setCurrentWidget(m_signIn);
    m_signIn->activate();
    setWindowTitle(tr("Steward"));
}

void MainWindow::cover()
{
    m_context.drafts.flush(); // nobody knows whether the person comes back
    m_windows->cover(m_workspace);
    m_stack->setCurrentWidget(m_lock);
    QStringList works;
    for (const PageWork &work : m_leaving->underWay())
        works.append(tr("%1 %2").arg(work.said, work.whenLocked));
    m_lock->activate(works.join(u'\n'));
}

void MainWindow::uncover()
{
    m_stack->setCurrentWidget(m_workspace);
    applyPreferences();
    m_windows->uncover();
}

void MainWindow::lock()
{
    m_context.session.lock();
}

void MainWindow::askToSignOut()
{
    m_leaving->leave([this] { m_context.session.signOut(); });
}

void MainWindow::removePages()
{
    qDeleteAll(std::exchange(m_pageActions, {}));
    qDeleteAll(std::exchange(m_railButtons, {}));
    qDeleteAll(std::exchange(m_pages, {}));
}

void MainWindow::applyPreferences()
{
    static const qreal systemPoints = QApplication::font().pointSizeF();
    auto *application = qobject_cast<QApplication *>(QCoreApplication::instance());
    QFont font = QApplication::font();
    font.setPointSizeF(systemPoints * m_settings.textPercent() / 100);
    if (QApplication::font() != font)
        QApplication::setFont(font);
    Theme::apply(*application, m_settings.theme(), m_settings.textPercent());
    for (QToolButton *button : m_railButtons + QList{m_user})
        button->setIconSize(QSize(1, 1) * Theme::scaled(railIconSize));
    m_idle->setMinutes(m_settings.idleMinutes());
}

QString MainWindow::placeKey() const
{
    return u"window/%1"_s.arg(screenSetUp(presentScreens()));
}

void MainWindow::rememberPlace()
{
    m_rest.stop();
    m_settings.store().setValue(placeKey(), saveGeometry());
}

void MainWindow::moveEvent(QMoveEvent *event)
{
    QMainWindow::moveEvent(event);
    m_rest.start();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_rest.start();
}

void MainWindow::sayDraftState()
{
    const QString warning = m_context.drafts.warning();
    m_draftState->setVisible(!warning.isEmpty());
    m_draftState->setToolTip(typedTip(warning));
}

void MainWindow::saveLayout()
{
    rememberPlace();
    for (Page *page : std::as_const(m_pages))
        page->saveLayout();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_mayClose && !m_leaving->isFree()) {
        event->ignore();
        return m_leaving->leave([this] {
            m_mayClose = true;
            QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection); // an answer may come while this close still runs
        });
    }
    saveLayout();
    removePages();
    QMainWindow::closeEvent(event);
}

} // namespace Steward
