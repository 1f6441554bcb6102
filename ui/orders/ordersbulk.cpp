// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/gathersheet.h"
#include "ui/orders/orderspage_p.h"
#include "ui/paper/papersheet.h"

using namespace Qt::StringLiterals;

namespace Steward {

void OrdersPage::Private::makeBulkActions()
{
    const auto add = [this](const QString &name, const QString &text, const QString &shortcut, auto run) {
        QAction *action = context.actions.add(q, name, text, QKeySequence(shortcut), OrdersPage::tr("Orders"));
        connect(action, &QAction::triggered, q, run);
        return action;
    };
    selectAll = add(u"selectAllAction"_s, OrdersPage::tr("Select all orders that match"), u"Ctrl+Alt+A"_s, [this] {
        table->setFocus();
        table->selectAll();
    });
    showingRun = add(u"bulkAction"_s, OrdersPage::tr("Show the run over many orders"), {}, [this] { bulkStrip->showWindow(); });
    OrderActions::Rows rows;
    rows.areChosen = [this] { return table->selectionModel() && !table->selectionModel()->selection().isEmpty(); };
    rows.areSeveral = [this] { return table->selectionModel() && table->selectedCount() > 1; };
    rows.gather = [this](const auto &then) { return gatherAll(then); };
    rows.choose = [this](const OrderVerb &) { return chosenRows(); };
    panel->actions().setRows(rows);
    connect(&desk.bulk(), &BulkRuns::began, q, [this] { updateActions(); });
    connect(&desk.bulk(), &BulkRuns::changed, q, [this] {
        if (desk.bulk().isUnderWay() || desk.bulk().isLeftOver() || desk.bulk().run()->pass() == BulkPass::Check)
            return;
        model.refreshVisible();
        views.refreshCounts();
        desk.news().ask();
    });
}

/// Where everything is meant and not all of it is loaded, the store says what it is.
bool OrdersPage::Private::gatherAll(const std::function<void(const QList<OrderChoice> &)> &then)
{
    if (!table->isAllSelected())
        return false;
    const RecordTable::Selection selection = table->selectedRecords();
    const bool isLoaded = model.countStage() == CountStage::Exact && table->selectedCount() == model.countValue() && selection.records.size() == model.countValue();
    if (isLoaded)
        return false;
    openSheet(new GatherSheet(desk.bulk().repository(), model.query(), then, q));
    return true;
}

QList<PageWork> OrdersPage::underWay() const
{
    QList<PageWork> works;
    if (const QString run = d->desk.bulk().underWay(); !run.isEmpty())
        works.append({tr("A run is going on"), run,
                      d->desk.bulk().isKept() ? tr("If you leave now, it stops behind the orders that are being changed at this moment. When you sign in here again, you can go on with the others.")
                                              : tr("If you leave now, it ends with the orders that are being changed at this moment; the others are left alone."),
                      tr("It waits, and goes on when you have unlocked.")});
    if (d->importWizard && d->importWizard->isImporting())
        works.append(ImportWizard::work());
    if (d->exportSheet && d->exportSheet->isRunning())
        works.append(ExportSheet::work());
    for (const PaperSheet *sheet : findChildren<PaperSheet *>()) {
        if (sheet->isWriting())
            works.append(sheet->work());
    }
    return works;
}

} // namespace Steward
