// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/releaseverb.h"

#include "ui/common/prompts.h"
#include "ui/orders/orderactions.h"

using namespace Qt::StringLiterals;

namespace Steward {

void startRelease(OrderActions &actions, const QList<OrderChoice> &, const OrderPanel *order)
{
    if (!order)
        return;
    QList<OrderHold> open; // those this login may lift
    QStringList choices, kept;
    for (const OrderHold &hold : order->holds) {
        if (hold.isOpen() && !hold.release.allowed)
            kept.append(OrderActions::tr("%1: %2").arg(holdReasonText(hold.reason), orderReasonText(hold.release.why)));
        if (!hold.isOpen() || !hold.release.allowed)
            continue;
        open.append(hold);
        choices.append(hold.lines.isEmpty() ? OrderActions::tr("Release: %1").arg(holdReasonText(hold.reason)) : OrderActions::tr("Release: %1 (%n line(s))", "", int(hold.lines.size())).arg(holdReasonText(hold.reason)));
    }
    if (open.size() > 1)
        choices.append(kept.isEmpty() ? OrderActions::tr("Release all") : OrderActions::tr("Release these %n", "", int(open.size())));
    choices.append(OrderActions::tr("Cancel"));
    const QString said = open.size() == 1 && !open.first().note.isEmpty() ? OrderActions::tr("The hold's note says: %1").arg(open.first().note) : OrderActions::tr("The order can be shipped once no hold is left.");
    const QString text = (QStringList(said) + kept).join(u'\n');
    const auto release = [&actions, open, about = OrderChoice{order->id, order->version, order->number, order->customerName}](int choice) {
        QList<HoldAt> chosen;
        for (int i = 0; i < open.size(); ++i) {
            if (choice == i || (open.size() > 1 && choice == open.size()))
                chosen.append({open.at(i).id, about.version});
        }
        if (chosen.isEmpty())
            return;
        const QUuid command = QUuid::createUuid();
        actions.begin(command, u"release"_s, {about}, OrderActions::tr("Release %1").arg(about.number), [&commands = actions.commands(), command, id = about.id, chosen] { commands.releaseHold(command, id, chosen); });
    };
    // Asked on the widget that owns the actions, so that no answer comes after them.
    actions.prompts().ask(actions.place(), OrderActions::tr("Release %1").arg(order->number), text, choices, release);
}

} // namespace Steward
