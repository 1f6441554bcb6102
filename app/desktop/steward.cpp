// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/steward.h"

#include "app/cluster/endsignals.h"
#include "app/desktop/walk.h"
#include "ui/disclosures/disclosurespage.h"
#include "ui/orders/orderspage.h"
#include "ui/shell/signinpage.h"
#include "ui/staff/staffpage.h"
#include "ui/storedetails/storedetailspage.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// A demo and a walk leave a person's own preferences alone.
std::unique_ptr<QSettings> makeStore(const StartOptions &options)
{
    if (!options.demo)
        return std::make_unique<QSettings>();
    const QString name = QDir::tempPath() + u"/steward-demo-%1.ini"_s.arg(QCoreApplication::applicationPid());
    return std::make_unique<QSettings>(name, QSettings::IniFormat);
}

/// Local to this computer, since its key is. The sample store takes all it holds with it, and so it takes drafts.
QString draftFolder(const StartOptions &options)
{
    return options.demo ? QString() : QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/drafts"_s;
}

} // namespace

StartOptions Application::readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("The back office of an online store."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({{u"profile"_s, tr("Sign in with this profile."), tr("name")}, {u"demo"_s, tr("Start a private PostgreSQL with a sample store and sign in.")},
                       {u"orders"_s, tr("How many orders the sample store has (200000)."), tr("number"), u"200000"_s},
                       {u"login"_s, tr("Whom to sign in as in the sample store: agent, lead, fulfilment, marketing, manager, privacy or admin (lead; a walk: lead, admin and privacy one after the other)."), tr("login"), u"lead"_s},
                       {u"walk"_s, tr("With --demo: visit every page, leave pictures in this folder, and end."), tr("folder")},
                       {u"looks"_s, tr("Which looks a walk takes, of light, dark, rtl (right to left) and 200 (text at 200 %); all of them."), tr("looks"), Walk::allLooks().join(u',')}});
    parser.process(arguments);
    StartOptions options;
    options.demo = parser.isSet(u"demo"_s);
    options.orders = parser.value(u"orders"_s).toLongLong();
    options.login = parser.value(u"login"_s);
    options.profile = parser.value(u"profile"_s);
    options.walkFolder = parser.value(u"walk"_s);
    // Between them they have every desk there is.
    options.walkLogins = parser.isSet(u"login"_s) ? QStringList{options.login} : QStringList{options.login, u"admin"_s, u"privacy"_s};
    options.walkLooks = parser.value(u"looks"_s).split(u',', Qt::SkipEmptyParts);
    return options;
}

Application::Application(const StartOptions &options) : m_options(options), m_store(makeStore(options)), m_settings(*m_store), m_drafts(m_keychain, Clock::system(), draftFolder(options))
{
    const UiContext context{m_session, m_actions, m_prompts, *m_store, Clock::system(), m_drafts};
    m_orders = makeSqlOrderRepository(m_session);
    m_disclosures = makeSqlDisclosureRepository(m_session);
    m_staff = makeSqlStaffRepository(m_session);
    m_storeDetails = makeSqlStoreDetailsRepository(m_session);
    m_window = std::make_unique<MainWindow>(context, m_settings, m_keychain, [this, context](const Login &login, QWidget *parent) {
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
    if (!options.walkFolder.isEmpty())
        m_walk = std::make_unique<Walk>(*m_window, m_session, m_settings, options.walkFolder, options.walkLogins, options.walkLooks, [this](const QString &login) { signInToDemo(login); });
}

Application::~Application()
{
    m_walk.reset();
    m_window.reset();
    m_session.signOut();
    m_demo.reset();
    if (!m_options.demo)
        return;
    m_store->sync(); // else it is written once more when it goes
    QFile::remove(m_store->fileName());
}

void Application::start()
{
    m_window->show();
    if (!m_options.demo) {
        if (!m_options.profile.isEmpty() && !m_window->signInPage().chooseProfile(m_options.profile))
            m_window->signInPage().showFailure({ConnectCause::Other, tr("There is no profile “%1”. Choose one, or make a new one.").arg(m_options.profile), {}, {}});
        return;
    }
    m_demo = std::make_unique<Demo>(m_options.orders);
    connect(m_demo.get(), &Demo::progressed, m_window.get(), &MainWindow::showProgress);
    connect(m_demo.get(), &Demo::failed, this, [this](const QString &text) { demoFailed(tr("The sample store could not be made"), text); });
    connect(&m_session, &Session::signInFailed, this, [this](const SignInFailure &failure) {
        if (m_session.state() == Session::State::SignedOut && !m_window->signInPage().isVisible())
            demoFailed(tr("Signing in to the sample store did not work"), failure.text);
    });
    connect(m_demo.get(), &Demo::ready, this, [this] { signInToDemo(m_options.login); });
    if (m_walk)
        m_walk->begin();
    m_demo->start();
}

void Application::signInToDemo(const QString &login)
{
    const ConnectionOptions options = m_demo->optionsFor(login);
    if (options.password.isEmpty())
        return demoFailed(tr("No such login"), tr("The sample store has no login “%1”.").arg(login));
    if (m_walk)
        m_walk->storeIsReady();
    m_session.signIn({tr("Sample store"), options.hosts, options.database, options.caFile, options.user}, options.user, options.password);
}

void Application::demoFailed(const QString &title, const QString &text)
{
    m_window->showFailure(title, text);
    if (m_walk)
        m_walk->fail(text);
}

void Application::heedSignals()
{
    const int descriptor = EndSignals::listen();
    if (descriptor < 0)
        return;
    m_signals = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    connect(m_signals.get(), &QSocketNotifier::activated, this, [this, descriptor] { endBySignal(EndSignals::take(descriptor)); });
}

/// Nobody can be asked any more, so no window may say no; the code is the one a shell expects.
void Application::endBySignal(int signal)
{
    if (signal == 0)
        return;
    m_window->saveLayout();
    QCoreApplication::exit(128 + signal);
}

} // namespace Steward
