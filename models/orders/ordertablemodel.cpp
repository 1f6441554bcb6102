// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/ordertablemodel.h"

#include "models/orders/orderrepository.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

struct ColumnInfo
{
    const char *name;
    const char *sort; ///< empty: the list cannot be sorted by it
    const char *title;
};

constexpr std::array<ColumnInfo, OrderTableModel::ColumnCount> columns{{
    {"number", "number", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Order")},
    {"placed", "placed", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Placed")},
    {"customer", "customer", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Customer")},
    {"total", "total", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Total")},
    {"payment", "payment", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Payment")},
    {"fulfilment", "fulfilment", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Fulfilment")},
    {"items", "", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Items")},
    {"postal", "postal", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Postal code")},
    {"country", "", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Country")},
    {"email", "", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "E-mail")},
    {"phone", "", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Phone")},
    {"paid", "", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Paid")},
    {"refunded", "", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Refunded")},
    {"assigned", "", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Assigned to")},
    {"source", "", QT_TRANSLATE_NOOP("Steward::OrderTableModel", "Source")},
}};

bool isMoney(int column)
{
    return column == OrderTableModel::Total || column == OrderTableModel::Paid || column == OrderTableModel::Refunded;
}

QString strongestMode(const QList<Viewer> &viewers)
{
    for (const QString &mode : {u"editing"_s, u"viewing"_s}) {
        if (std::ranges::find(viewers, mode, &Viewer::mode) != viewers.end())
            return mode;
    }
    return viewers.isEmpty() ? QString() : u"away"_s;
}

} // namespace

OrderTableModel::OrderTableModel(std::unique_ptr<TableSource> source, QObject *parent) : TableModel(std::move(source), {u"total"_s}, parent) { }

int OrderTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant OrderTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::DisplayRole)
        return tr(columns.at(size_t(section)).title);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment((isMoney(section) || section == Items ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    return {};
}

QVariant OrderTableModel::cell(const TableRow &row, int column, int role) const
{
    const QVariant value = row.cells.value(column);
    switch (role) {
    case Qt::DisplayRole:
        if (isMoney(column))
            return value.isNull() ? QString() : Money{value.toLongLong(), row.cells.value(Currency).toString()}.toText();
        if (column == Payment)
            return paymentStatusText(value.toString());
        if (column == Fulfilment)
            return fulfilmentStatusText(value.toString());
        return value;
    case MoneyRole:
        return value.isNull() ? QVariant() : QVariant::fromValue(Money{value.toLongLong(), row.cells.value(Currency).toString()});
    case StatusRole:
        return value;
    case HoldsRole:
        return row.cells.value(Holds);
    case CancelledRole:
        return row.cells.value(Cancelled);
    case VersionRole:
        return row.version;
    case PresenceRole:
        return strongestMode(m_viewers.value(row.id));
    case Qt::ToolTipRole:
        return column == Number ? viewersText(m_viewers.value(row.id)) : QVariant();
    case Qt::AccessibleTextRole: // what the mark beside the number says to who does not see it
        return column == Number && m_viewers.contains(row.id) ? value.toString() + u", "_s + viewersText(m_viewers.value(row.id)) : QVariant();
    case Qt::TextAlignmentRole:
        return headerData(column, Qt::Horizontal, role);
    default:
        return {};
    }
}

void OrderTableModel::setViewers(const QHash<qint64, QList<Viewer>> &viewers)
{
    const QHash<qint64, QList<Viewer>> before = std::exchange(m_viewers, viewers);
    const QList<qint64> earlier = before.keys(), now = viewers.keys();
    QSet<qint64> orders(earlier.begin(), earlier.end());
    orders.unite({now.begin(), now.end()});
    for (const qint64 id : std::as_const(orders)) {
        const int row = before.value(id) == viewers.value(id) ? -1 : rowOfId(id);
        if (row >= 0)
            Q_EMIT dataChanged(index(row, Number), index(row, Number), {PresenceRole, Qt::ToolTipRole, Qt::AccessibleTextRole});
    }
}

QString OrderTableModel::columnName(int column)
{
    return QString::fromLatin1(columns.at(size_t(column)).name);
}

QString OrderTableModel::sortName(int column)
{
    return QString::fromLatin1(columns.at(size_t(column)).sort);
}

QString OrderTableModel::numberKey(const QString &number)
{
    constexpr int digits = 12;
    QString plain = number.normalized(QString::NormalizationForm_KC).toUpper();
    plain.removeIf([](QChar c) { return c == u'#' || c.isSpace(); });
    QString key;
    QString run;
    const auto endRun = [&key, &run] {
        while (run.startsWith(u'0'))
            run.remove(0, 1);
        key += run.rightJustified(digits, u'0');
        run.clear();
    };
    for (const QChar c : plain) {
        if (c >= u'0' && c <= u'9') {
            run += c;
            continue;
        }
        if (!run.isEmpty())
            endRun();
        key += c;
    }
    if (!run.isEmpty())
        endRun();
    return key;
}

bool OrderTableModel::isShownTo(const QSet<QString> &rights, int column)
{
    if (isMoney(column))
        return rights.contains(u"money"_s);
    return (column != Email && column != Phone) || rights.contains(u"contact"_s);
}

QStringList OrderTableModel::sortNames(const QSet<QString> &rights)
{
    QStringList names;
    for (int column = 0; column < ColumnCount; ++column) {
        if (!sortName(column).isEmpty() && isShownTo(rights, column))
            names.append(sortName(column));
    }
    return names;
}

QList<QueryField> OrderTableModel::queryFields(const QSet<QString> &rights)
{
    using Type = QueryField::Type;
    const auto choices = [](const QStringList &values, QString (*label)(const QString &)) {
        QList<QPair<QString, QString>> list;
        for (const QString &value : values)
            list.append({value, label(value)});
        return list;
    };
    const QList<QPair<QString, QString>> yesNo{{u"yes"_s, tr("Yes")}, {u"no"_s, tr("No")}};
    QList<QueryField> fields{
        {u"payment"_s, tr("Payment"), Type::Choice, choices({u"pending"_s, u"authorised"_s, u"paid"_s, u"partially_paid"_s, u"partially_refunded"_s, u"refunded"_s, u"voided"_s}, paymentStatusText)},
        {u"fulfilment"_s, tr("Fulfilment"), Type::Choice, choices({u"unfulfilled"_s, u"partially_fulfilled"_s, u"fulfilled"_s, u"on_hold"_s, u"cancelled"_s}, fulfilmentStatusText)},
        {u"placed"_s, tr("Placed"), Type::Date, {}},
        {u"total"_s, tr("Total"), Type::Amount, {}},
        {u"hold"_s, tr("On hold"), Type::Choice, yesNo},
        {u"cancelled"_s, tr("Cancelled"), Type::Choice, yesNo},
        {u"refund"_s, tr("Refund"), Type::Choice, {{u"waiting"_s, tr("Waiting")}, {u"by_hand"_s, tr("To be paid out by hand")}}},
        {u"assigned"_s, tr("Assigned to"), Type::Prefix, {{u"me"_s, tr("Me")}, {u"none"_s, tr("Nobody")}}},
        {u"tag"_s, tr("Tag"), Type::Prefix, {}},
        {u"customer"_s, tr("Customer"), Type::Text, {}},
        {u"email"_s, tr("E-mail"), Type::Prefix, {}},
        {u"phone"_s, tr("Phone"), Type::Prefix, {}},
        {u"postal"_s, tr("Postal code"), Type::Prefix, {}},
        {u"number"_s, tr("Order number"), Type::Prefix, {}},
        {u"reference"_s, tr("Payment reference"), Type::Prefix, {}},
        {u"currency"_s, tr("Currency"), Type::Prefix, {}},
        {u"country"_s, tr("Country"), Type::Prefix, {}},
        {u"sku"_s, tr("Product code"), Type::Prefix, {}},
        {u"source"_s, tr("Source"), Type::Prefix, {}},
    };
    static const QHash<QString, QString> needs{{u"email"_s, u"contact"_s}, {u"phone"_s, u"contact"_s}, {u"total"_s, u"money"_s}, {u"currency"_s, u"money"_s},
                                               {u"reference"_s, u"money"_s}, {u"refund"_s, u"money"_s}};
    fields.removeIf([&rights](const QueryField &field) { return needs.contains(field.name) && !rights.contains(needs.value(field.name)); });
    return fields;
}

} // namespace Steward
