// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/orders/import/amounttext.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>

namespace Steward {

/// What an order has that a file may say.
enum class OrderField {
    Number, PlacedAt, CustomerName, CustomerNumber, Email, Phone, Currency,
    Subtotal, Shipping, Fees, Tax, Duties, Discount, Total, Refunded, Outstanding,
    Financial, PaidAt, Fulfilment, FulfilledAt, Cancelled, CancelledAt,
    Notes, Tags, PaymentMethod, PaymentReference, FurtherReferences, CardBrand, CardLast4,
    ShippingName, ShippingCompany, ShippingLine1, ShippingLine2, ShippingCity, ShippingRegion, ShippingPostalCode, ShippingCountry, ShippingPhone,
    BillingName, BillingCompany, BillingLine1, BillingLine2, BillingCity, BillingRegion, BillingPostalCode, BillingCountry, BillingPhone,
};
inline constexpr int orderFieldCount = int(OrderField::BillingPhone) + 1;

/// What a line of an order has.
enum class LineField { Sku, Title, Quantity, Price, Total, Discount, DiscountRate, Tax, Fulfilled };
inline constexpr int lineFieldCount = int(LineField::Fulfilled) + 1;

/// Where a field's value comes from.
struct FieldRule
{
    enum class WhenRowsDiffer { Refuse, TakeFirst };

    QStringList columns;                  ///< the first that exists and is not blank; "{A} {B}" joins columns
    std::optional<QByteArray> constant;   ///< the same for every order
    QHash<QByteArray, QByteArray> values; ///< the file's words, in lower case, to ours
    QList<QByteArray> formats;            ///< of a time, when it differs from the map's
    WhenRowsDiffer whenRowsDiffer = WhenRowsDiffer::Refuse;
    bool isRequired = false;

    [[nodiscard]] bool isSet() const { return constant || !columns.isEmpty(); }
    friend bool operator==(const FieldRule &, const FieldRule &) = default;
};

/// Orders the file holds that are none, with the reason to report.
struct RefusalRule
{
    QString column;
    QByteArray startsWith;
    QString reason;

    friend bool operator==(const RefusalRule &, const RefusalRule &) = default;
};

/// A second file, joined by a key.
struct JoinRule
{
    QString name;      ///< columns are called "name.column"
    QString file;      ///< beside the main file
    QString key;       ///< its column
    QString by;        ///< the column of the order, or of the line, that has the same value
    bool isOfLine = false;

    friend bool operator==(const JoinRule &, const JoinRule &) = default;
};

/// How a table's columns become orders. Maps are JSON; resources/import/MAPS.md says how they are written.
struct ImportMap
{
    enum class Lines { Adjacent, Scattered };
    enum class Subtotal { BeforeDiscount, AfterDiscount };
    enum class TotalsCheck { Check, Skip };
    enum class Rounding { Refuse, HalfUp };
    enum class DecimalSign { Point, Comma, Auto };

    QString name, title;
    QString source; ///< the shop's name: with the number it makes an order unique
    QString encoding;
    char delimiter = 0; ///< 0: found out
    char quote = '"';
    QList<QByteArray> nullWords;
    DecimalSign decimalSign = DecimalSign::Auto;
    QList<QByteArray> strip;
    Rounding rounding = Rounding::Refuse;
    QList<QByteArray> timeFormats{"iso"};
    QByteArray zone;
    Lines lines = Lines::Adjacent;
    QString orderRow; ///< the column that is filled in an order's first row only
    Subtotal subtotal = Subtotal::BeforeDiscount;
    TotalsCheck totalsCheck = TotalsCheck::Check;
    bool totalIsSum = false; ///< the file has no total: it is the sum of its lines and charges

    std::array<FieldRule, orderFieldCount> order;
    std::array<FieldRule, lineFieldCount> line;
    QList<RefusalRule> refuse;
    std::optional<JoinRule> linesFile;
    QList<JoinRule> lookups;

    [[nodiscard]] const FieldRule &rule(OrderField field) const { return order[size_t(field)]; }
    [[nodiscard]] FieldRule &rule(OrderField field) { return order[size_t(field)]; }
    [[nodiscard]] const FieldRule &rule(LineField field) const { return line[size_t(field)]; }

    /// A map shipped with Steward ("uci") or a file's path. The Error names what is wrong in it.
    [[nodiscard]] static Result<ImportMap> load(const QString &nameOrPath);
    [[nodiscard]] static Result<ImportMap> parse(const QByteArray &json);
    [[nodiscard]] static Result<ImportMap> fromJson(const QJsonObject &json);
    /// Also one that is still being made and does not say all that an order needs.
    [[nodiscard]] static Result<ImportMap> partFromJson(const QJsonObject &json);
    /// As it can be read again, in whole or in part.
    [[nodiscard]] QJsonObject toJson() const;
    /// The names of the maps shipped.
    [[nodiscard]] static QStringList shipped();
    friend bool operator==(const ImportMap &, const ImportMap &) = default;
};

/// "placed_at": a field as maps and messages call it.
[[nodiscard]] QString fieldName(OrderField field);
[[nodiscard]] QString fieldName(LineField field);

} // namespace Steward
