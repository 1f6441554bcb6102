// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordercommands.h"

namespace Steward {

class OrderActions;
struct OrderPanel;

/// One thing that can be done to an order: how menus call it, and what opens when it is chosen.
struct OrderVerb
{
    /// Either: the order shown, unless several rows are chosen.
    enum class Takes { One, Several, Either };
    /// What it is about: menus keep those of one kind together.
    enum class Kind { Talk, Goods, Hold, Correction, Paper, End };
    /// Where an order's window offers it: frequent ones as a button, what has its own place there not again.
    enum class Shown { InMenu, AsButton, Elsewhere };

    QString name;     ///< machine word; its action is called name + "Action"
    const char *text; ///< to be translated in the context "Steward::OrderActions"
    QString shortcut; ///< portable text, may be empty
    QString icon;     ///< of resources/icons, may be empty
    QString right;    ///< the right without which it is off whatever is chosen
    Takes takes = Takes::One;
    /// Opens the sheet, or asks. order is null for several, and for rows that are not the order shown.
    void (*start)(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order) = nullptr;
    Kind kind = Kind::Correction;
    Shown shown = Shown::InMenu;
    QString can = {}; ///< the key of OrderPanel::can, where it is not the name
    [[nodiscard]] const QString &permission() const { return can.isEmpty() ? name : can; }
};

/// All of them, in the order of menus and tool bars. A new verb is a line here.
[[nodiscard]] const QList<OrderVerb> &orderVerbs();

} // namespace Steward
