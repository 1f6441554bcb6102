// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Steward {

/// What became of a message or refund that was handed over, in the words of mailroom.settle.
struct DeliveryOutcome
{
    enum class Kind {
        Done,
        Refused, ///< for good, and nothing was done
        Pending, ///< taken on under reference, not decided yet
        Again,   ///< whatever may have happened
        Away,    ///< it surely never got there
    };
    /// What the answer says of the other side beyond this one item.
    enum class Side {
        Fine,
        Unwell,     ///< it broke off, said nothing, or failed within
        Unfriendly, ///< it may refuse whoever asks rather than this item: the sender, the login, the network
    };
    Kind kind = Kind::Again;
    QString reference; ///< what the other side calls it
    QString error;     ///< one word and never a value: "smtp_550_5_1_1", "paypal_REFUND_NOT_ALLOWED"
    Side side = Side::Fine;

    [[nodiscard]] QString word() const;

    friend bool operator==(const DeliveryOutcome &, const DeliveryOutcome &) = default;
};

} // namespace Steward
