// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/conninfo.h"

#include "models/database/tlsprobe.h"

#include <QDir>
#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTemporaryFile>
#include <QUuid>

#include <libpq-fe.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QByteArray systemAuthorities()
{
    QByteArray pem;
    const QList<QSslCertificate> certificates = QSslConfiguration::systemCaCertificates();
    for (const QSslCertificate &certificate : certificates)
        pem += certificate.toPem();
    return pem;
}

/// QPSQL turns ';' into a blank and the rest into the machine's 8-bit encoding.
bool survivesConnectionString(const QString &path)
{
    return !path.contains(u';') && QString::fromLocal8Bit(path.toLocal8Bit()) == path;
}

/// A file that is not there and will not be: a directory of this name has never existed.
QString missingFile()
{
    static const QString path =
        QDir::temp().filePath("steward-none-"_L1 + QUuid::createUuid().toString(QUuid::WithoutBraces) + "/none"_L1);
    return path;
}

/// A value between quotes, as PQconnectdb reads it.
QString quoted(QString value)
{
    value.replace(u'\\', "\\\\"_L1);
    value.replace(u'\'', "\\'"_L1);
    return u'\'' + value + u'\'';
}

bool isServerName(const HostPort &host)
{
    // A leading '/' or '@' names a Unix socket, where libpq leaves TLS out without a word; a comma would be two hosts.
    static constexpr QStringView forbidden = u"/@,;'\\ \t\n";
    return !host.host.isEmpty() && host.port > 0 && host.port < 65536 &&
           std::ranges::none_of(host.host, [](QChar character) { return forbidden.contains(character); });
}

} // namespace

TrustFile::TrustFile() = default;
TrustFile::~TrustFile() = default;

Result<void> TrustFile::prepare(const QString &caFile)
{
    const Error unreadable{.kind = ErrorKind::Invalid,
                           .userText = causeText(ConnectCause::CaFileUnreadable, HostPort{}),
                           .sqlState = {},
                           .queryName = {}};
    QByteArray pem;
    if (caFile.isEmpty()) {
        pem = systemAuthorities();
    } else {
        QFile file(caFile);
        if (!file.open(QIODevice::ReadOnly))
            return unreadable;
        pem = file.readAll();
    }
    if (!pem.contains("-----BEGIN CERTIFICATE-----") && !pem.contains("-----BEGIN TRUSTED CERTIFICATE-----"))
        return unreadable;

    m_copy.reset();
    m_path = caFile;
    if (!caFile.isEmpty() && survivesConnectionString(caFile))
        return {};
    m_copy = std::make_unique<QTemporaryFile>();
    if (!m_copy->open() || m_copy->write(pem) != pem.size() || !m_copy->flush())
        return unreadable;
    m_path = m_copy->fileName();
    return {};
}

bool canConnect(const ConnectionOptions &options)
{
    return !options.hosts.isEmpty() && std::ranges::all_of(options.hosts, isServerName) && !options.user.isEmpty() &&
           !options.database.isEmpty() && !options.password.contains(QChar(u'\0'));
}

QString hostList(const QList<HostPort> &hosts)
{
    QStringList names;
    for (const HostPort &host : hosts)
        names += host.host;
    return names.join(u',');
}

QString connectText(const ConnectionOptions &options, const QString &caPath)
{
    QStringList ports;
    for (const HostPort &host : options.hosts)
        ports += QString::number(host.port);

    QString text;
    const auto add = [&text](QLatin1StringView keyword, const QString &value) {
        text += keyword + u'=' + quoted(value) + u' ';
    };
    add("port"_L1, ports.join(u','));
    add("hostaddr"_L1, {});
    add("sslmode"_L1, u"verify-full"_s);
    add("gssencmode"_L1, u"disable"_s);
    add("channel_binding"_L1, u"require"_s);
    add("ssl_min_protocol_version"_L1, u"TLSv1.2"_s);
    add("ssl_max_protocol_version"_L1, {});
    add("sslrootcert"_L1, caPath);
    add("sslcert"_L1, missingFile());
    add("passfile"_L1, missingFile());
    if (PQlibVersion() >= 160000)
        add("require_auth"_L1, u"scram-sha-256"_s);
    // Said at the start, because libpq prints what the server remarks on during a connect to stderr.
    add("options"_L1, u"-c client_min_messages=error"_s);
    add("application_name"_L1, options.applicationName);
    add("connect_timeout"_L1, QString::number(options.connectTimeoutSeconds));
    add("target_session_attrs"_L1, options.hosts.size() > 1 ? u"read-write"_s : u"any"_s);
    add("keepalives"_L1, u"1"_s);
    add("keepalives_idle"_L1, u"20"_s);
    add("keepalives_interval"_L1, u"5"_s);
    add("keepalives_count"_L1, u"3"_s);
    add("tcp_user_timeout"_L1, u"20000"_s);
    return text.trimmed();
}

} // namespace Steward
