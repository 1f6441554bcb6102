// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the orders page that goes from view to view: their questions, their columns, and what of them has changed.
#include "ui/orders/orderspage_p.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

void OrdersPage::Private::showView(const SavedView &view)
{
    wanted = {};
    allColumns = shownColumnsOfAll();
    shownView = view.id;
    filters->setQuery(view.query);
    table->setColumns(view.id.isValid() ? view.columns : allColumns);
    model.setQuery(view.query);
    settleNotice();
    updateChanged();
    updateActions();
}

/// As it is shown now, with what was changed of it.
void OrdersPage::Private::openViewInWindow()
{
    SavedView view = tabs->currentView();
    const TableQuery saved = std::exchange(view.query, model.query());
    view.columns = table->columns();
    const bool isSaved = saved.filters == view.query.filters && saved.text == view.query.text;
    listWindows.open(view, isSaved ? OrderListWindows::Filter::Saved : OrderListWindows::Filter::Typed);
}

/// The list comes first.
void OrdersPage::Private::restoreListWindows()
{
    if (areViewsKnown && model.state() != TableModel::State::Loading)
        QMetaObject::invokeMethod(q, [this] { listWindows.restore(views.views()); }, Qt::QueuedConnection);
}

/// "All" is stored on this computer and not with the views, so no other view's columns may pass for its own.
QList<ViewColumn> OrdersPage::Private::shownColumnsOfAll() const
{
    return shownView.isValid() ? allColumns : table->columns();
}

void OrdersPage::Private::ask(const TableQuery &query)
{
    wanted = {};
    settleNotice();
    model.setQuery(query);
    updateChanged();
    updateActions();
}

void OrdersPage::Private::sortBy(const QString &sort, bool descending)
{
    TableQuery query = model.query();
    query.sort = sort;
    query.descending = descending;
    filters->setOrder(sort, descending);
    ask(query);
}

void OrdersPage::Private::openWithDefaults()
{
    filters->setQuery({});
    ask({});
}

void OrdersPage::Private::updateChanged()
{
    const SavedView &view = tabs->currentView();
    const bool changed = model.query() != view.query || (view.id.isValid() && table->columnsChanged());
    tabs->setChanged(changed);
    saveButton->setVisible(changed || view.broken);
    revertButton->setVisible(changed);
    ActionRegistry::setWhyOff(revertAction, changed ? QString() : OrdersPage::tr("This view is as it was saved."));
}

void OrdersPage::Private::refreshCountsSoon()
{
    if (!countsAreDue || !q->isVisible() || countsRest.isActive())
        return;
    countsAreDue = false;
    countsRest.start();
    views.refreshCounts();
}

/// Offers the tags that there are where a filter is typed.
void OrdersPage::Private::learnTags()
{
    learning.start(orders.tags(), q, [this](const Result<QStringList> &answer) {
        if (!answer)
            return; // any tag can be typed all the same
        knownTags = *answer;
        QList<QPair<QString, QString>> choices;
        for (const QString &tag : knownTags)
            choices.append({tag, tag});
        filters->setChoices(u"tag"_s, choices);
    });
}

} // namespace Steward
