// SPDX-License-Identifier: GPL-3.0-or-later
// What the list of the orders desk and the windows of single views have in common.
#pragma once

#include "ui/common/sortsheet.h"
#include "ui/common/statebanner.h"
#include "ui/common/theme.h"
#include "ui/orders/orderactions.h"

#include <QSet>

class QLabel;

namespace Steward {

class OrderPanelWidget;
class OrderTableModel;
class RecordTable;
class TableModel;

/// What stands in a list's place while it has no rows to show; Hidden while it has.
struct ListLook
{
    StateBanner::Look look = StateBanner::Look::Hidden;
    QString title, text, action = {};
};

/// Which columns there are, which a login of these rights is not shown, and how the rows are drawn.
void setUpOrderTable(RecordTable &table, const QSet<QString> &rights);
[[nodiscard]] ListLook lookOf(const TableModel &model);
/// Why the rows that are shown are not asked again just now, a whole sentence.
[[nodiscard]] QString awayText(const TableModel &model);
/// The store does not take the question, and there is another one: however it came about, it would fail again and again.
[[nodiscard]] bool isRefused(const TableModel &model);
/// A sentence above a list; empty takes it away.
void showListNotice(QLabel &notice, const QString &text, Theme::Tone tone);
/// By what a list can be sorted.
[[nodiscard]] QList<SortSheet::Choice> sortChoices(const TableModel &model, const QSet<QString> &rights);

/// A list of orders with the panel beside it: what verbs for several take from it. It outlives what is made of it.
struct OrderList
{
    OrderDesk &desk;
    RecordTable &table;
    OrderTableModel &model;
    OrderPanelWidget &panel;
    QWidget *place; ///< over which is asked
    std::function<void(const QString &)> refuse;

    /// The rows chosen, all that match, or the order shown.
    [[nodiscard]] OrderActions::Rows rows() const;
    /// The row under the cursor, of which number and customer are known before the store has answered; else what the panel shows.
    [[nodiscard]] std::optional<OrderChoice> current() const;

private:
    [[nodiscard]] std::optional<QList<OrderChoice>> chosen() const;
    [[nodiscard]] bool gather(const std::function<void(const QList<OrderChoice> &)> &then) const;
};

} // namespace Steward
