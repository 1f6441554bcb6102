// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/paper/paper.h"

#include <QJsonArray>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString countryName(const QString &code)
{
    const QLocale::Territory territory = QLocale::codeToTerritory(code);
    return (territory == QLocale::AnyTerritory ? code : QLocale::territoryToString(territory)).toUpper();
}

/// Where the town's line begins with the town, and the code of the place follows it.
bool isCodeLast(const QString &country)
{
    static const QStringList countries{u"US"_s, u"CA"_s, u"AU"_s, u"NZ"_s, u"GB"_s, u"IE"_s, u"IN"_s};
    return countries.contains(country);
}

PaperAddress readAddress(const QJsonObject &json)
{
    return {json[u"name"_s].toString(), json[u"company"_s].toString(), json[u"line1"_s].toString(), json[u"line2"_s].toString(),
            json[u"city"_s].toString(), json[u"region"_s].toString(), json[u"postal_code"_s].toString(), json[u"country"_s].toString()};
}

QDateTime readTime(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toUTC();
}

PaperLine readLine(const QJsonObject &json, const QString &currency)
{
    const auto money = [&](QLatin1StringView name) { return Money{json[name].toInteger(), currency}; };
    return {json[u"sku"_s].toString(), json[u"title"_s].toString(), json[u"quantity"_s].toInt(), json[u"ordered"_s].toInt(), json[u"sent"_s].toInt(),
            money("price_minor"_L1), money("discount_minor"_L1), money("total_minor"_L1)};
}

Paper readPaper(const QJsonObject &json)
{
    const QString currency = json[u"currency"_s].toString();
    const auto money = [&](QLatin1StringView name) { return Money{json[name].toInteger(), currency}; };
    Paper paper;
    paper.order = {json[u"order_id"_s].toInteger()};
    paper.orderNumber = json[u"order_number"_s].toString();
    paper.number = json[u"number"_s].toString();
    paper.refundNo = json[u"refund_no"_s].toInt();
    paper.isCopy = json[u"is_copy"_s].toBool();
    paper.placedAt = readTime(json[u"placed_at"_s]);
    paper.issuedAt = readTime(json[u"issued_at"_s]);
    paper.shippedAt = readTime(json[u"shipped_at"_s]);
    paper.refundedAt = readTime(json[u"refunded_at"_s]);
    paper.cancelledAt = readTime(json[u"cancelled_at"_s]);
    paper.to = readAddress(json[u"to"_s].toObject());
    paper.delivery = readAddress(json[u"delivery"_s].toObject());
    paper.isSent = json[u"is_sent"_s].toBool();
    paper.invoiceNumber = json[u"invoice_number"_s].toString();
    paper.subtotal = money("subtotal_minor"_L1);
    paper.discount = money("discount_minor"_L1);
    paper.shipping = money("shipping_minor"_L1);
    paper.tax = money("tax_minor"_L1);
    paper.adjustment = money("adjustment_minor"_L1);
    paper.total = money("total_minor"_L1);
    paper.paid = money("paid_minor"_L1);
    paper.taxIsContained = json[u"tax_is_contained"_s].toBool();
    for (const QJsonValue &line : json[u"lines"_s].toArray())
        paper.lines.append(readLine(line.toObject(), currency));
    return paper;
}

} // namespace

QString paperWord(PaperKind kind)
{
    return kind == PaperKind::PackingSlip ? u"packing_slip"_s : kind == PaperKind::Invoice ? u"invoice"_s : u"credit_note"_s;
}

QStringList PaperAddress::printed() const
{
    QString town;
    if (isCodeLast(country)) {
        const QString comma = city.isEmpty() || region.isEmpty() ? QString() : u", "_s;
        town = (city + comma + region + u' ' + postalCode).trimmed();
    } else {
        town = (postalCode + u' ' + city).trimmed();
        if (!region.isEmpty() && region != city)
            town += (town.isEmpty() ? QString() : u", "_s) + region;
    }
    QStringList lines{name, company, line1, line2, town, countryName(country)};
    lines.removeAll(QString());
    return lines;
}

Money Paper::rest(PaperKind kind) const
{
    qint64 known = 0;
    if (kind == PaperKind::Invoice) {
        known = subtotal.minor - discount.minor + shipping.minor + (taxIsContained ? 0 : tax.minor);
    } else {
        known = shipping.minor + adjustment.minor;
        for (const PaperLine &line : lines)
            known += line.total.minor;
    }
    return {total.minor - known, total.currency};
}

PaperSet readPapers(const QJsonObject &json, PaperKind kind)
{
    const QJsonObject store = json[u"store"_s].toObject();
    PaperSet set{kind, {store[u"name"_s].toString(), store[u"address"_s].toString(), store[u"tax_number"_s].toString(), store[u"foot"_s].toString()}, {}, {}, {}};
    for (const QJsonValue &value : json[u"papers"_s].toArray()) {
        const QJsonObject paper = value.toObject();
        const OrderId order{paper[u"order_id"_s].toInteger()};
        const Money amount{paper[u"total_minor"_s].toInteger(), paper[u"currency"_s].toString()};
        const QString reason = paper[u"reason"_s].toString();
        if (reason == u"not_issued")
            set.due.append({order, paper[u"refund_no"_s].toInt(), paper[u"order_number"_s].toString(), amount, readTime(paper[u"refunded_at"_s])});
        else if (!reason.isEmpty())
            set.failures.append({order, reason, amount});
        else
            set.papers.append(readPaper(paper));
    }
    return set;
}

} // namespace Steward
