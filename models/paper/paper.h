// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ids.h"
#include "models/core/money.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace Steward {

enum class PaperKind { PackingSlip, Invoice, CreditNote };

/// The machine word of a kind: "packing_slip", "invoice", "credit_note".
[[nodiscard]] QString paperWord(PaperKind kind);

/// Where a paper goes, as it stands in an envelope's window.
struct PaperAddress
{
    QString name, company, line1, line2, city, region, postalCode, country;
    [[nodiscard]] QStringList printed() const; ///< non-empty lines; the country in capitals, as post offices of all countries read it
};

/// A line of a paper. Amounts are zero on a packing slip, which shows none.
struct PaperLine
{
    QString sku, title;
    int quantity = 0; ///< credit note: 0 where less than one piece of it was paid back
    int ordered = 0; ///< packing slip: of the whole order
    int sent = 0;    ///< packing slip: in earlier parcels
    Money price, discount, total;
};

/// One packing slip, invoice or credit note, with what it shows and nothing else.
struct Paper
{
    OrderId order;
    QString orderNumber;
    QString number; ///< of an invoice or credit note
    int refundNo = 0; ///< credit note: which refund of the order it is of; else 0
    bool isCopy = false;
    QDateTime placedAt, issuedAt, shippedAt, refundedAt; ///< UTC; invalid where there is none
    QDateTime cancelledAt; ///< UTC; credit note of what was never paid: since when it is not owed any more; else invalid
    PaperAddress to;
    PaperAddress delivery; ///< invoice: where the goods went, when that is another place; else empty
    QList<PaperLine> lines;
    bool isSent = false;   ///< packing slip: nothing is left to be sent, and the lines tell what was
    QString invoiceNumber; ///< credit note: of the invoice it takes from, when there is one
    Money subtotal, discount, shipping, tax, adjustment, total, paid;
    bool taxIsContained = false; ///< in the prices, not on top of them

    /// What the total has besides the sums above, so that every paper adds up: of imports not all is known.
    [[nodiscard]] Money rest(PaperKind kind) const;
};

/// A paper that can be had and has no number yet: the invoice of an order, or the credit note of one refund.
struct PaperDue
{
    OrderId order;
    int refundNo = 0;    ///< of a credit note; else 0
    QString orderNumber; ///< where the store said it
    Money amount;        ///< of a refund
    QDateTime at;        ///< of a refund, UTC
};

/// An order that has no such paper, or a refund of one, and why.
struct PaperFailure
{
    OrderId order;
    QString reason; ///< machine word, see orderReasonText()
    Money amount = {}; ///< of a refund; else without a currency
};

/// Whose papers they are. Texts may have several lines.
struct PaperStore
{
    QString name, address, taxNumber, foot;
};

/// The papers of some orders, in the sequence the orders were named.
struct PaperSet
{
    PaperKind kind = PaperKind::PackingSlip;
    PaperStore store;
    QList<Paper> papers;
    QList<PaperDue> due;
    QList<PaperFailure> failures;
};

/// Reads what desk.paper_content() answers.
[[nodiscard]] PaperSet readPapers(const QJsonObject &json, PaperKind kind);

} // namespace Steward
