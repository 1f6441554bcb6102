// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/connection.h"

#include "models/database/connection_p.h"
#include "models/database/environment.h"
#include "models/database/logindiagnosis.h"
#include "models/database/sqlstate.h"
#include "models/database/tcpattempt.h"
#include "models/database/tlshandshake.h"

#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QVariant>

#include <atomic>

Q_LOGGING_CATEGORY(lcDatabase, "steward.database", QtWarningMsg)

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// What the server remarks on is noted by its code alone: the text may quote a row.
void noteRemark(void *, const PGresult *result)
{
    qCDebug(lcDatabase, "notice %s", PQresultErrorField(result, PG_DIAG_SQLSTATE));
}

QString uniqueName(const QString &name)
{
    static std::atomic<int> counter{0};
    return u"steward-%1-%2"_s.arg(name).arg(++counter);
}

} // namespace

Connection::Connection(const QString &name) : d(std::make_unique<Private>(name))
{
    neutraliseEnvironment();
}

Connection::~Connection()
{
    close();
}

Result<void> Connection::open(const ConnectionOptions &options, const std::function<bool()> &isCancelled)
{
    close();
    d->cause = ConnectCause::Other;
    if (!canConnect(options))
        return offlineError();
    if (auto trusted = d->trust.prepare(options.caFile); !trusted) {
        d->cause = ConnectCause::CaFileUnreadable;
        return trusted;
    }
    // PQconnectdb cannot be interrupted; so nothing is given to it before something answers there.
    ConnectionOptions ordered = options;
    const auto hosts = reachableFirst(options.hosts, options.connectTimeoutSeconds * 1000, isCancelled);
    if (!hosts) {
        d->cause = ConnectCause::Cancelled;
        return cancelledError();
    }
    ordered.hosts = *hosts;
    if (auto opened = d->openFirst(ordered, isCancelled); !opened) {
        const Error error = d->explainFailure(ordered, isCancelled);
        close();
        return error;
    }
    Result<void> ready = d->checkEncryption();
    if (ready) {
        PQsetNoticeReceiver(d->connection, noteRemark, nullptr);
        PQsetnonblocking(d->connection, 1);
        QElapsedTimer timer;
        timer.start();
        const Params settings = Params().text(QString::number(options.lockTimeoutMs));
        const auto set = query(namedQuery(u"database/session_settings"_s), settings);
        d->roundTripMs = int(timer.elapsed());
        if (!set)
            ready = set.error();
    }
    if (!ready) {
        close();
        return ready;
    }
    d->cause = ConnectCause::None;
    d->roundTrips = 0;
    return {};
}

/// libpq goes on to the next host when one refuses, but not when one takes the connection and then hangs up, as something in between
/// does whose server has died. So each host has its turn to be the first.
Result<void> Connection::Private::openFirst(ConnectionOptions options, const std::function<bool()> &isCancelled)
{
    QElapsedTimer timer;
    timer.start();
    Result<void> opened = openDatabase(options);
    for (qsizetype turn = 1; !opened && turn < options.hosts.size(); ++turn) {
        // A host that was waited for in vain had the others tried after it.
        if (timer.elapsed() >= options.connectTimeoutSeconds * 1000 || (isCancelled && isCancelled()))
            break;
        close();
        options.hosts.append(options.hosts.takeFirst());
        opened = openDatabase(options);
    }
    return opened;
}

Result<void> Connection::Private::openDatabase(const ConnectionOptions &options)
{
    databaseName = uniqueName(name);
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QPSQL"_s, databaseName);
    if (!database.isValid()) {
        qCWarning(lcDatabase, "Qt's PostgreSQL driver QPSQL is not installed");
        return Error{};
    }
    database.setHostName(hostList(options.hosts));
    database.setDatabaseName(options.database);
    database.setUserName(options.user);
    database.setPassword(options.password);
    database.setConnectOptions(connectText(options, trust.path()));
    if (!database.open())
        return offlineError();
    const QVariant handle = database.driver()->handle();
    const QByteArray type = handle.typeName(); // which of the two depends on Qt's release
    if (type != "pg_conn*" && type != "PGconn*")
        return Error{};
    connection = *static_cast<PGconn *const *>(handle.constData());
    // QSqlDatabase keeps the password for a reopen of its own, which there is none of.
    database.setPassword({});
    return {};
}

/// Believes libpq's verify-full, and looks all the same.
Result<void> Connection::Private::checkEncryption()
{
    const QByteArray version = PQsslAttribute(connection, "protocol");
    if (PQsslInUse(connection) && (version == "TLSv1.2" || version == "TLSv1.3"))
        return {};
    cause = ConnectCause::TlsNotOffered;
    Error error = offlineError();
    error.userText =
        causeText(cause, HostPort{QString::fromUtf8(PQhost(connection)), QByteArray(PQport(connection)).toInt()});
    return error;
}

Error Connection::Private::explainFailure(const ConnectionOptions &options, const std::function<bool()> &isCancelled)
{
    const LoginDiagnosis diagnosis = diagnoseLogin(options, trust.path(), isCancelled);
    cause = diagnosis.cause;
    Error error = offlineError();
    switch (cause) {
    case ConnectCause::Cancelled:
        return cancelledError();
    case ConnectCause::WrongPassword:
    case ConnectCause::NotAdmitted:
    case ConnectCause::NotStaff:
    case ConnectCause::DatabaseMissing:
        error.kind = ErrorKind::Denied;
        break;
    default:
        break;
    }
    error.sqlState = diagnosis.sqlState;
    if (cause != ConnectCause::Other)
        error.userText = causeText(cause, diagnosis.host);
    return error;
}

void Connection::Private::close()
{
    connection = nullptr;
    if (databaseName.isEmpty())
        return;
    QSqlDatabase::database(databaseName, false).close();
    QSqlDatabase::removeDatabase(databaseName);
    databaseName.clear();
}

void Connection::close()
{
    d->close();
}

bool Connection::isOpen() const
{
    if (!d->connection || PQstatus(d->connection) != CONNECTION_OK)
        return false;
    // A server that has gone left its farewell in the socket; without reading it the status says all is well.
    if (waitForSocket(socket(), SocketEvent::Read, 0) && !PQconsumeInput(d->connection))
        return false;
    return PQstatus(d->connection) == CONNECTION_OK;
}

bool Connection::isIdle() const
{
    return !d->connection || PQtransactionStatus(d->connection) == PQTRANS_IDLE;
}

int Connection::backendPid() const
{
    return d->connection ? PQbackendPID(d->connection) : 0;
}

QByteArray Connection::serverAddress() const
{
    if (!d->connection)
        return {};
    return QByteArray(PQhostaddr(d->connection)) + ' ' + PQport(d->connection);
}

ConnectCause Connection::cause() const
{
    return d->cause;
}

qintptr Connection::socket() const
{
    return d->connection ? qintptr(PQsocket(d->connection)) : -1;
}

TlsInfo Connection::tls() const
{
    if (!d->connection)
        return {};
    // libpq and this program share one OpenSSL, so its own object may be asked.
    return {.server = {QString::fromUtf8(PQhost(d->connection)), QByteArray(PQport(d->connection)).toInt()},
            .version = QString::fromLatin1(PQsslAttribute(d->connection, "protocol")),
            .cipher = QString::fromLatin1(PQsslAttribute(d->connection, "cipher")),
            .chainPem = peerChain(static_cast<ssl_st *>(PQsslStruct(d->connection, "OpenSSL")))};
}

qint64 Connection::roundTrips() const
{
    return d->roundTrips;
}

} // namespace Steward
