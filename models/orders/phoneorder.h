// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/commandclient.h"
#include "models/orders/order.h"

#include <QFuture>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

namespace Steward {

class Session;

/// A line as it is wanted, of an order there is or of one that is being taken.
struct LineDraft
{
    qint64 number = 0; ///< within its order; 0: a new one
    QString sku, title;
    int quantity = 1;
    qint64 price = 0; ///< of one piece, in minor units of the order's currency

    friend bool operator==(const LineDraft &, const LineDraft &) = default;
};
[[nodiscard]] QList<LineDraft> lineDrafts(const OrderPanel &order);
/// As the store takes them.
[[nodiscard]] QJsonArray linesJson(const QList<LineDraft> &lines);
[[nodiscard]] QList<LineDraft> readLines(const QJsonArray &json);

/// Lines that two people changed at the same time.
struct MergedLines
{
    QList<LineDraft> lines;
    QSet<qint64> contested; ///< numbers of those that both changed: mine is kept
};
/// What I made of the lines as they were, on top of what somebody else made of them.
[[nodiscard]] MergedLines mergeLines(const QList<LineDraft> &before, const QList<LineDraft> &mine, const QList<LineDraft> &theirs);

/// A product that can become a line.
struct Product
{
    QString sku, title;
    std::optional<qint64> price; ///< in minor units of the currency asked for; none: nobody knows
};

/// What an order comes to with other lines, as the store counts it.
struct LinesPreview
{
    QString reason; ///< machine word; empty: they can be changed so
    int version = 0; ///< of the order, 0 where it is not told
    Money oldTotal, total, paid, refunded;
    Money difference; ///< above zero: still to be paid; below: to be given back
};

/// A customer somebody on the phone may be.
struct CustomerMatch
{
    QString kind; ///< of what was found, as OrderMatch::kind
    OrderId order; ///< the newest of theirs that was found
    QString name, matched;
    QDateTime orderedAt;
    int orderCount = 0;
    static constexpr int mostCounted = 50;
};

/// One thing that keeps an order from being taken.
struct OrderProblem
{
    QString field;  ///< "name", "shipping.line1", "lines"; may be empty
    QString reason; ///< machine word, see orderReasonText()
};

/// What the store says to an order before it is taken.
struct OrderPreview
{
    QList<OrderProblem> problems;
    std::optional<Money> subtotal, shipping, tax, discount, total; ///< none as long as they cannot be counted
};

/// What most orders are in and go to, the most used first.
struct OrderDefaults
{
    QStringList currencies, countries;
};

/// What is asked and told while a customer is on the phone. Any call on the GUI thread; answers through futures.
class PhoneOrders final
{
public:
    explicit PhoneOrders(Session &session) : m_session(session) { }

    QFuture<Result<QList<Product>>> findProducts(const QString &text, const QString &currency);
    QFuture<Result<QList<CustomerMatch>>> findCustomers(const QString &text);
    QFuture<Result<OrderDefaults>> defaults();
    QFuture<Result<LinesPreview>> previewLines(OrderId id, int version, const QString &currency, const QList<LineDraft> &lines);
    QFuture<Result<OrderPreview>> preview(const QJsonObject &order);
    QFuture<Result<CommandOutcome>> create(QUuid commandId, const QJsonObject &order);

private:
    Session &m_session;
};

/// The problems a refusal names.
[[nodiscard]] QList<OrderProblem> readProblems(const QJsonObject &answer);

} // namespace Steward
