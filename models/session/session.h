// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/database/commandclient.h"
#include "models/database/databasethread.h"
#include "models/database/tlsprobe.h"
#include "models/session/profile.h"

#include <QObject>
#include <QSet>

#include <memory>

namespace Steward {

/// Who signed in and what the database lets them do. The window only mirrors it.
struct Login
{
    qint64 staffId = 0;
    QString login;
    QString displayName;
    QString storeName;
    QStringList groups;   ///< "agent", "lead", …
    QSet<QString> rights; ///< "view", "hold", "export", "addresses", …
    bool mustChangePassword = false;
    QString timeZone; ///< IANA name of the store's zone: what 'today' means
    int schemaVersion = 0;
};

/// Why signing in did not work, with what the page needs to say and offer.
struct SignInFailure
{
    ConnectCause cause = ConnectCause::Other;
    QString text;   ///< a whole sentence with the next step
    QString detail; ///< technical words, may be empty
    ProbeReport report;
};

/// The schema versions this build can work with.
struct SchemaRange
{
    int oldest = 1;
    int newest = 1;
};
[[nodiscard]] SchemaRange supportedSchema();

/// One signed-in member of staff: four connections and their state. GUI thread; nothing in it blocks.
class Session final : public QObject
{
    Q_OBJECT

public:
    enum class State { SignedOut, Connecting, Ready, Reconnecting, Locked };
    Q_ENUM(State)

    explicit Session(QObject *parent = nullptr);
    ~Session() override;

    [[nodiscard]] State state() const;
    [[nodiscard]] const Login &login() const;
    [[nodiscard]] const Profile &profile() const;
    [[nodiscard]] bool may(const QString &right) const;
    [[nodiscard]] QString account() const; ///< who is signed in where: what is kept for one is not shown to another

    DatabaseThread &reading();
    DatabaseThread &commands();
    DatabaseThread &background();
    CommandClient &commandClient();
    /// One more connection under the same login, for work that would keep the others waiting. It ends with its owner; locking and
    /// signing out close it like the others.
    [[nodiscard]] std::unique_ptr<DatabaseThread> makeThread(const QString &name);

    /// Ends in signedIn() or signInFailed().
    void signIn(const Profile &profile, const QString &user, const QString &password);
    void cancelSignIn();
    void signOut();
    /// Closes every connection and forgets the password; Login and pages stay. Commands without an answer wait for
    /// unlock.
    void lock();
    /// Signs in again as the same login. Ends in unlocked() or signInFailed(), after which it is still Locked.
    void unlock(const QString &password);
    /// Sets one's own password: the verifier is made here, the password never travels.
    QFuture<Result<void>> changePassword(const QString &current, const QString &next);
    /// What the server of the connection in use showed, for the certificate sheet.
    [[nodiscard]] ProbeReport serverReport() const;

Q_SIGNALS:
    void stateChanged(Steward::Session::State state);
    void signedIn(const Steward::Login &login);
    void unlocked();
    void signInFailed(const Steward::SignInFailure &failure);
    void reconnectScheduled(int inMs);    ///< for the status bar
    void changed(const QString &channel); ///< the server said this kind of record changed ("steward_orders")

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Steward
