// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/zonetext.h"

#include <QDateTime>

namespace Steward {

namespace {

constexpr qsizetype hourLength = 13;   // "2026-11-24 14"
constexpr qsizetype secondLength = 19; // "2026-11-24 14:34:00"
constexpr int hourSeconds = 3600;

bool isUtc(QByteArrayView raw)
{
    return raw.size() >= secondLength + 3 && raw[10] == ' ' && raw.endsWith("+00");
}

QDateTime utcOf(QByteArrayView second)
{
    QDateTime time = QDateTime::fromString(QString::fromLatin1(second), QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    time.setTimeSpec(Qt::UTC);
    return time;
}

} // namespace

bool ZoneText::enterHour(QByteArrayView hour)
{
    m_hour.clear(); // an hour that cannot be read is none to go by
    const QDateTime begin = utcOf(hour.toByteArray() + ":00:00");
    if (!begin.isValid())
        return false;
    m_hour = hour.toByteArray();
    const int offset = m_zone.offsetFromUtc(begin);
    m_isWhole = offset % hourSeconds == 0 && offset == m_zone.offsetFromUtc(begin.addSecs(hourSeconds - 1));
    const QByteArray text = begin.toTimeZone(m_zone).toString(Qt::ISODate).toLatin1();
    m_before = text.first(hourLength);
    m_after = text.sliced(secondLength);
    return true;
}

void ZoneText::append(QByteArray &out, QByteArrayView raw)
{
    if (!isUtc(raw)) {
        out.append(raw);
        return;
    }
    const QByteArrayView hour = raw.first(hourLength);
    if (hour != m_hour && !enterHour(hour)) {
        out.append(raw);
        return;
    }
    if (m_isWhole) {
        out += m_before;
        out.append(raw.sliced(hourLength, secondLength - hourLength));
        out += m_after;
    } else {
        out += utcOf(raw.first(secondLength)).toTimeZone(m_zone).toString(Qt::ISODate).toLatin1();
    }
}

} // namespace Steward
