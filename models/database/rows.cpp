// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/rows.h"

#include <QJsonDocument>
#include <QTimeZone>

#include <libpq-fe.h>

#include <charconv>

namespace Steward {

namespace {

/// Reads digits at the start of text and drops them; -1 when there are none.
int takeNumber(QByteArrayView &text)
{
    int value = -1;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
    if (error != std::errc())
        return -1;
    text = text.sliced(end - text.begin());
    return value;
}

bool take(QByteArrayView &text, char expected)
{
    if (!text.startsWith(expected))
        return false;
    text = text.sliced(1);
    return true;
}

/// ".123456" as milliseconds, cut and not rounded, so that 23:59:59.9999 stays in its day.
int takeFraction(QByteArrayView &text)
{
    if (!take(text, '.'))
        return 0;
    int milliseconds = 0;
    int place = 0;
    while (!text.isEmpty() && text.front() >= '0' && text.front() <= '9') {
        if (place < 3)
            milliseconds = milliseconds * 10 + (text.front() - '0');
        ++place;
        text = text.sliced(1);
    }
    for (; place < 3; ++place)
        milliseconds *= 10;
    return milliseconds;
}

/// "+00", "-03:30": seconds east of Greenwich.
int takeOffset(QByteArrayView &text)
{
    const bool east = take(text, '+');
    if (!east && !take(text, '-'))
        return 0;
    int seconds = takeNumber(text) * 3600;
    if (take(text, ':'))
        seconds += takeNumber(text) * 60;
    if (take(text, ':'))
        seconds += takeNumber(text);
    return east ? seconds : -seconds;
}

/// Reads what DateStyle ISO prints, for instance "2026-01-31 23:59:59.25+00". Infinity and years before Christ are
/// invalid.
QDateTime parseTimestamp(QByteArrayView text)
{
    const int year = takeNumber(text);
    const int month = take(text, '-') ? takeNumber(text) : -1;
    const int day = take(text, '-') ? takeNumber(text) : -1;
    const QDate date(year, month, day);
    if (!take(text, ' ') && !take(text, 'T'))
        return date.isValid() && text.isEmpty() ? QDateTime(date, QTime(0, 0), Qt::UTC) : QDateTime();
    const int hour = takeNumber(text);
    const int minute = take(text, ':') ? takeNumber(text) : -1;
    const int second = take(text, ':') ? takeNumber(text) : -1;
    const int milliseconds = takeFraction(text);
    const int offset = takeOffset(text);
    const QTime time(hour, minute, second, milliseconds);
    if (!date.isValid() || !time.isValid() || !text.isEmpty())
        return {};
    return QDateTime(date, time, Qt::UTC).addSecs(-offset);
}

} // namespace

Rows::Rows(pg_result *result) : m_result(result, PQclear) {}

int Rows::count() const
{
    return m_result ? PQntuples(m_result.get()) : 0;
}

int Rows::column(const char *name) const
{
    // PQfnumber folds case unless quoted and searches each time; column lists are short and our names are lower-case.
    return m_result ? PQfnumber(m_result.get(), name) : -1;
}

int Rows::at(const char *name) const
{
    const int position = column(name);
    Q_ASSERT_X(position >= 0, "Rows", name);
    return position;
}

bool Rows::isNull(int row, int column) const
{
    return !m_result || column < 0 || PQgetisnull(m_result.get(), row, column) != 0;
}

QByteArrayView Rows::raw(int row, int column) const
{
    if (isNull(row, column))
        return {};
    return {PQgetvalue(m_result.get(), row, column), PQgetlength(m_result.get(), row, column)};
}

QString Rows::text(int row, int column) const
{
    return isNull(row, column) ? QString() : QString::fromUtf8(raw(row, column));
}

qint64 Rows::integer(int row, int column) const
{
    const QByteArrayView digits = raw(row, column);
    qint64 value = 0;
    std::from_chars(digits.begin(), digits.end(), value);
    return value;
}

bool Rows::boolean(int row, int column) const
{
    return raw(row, column) == QByteArrayView("t");
}

QDateTime Rows::timestamp(int row, int column) const
{
    return isNull(row, column) ? QDateTime() : parseTimestamp(raw(row, column));
}

QJsonObject Rows::object(int row, int column) const
{
    return QJsonDocument::fromJson(raw(row, column).toByteArray()).object();
}

QJsonArray Rows::array(int row, int column) const
{
    return QJsonDocument::fromJson(raw(row, column).toByteArray()).array();
}

} // namespace Steward
