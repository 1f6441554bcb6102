// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/phoneorder.h"

#include "models/session/session.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int interactiveMs = 10'000;

const LineDraft *lineOf(const QList<LineDraft> &lines, qint64 number)
{
    const auto found = std::ranges::find(lines, number, &LineDraft::number);
    return found == lines.end() ? nullptr : &*found;
}

LinesPreview readLinesPreview(const QJsonObject &answer, const QString &currency)
{
    const QJsonObject row = answer.value(u"rows"_s)[0].toObject();
    const auto money = [&](const QString &key) { return Money{row.value(key).toInteger(), currency}; };
    const QJsonValue current = row.value(u"current"_s);
    return {answer.value(u"reason"_s).toString(), current.isObject() ? current[u"version"_s].toInt() : row.value(u"version"_s).toInt(), money(u"old_total_minor"_s),
            money(u"total_minor"_s), money(u"paid_minor"_s), money(u"refunded_minor"_s), money(u"difference_minor"_s)};
}

OrderPreview readPreview(const QJsonObject &answer, const QString &currency)
{
    const auto money = [&](const QString &key) { return answer.contains(key) ? std::optional(Money{answer.value(key).toInteger(), currency}) : std::nullopt; };
    return {readProblems(answer), money(u"subtotal_minor"_s), money(u"shipping_minor"_s), money(u"tax_minor"_s), money(u"discount_minor"_s), money(u"total_minor"_s)};
}

QStringList texts(const QJsonValue &json)
{
    QStringList list;
    for (const QJsonValue &value : json.toArray())
        list.append(value.toString());
    return list;
}

/// A question whose answer is the rows of one statement.
template <typename Answer, typename Read>
QFuture<Result<Answer>> ask(Session &session, const QString &query, const Params &params, Read read)
{
    const auto job = [query, params, read](Connection &connection, const Interrupt &interrupt) -> Result<Answer> {
        const auto rows = connection.query(namedQuery(query), params, interrupt);
        return rows ? Result<Answer>(read(*rows)) : Result<Answer>(rows.error());
    };
    return session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
}

} // namespace

QList<LineDraft> lineDrafts(const OrderPanel &order)
{
    QList<LineDraft> lines;
    for (const OrderLine &line : order.lines)
        lines.append({line.id, line.sku, line.title, line.quantity, line.price ? line.price->minor : 0});
    return lines;
}

QJsonArray linesJson(const QList<LineDraft> &lines)
{
    QJsonArray json;
    for (const LineDraft &line : lines) {
        QJsonObject object{{u"sku"_s, line.sku}, {u"title"_s, line.title}, {u"quantity"_s, line.quantity}, {u"price_minor"_s, line.price}};
        if (line.number > 0)
            object.insert(u"line_no"_s, line.number);
        json.append(object);
    }
    return json;
}

QList<LineDraft> readLines(const QJsonArray &json)
{
    QList<LineDraft> lines;
    for (const QJsonValue &line : json)
        lines.append({line[u"line_no"_s].toInteger(), line[u"sku"_s].toString(), line[u"title"_s].toString(), line[u"quantity"_s].toInt(1), line[u"price_minor"_s].toInteger()});
    return lines;
}

MergedLines mergeLines(const QList<LineDraft> &before, const QList<LineDraft> &mine, const QList<LineDraft> &theirs)
{
    MergedLines merged;
    for (const LineDraft &their : theirs) {
        const LineDraft *was = lineOf(before, their.number);
        const LineDraft *my = lineOf(mine, their.number);
        const bool isTheirs = !was || *was != their;
        const bool isMine = was && (!my || *my != *was);
        if (isTheirs && isMine && !(my && *my == their))
            merged.contested.insert(their.number);
        if (!isMine)
            merged.lines.append(their);
        else if (my)
            merged.lines.append(*my);
    }
    for (LineDraft my : mine) {
        const LineDraft *was = lineOf(before, my.number);
        const bool isGone = my.number > 0 && !lineOf(theirs, my.number);
        // What they took out and I changed is wanted still: as a new line.
        if (my.number == 0 || (isGone && was && my != *was)) {
            my.number = 0;
            merged.lines.append(my);
        }
    }
    return merged;
}

QList<OrderProblem> readProblems(const QJsonObject &answer)
{
    QList<OrderProblem> problems;
    for (const QJsonValue &problem : answer.value(u"problems"_s).toArray())
        problems.append({problem[u"field"_s].toString(), problem[u"reason"_s].toString()});
    return problems;
}

QFuture<Result<QList<Product>>> PhoneOrders::findProducts(const QString &text, const QString &currency)
{
    return ask<QList<Product>>(m_session, u"orders/product_find"_s, Params().text(text).text(currency), [](const Rows &rows) {
        QList<Product> products;
        for (int row = 0; row < rows.count(); ++row) {
            Product product{rows.text(row, "sku"), rows.text(row, "title"), std::nullopt};
            if (!rows.isNull(row, rows.column("price_minor")))
                product.price = rows.integer(row, "price_minor");
            products.append(product);
        }
        return products;
    });
}

QFuture<Result<QList<CustomerMatch>>> PhoneOrders::findCustomers(const QString &text)
{
    return ask<QList<CustomerMatch>>(m_session, u"orders/customer_lookup"_s, Params().text(text), [](const Rows &rows) {
        QList<CustomerMatch> matches;
        for (int row = 0; row < rows.count(); ++row)
            matches.append({rows.text(row, "kind"), {rows.integer(row, "order_id")}, rows.text(row, "customer_name"), rows.text(row, "matched"), rows.timestamp(row, "placed_at"),
                            int(rows.integer(row, "order_count"))});
        return matches;
    });
}

QFuture<Result<OrderDefaults>> PhoneOrders::defaults()
{
    return ask<OrderDefaults>(m_session, u"orders/order_defaults"_s, {}, [](const Rows &rows) {
        const QJsonObject value = rows.object(0, "value");
        return OrderDefaults{texts(value.value(u"currencies"_s)), texts(value.value(u"countries"_s))};
    });
}

QFuture<Result<LinesPreview>> PhoneOrders::previewLines(OrderId id, int version, const QString &currency, const QList<LineDraft> &lines)
{
    return ask<LinesPreview>(m_session, u"orders/lines_preview"_s, Params().integer(id.value).integer(version).json(linesJson(lines)),
                             [currency](const Rows &rows) { return readLinesPreview(rows.object(0, "value"), currency); });
}

QFuture<Result<OrderPreview>> PhoneOrders::preview(const QJsonObject &order)
{
    return ask<OrderPreview>(m_session, u"orders/order_preview"_s, Params().json(order),
                             [currency = order.value(u"currency"_s).toString()](const Rows &rows) { return readPreview(rows.object(0, "value"), currency); });
}

QFuture<Result<CommandOutcome>> PhoneOrders::create(QUuid commandId, const QJsonObject &order)
{
    return m_session.commandClient().send(namedQuery(u"orders/order_create"_s), commandId, Params().json(order));
}

} // namespace Steward
