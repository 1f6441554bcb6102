// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/ordertotals.h"

#include <QCoreApplication>

#include <algorithm>

namespace Steward {

namespace {

constexpr qint64 largestAmount = 1'000'000'000'000'000;

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

/// The amounts as the file has them; nothing where it has none.
struct Amounts
{
    std::optional<qint64> subtotal, shipping, fees, tax, duties, discount, total;
    qint64 linesGross = 0;
    qint64 linesNet = 0;
    bool linesPriced = false;

    /// What is added to the goods, without the tax.
    [[nodiscard]] qint64 charges() const { return shipping.value_or(0) + fees.value_or(0) + duties.value_or(0); }
};

Amounts amountsOf(GroupFields &fields, const OrderDraft &draft)
{
    Amounts amounts;
    amounts.subtotal = fields.amount(OrderField::Subtotal);
    amounts.shipping = fields.amount(OrderField::Shipping);
    amounts.fees = fields.amount(OrderField::Fees);
    amounts.tax = fields.amount(OrderField::Tax);
    amounts.duties = fields.amount(OrderField::Duties);
    amounts.discount = fields.amount(OrderField::Discount);
    amounts.total = fields.amount(OrderField::Total);
    amounts.linesPriced = !draft.lines.isEmpty() && std::ranges::all_of(draft.lines, &DraftLine::isPriced);
    for (const DraftLine &line : draft.lines) {
        amounts.linesGross += line.gross();
        amounts.linesNet += line.net();
    }
    return amounts;
}

bool isTooLarge(const Amounts &amounts)
{
    const auto large = [](const std::optional<qint64> &amount) { return amount.value_or(0) > largestAmount; };
    return large(amounts.subtotal) || large(amounts.shipping) || large(amounts.fees) || large(amounts.tax) || large(amounts.duties)
        || large(amounts.discount) || large(amounts.total) || amounts.linesGross > largestAmount;
}

/// How a total comes about: whether the tax is on top, and how much of the discount is off the shipping and not off the goods.
struct Explanation
{
    qint64 addedTax = 0;
    qint64 offShipping = 0;
};

/// Nothing when no rule leads to the total. goods is the subtotal as the file has it.
std::optional<Explanation> explain(const ImportMap &map, const Amounts &amounts, qint64 goods)
{
    const bool isAfterDiscount = map.subtotal == ImportMap::Subtotal::AfterDiscount;
    const qint64 discount = amounts.discount.value_or(0);
    const qint64 before = goods + amounts.charges() - (isAfterDiscount ? 0 : discount);
    const QList<qint64> taxes{amounts.tax.value_or(0), 0};
    for (const qint64 tax : taxes) {
        if (before + tax == *amounts.total)
            return Explanation{tax, 0};
    }
    // Where the subtotal is after the discount, a discount on shipping shows in the total alone.
    const qint64 mostOffShipping = isAfterDiscount ? std::min(discount, amounts.shipping.value_or(0)) : 0;
    for (const qint64 tax : taxes) {
        const qint64 off = before + tax - *amounts.total;
        if (off > 0 && off <= mostOffShipping)
            return Explanation{tax, off};
    }
    return std::nullopt;
}

/// Whether the lines can be what the subtotal sums up; a lost line shows here.
void checkLines(const ImportMap &map, const Amounts &amounts, GroupFields &fields, ImportNotes &notes)
{
    if (!amounts.subtotal || !amounts.linesPriced)
        return;
    if (*amounts.subtotal > amounts.linesGross) {
        fields.refuse(OrderField::Subtotal, tr("The lines add up to less than the subtotal: one of them may be missing."));
        return;
    }
    const qint64 discount = map.subtotal == ImportMap::Subtotal::AfterDiscount ? amounts.discount.value_or(0) : 0;
    if (*amounts.subtotal < amounts.linesNet - discount)
        addNote(notes, tr("The lines of an order add up to more than its subtotal, as after an edit: it was taken as it is."), fields.firstLine());
}

void store(const Amounts &amounts, qint64 subtotal, qint64 tax, OrderDraft &draft)
{
    draft.subtotal = subtotal;
    draft.shipping = amounts.shipping.value_or(0) + amounts.fees.value_or(0);
    draft.tax = tax + amounts.duties.value_or(0);
    draft.discount = amounts.discount.value_or(0);
}

/// The file has no total: it is what its parts add up to.
void sumUp(const Amounts &amounts, GroupFields &fields, OrderDraft &draft)
{
    const qint64 subtotal = amounts.subtotal.value_or(amounts.linesNet);
    store(amounts, subtotal, amounts.tax.value_or(0), draft);
    draft.total = subtotal - draft.discount + draft.shipping + draft.tax;
    if (draft.lines.isEmpty() && !amounts.subtotal && fields.isGood())
        fields.refuse(tr("The order has no lines to sum up."));
    if (draft.total < 0)
        fields.refuse(OrderField::Discount, tr("The discount is larger than the order."));
}

} // namespace

void readTotals(const ImportMap &map, GroupFields &fields, OrderDraft &draft, ImportNotes &notes)
{
    const Amounts amounts = amountsOf(fields, draft);
    if (!fields.isGood())
        return;
    if (isTooLarge(amounts)) {
        fields.refuse(OrderField::Total, tr("This amount is too large."));
        return;
    }
    if (map.totalIsSum) {
        sumUp(amounts, fields, draft);
        return;
    }
    if (!amounts.total) {
        fields.refuse(OrderField::Total, tr("The order has no total."));
        return;
    }
    draft.total = *amounts.total;
    const qint64 discount = amounts.discount.value_or(0);
    const auto goods = amounts.subtotal ? amounts.subtotal
        : amounts.linesPriced && map.subtotal == ImportMap::Subtotal::BeforeDiscount ? std::optional(amounts.linesNet) : std::nullopt;
    if (!goods || map.totalsCheck == ImportMap::TotalsCheck::Skip) {
        addNote(notes, tr("The file does not say all that an order's total is made of: totals were taken as they are."), fields.firstLine());
        const qint64 known = amounts.charges() + amounts.tax.value_or(0) - discount;
        store(amounts, goods.value_or(std::max<qint64>(0, draft.total - known)), amounts.tax.value_or(0), draft);
        return;
    }
    const auto explanation = explain(map, amounts, *goods);
    if (!explanation) {
        fields.refuse(OrderField::Total, tr("The total is not what subtotal, discount, shipping and tax add up to, with or without the tax in the prices."));
        return;
    }
    checkLines(map, amounts, fields, notes);
    const bool isAfterDiscount = map.subtotal == ImportMap::Subtotal::AfterDiscount;
    store(amounts, *goods + (isAfterDiscount ? discount - explanation->offShipping : 0), amounts.tax.value_or(0), draft);
}

void readPayments(GroupFields &fields, OrderDraft &draft, ImportNotes &notes)
{
    using Kind = DraftPayment::Kind;
    DraftPayment payment;
    payment.processor = fields.text(OrderField::PaymentMethod, 300);
    payment.reference = fields.text(OrderField::PaymentReference, 300);
    payment.brand = fields.text(OrderField::CardBrand, 60);
    payment.last4 = fields.text(OrderField::CardLast4, 300).right(4);
    payment.at = draft.paidAt.isValid() ? draft.paidAt : draft.placedAt;
    payment.amount = draft.total;
    const auto outstanding = fields.amount(OrderField::Outstanding);
    const auto refunded = fields.amount(OrderField::Refunded);
    if (!fields.isGood())
        return;

    qint64 captured = 0;
    const auto add = [&](Kind kind, qint64 amount) {
        payment.kind = kind;
        payment.amount = amount;
        captured += kind == Kind::Captured ? amount : 0;
        if (amount > 0 || !payment.reference.isEmpty())
            draft.payments.append(payment);
    };
    const QByteArray &status = draft.financial;
    if (status == "authorised" || status == "voided")
        add(Kind::Authorised, draft.total);
    if (status == "voided")
        add(Kind::Voided, draft.total);
    if (status == "paid" || status == "refunded" || status == "partially_refunded")
        add(Kind::Captured, draft.total);
    if (status == "partially_paid") {
        if (!outstanding || *outstanding <= 0 || *outstanding >= draft.total)
            fields.refuse(OrderField::Financial, tr("The order is partly paid, but the file does not say how much."));
        else
            add(Kind::Captured, draft.total - *outstanding);
    }
    if (status == "paid" && outstanding.value_or(0) > 0)
        addNote(notes, tr("Orders are marked paid while a balance is outstanding: the mark was believed."), fields.firstLine());

    // What else the payment was called is kept as entries of no amount, so that it can be looked up.
    for (const QByteArray &other : fields.text(OrderField::FurtherReferences, 2000).replace(" + ", ",").split(',')) {
        if (draft.payments.isEmpty() || other.trimmed().isEmpty() || other.trimmed() == payment.reference)
            continue;
        payment.reference = other.trimmed();
        payment.kind = draft.payments.first().kind;
        payment.amount = 0;
        draft.payments.append(payment);
    }

    draft.refunded = refunded.value_or(status == "refunded" ? draft.total : 0);
    if (draft.refunded > captured)
        fields.refuse(OrderField::Refunded, captured == 0 ? tr("Money was refunded, but the file does not say that any was paid.") : tr("More was refunded than was paid."));
    else if ((status == "refunded" || status == "partially_refunded") && draft.refunded == 0 && draft.total > 0)
        fields.refuse(OrderField::Financial, tr("The order is marked refunded, but the file does not say how much."));
}

} // namespace Steward
