// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/csvreader.h"
#include "models/orders/import/importproblem.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>

#include <vector>

namespace Steward {

/// Rows of a file that are one order.
struct OrderGroup
{
    QByteArray key;                ///< what they share; empty when it could not be read
    std::vector<CsvRecord> rows;   ///< of the main table
    std::vector<CsvRecord> lines;  ///< of the table of lines, when it is another file
    QList<ImportProblem> problems; ///< found while reading; any but Masked rejects the order
};

// What follows is text as the file has it, in UTF-8, and money in minor units of the order's currency.

struct DraftAddress
{
    QByteArray name, company, line1, line2, city, region, postalCode, country, phone;

    [[nodiscard]] bool isEmpty() const
    {
        return name.isEmpty() && company.isEmpty() && line1.isEmpty() && line2.isEmpty() && city.isEmpty() && region.isEmpty()
            && postalCode.isEmpty() && country.isEmpty() && phone.isEmpty();
    }
};

struct DraftLine
{
    QByteArray sku, title;
    qint64 quantity = 0;
    qint64 price = 0;    ///< of one
    qint64 discount = 0; ///< of all
    qint64 tax = 0;
    bool isFulfilled = false;
    bool isPriced = false; ///< whether the file says a price

    [[nodiscard]] qint64 gross() const { return price * quantity; }
    [[nodiscard]] qint64 net() const { return gross() - discount; }
};

struct DraftPayment
{
    enum class Kind { Captured, Authorised, Voided };
    Kind kind = Kind::Captured;
    qint64 amount = 0;
    QDateTime at;
    QByteArray processor, reference, brand, last4;
};

/// One order as a file tells it, ready to be sent.
struct OrderDraft
{
    enum class Fulfilment { Unfulfilled, Partial, Fulfilled };

    QByteArray number;
    QDateTime placedAt;
    QByteArray customerName, email, phone;
    QByteArray customerNumber; ///< what the file itself knows the customer by
    QByteArray currency;
    qint64 subtotal = 0, shipping = 0, tax = 0, discount = 0, total = 0, refunded = 0;
    QByteArray financial; ///< the word of the contract: pending, authorised, paid …
    Fulfilment fulfilment = Fulfilment::Unfulfilled;
    QDateTime paidAt, fulfilledAt, cancelledAt;
    QByteArray notes;
    DraftAddress shippingAddress, billingAddress;
    QList<DraftLine> lines;
    QList<DraftPayment> payments;
};

/// The order as desk.import_orders takes it, its digest included: the same order gives the same bytes. The customer's number is
/// no part of the digest, since it says who and not what.
[[nodiscard]] QByteArray toJson(const OrderDraft &draft);

} // namespace Steward
