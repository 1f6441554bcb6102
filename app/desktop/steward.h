// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/demo.h"
#include "app/desktop/keychain.h"
#include "models/core/clock.h"
#include "models/disclosures/disclosurerepository.h"
#include "models/orders/orderrepository.h"
#include "models/session/drafts.h"
#include "models/session/session.h"
#include "models/staff/staffrepository.h"
#include "models/storedetails/storedetailsrepository.h"
#include "ui/common/actionregistry.h"
#include "ui/common/qtprompts.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/settings.h"

#include <QSettings>
#include <QSocketNotifier>

#include <memory>

namespace Steward {

class Walk;

/// What the command line asked for.
struct StartOptions
{
    bool demo = false;
    qint64 orders = 200'000;
    QString login = QStringLiteral("lead"); ///< whom a demo signs in as
    QString profile;
    QString walkFolder;     ///< not empty: visit every page, leave pictures there, and end
    QStringList walkLogins; ///< who visits them, one after the other
    QStringList walkLooks;  ///< of Walk::allLooks()
};

/// The composition root: everything is made here, once, in the order it depends on each other.
class Application final : public QObject
{
    Q_OBJECT

public:
    explicit Application(const StartOptions &options);
    ~Application() override;
    /// Reads the command line; the process ends here on --help and on wrong usage.
    [[nodiscard]] static StartOptions readOptions(const QStringList &arguments);
    void start();
    /// Ends the program in order when it is told to from outside (Ctrl+C, SIGTERM).
    void heedSignals();

private:
    void signInToDemo(const QString &login);
    void endBySignal(int signal);
    void demoFailed(const QString &title, const QString &text);

    StartOptions m_options;
    std::unique_ptr<QSettings> m_store;
    Settings m_settings;
    Keychain m_keychain;
    QtPrompts m_prompts;
    ActionRegistry m_actions;
    Drafts m_drafts;
    Session m_session;
    std::unique_ptr<OrderRepository> m_orders;
    std::unique_ptr<DisclosureRepository> m_disclosures;
    std::unique_ptr<StaffRepository> m_staff;
    std::unique_ptr<StoreDetailsRepository> m_storeDetails;
    std::unique_ptr<Demo> m_demo;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Walk> m_walk;
    std::unique_ptr<QSocketNotifier> m_signals;
};

} // namespace Steward
