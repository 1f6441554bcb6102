// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace Steward {

/// A message to one person, in plain text.
struct Mail
{
    QString fromName, fromAddress;
    QString toName, toAddress;
    QString subject, body;
    QString messageId; ///< without its angle brackets
    QDateTime date;    ///< UTC
    bool isAutomatic = true; ///< written by a template alone, so that no absence notice answers it
};

/// The address in the form a mail server takes: ASCII before the @, the domain in its ASCII form. Empty when it is none, or one that
/// only servers with SMTPUTF8 could take.
[[nodiscard]] QString envelopeAddress(const QString &address);

/// The message as RFC 5322 wants it: headers in ASCII (RFC 2047), the body quoted-printable UTF-8, lines ended by CR LF. Whatever stands
/// in the texts, it stays within its header or the body.
[[nodiscard]] QByteArray mailText(const Mail &mail);

} // namespace Steward
