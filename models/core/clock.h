// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

namespace Steward {

/// What time it is, so that a test can say. All times are UTC.
class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual QDateTime now() const = 0;
    /// Milliseconds that only ever grow, for measuring how long something took.
    [[nodiscard]] virtual qint64 monotonicMs() const = 0;

    /// The machine's own clock.
    [[nodiscard]] static const Clock &system();
};

} // namespace Steward
