// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/orderdraft.h"

#include <QCryptographicHash>

namespace Steward {

namespace {

/// Writes one JSON object straight into UTF-8: a hundred thousand orders would otherwise pass through UTF-16 and a tree each.
class ObjectWriter
{
public:
    ObjectWriter() { m_json.reserve(1024); m_json += '{'; }

    void text(QByteArrayView name, const QByteArray &value)
    {
        if (value.isEmpty())
            return;
        key(name);
        quote(value);
    }
    void number(QByteArrayView name, qint64 value)
    {
        key(name);
        m_json += QByteArray::number(value);
    }
    void time(QByteArrayView name, const QDateTime &value)
    {
        if (value.isValid())
            text(name, value.toUTC().toString(Qt::ISODateWithMs).toLatin1());
    }
    void json(QByteArrayView name, const QByteArray &value)
    {
        key(name);
        m_json += value;
    }
    [[nodiscard]] QByteArray ended() const { return m_json + '}'; }

private:
    void key(QByteArrayView name)
    {
        if (m_json.size() > 1)
            m_json += ',';
        m_json += '"';
        m_json.append(name);
        m_json += "\":";
    }
    void quote(const QByteArray &text)
    {
        static constexpr char hex[] = "0123456789abcdef";
        m_json += '"';
        for (const char character : text) {
            const auto byte = static_cast<unsigned char>(character);
            if (character == '"' || character == '\\') {
                m_json += '\\';
                m_json += character;
            } else if (byte < 0x20) {
                m_json += "\\u00";
                m_json += hex[byte >> 4];
                m_json += hex[byte & 15];
            } else {
                m_json += character;
            }
        }
        m_json += '"';
    }

    QByteArray m_json;
};

template <typename T, typename Write>
QByteArray arrayOf(const QList<T> &values, Write write)
{
    QByteArray json = "[";
    for (const T &value : values) {
        if (json.size() > 1)
            json += ',';
        ObjectWriter writer;
        write(writer, value);
        json += writer.ended();
    }
    return json + ']';
}

QByteArray addressJson(const DraftAddress &address)
{
    ObjectWriter writer;
    writer.text("name", address.name);
    writer.text("company", address.company);
    writer.text("line1", address.line1);
    writer.text("line2", address.line2);
    writer.text("city", address.city);
    writer.text("region", address.region);
    writer.text("postal_code", address.postalCode);
    writer.text("country", address.country);
    writer.text("phone", address.phone);
    return writer.ended();
}

void writeLine(ObjectWriter &writer, const DraftLine &line)
{
    writer.text("sku", line.sku);
    writer.text("title", line.title);
    writer.number("quantity", line.quantity);
    writer.number("price_minor", line.price);
    writer.number("discount_minor", line.discount);
    writer.number("tax_minor", line.tax);
    if (line.isFulfilled)
        writer.json("fulfilled", "true");
}

void writePayment(ObjectWriter &writer, const DraftPayment &payment)
{
    using Kind = DraftPayment::Kind;
    writer.text("kind", payment.kind == Kind::Captured ? "captured" : payment.kind == Kind::Authorised ? "authorised" : "voided");
    writer.number("amount_minor", payment.amount);
    writer.time("at", payment.at);
    writer.text("processor", payment.processor);
    writer.text("reference", payment.reference);
    writer.text("brand", payment.brand);
    writer.text("last4", payment.last4);
}

QByteArray fulfilmentWord(OrderDraft::Fulfilment fulfilment)
{
    switch (fulfilment) {
    case OrderDraft::Fulfilment::Fulfilled:
        return "fulfilled";
    case OrderDraft::Fulfilment::Partial:
        return "partial";
    case OrderDraft::Fulfilment::Unfulfilled:
        break;
    }
    return "unfulfilled";
}

} // namespace

QByteArray toJson(const OrderDraft &draft)
{
    ObjectWriter writer;
    writer.text("number", draft.number);
    writer.text("source_number", draft.number);
    writer.time("placed_at", draft.placedAt);
    writer.text("customer_name", draft.customerName);
    writer.text("email", draft.email);
    writer.text("phone", draft.phone);
    writer.text("currency", draft.currency);
    writer.number("subtotal_minor", draft.subtotal);
    writer.number("shipping_minor", draft.shipping);
    writer.number("tax_minor", draft.tax);
    writer.number("discount_minor", draft.discount);
    writer.number("total_minor", draft.total);
    writer.number("refunded_minor", draft.refunded);
    writer.text("financial", draft.financial);
    writer.time("paid_at", draft.paidAt);
    writer.text("fulfilment", fulfilmentWord(draft.fulfilment));
    writer.time("fulfilled_at", draft.fulfilledAt);
    writer.time("cancelled_at", draft.cancelledAt);
    writer.text("notes", draft.notes);
    if (!draft.shippingAddress.isEmpty())
        writer.json("shipping_address", addressJson(draft.shippingAddress));
    if (!draft.billingAddress.isEmpty())
        writer.json("billing_address", addressJson(draft.billingAddress));
    writer.json("lines", arrayOf(draft.lines, writeLine));
    writer.json("payments", arrayOf(draft.payments, writePayment));
    writer.text("digest", QCryptographicHash::hash(writer.ended(), QCryptographicHash::Sha256).toHex());
    writer.text("customer_number", draft.customerNumber);
    return writer.ended();
}

} // namespace Steward
