// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QTimeZone>

#include <optional>

namespace Steward {

/// How a file writes points in time.
struct TimeStyle
{
    /// "iso" (2025-12-06 10:37:33 -0500, with T, Z, without seconds or time), or patterns of yyyy yy MM M MMM dd d HH H hh h mm ss
    /// AP and literal characters ("dd/MM/yy"). The first that fits counts. Two digits 69 to 99 are of the last century.
    QList<QByteArray> formats{"iso"};
    QTimeZone zone; ///< of times that carry no offset; invalid: such times are refused
};

/// Why a text is no time.
enum class TimeFault { None, NotATime, NoZone, DoesNotExist };

struct ParsedTime
{
    QDateTime at; ///< UTC
    TimeFault fault = TimeFault::None;
};

/// Reads a time. In the hour that happens twice in autumn the first one is meant; the hour that spring leaves out does not exist.
[[nodiscard]] ParsedTime parseTime(QByteArrayView text, const TimeStyle &style);

} // namespace Steward
