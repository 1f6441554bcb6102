// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/logindiagnosis.h"

#include "models/database/conninfo.h"
#include "models/database/waiting.h"

#include <QDeadlineTimer>
#include <QRegularExpression>

#include <libpq-fe.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

using ConnectionPointer = std::unique_ptr<PGconn, decltype(&PQfinish)>;

/// A value between quotes, as PQconnectStart reads it.
QByteArray quoted(const QString &value)
{
    QString text = value;
    text.replace(u'\\', "\\\\"_L1).replace(u'\'', "\\'"_L1);
    return (u'\'' + text + u'\'').toUtf8();
}

ConnectionPointer startLogin(const ConnectionOptions &options, const QString &caPath)
{
    const QByteArray text = "host=" + quoted(hostList(options.hosts)) + " dbname=" + quoted(options.database) +
                            " user=" + quoted(options.user) + " password=" + quoted(options.password) + ' ' +
                            connectText(options, caPath).toUtf8();
    return {PQconnectStart(text.constData()), PQfinish};
}

/// The five characters at the end of a message that holds nothing else: libpq was told to leave the sentence out.
QString sqlStateIn(const char *message)
{
    static const QRegularExpression pattern(u":\\s+([0-9A-Z]{5})\\s*$"_s);
    return pattern.match(QString::fromUtf8(message)).captured(1);
}

struct LoginTry
{
    bool works = false;
    QString sqlState;
};

/// Logs in with libpq's own machine, which unlike PQconnectdb can be told to report SQLSTATEs and can be interrupted.
LoginTry tryLogin(const ConnectionOptions &options, const QString &caPath, const std::function<bool()> &isCancelled)
{
    const ConnectionPointer login = startLogin(options, caPath);
    if (!login || PQstatus(login.get()) == CONNECTION_BAD)
        return {};
    PQsetErrorVerbosity(login.get(), PQERRORS_SQLSTATE);
    const QDeadlineTimer deadline(options.connectTimeoutSeconds * 1000);
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
        const SocketEvents events = state == PGRES_POLLING_READING ? SocketEvent::Read : SocketEvent::Write;
        if (deadline.hasExpired() || (isCancelled && isCancelled()))
            return {};
        if (waitForSocket(PQsocket(login.get()), events, 10))
            state = PQconnectPoll(login.get());
    }
    if (state == PGRES_POLLING_OK)
        return {.works = true, .sqlState = {}};
    return {.works = false, .sqlState = sqlStateIn(PQerrorMessage(login.get()))};
}

} // namespace

ConnectCause causeOfLogin(const QString &sqlState)
{
    if (sqlState == "28P01"_L1)
        return ConnectCause::WrongPassword;
    if (sqlState == "28000"_L1 || sqlState == "42501"_L1)
        return ConnectCause::NotAdmitted;
    if (sqlState == "3D000"_L1)
        return ConnectCause::DatabaseMissing;
    if (sqlState == "53300"_L1)
        return ConnectCause::TooManyConnections;
    if (sqlState.startsWith("57P"_L1))
        return ConnectCause::StartingUp;
    return ConnectCause::Other;
}

LoginDiagnosis diagnoseLogin(const ConnectionOptions &options, const QString &caPath,
                             const std::function<bool()> &isCancelled)
{
    LoginDiagnosis first;
    bool answered = false;
    for (const HostPort &host : options.hosts) {
        const ProbeReport report = probeServer(host, caPath, options.connectTimeoutSeconds * 1000, isCancelled);
        if (isCancelled && isCancelled())
            return {.cause = ConnectCause::Cancelled, .sqlState = {}, .host = host};
        LoginDiagnosis found{.cause = report.cause, .sqlState = {}, .host = host};
        if (report.cause == ConnectCause::None) {
            ConnectionOptions alone = options;
            alone.hosts = {host};
            const LoginTry login = tryLogin(alone, caPath, isCancelled);
            found.sqlState = login.sqlState;
            const bool isStandby = login.works && options.hosts.size() > 1;
            found.cause = isStandby ? ConnectCause::ReadOnlyHosts : causeOfLogin(login.sqlState);
        }
        // What a server that answers has to say tells more than a neighbour that is down.
        if (!answered && (report.cause == ConnectCause::None || first.host.host.isEmpty()))
            first = found;
        answered = answered || report.cause == ConnectCause::None;
    }
    return first;
}

} // namespace Steward
