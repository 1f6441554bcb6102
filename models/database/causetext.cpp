// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/tlsprobe.h"

#include <QCoreApplication>

namespace Steward {

namespace {

/// A sentence for each cause; %1 is the server. What is wrong, then the next step.
const char *sentence(ConnectCause cause)
{
    switch (cause) {
    case ConnectCause::None:
    case ConnectCause::Cancelled:
        return "";
    case ConnectCause::HostUnknown:
        return QT_TRANSLATE_NOOP("Steward",
                                 "No server is known by the name %1. Check the spelling, and that this computer is "
                                 "in the right network.");
    case ConnectCause::Refused:
        return QT_TRANSLATE_NOOP("Steward",
                                 "The computer is there, but nothing answers at %1. Check the port, and that the "
                                 "database server is running.");
    case ConnectCause::TimedOut:
        return QT_TRANSLATE_NOOP("Steward",
                                 "%1 does not answer. Check the network or VPN, and that no firewall is in between.");
    case ConnectCause::TlsNotOffered:
        return QT_TRANSLATE_NOOP("Steward",
                                 "%1 does not offer encryption, so nothing was sent to it. Ask whoever runs it to "
                                 "switch TLS on; Steward does not connect without.");
    case ConnectCause::TlsTooOld:
        return QT_TRANSLATE_NOOP("Steward",
                                 "%1 only speaks an outdated form of encryption. Ask whoever runs it to allow TLS "
                                 "1.2 or newer.");
    case ConnectCause::UnknownAuthority:
        return QT_TRANSLATE_NOOP("Steward",
                                 "The certificate of %1 was issued by an authority this profile does not trust. "
                                 "Choose the right CA file in the profile, or somebody is posing as the server.");
    case ConnectCause::SelfSigned:
        return QT_TRANSLATE_NOOP("Steward",
                                 "%1 vouches for itself: its certificate is self-signed and is not the one this "
                                 "profile trusts. Get the server's certificate from whoever runs it and choose it "
                                 "as CA file.");
    case ConnectCause::CertificateExpired:
        return QT_TRANSLATE_NOOP("Steward",
                                 "The certificate of %1 has expired. Ask whoever runs it to renew it, and check "
                                 "that this computer's clock is right.");
    case ConnectCause::CertificateNotYetValid:
        return QT_TRANSLATE_NOOP("Steward",
                                 "The certificate of %1 is not valid yet. Check that this computer's clock is right.");
    case ConnectCause::WrongHostName:
        return QT_TRANSLATE_NOOP("Steward",
                                 "The certificate shown by %1 is made out to another name. Use the name in the "
                                 "certificate, or somebody is posing as the server.");
    case ConnectCause::CaFileUnreadable:
        return QT_TRANSLATE_NOOP("Steward",
                                 "The CA file cannot be read or holds no certificate. Choose another in the profile.");
    case ConnectCause::NotPostgres:
        return QT_TRANSLATE_NOOP("Steward", "What answers at %1 is not a PostgreSQL server. Check host and port.");
    case ConnectCause::WrongPassword:
        return QT_TRANSLATE_NOOP(
            "Steward", "Login name or password is wrong. Try again; an administrator can set a new password.");
    case ConnectCause::DatabaseMissing:
        return QT_TRANSLATE_NOOP("Steward", "%1 has no database of that name. Check the database name in the profile.");
    case ConnectCause::TooManyConnections:
        return QT_TRANSLATE_NOOP("Steward", "%1 has no free connection left. Try again in a moment.");
    case ConnectCause::StartingUp:
        return QT_TRANSLATE_NOOP("Steward", "%1 is starting or stopping just now. Try again in a moment.");
    case ConnectCause::NotAdmitted:
        return QT_TRANSLATE_NOOP("Steward",
                                 "%1 does not admit this login, or not from this computer. Ask an administrator.");
    case ConnectCause::ReadOnlyHosts:
        return QT_TRANSLATE_NOOP("Steward",
                                 "%1 answers, but no server of this profile takes changes at the moment. Try again "
                                 "in a moment.");
    case ConnectCause::NotStaff:
        return QT_TRANSLATE_NOOP("Steward",
                                 "The password is right, but this login is not a member of any staff group, or was "
                                 "disabled. Ask an administrator.");
    case ConnectCause::SchemaTooOld:
        return QT_TRANSLATE_NOOP("Steward",
                                 "The store's database is older than this program. Ask an administrator to run "
                                 "\"stewardctl migrate\", or use an older Steward.");
    case ConnectCause::SchemaTooNew:
        return QT_TRANSLATE_NOOP("Steward",
                                 "The store's database is newer than this program. Install the current Steward.");
    case ConnectCause::Other:
        return QT_TRANSLATE_NOOP("Steward", "No secure connection to %1 could be made. The details say more.");
    }
    return "";
}

QString printed(const HostPort &host)
{
    if (host.host.isEmpty())
        return QCoreApplication::translate("Steward", "the server");
    const bool isIpV6 = host.host.contains(u':');
    return (isIpV6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host.host).arg(host.port);
}

} // namespace

QString causeText(ConnectCause cause, const HostPort &host)
{
    const QString text = QCoreApplication::translate("Steward", sentence(cause));
    return text.contains(u"%1") ? text.arg(printed(host)) : text;
}

} // namespace Steward
