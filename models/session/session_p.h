// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/database/commandclient.h"
#include "models/session/session.h"
#include "models/session/signin.h"

#include <QPointer>
#include <QThreadPool>

#include <array>

namespace Steward {

/// What the first statement of a login brings, and which server answered it.
struct SessionStart
{
    Rows rows;
    ProbeReport server;
};

class Session::Private
{
public:
    explicit Private(Session *session) : q(session) {}

    void begin(const QString &password);
    void probed(const QList<HostReport> &reports);
    void started(const Result<SessionStart> &answer);
    void askWhichServer();
    void becomeReady(const Login &newLogin, const ProbeReport &server);
    void fail(const SignInFailure &failure);
    void stopAttempt();
    void connectAll(const ConnectionOptions &options);
    void disconnectAll();
    void wire(DatabaseThread &thread);
    void threadConnected(const DatabaseThread *thread);
    void threadLost(const DatabaseThread *thread, const Error &why);
    void setState(State next);

    [[nodiscard]] std::array<DatabaseThread *, 4> threads() { return {&control, &reading, &commands, &background}; }
    [[nodiscard]] HostPort firstHost() const { return profile.hosts.value(0); }

    Session *q;
    State state = State::SignedOut;
    Profile profile;
    QString user;
    QString password; ///< for reconnecting; empty while locked or signed out
    Login login;
    ProbeReport report;
    QSet<const DatabaseThread *> connectedThreads;
    bool isPasswordChanging = false; ///< by this person, so that a refusal of the old one locks nobody out
    bool isUnlocking = false;

    // The control thread ends last: the others cancel through it.
    DatabaseThread control{QStringLiteral("control")};
    DatabaseThread reading{QStringLiteral("read")};
    DatabaseThread commands{QStringLiteral("command")};
    DatabaseThread background{QStringLiteral("background")};
    CommandClient commandClient{commands};
    QList<QPointer<DatabaseThread>> lent; ///< made for others, who own them

    std::shared_ptr<std::atomic<bool>> isStopped = std::make_shared<std::atomic<bool>>(false);
    LatestOnly<QList<HostReport>> probing;
    LatestOnly<Result<SessionStart>> starting;
    LatestOnly<Result<ProbeReport>> askingServer;
    QThreadPool pool;                         ///< ends first, so that no probe outlives what it reports to
};

} // namespace Steward
