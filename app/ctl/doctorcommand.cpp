// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/console.h"

#include "models/database/tlsprobe.h"
#include "models/session/session.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// One thing looked at: how it is and, when it is not well, how to mend it.
struct Finding
{
    QString what;
    bool isWell = true;
    QString how;
    QString mend;
};

/// A cause in words is two or more sentences: the first says what is wrong, the others what to do.
Finding failed(const QString &what, const QString &text)
{
    const qsizetype end = text.indexOf(u". "_s);
    return end < 0 ? Finding{what, false, text, {}} : Finding{what, false, text.first(end + 1), text.sliced(end + 2)};
}

QList<Finding> examineServer(const ConnectionOptions &options)
{
    const HostPort host = options.hosts.first();
    const ProbeReport report = probeServer(host, options.caFile, 10'000);
    QList<Finding> findings;
    if (report.cause != ConnectCause::None) {
        findings.append(failed(u"connection"_s, causeText(report.cause, host)));
        return findings;
    }
    findings.append({u"connection"_s, true, u"%1:%2 answers"_s.arg(host.host).arg(host.port), {}});
    findings.append({u"TLS"_s, true, report.tlsVersion, {}});
    if (!report.chain.isEmpty()) {
        const qint64 days = QDateTime::currentDateTimeUtc().daysTo(report.chain.first().validUntil);
        findings.append({u"certificate"_s, days >= 14, u"valid until %1"_s.arg(report.chain.first().validUntil.toString(Qt::ISODate)),
                         days >= 14 ? QString() : u"Renew it: it ends in %1 days, and every desktop is refused then."_s.arg(days)});
    }
    return findings;
}

Finding examineExtensions(const QStringList &present)
{
    QStringList missing{u"btree_gin"_s, u"pg_trgm"_s, u"pgcrypto"_s};
    missing.removeIf([&present](const QString &name) { return present.contains(name); });
    if (missing.isEmpty())
        return {u"extensions"_s, true, present.join(u','), {}};
    QStringList statements;
    for (const QString &name : std::as_const(missing))
        statements.append(u"create extension %1;"_s.arg(name));
    return {u"extensions"_s, false, u"missing: "_s + missing.join(u", "_s),
            u"Install PostgreSQL's contrib package; then 'stewardctl migrate' makes them in a new store, and in one that had them: %1"_s.arg(statements.join(u' '))};
}

QList<Finding> examineDatabase(const Rows &rows)
{
    QList<Finding> findings;
    const qint64 version = rows.integer(0, "server_version");
    findings.append({u"PostgreSQL"_s, version >= 150000, u"version %1"_s.arg(version / 10000), version >= 150000 ? QString() : u"Steward needs 15 or newer."_s});
    const bool isUtf8 = rows.text(0, "encoding") == u"UTF8";
    findings.append({u"encoding"_s, isUtf8, rows.text(0, "encoding"), isUtf8 ? QString() : u"Make the database anew with encoding UTF8."_s});
    const QString collation = rows.text(0, "collation");
    const bool hasTrigrams = collation != u"C" && collation != u"POSIX";
    findings.append({u"locale"_s, hasTrigrams, collation, hasTrigrams ? QString() : u"In locale C names in other scripts cannot be searched; use C.UTF-8."_s});
    const bool hasSchema = rows.boolean(0, "has_schema");
    findings.append({u"schema"_s, hasSchema, hasSchema ? u"present"_s : u"missing"_s, hasSchema ? QString() : u"Run 'stewardctl migrate' as the database's superuser."_s});
    findings.append(examineExtensions(rows.text(0, "extensions").split(u',', Qt::SkipEmptyParts)));
    const QString groups = rows.text(0, "groups");
    const bool isOwner = rows.boolean(0, "is_superuser");
    findings.append({u"role"_s, isOwner || !groups.isEmpty(), isOwner ? u"superuser"_s : groups.isEmpty() ? u"in no group"_s : groups, isOwner || !groups.isEmpty() ? QString() : u"An admin makes the account with 'stewardctl staff add'; a role made by hand is no login of the store."_s});
    const qint64 skew = std::abs(rows.timestamp(0, "server_time").secsTo(QDateTime::currentDateTimeUtc()));
    findings.append({u"clock"_s, skew <= 5, u"%1 s apart"_s.arg(skew), skew <= 5 ? QString() : u"Let both machines keep time by NTP."_s});
    const bool isScram = rows.text(0, "password_encryption") == u"scram-sha-256";
    findings.append({u"passwords"_s, isScram, rows.text(0, "password_encryption"), isScram ? QString() : u"Set password_encryption = 'scram-sha-256'."_s});
    if (const QString told = rows.text(0, "may_end_sessions"); !told.isEmpty()) { // else there is no store yet
        const bool mayEnd = told == u"true";
        findings.append({u"idle sessions"_s, mayEnd, mayEnd ? u"are ended"_s : u"are not ended, and what they hold stays locked"_s,
                         mayEnd ? QString() : u"As the server's superuser: grant pg_signal_backend, pg_read_all_stats to steward_watch;"_s});
    }
    return findings;
}

Finding examineVersion(Connection &connection)
{
    const auto rows = connection.query(namedQuery(u"ctl/schema_version"_s));
    if (!rows) // a member of staff cannot see it, and is told at sign-in
        return {u"schema version"_s, true, u"not visible to this login"_s, {}};
    const qint64 version = rows->integer(0, "version");
    const SchemaRange range = supportedSchema();
    const bool fits = version >= range.oldest && version <= range.newest;
    return {u"schema version"_s, fits, QString::number(version), fits ? QString() : version < range.oldest ? u"Run 'stewardctl migrate'."_s : u"The store is newer than this program; update the program."_s};
}

Exit doctor(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOption({u"json"_s, u"Answer as JSON."_s});
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    const auto options = Console::connectionOptions(parser);
    if (!options)
        return Console::fail(options.error().userText);
    QList<Finding> findings = examineServer(*options);
    if (findings.first().isWell) {
        Connection connection(u"doctor"_s);
        const auto opened = connection.open(*options);
        const auto rows = opened ? connection.query(namedQuery(u"ctl/doctor"_s)) : Result<Rows>(opened.error());
        findings.append(rows ? Finding{u"sign-in"_s, true, u"as %1"_s.arg(options->user), {}} : failed(u"sign-in"_s, rows.error().userText));
        if (rows) {
            findings += examineDatabase(*rows);
            if (rows->boolean(0, "has_schema"))
                findings.append(examineVersion(connection));
        }
    }
    QStringList ill;
    QJsonArray list;
    for (const Finding &finding : findings) {
        if (!finding.isWell)
            ill.append(finding.what);
        list.append(QJsonObject{{u"what"_s, finding.what}, {u"ok"_s, finding.isWell}, {u"how"_s, finding.how}, {u"mend"_s, finding.mend}});
        if (!parser.isSet(u"json"_s))
            Console::print(u"%1 %2 %3%4"_s.arg(finding.isWell ? u"ok  "_s : u"BAD "_s).arg(finding.what, -16).arg(finding.how, finding.mend.isEmpty() ? QString() : u"  -> "_s + finding.mend));
    }
    if (parser.isSet(u"json"_s))
        Console::printJson({{u"ok"_s, ill.isEmpty()}, {u"findings"_s, list}});
    return ill.isEmpty() ? Exit::Done : Console::fail(u"Not well: %1."_s.arg(ill.join(u", "_s)));
}

} // namespace

QList<Subcommand> doctorCommands()
{
    Subcommand command{{u"doctor"_s}, u"look a store over: what is missing and how to mend it"_s, {}, {}};
    command.run = [self = command](const QStringList &arguments) { return doctor(self, arguments); };
    return {command};
}

} // namespace Steward
