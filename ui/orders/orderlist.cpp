// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderlist.h"

#include "models/orders/ordertablemodel.h"
#include "ui/common/recordtable.h"
#include "ui/common/windows.h"
#include "ui/orders/gathersheet.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/orderpanel.h"
#include "ui/orders/orderspage.h"

#include <QLabel>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QList<ViewColumn> defaultColumns()
{
    return {{u"number"_s, 110, true}, {u"placed"_s, 165, true}, {u"customer"_s, 160, true}, {u"total"_s, 120, true}, {u"payment"_s, 120, true}, {u"fulfilment"_s, 120, true},
            {u"items"_s, 60, true}, {u"postal"_s, 85, true}, {u"country"_s, 70, false}, {u"email"_s, 200, false}, {u"phone"_s, 140, false}, {u"paid"_s, 120, false},
            {u"refunded"_s, 120, false}, {u"assigned"_s, 110, false}, {u"source"_s, 90, false}};
}

QSet<int> withheldColumns(const QSet<QString> &rights)
{
    QSet<int> columns;
    for (int column = 0; column < OrderTableModel::ColumnCount; ++column) {
        if (!OrderTableModel::isShownTo(rights, column))
            columns.insert(column);
    }
    return columns;
}

} // namespace

void setUpOrderTable(RecordTable &table, const QSet<QString> &rights)
{
    table.setWithheldColumns(withheldColumns(rights));
    table.setDefaultColumns(defaultColumns());
}

ListLook lookOf(const TableModel &model)
{
    using Look = StateBanner::Look;
    switch (model.state()) {
    case TableModel::State::Loading:
        return {Look::Loading, OrdersPage::tr("Asking for orders"), {}};
    case TableModel::State::Ready:
        return {};
    case TableModel::State::Empty:
        if (!model.query().filters.isEmpty() || !model.query().text.isEmpty())
            return {Look::Empty, OrdersPage::tr("No order matches"), OrdersPage::tr("The filter leaves nothing over. Take a filter away, or clear all of them."), OrdersPage::tr("Clear filters")};
        return {Look::Empty, OrdersPage::tr("No orders yet"), OrdersPage::tr("Orders appear here as the shop places them, or when a lead imports a file of them.")};
    case TableModel::State::Failed:
    case TableModel::State::Offline:
        break;
    }
    if (model.rowCount() > 0)
        return {};
    if (isRefused(model))
        return {Look::Failed, OrdersPage::tr("The orders could not be shown"), OrdersPage::tr("The store does not take this filter or order. Open the list with the defaults, then save the view again to mend it."), OrdersPage::tr("Open with defaults")};
    if (model.state() == TableModel::State::Offline)
        return {Look::Offline, OrdersPage::tr("Offline"), awayText(model), OrdersPage::tr("Try again")};
    return {Look::Failed, OrdersPage::tr("The orders could not be shown"), awayText(model), OrdersPage::tr("Try again")};
}

QString awayText(const TableModel &model)
{
    return model.state() == TableModel::State::Offline ? OrdersPage::tr("The server is away. Steward tries again by itself; what is shown stays.") : model.error().userText;
}

bool isRefused(const TableModel &model)
{
    const QString &state = model.error().sqlState;
    return model.state() == TableModel::State::Failed && (state.startsWith(u"22") || state == u"42501") && model.query() != TableQuery();
}

void showListNotice(QLabel &notice, const QString &text, Theme::Tone tone)
{
    QPalette palette = notice.palette();
    palette.setColor(QPalette::Window, Theme::background(tone));
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    notice.setPalette(palette);
    notice.setText(text);
    notice.setVisible(!text.isEmpty());
}

QList<SortSheet::Choice> sortChoices(const TableModel &model, const QSet<QString> &rights)
{
    QList<SortSheet::Choice> choices;
    const QStringList names = OrderTableModel::sortNames(rights);
    for (int column = 0; column < OrderTableModel::ColumnCount; ++column) {
        if (names.contains(OrderTableModel::sortName(column)))
            choices.append({OrderTableModel::sortName(column), model.headerData(column, Qt::Horizontal).toString()});
    }
    return choices;
}

OrderActions::Rows OrderList::rows() const
{
    OrderActions::Rows rows;
    rows.areChosen = [list = *this] { return list.table.selectionModel() && !list.table.selectionModel()->selection().isEmpty(); };
    rows.areSeveral = [list = *this] { return list.table.selectionModel() && list.table.selectedCount() > 1; };
    rows.gather = [list = *this](const auto &then) { return list.gather(then); };
    rows.choose = [list = *this](const OrderVerb &) { return list.chosen(); };
    return rows;
}

std::optional<OrderChoice> OrderList::current() const
{
    // A row that is not marked is nobody's choice: after a look-up the panel's order is meant.
    const QModelIndex at = table.currentIndex();
    if (const TableRow *row = at.isValid() && table.selectionModel()->isSelected(at) ? model.rowAt(at.row()) : nullptr)
        return OrderChoice{{row->id}, row->version, row->cells.value(OrderTableModel::Number).toString(), row->cells.value(OrderTableModel::Customer).toString()};
    if (const auto &order = panel.order())
        return OrderChoice{order->id, order->version, order->number, order->customerName};
    return std::nullopt;
}

std::optional<QList<OrderChoice>> OrderList::chosen() const
{
    const auto no = [this](const QString &why) {
        refuse(why);
        return std::nullopt;
    };
    const qint64 count = table.selectedCount();
    if (count > RecordTable::mostAtOnce)
        return no(OrdersPage::tr("At most %L1 orders are changed at once. Select fewer, for instance with a narrower filter.").arg(RecordTable::mostAtOnce));
    const RecordTable::Selection selection = table.selectedRecords();
    if (count > 1 && selection.onTheirWay > 0)
        return no(OrdersPage::tr("Nothing was done: %Ln selected order(s) are still on their way. Scroll over them, then try again.", nullptr, selection.onTheirWay));
    if (count > 1 && selection.gone > 0)
        return no(OrdersPage::tr("Nothing was done: %Ln selected order(s) have left this list. Ask again with F5, then select anew.", nullptr, selection.gone));
    QList<OrderChoice> chosen;
    for (const TableRow *row : selection.records) {
        OrderChoice order{{row->id}, row->version, row->cells.value(OrderTableModel::Number).toString(), row->cells.value(OrderTableModel::Customer).toString()};
        if (panel.order() && panel.order()->id == order.id)
            order.version = std::max(order.version, panel.order()->version);
        chosen.append(order);
    }
    if (!chosen.isEmpty())
        return chosen;
    // What is marked may be on its way still: the panel's order is then another one, unless it is a row that has left the list.
    const TableRow *row = table.selectionModel()->selection().isEmpty() ? nullptr : model.rowAt(table.currentIndex().row());
    if (!table.selectionModel()->selection().isEmpty() && (!row || row->id != panel.orderId().value))
        return no(OrdersPage::tr("This order is still on its way. Try again in a moment."));
    return chosen;
}

/// Where everything is meant and not all of it is loaded, the store says what it is.
bool OrderList::gather(const std::function<void(const QList<OrderChoice> &)> &then) const
{
    if (!table.isAllSelected())
        return false;
    const RecordTable::Selection selection = table.selectedRecords();
    const bool isLoaded = model.countStage() == CountStage::Exact && table.selectedCount() == model.countValue() && selection.records.size() == model.countValue();
    if (isLoaded)
        return false;
    openSheet(new GatherSheet(desk.bulk().repository(), model.query(), then, place));
    return true;
}

} // namespace Steward
