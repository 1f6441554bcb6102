// SPDX-License-Identifier: GPL-3.0-or-later
// What was typed on the orders desk and not sent: asked about, said, and opened again.
#include "ui/orders/orderspage_p.h"

#include "models/session/drafts.h"
#include "ui/orders/draftssheet.h"
#include "ui/orders/importwizard.h"
#include "ui/orders/ordersheet.h"
#include "ui/orders/phoneorderwindow.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

void OrdersPage::Private::connectDrafts()
{
    connect(&context.drafts, &Drafts::opened, q, [this] { sayDrafts(); });
    connect(&context.drafts, &Drafts::changed, q, [this] { updateDrafts(); });
    connect(&context.drafts, &Drafts::warningChanged, q, [this] {
        const QString before = std::exchange(draftWarning, context.drafts.warning());
        if (!draftWarning.isEmpty())
            showNotice(draftWarning);
        else if (!before.isEmpty() && notice->text() == before)
            settleNotice();
    });
    connect(&context.drafts, &Drafts::told, q, [this](const QString &text) { tell(text); });
    connect(&desk.sent(), &SentCommands::told, q, [this](const QString &text, Theme::Tone tone) { tell(text, tone); });
    connect(&windows, &OrderWindows::told, q, &OrdersPage::statusText);
    connect(&listWindows, &OrderListWindows::told, q, &OrdersPage::statusText);
    connect(&listWindows, &OrderListWindows::windowAsked, &windows, &OrderWindows::open);
    connect(&model, &TableModel::stateChanged, q, [this] { restoreListWindows(); });
    // The list comes first: windows are opened again when it is there.
    connect(&model, &TableModel::stateChanged, q, [this] {
        if (model.state() != TableModel::State::Loading && !std::exchange(areWindowsRestored, true))
            QMetaObject::invokeMethod(q, [this] { windows.restore(); }, Qt::QueuedConnection);
    });
}

/// Once, where a person looks after signing in.
void OrdersPage::Private::sayDrafts()
{
    const QList<Draft> typed = typedDrafts(context.drafts);
    const auto count = std::ranges::count_if(typed, [](const Draft &draft) { return draft.sent.isEmpty(); }); // of what was sent it is said what became of it
    if (count > 0 && !std::exchange(areDraftsSaid, true))
        tell(OrdersPage::tr("%n thing(s) you typed before and did not send were kept. Ctrl+Shift+K shows them; nothing was sent.", "", int(count)), Theme::Tone::Info);
}

void OrdersPage::Private::updateDrafts()
{
    const qsizetype count = typedDrafts(context.drafts).size();
    ActionRegistry::setWhyOff(drafts, count == 0 ? OrdersPage::tr("There is nothing you typed and did not send.") : QString());
    drafts->setIconText(OrdersPage::tr("Drafts (%L1)").arg(count));
    draftsButton->setAccessibleName(OrdersPage::tr("Drafts, %L1").arg(count));
    draftsButton->setVisible(count > 0);
}

void OrdersPage::Private::showDrafts()
{
    auto *sheet = new DraftsSheet(context.drafts, zone(), q);
    connect(sheet, &DraftsSheet::chosen, q, [this](const Draft &draft) { openDraft(draft); });
    connect(sheet, &DraftsSheet::discarded, q, [this](const Draft &draft) {
        if (draft.verb == u"note")
            desk.notes().discard(draftOrders(draft).value(0).id);
        context.drafts.forget(draft.record, draft.verb);
    });
    openSheet(sheet);
}

/// The way a person would go: the order first, then its verb, which fills in what was typed.
void OrdersPage::Private::openDraft(const Draft &draft)
{
    if (draft.verb == PhoneOrderWindow::draftVerb())
        return phoneOrders.restore(draft);
    if (draft.verb == ImportWizard::draftVerb()) {
        if (!importing->isEnabled()) // it was typed when one might import
            return tell(ActionRegistry::whyOff(importing));
        importing->trigger();
        return importWizard->openFile(ImportWizard::draftPath(draft));
    }
    desk.sent().settle(draft, q, [this](const Draft &left) { openTyped(left); });
}

void OrdersPage::Private::openTyped(const Draft &draft)
{
    const QList<OrderChoice> about = draftOrders(draft);
    const auto verb = std::ranges::find(orderVerbs(), draft.verb, &OrderVerb::name);
    if (verb == orderVerbs().end() || about.isEmpty())
        return;
    if (about.size() > 1 && verb->takes != OrderVerb::Takes::One)
        return verb->start(panel->actions(), about, nullptr);
    q->openOrder(about.first().id);
    panel->whenShown([this, name = draft.verb](const OrderPanel &) { panel->actions().startShown(name); });
}

QStringList OrdersPage::unsent() const
{
    QStringList what;
    for (const OrderId id : d->desk.notes().unsettled())
        what.append(tr("A note for %1").arg(d->desk.notes().number(id)));
    for (const OrderSheet *sheet : d->desk.drafts().unsent())
        what.append(sheet->windowTitle());
    what += d->phoneOrders.unsent();
    if (d->importWizard && d->importWizard->isMapUnsaved())
        what.append(d->importWizard->mapTitle());
    return what;
}

void OrdersPage::settleUnsent(UnsentChoice choice)
{
    const QList<OrderId> notes = d->desk.notes().unsettled();
    const QList<OrderSheet *> sheets = d->desk.drafts().unsent();
    if (choice == UnsentChoice::Discard) {
        for (const OrderId id : notes)
            d->desk.notes().discard(id);
        for (const OrderSheet *sheet : sheets)
            d->desk.drafts().forget(sheet);
        d->phoneOrders.discard();
    }
    d->desk.notes().settle(notes);
    for (OrderSheet *sheet : sheets)
        sheet->settle();
    if (d->importWizard && d->importWizard->isMapUnsaved())
        d->importWizard->settleMap(choice);
}

} // namespace Steward
