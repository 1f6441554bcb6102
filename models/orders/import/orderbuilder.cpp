// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/orderbuilder.h"

#include "models/core/money.h"
#include "models/orders/import/countrycode.h"
#include "models/orders/import/ordertotals.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace Steward {

namespace {

// As long as the keys made of them may be in an index.
constexpr qsizetype longestNumber = 200;
constexpr qsizetype longestName = 500;
constexpr qsizetype longestContact = 320;
constexpr qsizetype longestText = 2000;
constexpr qsizetype longestNote = 19'000;
constexpr qint64 mostOfALine = 1'000'000;
constexpr qint64 largestAmount = 1'000'000'000'000'000;

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

/// Spreadsheets are kept from dropping a leading zero by an apostrophe in front; only that one is taken off.
QByteArray withoutApostrophe(const QByteArray &text, const char *alsoAllowed)
{
    if (!text.startsWith('\'') || text.size() < 2)
        return text;
    const QByteArray rest = text.sliced(1);
    const bool isPlain = std::ranges::all_of(rest, [alsoAllowed](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || QByteArrayView(alsoAllowed).contains(c);
    });
    const bool hasDigit = std::ranges::any_of(rest, [](char c) { return c >= '0' && c <= '9'; });
    return isPlain && hasDigit ? rest : text;
}

QByteArray countryOf(const QByteArray &text)
{
    const QByteArray code = countryCode(text);
    return code.isEmpty() ? text : code;
}

DraftAddress readAddress(GroupFields &fields, OrderField first)
{
    const auto field = [first](int offset) { return OrderField(int(first) + offset); };
    DraftAddress address;
    address.name = fields.text(field(0), longestName);
    address.company = fields.text(field(1), longestName);
    address.line1 = fields.text(field(2), longestText);
    address.line2 = fields.text(field(3), longestText);
    address.city = fields.text(field(4), longestName);
    address.region = fields.text(field(5), longestName);
    address.postalCode = withoutApostrophe(fields.text(field(6), longestNumber), " -");
    address.country = countryOf(fields.text(field(7), longestNumber));
    address.phone = withoutApostrophe(fields.text(field(8), longestContact), " -+().");
    return address;
}

} // namespace

OrderBuilder::OrderBuilder(const ImportMap &map, const ColumnBinding &binding, const ReadingStyle &style)
    : m_map(map), m_binding(binding), m_style(style)
{
}

OrderBuilder::Outcome OrderBuilder::build(const OrderGroup &group)
{
    Outcome outcome;
    OrderDraft &draft = outcome.draft;
    GroupFields fields(m_binding, m_style, group);
    readHead(fields, group, draft);
    // Rows that were damaged while reading would only be complained about again.
    if (fields.isGood())
        refuseRepeats(fields, group);
    if (fields.isGood()) {
        readPeople(fields, draft);
        readLines(fields, group, draft);
        readTotals(m_map, fields, draft, m_notes);
        readStatus(fields, draft);
        readPayments(fields, draft, m_notes);
    }
    outcome.isGood = fields.isGood();
    outcome.problems = fields.problems();
    for (ImportProblem &problem : outcome.problems)
        problem.order = QString::fromUtf8(draft.number);
    return outcome;
}

/// Number, currency and time, without which nothing else can be read.
void OrderBuilder::readHead(GroupFields &fields, const OrderGroup &group, OrderDraft &draft)
{
    draft.number = group.rows.empty() ? QByteArray() : m_binding.value(m_binding.field(OrderField::Number), {&group.rows.front(), nullptr}).trimmed();
    if (!fields.isGood())
        return;
    if (draft.number.isEmpty())
        fields.refuse(OrderField::Number, tr("The order has no number."));
    if (draft.number.size() > longestNumber) {
        draft.number.clear();
        fields.refuse(OrderField::Number, tr("This is longer than %1 characters.").arg(longestNumber));
    }
    if (std::ranges::any_of(group.problems, [&](const ImportProblem &problem) { return problem.column == m_binding.field(OrderField::Number).column; }))
        fields.refuse(OrderField::Number, tr("The order's number was a card number."));
    for (qsizetype i = 0; i < m_map.refuse.size(); ++i) {
        const ColumnPlace &place = m_binding.refusals().at(i);
        if (place.isValid() && !group.rows.empty() && m_binding.at(place, {&group.rows.front(), nullptr}).startsWith(m_map.refuse.at(i).startsWith))
            fields.refuse(m_map.refuse.at(i).reason);
    }
    if (!fields.isGood())
        return;

    const bool fileSays = m_binding.field(OrderField::Currency).isBound();
    draft.currency = (fileSays ? fields.text(OrderField::Currency).trimmed() : m_style.currency).toUpper();
    if (draft.currency.isEmpty())
        fields.refuse(OrderField::Currency, tr("The order has no currency."));
    else if (!Money::isKnown(QString::fromUtf8(draft.currency)))
        fields.refuse(OrderField::Currency, tr("This is no currency of ISO 4217."));
    fields.setCurrency(draft.currency);
    draft.placedAt = fields.time(OrderField::PlacedAt);
    if (!draft.placedAt.isValid() && fields.isGood())
        fields.refuse(OrderField::PlacedAt, tr("The order has no time."));
}

/// The same order twice in a row, which no joint of rows can tell: a second row that fills what only the first one may.
void OrderBuilder::refuseRepeats(GroupFields &fields, const OrderGroup &group)
{
    if (m_binding.linesKey().isValid() && group.rows.size() > 1)
        fields.refuse(tr("The order is there more than once, also on line %1.").arg(group.rows[1].line));
    const ColumnPlace place = m_binding.orderRow();
    if (!place.isValid())
        return;
    for (size_t i = 1; i < group.rows.size(); ++i) {
        if (!m_binding.at(place, {&group.rows[i], nullptr}).trimmed().isEmpty()) {
            fields.refuse(tr("The order is there more than once, also on line %1.").arg(group.rows[i].line));
            return;
        }
    }
}

void OrderBuilder::readPeople(GroupFields &fields, OrderDraft &draft)
{
    draft.customerName = fields.text(OrderField::CustomerName, longestName);
    draft.customerNumber = fields.text(OrderField::CustomerNumber, longestNumber).trimmed();
    draft.email = fields.text(OrderField::Email, longestContact);
    draft.phone = withoutApostrophe(fields.text(OrderField::Phone, longestContact), " -+().");
    draft.shippingAddress = readAddress(fields, OrderField::ShippingName);
    draft.billingAddress = readAddress(fields, OrderField::BillingName);
    draft.notes = fields.text(OrderField::Notes, longestNote);
    const QByteArray tags = fields.text(OrderField::Tags, longestText);
    if (!tags.trimmed().isEmpty()) { // the store has no column for a shop's tags; a note keeps and shows them
        draft.notes += draft.notes.isEmpty() ? "" : "\n\n";
        draft.notes += tr("Tags: %1").arg(QString::fromUtf8(tags)).toUtf8();
    }
}

void OrderBuilder::readLines(GroupFields &fields, const OrderGroup &group, OrderDraft &draft)
{
    const bool isJoined = m_binding.linesKey().isValid();
    const std::vector<CsvRecord> &rows = isJoined ? group.lines : group.rows;
    for (const CsvRecord &record : rows) {
        const RowView row = isJoined ? RowView{group.rows.empty() ? nullptr : &group.rows.front(), &record} : RowView{&record, nullptr};
        if (const auto line = readLine(fields, row))
            draft.lines.append(*line);
    }
}

/// Nothing when the row holds no line: Shopify writes rows that only go on with an order's head.
std::optional<DraftLine> OrderBuilder::readLine(GroupFields &fields, const RowView &row)
{
    DraftLine line;
    line.sku = fields.text(LineField::Sku, row, longestNumber);
    line.title = fields.text(LineField::Title, row, longestText);
    const auto quantity = fields.number(LineField::Quantity, row);
    if (line.sku.isEmpty() && line.title.isEmpty() && !quantity)
        return std::nullopt;
    const qint64 at = row.line ? row.line->line : row.main->line;
    if (!quantity && fields.has(LineField::Quantity)) {
        if (fields.isGood())
            fields.refuse(LineField::Quantity, row, tr("The line has no quantity."));
        return std::nullopt;
    }
    if (!quantity)
        addNote(m_notes, tr("The file does not say quantities: each line counts as one piece."), at);
    const auto pieces = quantity ? quantity->exactly(0) : std::optional<qint64>(1);
    if (!pieces || *pieces < 0 || *pieces > mostOfALine) {
        fields.refuse(LineField::Quantity, row, pieces && *pieces < 0 ? tr("The quantity is negative.") : tr("The quantity is no whole number up to %1.").arg(mostOfALine));
        return std::nullopt;
    }
    if (*pieces == 0) {
        addNote(m_notes, tr("Lines of no pieces were left out."), at);
        return std::nullopt;
    }
    line.quantity = *pieces;
    readPrice(fields, row, line);
    line.tax = fields.amount(LineField::Tax, row).value_or(0);
    const QByteArray fulfilled = fields.word(LineField::Fulfilled, row).toLower();
    line.isFulfilled = fulfilled == "yes" || fulfilled == "true" || fulfilled == "fulfilled";
    if (line.price > largestAmount / line.quantity || line.discount > line.gross()) {
        fields.refuse(LineField::Price, row, line.price > largestAmount / line.quantity ? tr("This amount is too large.") : tr("The discount of this line is larger than its price."));
        return std::nullopt;
    }
    return line;
}

/// The price of one piece and the discount of all: said, or worked out from the line's total and the rate of its discount.
void OrderBuilder::readPrice(GroupFields &fields, const RowView &row, DraftLine &line)
{
    const Decimal whole{1, 0};
    const auto rate = fields.number(LineField::DiscountRate, row);
    const Decimal paidPart = rate ? Decimal{powerOfTen(rate->scale) - rate->mantissa, rate->scale} : whole;
    if (rate && (rate->mantissa < 0 || paidPart.mantissa < 0)) {
        fields.refuse(LineField::DiscountRate, row, tr("A discount's rate is between 0 and 1."));
        return;
    }
    if (const auto price = fields.number(LineField::Price, row)) {
        line.isPriced = true;
        line.price = fields.toMinor(*price, LineField::Price, row).value_or(0);
        line.discount = fields.amount(LineField::Discount, row).value_or(0);
        const auto discount = rate && rate->mantissa > 0 ? Decimal{line.price * line.quantity, 0}.times(*rate) : std::nullopt;
        if (discount)
            line.discount += discount->rounded(0).value_or(0);
        return;
    }
    const auto total = fields.number(LineField::Total, row);
    if (!total || (rate && paidPart.mantissa == 0)) {
        if (!total && (fields.has(LineField::Price) || fields.has(LineField::Total)) && fields.isGood())
            fields.refuse(fields.has(LineField::Price) ? LineField::Price : LineField::Total, row, tr("The line has no price."));
        else if (!total)
            addNote(m_notes, tr("The file does not say prices of lines: they are kept as 0."), row.main->line);
        else
            line.isPriced = true;
        return;
    }
    const auto net = fields.toMinor(*total, LineField::Total, row);
    if (!net || *net > largestAmount / 1000)
        return;
    line.isPriced = true;
    // price = total / quantity / (1 - rate), rounded up so that what the rounding adds is taken off again as discount
    const qint64 divisor = line.quantity * paidPart.mantissa;
    const auto scaled = total->times({powerOfTen(paidPart.scale), 0});
    const auto exact = scaled ? scaled->times({powerOfTen(fields.digits()), 0}) : std::nullopt;
    const auto unit = exact ? product(divisor, powerOfTen(exact->scale)) : std::nullopt;
    if (!unit) {
        fields.refuse(LineField::Total, row, tr("This amount is too large."));
        return;
    }
    const qint64 nearest = (exact->mantissa + *unit / 2) / *unit;
    line.price = nearest * line.quantity >= *net ? nearest : (*net + line.quantity - 1) / line.quantity;
    line.discount = line.gross() - *net;
}

void OrderBuilder::readStatus(GroupFields &fields, OrderDraft &draft)
{
    using Fulfilment = OrderDraft::Fulfilment;
    draft.financial = fields.word(OrderField::Financial, {"pending", "authorised", "paid", "partially_paid", "partially_refunded", "refunded", "voided"});
    if (draft.financial.isEmpty())
        draft.financial = "pending";
    draft.paidAt = fields.time(OrderField::PaidAt);
    draft.fulfilledAt = fields.time(OrderField::FulfilledAt);
    draft.cancelledAt = fields.time(OrderField::CancelledAt);
    const QByteArray cancelled = fields.word(OrderField::Cancelled, {"yes", "no"});
    if (cancelled == "yes" && !draft.cancelledAt.isValid()) {
        draft.cancelledAt = draft.placedAt;
        addNote(m_notes, tr("The file does not say when orders were cancelled: the time of the order was taken."), fields.firstLine());
    }
    const QByteArray fulfilment = fields.word(OrderField::Fulfilment, {"unfulfilled", "partial", "fulfilled"});
    const bool allSent = fulfilment == "fulfilled" || (!fields.has(OrderField::Fulfilment) && draft.fulfilledAt.isValid());
    const bool anySent = std::ranges::any_of(draft.lines, &DraftLine::isFulfilled);
    draft.fulfilment = allSent ? Fulfilment::Fulfilled : fulfilment == "partial" && anySent ? Fulfilment::Partial : Fulfilment::Unfulfilled;
    if (fulfilment == "partial" && !anySent)
        addNote(m_notes, tr("Orders are marked partly shipped, but not which lines: they are kept as not shipped."), fields.firstLine());
    if (draft.fulfilment != Fulfilment::Partial) { // what the lines say matters only then, and the digest should not hang on it
        for (DraftLine &line : draft.lines)
            line.isFulfilled = false;
    }
}

} // namespace Steward
