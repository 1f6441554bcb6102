// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Steward {

/// Work of a page that goes on by itself and ends when the page is left: what is said of it, in whole sentences.
struct PageWork
{
    QString title;      ///< of the question that comes before its end
    QString said;       ///< what goes on, and how far it is
    QString whenLeft;   ///< what becomes of it then
    QString whenLocked; ///< what it does behind the lock
};

} // namespace Steward
