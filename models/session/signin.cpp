// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/signin.h"

#include "models/database/logindiagnosis.h"
#include "models/database/scram.h"
#include "models/database/sqlstate.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int shortestPassword = 10;
constexpr int passwordTimeoutMs = 20'000;

QStringList texts(const QJsonArray &array)
{
    QStringList list;
    for (const QJsonValue &value : array)
        list += value.toString();
    return list;
}

SignInFailure failureFor(ConnectCause cause, const HostPort &host, const QString &detail)
{
    return {.cause = cause, .text = causeText(cause, host), .detail = detail, .report = {}};
}

/// A login that reached the server but not its desk.
ConnectCause causeOfStart(const QString &sqlState)
{
    // Without any group there is not even the right to ask who one is.
    if (sqlState == "ST001"_L1 || sqlState == "42501"_L1)
        return ConnectCause::NotStaff;
    // No schema, or not this function in it: this is not yet a store's database of ours.
    if (sqlState == "3F000"_L1 || sqlState == "42883"_L1)
        return ConnectCause::SchemaTooOld;
    return causeOfLogin(sqlState);
}

Error invalid(const char *text)
{
    return {.kind = ErrorKind::Invalid,
            .userText = QCoreApplication::translate("Steward", text),
            .sqlState = {},
            .queryName = {}};
}

} // namespace

QList<HostReport> probeHosts(const QList<HostPort> &hosts, const QString &caFile, int timeoutMs,
                             const std::shared_ptr<std::atomic<bool>> &isStopped)
{
    QList<HostReport> reports(hosts.size());
    std::vector<std::thread> threads;
    for (qsizetype index = 0; index < hosts.size(); ++index) {
        reports[index].host = hosts.at(index);
        threads.emplace_back([&caFile, timeoutMs, isStopped, report = &reports[index]] {
            report->report = probeServer(report->host, caFile, timeoutMs, [isStopped] { return isStopped->load(); });
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    return reports;
}

std::optional<ProbeReport> usableReport(const QList<HostReport> &reports)
{
    const auto usable =
        std::ranges::find_if(reports, [](const HostReport &host) { return host.report.cause == ConnectCause::None; });
    return usable == reports.end() ? std::nullopt : std::optional(usable->report);
}

SignInFailure failureOf(const QList<HostReport> &reports)
{
    if (reports.isEmpty())
        return failureFor(ConnectCause::HostUnknown, {}, {});
    const HostReport &first = reports.first();
    SignInFailure failure = failureFor(first.report.cause, first.host, first.report.detail);
    failure.report = first.report;
    if (reports.size() == 1)
        return failure;
    QStringList lines;
    for (const HostReport &host : reports) {
        const QString technical = host.report.detail.isEmpty() ? QString() : u" ("_s + host.report.detail + u')';
        lines += causeText(host.report.cause, host.host) + technical;
    }
    failure.detail = lines.join(u'\n');
    return failure;
}

SignInFailure failureOf(const Error &error, const HostPort &host)
{
    const ConnectCause cause = causeOfStart(error.sqlState);
    SignInFailure failure = failureFor(cause, host, error.sqlState);
    if (cause == ConnectCause::Other)
        failure.text = error.userText;
    return failure;
}

std::optional<SignInFailure> schemaFailure(const Login &login, const SchemaRange &range)
{
    if (login.schemaVersion >= range.oldest && login.schemaVersion <= range.newest)
        return std::nullopt;
    const bool isOld = login.schemaVersion < range.oldest;
    return failureFor(
        isOld ? ConnectCause::SchemaTooOld : ConnectCause::SchemaTooNew, {},
        QCoreApplication::translate("Steward", "Schema of the database: %1; this program works with %2 to %3.")
            .arg(login.schemaVersion)
            .arg(range.oldest)
            .arg(range.newest));
}

Login parseLogin(const QJsonObject &answer)
{
    QStringList groups = texts(answer.value("groups"_L1).toArray());
    for (QString &group : groups) {
        if (group.startsWith("staff_"_L1))
            group.remove(0, 6);
    }
    const QStringList rights = texts(answer.value("rights"_L1).toArray());
    return {.staffId = answer.value("staff_id"_L1).toInteger(),
            .login = answer.value("login"_L1).toString(),
            .displayName = answer.value("display_name"_L1).toString(),
            .storeName = answer.value("store_name"_L1).toString(),
            .groups = groups,
            .rights = QSet<QString>(rights.begin(), rights.end()),
            .mustChangePassword = answer.value("must_change_password"_L1).toBool(),
            .timeZone = answer.value("time_zone"_L1).toString(),
            .schemaVersion = answer.value("schema_version"_L1).toInt()};
}

std::optional<Error> passwordObjection(const QString &current, const QString &next)
{
    if (next.size() < shortestPassword)
        return invalid(QT_TRANSLATE_NOOP("Steward", "A password has at least 10 characters. Choose a longer one."));
    if (next == current)
        return invalid(QT_TRANSLATE_NOOP("Steward", "The new password is the old one. Choose another."));
    if (next.trimmed().isEmpty() || next.contains(QChar(u'\0')))
        return invalid(QT_TRANSLATE_NOOP("Steward", "That cannot be a password. Choose another."));
    return std::nullopt;
}

Result<void> replacePassword(const ConnectionOptions &current, const QString &next)
{
    Connection connection(u"password"_s);
    if (const auto open = connection.open(current); !open) {
        return connection.cause() == ConnectCause::WrongPassword
                   ? invalid(QT_TRANSLATE_NOOP("Steward", "The current password is wrong."))
                   : open.error();
    }
    const auto changed = connection.query(namedQuery(u"session/password_change"_s),
                                          Params().text(QString::fromLatin1(scramVerifier(next))),
                                          {.isCancelled = {}, .cancel = {}, .timeoutMs = passwordTimeoutMs});
    if (changed) {
        const QJsonObject answer = changed->isEmpty() ? QJsonObject() : changed->object(0, 0);
        return answer.value("outcome"_L1).toString() == "done"_L1
                   ? Result<void>()
                   : invalid(QT_TRANSLATE_NOOP("Steward", "The server did not take the new password. Choose another."));
    }
    if (changed.error().kind != ErrorKind::Offline)
        return changed.error();
    // The answer was lost, the change perhaps not: the new password itself tells.
    ConnectionOptions renewed = current;
    renewed.password = next;
    if (connection.open(renewed))
        return {};
    return changed.error();
}

} // namespace Steward
