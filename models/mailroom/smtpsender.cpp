// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/smtpsender.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

using Kind = DeliveryOutcome::Kind;
using Side = DeliveryOutcome::Side;

/// Whether a refusal may be about whoever sends rather than about this message: Postfix, for one, says what it has against a sender or against
/// relaying only when the recipient is named, and Exim says no more of it than of a recipient whom it does not know.
bool mayBeAboutUs(const Answer &answer)
{
    // RFC 3463: X.7 is security and policy, X.1.7 and X.1.8 are the sender's address.
    static const QRegularExpression ours(u"^[45]\\.(7\\.\\d+|1\\.[78])$"_s);
    return answer.code == 553 || (answer.code >= 500 && answer.status.isEmpty()) || ours.match(answer.status).hasMatch();
}

/// A reply of the server. Its text may name the address, so its numbers are all that is kept.
QString wordOf(const Answer &answer)
{
    QString status = answer.status;
    return u"smtp_%1"_s.arg(answer.code) + (status.isEmpty() ? QString() : u'_' + status.replace(u'.', u'_'));
}

DeliveryOutcome judged(const Answer &answer)
{
    if (answer.code < 400)
        return {Kind::Done, {}, {}};
    if (answer.code == 421 || answer.code == 530) // it closes; it wants a login first
        return {Kind::Away, {}, wordOf(answer)};
    return {answer.code >= 500 ? Kind::Refused : Kind::Again, {}, wordOf(answer), mayBeAboutUs(answer) ? Side::Unfriendly : Side::Fine};
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
        return judged(answer);
    if (answer.reach == Answer::Reach::Unheard)
        return {Kind::Again, {}, u"smtp_"_s + answer.fault, Side::Unwell};
    // Refused before the recipient was named, it is the sender's address or the login that is not liked, and no message's fault.
    return {Kind::Away, {}, answer.code && answer.fault == u"cut" ? wordOf(answer) : u"smtp_"_s + answer.fault};
}

} // namespace Steward
