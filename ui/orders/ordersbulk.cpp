// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderspage_p.h"
#include "ui/paper/papersheet.h"

using namespace Qt::StringLiterals;

namespace Steward {

OrderList OrdersPage::Private::list()
{
    return {desk, *table, model, *panel, q, [this](const QString &why) { tell(why); }};
}

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
    panel->actions().setRows(list().rows());
    connect(&desk.bulk(), &BulkRuns::began, q, [this] { updateActions(); });
    connect(&desk.bulk(), &BulkRuns::changed, q, [this] {
        if (desk.bulk().isUnderWay() || desk.bulk().isLeftOver() || desk.bulk().run()->pass() == BulkPass::Check)
            return;
        model.refreshVisible();
        views.refreshCounts();
        desk.news().ask();
    });
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
