// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/paypal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

using Kind = DeliveryOutcome::Kind;
using Side = DeliveryOutcome::Side;

/// Left of a token's life when it is taken for over.
constexpr qint64 tokenMarginMs = 60'000;

bool isWord(const QString &text)
{
    static const QRegularExpression word(u"^[A-Z][A-Z0-9_]{0,59}\\z"_s);
    return word.match(text).hasMatch();
}

/// Whether it is PayPal's own answer, and not a page of something in between.
bool isPayPals(const QJsonObject &answer)
{
    return isWord(answer.value(u"name"_s).toString());
}

/// PayPal's word for what is wrong: the issue, else the error's name; never its free text.
QString errorWord(const QJsonObject &answer, int code)
{
    const QString issue = answer.value(u"details"_s).toArray().first().toObject().value(u"issue"_s).toString();
    const QString name = issue.isEmpty() ? answer.value(u"name"_s).toString() : issue;
    return u"paypal_"_s + (isWord(name) ? name : QString::number(code));
}

QString referenceOf(const QJsonObject &answer)
{
    static const QRegularExpression reference(u"^[A-Za-z0-9-]{1,64}$"_s);
    const QString id = answer.value(u"id"_s).toString();
    return reference.match(id).hasMatch() && !id.endsWith(u'\n') ? id : QString();
}

/// A refund as PayPal describes it.
DeliveryOutcome refundState(const QJsonObject &refund)
{
    const QString status = refund.value(u"status"_s).toString();
    const QString reference = referenceOf(refund);
    if (status == u"COMPLETED")
        return {Kind::Done, reference, {}};
    if (status == u"PENDING" && !reference.isEmpty())
        return {Kind::Pending, reference, u"paypal_PENDING"_s};
    if (status == u"FAILED" || status == u"CANCELLED")
        return {Kind::Refused, reference, u"paypal_"_s + status};
    return {Kind::Again, {}, u"paypal_unreadable"_s, Side::Unwell};
}

/// Whether a refusal proves that an earlier try under the same number, whose answer was lost, paid nothing: it is about what is the same in
/// every try and cannot have become wrong since. Anything else may be the earlier try's own doing, or news of the payment or the account.
bool heldForEarlierTries(const QString &error)
{
    static const QStringList words{u"paypal_REFUND_CAPTURE_CURRENCY_MISMATCH"_s, u"paypal_INVALID_CURRENCY_CODE"_s, u"paypal_DECIMALS_NOT_SUPPORTED"_s, u"paypal_DECIMAL_PRECISION"_s};
    return words.contains(error);
}

DeliveryOutcome unheard(const Answer &answer)
{
    const QString error = u"paypal_"_s + answer.fault;
    return answer.reach == Answer::Reach::Away ? DeliveryOutcome{Kind::Away, {}, error} : DeliveryOutcome{Kind::Again, {}, error, Side::Unwell};
}

QString encoded(const QString &part)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(part));
}

} // namespace

PayPal::PayPal(const ProcessorAccount &account, Patience patience) : m_account(account), m_transfer(account.caFile, patience) { }

std::optional<QString> PayPal::amountText(const Money &amount)
{
    static const QStringList withoutDecimals{u"HUF"_s, u"TWD"_s};
    if (amount.minor <= 0 || Money::digits(amount.currency) > 2)
        return std::nullopt;
    if (!withoutDecimals.contains(amount.currency))
        return amount.toPlainText();
    return amount.minor % 100 == 0 ? std::optional(QString::number(amount.minor / 100)) : std::nullopt;
}

DeliveryOutcome PayPal::interpret(const RefundRequest &request, int code, const QByteArray &body)
{
    const QJsonObject answer = QJsonDocument::fromJson(body).object();
    if (code >= 200 && code < 300)
        return refundState(answer);
    const QString error = errorWord(answer, code);
    if (code == 401)
        return {Kind::Away, {}, u"paypal_login"_s};
    if (code == 429) // it did not look at it
        return {Kind::Away, {}, error};
    if (code >= 500 || !isPayPals(answer))
        return {Kind::Again, {}, error, Side::Unwell};
    // Asking after a refund refuses nothing.
    const bool isRefusal = request.reference.isEmpty() && (code == 400 || code == 404 || code == 422) && (request.isFirstTry || heldForEarlierTries(error));
    return {isRefusal ? Kind::Refused : Kind::Again, {}, error};
}

std::optional<DeliveryOutcome> PayPal::signIn()
{
    if (!m_token.isEmpty() && m_tokenAge.elapsed() < m_tokenLifeMs)
        return std::nullopt;
    m_token.clear();
    const Answer answer = m_transfer.http({m_account.url + u"/v1/oauth2/token"_s, {"Content-Type: application/x-www-form-urlencoded"}, "grant_type=client_credentials",
                                           m_account.client, m_account.secret});
    // Nothing of the refund has been said yet, whatever is the matter.
    if (answer.reach != Answer::Reach::Heard)
        return DeliveryOutcome{Kind::Away, {}, u"paypal_"_s + answer.fault};
    const QJsonObject given = QJsonDocument::fromJson(answer.body).object();
    const QByteArray token = given.value(u"access_token"_s).toString().toLatin1();
    if (answer.code != 200 || token.isEmpty() || std::ranges::any_of(token, [](char byte) { return byte <= ' ' || byte > '~'; }))
        return DeliveryOutcome{Kind::Away, {}, answer.code == 400 || answer.code == 401 || answer.code == 403 ? u"paypal_login"_s : u"paypal_%1"_s.arg(answer.code)};
    m_token = token;
    m_tokenLifeMs = given.value(u"expires_in"_s).toInteger() * 1000 - tokenMarginMs;
    m_tokenAge.start();
    return std::nullopt;
}

Answer PayPal::ask(const RefundRequest &request, const QString &amount)
{
    const QByteArrayList headers{"Content-Type: application/json", "Authorization: Bearer " + m_token};
    if (!request.reference.isEmpty())
        return m_transfer.http({.url = m_account.url + u"/v2/payments/refunds/"_s + encoded(request.reference), .headers = headers});
    const QJsonObject body{{u"amount"_s, QJsonObject{{u"value"_s, amount}, {u"currency_code"_s, request.amount.currency}}}, {u"note_to_payer"_s, request.note.left(255)}};
    return m_transfer.http({.url = m_account.url + u"/v2/payments/captures/"_s + encoded(request.capture) + u"/refund"_s,
                            .headers = headers + QByteArrayList{"PayPal-Request-Id: " + encoded(request.requestId).toLatin1()},
                            .body = QJsonDocument(body).toJson(QJsonDocument::Compact)});
}

DeliveryOutcome PayPal::refund(const RefundRequest &request)
{
    const auto amount = amountText(request.amount);
    if (!amount || request.capture.isEmpty())
        return {Kind::Refused, {}, request.capture.isEmpty() ? u"no_capture"_s : u"paypal_DECIMALS_NOT_SUPPORTED"_s};
    Answer answer;
    // A token may be over before its time; with a new one the question is asked once more.
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (const auto obstacle = signIn())
            return *obstacle;
        answer = ask(request, *amount);
        if (answer.reach != Answer::Reach::Heard)
            return unheard(answer);
        if (answer.code != 401)
            break;
        m_token.clear();
    }
    return interpret(request, answer.code, answer.body);
}

} // namespace Steward
