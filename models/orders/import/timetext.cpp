// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/timetext.h"

#include <array>

namespace Steward {

namespace {

/// The parts of a time as they are read.
struct Parts
{
    int year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0;
    int halfDay = -1; ///< 0 AM, 1 PM
    std::optional<int> offsetSeconds;
};

/// Takes things off the front of a text.
class Scanner
{
public:
    explicit Scanner(QByteArrayView text) : m_text(text) { }

    [[nodiscard]] bool atEnd() const { return m_text.isEmpty(); }
    [[nodiscard]] char peek() const { return m_text.isEmpty() ? '\0' : m_text.front(); }
    bool take(char character)
    {
        if (peek() != character)
            return false;
        m_text = m_text.sliced(1);
        return true;
    }
    /// Between fewest and most digits.
    bool number(int fewest, int most, int &value)
    {
        int digits = 0;
        value = 0;
        for (; digits < most && peek() >= '0' && peek() <= '9'; ++digits) {
            value = value * 10 + (peek() - '0');
            m_text = m_text.sliced(1);
        }
        return digits >= fewest;
    }
    /// One of several words, whatever its case; its place among them, or -1.
    template <size_t size>
    int word(const std::array<const char *, size> &words)
    {
        for (size_t i = 0; i < size; ++i) {
            const QByteArrayView word(words[i]);
            if (m_text.size() >= word.size() && m_text.first(word.size()).compare(word, Qt::CaseInsensitive) == 0) {
                m_text = m_text.sliced(word.size());
                return int(i);
            }
        }
        return -1;
    }

private:
    QByteArrayView m_text;
};

constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                            "July",    "August",   "September", "October", "November", "December"};
constexpr std::array shortMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// "Z", "UTC", "+01", "+0100" or "+01:00"; true also when there is nothing.
bool scanOffset(Scanner &in, Parts &parts)
{
    if (in.atEnd())
        return true;
    constexpr std::array utc{"Z", "UTC", "GMT"};
    if (in.word(utc) >= 0) {
        parts.offsetSeconds = 0;
        return in.atEnd();
    }
    const bool west = in.peek() == '-';
    if (!in.take('+') && !in.take('-'))
        return false;
    int hours = 0;
    int minutes = 0;
    if (!in.number(2, 2, hours))
        return false;
    if (!in.atEnd()) {
        in.take(':');
        if (!in.number(2, 2, minutes))
            return false;
    }
    if (hours > 15 || minutes > 59)
        return false;
    const int seconds = (hours * 60 + minutes) * 60;
    parts.offsetSeconds = west ? -seconds : seconds;
    return in.atEnd();
}

bool scanIso(Scanner in, Parts &parts)
{
    const bool hasDate = in.number(4, 4, parts.year) && in.take('-') && in.number(1, 2, parts.month) && in.take('-') && in.number(1, 2, parts.day);
    if (!hasDate)
        return false;
    if (in.atEnd())
        return true;
    if (!in.take('T') && !in.take(' '))
        return false;
    if (!in.number(1, 2, parts.hour) || !in.take(':') || !in.number(2, 2, parts.minute))
        return false;
    if (in.take(':') && !in.number(2, 2, parts.second))
        return false;
    if (in.take('.')) {
        if (!in.number(1, 3, parts.millisecond))
            return false;
        int rest = 0;
        in.number(0, 6, rest); // microseconds say nothing to a shop
    }
    in.take(' ');
    return scanOffset(in, parts);
}

/// One run of the same letter of a pattern; false when the text does not fit.
bool scanField(Scanner &in, char letter, int length, Parts &parts)
{
    const int fewest = length >= 2 ? 2 : 1;
    switch (letter) {
    case 'y': {
        if (length >= 4)
            return in.number(4, 4, parts.year);
        const bool isRead = in.number(2, 2, parts.year);
        parts.year += parts.year < 69 ? 2000 : 1900;
        return isRead;
    }
    case 'M':
        if (length < 3)
            return in.number(fewest, 2, parts.month);
        parts.month = 1 + (length == 3 ? in.word(shortMonths) : in.word(months));
        return parts.month > 0;
    case 'd':
        return in.number(fewest, 2, parts.day);
    case 'H':
    case 'h':
        return in.number(fewest, 2, parts.hour);
    case 'm':
        return in.number(fewest, 2, parts.minute);
    case 's':
        return in.number(fewest, 2, parts.second);
    case 'A': {
        constexpr std::array halves{"AM", "PM"};
        parts.halfDay = in.word(halves);
        return parts.halfDay >= 0;
    }
    default:
        return false;
    }
}

bool scanPattern(Scanner in, QByteArrayView pattern, Parts &parts)
{
    for (qsizetype at = 0; at < pattern.size();) {
        const char letter = pattern[at];
        if (QByteArrayView("yMdHhmsA").contains(letter)) {
            qsizetype length = 1;
            while (at + length < pattern.size() && pattern[at + length] == letter)
                ++length;
            if (letter == 'A' && at + 1 < pattern.size() && pattern[at + 1] == 'P')
                length = 2;
            if (!scanField(in, letter, int(length), parts))
                return false;
            at += length;
            continue;
        }
        if (!in.take(letter))
            return false;
        ++at;
    }
    in.take(' ');
    return scanOffset(in, parts);
}

ParsedTime resolve(const Parts &parts, const QTimeZone &zone)
{
    int hour = parts.hour;
    if (parts.halfDay >= 0) {
        if (hour < 1 || hour > 12)
            return {{}, TimeFault::NotATime};
        hour = hour % 12 + parts.halfDay * 12;
    }
    const QDate date(parts.year, parts.month, parts.day);
    const QTime time(hour, parts.minute, parts.second, parts.millisecond);
    if (!date.isValid() || !time.isValid() || parts.year < 1900 || parts.year > 2200)
        return {{}, TimeFault::NotATime};
    if (parts.offsetSeconds)
        return {QDateTime(date, time, Qt::UTC).addSecs(-*parts.offsetSeconds), TimeFault::None};
    if (!zone.isValid())
        return {{}, TimeFault::NoZone};
    const QDateTime local(date, time, zone);
    const QDateTime utc = local.toUTC();
    const QDateTime back = utc.toTimeZone(zone);
    if (!local.isValid() || back.date() != date || back.time() != time)
        return {{}, TimeFault::DoesNotExist};
    // Of the two o'clocks of an autumn night take the first, whatever Qt's release prefers.
    const QDateTime earlier = utc.addSecs(-3600);
    const QDateTime alsoLocal = earlier.toTimeZone(zone);
    return {alsoLocal.date() == date && alsoLocal.time() == time ? earlier : utc, TimeFault::None};
}

} // namespace

ParsedTime parseTime(QByteArrayView text, const TimeStyle &style)
{
    const QByteArrayView trimmed = text.trimmed();
    for (const QByteArray &format : style.formats) {
        Parts parts;
        const Scanner scanner(trimmed);
        if (format == "iso" ? scanIso(scanner, parts) : scanPattern(scanner, format, parts))
            return resolve(parts, style.zone);
    }
    return {{}, TimeFault::NotATime};
}

} // namespace Steward
