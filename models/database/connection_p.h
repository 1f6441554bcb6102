// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/connection.h"
#include "models/database/conninfo.h"

#include <QElapsedTimer>
#include <QLoggingCategory>

#include <libpq-fe.h>

#include <memory>

Q_DECLARE_LOGGING_CATEGORY(lcDatabase)

namespace Steward {

using ResultPointer = std::unique_ptr<PGresult, decltype(&PQclear)>;

/// One statement while it runs: who may stop it, and whether somebody has.
class Running
{
public:
    enum class Stop { None, Cancelled, TimedOut };

    Running(const QString &name, const Interrupt &interrupt, int roundTripMs)
        : m_name(name), m_interrupt(interrupt), m_roundTripMs(roundTripMs)
    {
        m_timer.start();
    }

    /// Asks whether to stop and does; false when the server does not react to it and the connection has to be given up.
    bool check(PGconn *connection);
    [[nodiscard]] Stop stop() const { return m_stop; }
    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] qint64 elapsedMs() const { return m_timer.elapsed(); }
    /// What stopping it looks like to the person who waits.
    [[nodiscard]] Error stopError() const;
    /// Stops it from our side: the receiver wants no more.
    void stopNow() { m_wantsStop = true; }

private:
    [[nodiscard]] Stop wanted() const;

    const QString &m_name;
    const Interrupt &m_interrupt;
    int m_roundTripMs;
    QElapsedTimer m_timer;
    QElapsedTimer m_sinceStop;
    qint64 m_nextCancelMs = 0;
    Stop m_stop = Stop::None;
    bool m_wantsStop = false;
};

class Connection::Private
{
public:
    explicit Private(const QString &connectionName) : name(connectionName) {}

    Result<void> openFirst(ConnectionOptions options, const std::function<bool()> &isCancelled);
    Result<void> openDatabase(const ConnectionOptions &options);
    Result<void> checkEncryption();
    Error explainFailure(const ConnectionOptions &options, const std::function<bool()> &isCancelled);
    void close();

    /// Flushes what is to be sent and waits until a result can be read without blocking; false: give the connection up.
    bool waitForResult(Running &running);
    /// Waits until libpq has something to read or room to write; false: give the connection up.
    bool waitForTraffic(Running &running, bool wantsWrite);
    ResultPointer nextResult(Running &running);
    /// Reads to the end of the statement, so that the connection is ready for the next; keeps the first failure.
    Result<void> finish(Running &running);
    Result<Rows> nextOfPipeline(Running &running);
    bool send(const NamedQuery &query, const Params &params);
    [[nodiscard]] Error failure(const PGresult *result, const Running &running) const;
    Error giveUp(const Running &running);

    QString name;         ///< as shown in logs
    QString databaseName; ///< QSqlDatabase's name of it, unique in the process
    TrustFile trust;
    PGconn *connection = nullptr; ///< owned by the QSqlDatabase
    qint64 roundTrips = 0;
    int roundTripMs = 0; ///< how long the server is away, measured once
    ConnectCause cause = ConnectCause::None;
};

} // namespace Steward
