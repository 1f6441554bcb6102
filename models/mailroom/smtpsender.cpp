// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/smtpsender.h"

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

using Kind = DeliveryOutcome::Kind;

/// A reply of the server. Its text may name the address, so its number is all that is kept.
DeliveryOutcome judged(int code)
{
    const QString error = u"smtp_%1"_s.arg(code);
    if (code < 400)
        return {Kind::Done, {}, {}};
    if (code == 421) // the server closes
        return {Kind::Away, {}, error};
    return {code >= 500 ? Kind::Refused : Kind::Again, {}, error};
}

} // namespace

SmtpSender::SmtpSender(const MailServer &server, Patience patience) : m_server(server), m_transfer(server.caFile, patience) { }

DeliveryOutcome SmtpSender::send(const Mail &mail)
{
    const QString from = envelopeAddress(mail.fromAddress);
    const QString to = envelopeAddress(mail.toAddress);
    if (from.isEmpty() || envelopeAddress(mail.messageId).isEmpty())
        return {Kind::Away, {}, u"bad_sender"_s};
    if (to.isEmpty())
        return {Kind::Refused, {}, u"bad_address"_s};
    const Answer answer = m_transfer.mail({m_server.url, m_server.user, m_server.password, from, to, mailText(mail)});
    if (answer.reach == Answer::Reach::Heard)
        return judged(answer.code);
    // Refused before the recipient was named, it is the sender's address or the login that is not liked, and no message's fault.
    const QString fault = answer.code && answer.fault == u"cut" ? QString::number(answer.code) : answer.fault;
    return {answer.reach == Answer::Reach::Away ? Kind::Away : Kind::Again, {}, u"smtp_"_s + fault};
}

} // namespace Steward
