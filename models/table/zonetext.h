// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QTimeZone>

namespace Steward {

/// Prints the server's timestamps as ISO 8601 in a zone, for millions of rows in the order of time: a zone's rules are asked once an
/// hour of rows and not once a row. A zone this computer does not know is printed as UTC. One thread.
class ZoneText
{
public:
    explicit ZoneText(const QTimeZone &zone) : m_zone(zone.isValid() ? zone : QTimeZone::utc()) { }
    /// raw: as the server sends a timestamptz, "2026-11-24 14:34:00.123456+00".
    void append(QByteArray &out, QByteArrayView raw);

private:
    bool enterHour(QByteArrayView hour);

    QTimeZone m_zone;
    QByteArray m_hour;           // of UTC, "2026-11-24 14"
    QByteArray m_before, m_after; // what stands before and behind minutes and seconds in that hour
    bool m_isWhole = false;      // the zone lies whole hours off UTC, all through the hour
};

} // namespace Steward
