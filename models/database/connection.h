// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/database/connectionoptions.h"
#include "models/database/namedquery.h"
#include "models/database/params.h"
#include "models/database/rows.h"
#include "models/database/tlsprobe.h"

#include <functional>
#include <memory>

namespace Steward {

/// How a running statement is stopped and how long it may take. Both are asked while waiting for the server.
struct Interrupt
{
    std::function<bool()> isCancelled; ///< empty: never
    /// Stops the statement from a second TLS connection; returns when that is acknowledged, false when it could not be
    /// done.
    std::function<bool(int backendPid)> cancel;
    int timeoutMs = 0; ///< 0: no limit
};

/// What the server said about the encryption of a connection.
struct TlsInfo
{
    HostPort server; ///< which of a profile's hosts it is
    QString version; ///< "TLSv1.3"
    QString cipher;
    QByteArray chainPem; ///< the server's certificate first, as it was sent
};

/// A notification the server sent to this connection.
struct Notification
{
    QString channel;
    QString payload;
};

/// One connection to the store's PostgreSQL, verify-full and nothing below it. QSqlDatabase opens and owns it;
/// statements go straight through libpq, one round trip each. Belongs to the thread that made it; never the GUI thread
/// in the desktop.
class Connection
{
public:
    explicit Connection(const QString &name);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    /// Opens, after which isOpen(). On failure the Error names the cause in words (see tlsprobe.h) and cause() tells
    /// it. isCancelled is asked while waiting for hosts that do not answer.
    Result<void> open(const ConnectionOptions &options, const std::function<bool()> &isCancelled = {});
    void close();
    [[nodiscard]] bool isOpen() const; ///< false as well once the server has gone
    /// Whether no transaction is open; a job that leaves one behind is a defect.
    [[nodiscard]] bool isIdle() const;
    [[nodiscard]] int backendPid() const;
    /// Which server this is, of several: a backend's pid means nothing on another one.
    [[nodiscard]] QByteArray serverAddress() const;
    /// Why the last open() failed.
    [[nodiscard]] ConnectCause cause() const;
    /// For an event loop to watch between statements; -1 when closed.
    [[nodiscard]] qintptr socket() const;
    [[nodiscard]] TlsInfo tls() const;

    /// Runs one statement in one round trip.
    Result<Rows> query(const NamedQuery &query, const Params &params = {}, const Interrupt &interrupt = {});
    /// Runs two statements in one round trip, each in a transaction of its own, and answers with the second's rows. When the first
    /// fails its error is the answer; the second then has to refuse by itself what the first was to allow.
    Result<Rows> queryAfter(const NamedQuery &first, const Params &firstParams, const NamedQuery &query, const Params &params,
                            const Interrupt &interrupt = {});
    /// Runs a text of many statements in one transaction of the simple protocol: migrations only, no values.
    Result<void> script(const QString &name, const QByteArray &sql, const Interrupt &interrupt = {});
    /// COPY … TO STDOUT; sink gets each line and may return false to stop.
    Result<qint64> copyOut(const NamedQuery &query, const std::function<bool(QByteArrayView)> &sink,
                           const Interrupt &interrupt = {});
    /// COPY … FROM STDIN; source gives chunks until it returns an empty one.
    Result<qint64> copyIn(const NamedQuery &query, const std::function<QByteArray()> &source,
                          const Interrupt &interrupt = {});
    /// Asks the server to tell when somebody notifies channel; for as long as this connection is open.
    Result<void> listen(const QString &channel);
    /// Waits up to timeoutMs for notifications of channels this connection listens to.
    Result<QList<Notification>> notifications(int timeoutMs);
    /// Statements sent since it was opened: one each is one round trip, tests count them.
    [[nodiscard]] qint64 roundTrips() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Steward
