// SPDX-License-Identifier: GPL-3.0-or-later
// What was typed on the orders desk and not sent: asked about, said, and opened again.
#include "ui/orders/orderspage_p.h"

#include "models/session/drafts.h"
#include "ui/orders/draftssheet.h"
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
        if (!context.drafts.warning().isEmpty())
            showNotice(context.drafts.warning());
    });
    connect(&context.drafts, &Drafts::told, q, [this](const QString &text) { tell(text); });
    connect(&windows, &OrderWindows::told, q, &OrdersPage::statusText);
    // The list comes first: windows are opened again when it is there.
    connect(&model, &TableModel::stateChanged, q, [this] {
        if (model.state() != TableModel::State::Loading && !std::exchange(areWindowsRestored, true))
            QMetaObject::invokeMethod(q, [this] { windows.restore(); }, Qt::QueuedConnection);
    });
}

/// Once, where a person looks after signing in.
void OrdersPage::Private::sayDrafts()
{
    const qsizetype count = typedDrafts(context.drafts).size();
    if (count > 0 && !std::exchange(areDraftsSaid, true))
        tell(OrdersPage::tr("%n thing(s) you typed before and did not send were kept. Ctrl+Shift+K shows them; nothing was sent.", "", int(count)), Theme::Tone::Info);
}

void OrdersPage::Private::updateDrafts()
{
    ActionRegistry::setWhyOff(drafts, typedDrafts(context.drafts).isEmpty() ? OrdersPage::tr("Everything you typed was sent.") : QString());
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
    sheet->open();
}

/// The way a person would go: the order first, then its verb, which fills in what was typed.
void OrdersPage::Private::openDraft(const Draft &draft)
{
    if (draft.verb == PhoneOrderWindow::draftVerb())
        return phoneOrders.restore(draft);
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
    return what + d->phoneOrders.unsent();
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
}

} // namespace Steward
