// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/money.h"

#include <QLatin1StringView>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <span>

namespace Steward {

namespace {

struct Currency
{
    char code[4];
    int digits;
};

// ISO 4217, without metals, test codes and units of account nobody is charged in.
constexpr Currency currencies[] = {
    {"AED", 2}, {"AFN", 2}, {"ALL", 2}, {"AMD", 2}, {"AOA", 2}, {"ARS", 2}, {"AUD", 2}, {"AWG", 2}, {"AZN", 2},
    {"BAM", 2}, {"BBD", 2}, {"BDT", 2}, {"BHD", 3}, {"BIF", 0}, {"BMD", 2}, {"BND", 2}, {"BOB", 2}, {"BOV", 2},
    {"BRL", 2}, {"BSD", 2}, {"BTN", 2}, {"BWP", 2}, {"BYN", 2}, {"BZD", 2}, {"CAD", 2}, {"CDF", 2}, {"CHE", 2},
    {"CHF", 2}, {"CHW", 2}, {"CLF", 4}, {"CLP", 0}, {"CNY", 2}, {"COP", 2}, {"COU", 2}, {"CRC", 2}, {"CUP", 2},
    {"CVE", 2}, {"CZK", 2}, {"DJF", 0}, {"DKK", 2}, {"DOP", 2}, {"DZD", 2}, {"EGP", 2}, {"ERN", 2}, {"ETB", 2},
    {"EUR", 2}, {"FJD", 2}, {"FKP", 2}, {"GBP", 2}, {"GEL", 2}, {"GHS", 2}, {"GIP", 2}, {"GMD", 2}, {"GNF", 0},
    {"GTQ", 2}, {"GYD", 2}, {"HKD", 2}, {"HNL", 2}, {"HTG", 2}, {"HUF", 2}, {"IDR", 2}, {"ILS", 2}, {"INR", 2},
    {"IQD", 3}, {"IRR", 2}, {"ISK", 0}, {"JMD", 2}, {"JOD", 3}, {"JPY", 0}, {"KES", 2}, {"KGS", 2}, {"KHR", 2},
    {"KMF", 0}, {"KPW", 2}, {"KRW", 0}, {"KWD", 3}, {"KYD", 2}, {"KZT", 2}, {"LAK", 2}, {"LBP", 2}, {"LKR", 2},
    {"LRD", 2}, {"LSL", 2}, {"LYD", 3}, {"MAD", 2}, {"MDL", 2}, {"MGA", 2}, {"MKD", 2}, {"MMK", 2}, {"MNT", 2},
    {"MOP", 2}, {"MRU", 2}, {"MUR", 2}, {"MVR", 2}, {"MWK", 2}, {"MXN", 2}, {"MXV", 2}, {"MYR", 2}, {"MZN", 2},
    {"NAD", 2}, {"NGN", 2}, {"NIO", 2}, {"NOK", 2}, {"NPR", 2}, {"NZD", 2}, {"OMR", 3}, {"PAB", 2}, {"PEN", 2},
    {"PGK", 2}, {"PHP", 2}, {"PKR", 2}, {"PLN", 2}, {"PYG", 0}, {"QAR", 2}, {"RON", 2}, {"RSD", 2}, {"RUB", 2},
    {"RWF", 0}, {"SAR", 2}, {"SBD", 2}, {"SCR", 2}, {"SDG", 2}, {"SEK", 2}, {"SGD", 2}, {"SHP", 2}, {"SLE", 2},
    {"SOS", 2}, {"SRD", 2}, {"SSP", 2}, {"STN", 2}, {"SVC", 2}, {"SYP", 2}, {"SZL", 2}, {"THB", 2}, {"TJS", 2},
    {"TMT", 2}, {"TND", 3}, {"TOP", 2}, {"TRY", 2}, {"TTD", 2}, {"TWD", 2}, {"TZS", 2}, {"UAH", 2}, {"UGX", 0},
    {"USD", 2}, {"USN", 2}, {"UYI", 0}, {"UYU", 2}, {"UYW", 4}, {"UZS", 2}, {"VED", 2}, {"VES", 2}, {"VND", 0},
    {"VUV", 0}, {"WST", 2}, {"XAF", 0}, {"XCD", 2}, {"XCG", 2}, {"XOF", 0}, {"XPF", 0}, {"YER", 2}, {"ZAR", 2},
    {"ZMW", 2}, {"ZWG", 2},
};

// Withdrawn since 2020: an order outlives its currency, so these are still read and shown.
constexpr Currency withdrawn[] = {
    {"ANG", 2}, {"BGN", 2}, {"CUC", 2}, {"HRK", 2}, {"SLL", 2}, {"ZWL", 2},
};

const Currency *findIn(std::span<const Currency> table, QStringView code)
{
    const auto found = std::ranges::find_if(
        table, [code](const Currency &currency) { return code == QLatin1StringView(currency.code, 3); });
    return found == table.end() ? nullptr : &*found;
}

const Currency *find(QStringView code)
{
    const Currency *current = findIn(currencies, code);
    return current ? current : findIn(withdrawn, code);
}

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

/// Reads digits into total; false when it would pass the largest amount.
bool appendDigit(quint64 &total, int digit)
{
    constexpr auto largest = quint64(std::numeric_limits<qint64>::max());
    if (total > (largest - quint64(digit)) / 10)
        return false;
    total = total * 10 + quint64(digit);
    return true;
}

} // namespace

int Money::digits(QStringView currency)
{
    const Currency *known = find(currency);
    return known ? known->digits : 2;
}

bool Money::isKnown(QStringView currency)
{
    return find(currency) != nullptr;
}

QString Money::toPlainText() const
{
    QByteArray text;
    appendPlainText(text, minor, digits(currency));
    return QString::fromLatin1(text);
}

QString Money::toText(const QLocale &locale) const
{
    const int places = digits(currency);
    quint64 unit = 1;
    for (int i = 0; i < places; ++i)
        unit *= 10;
    const quint64 size = minor < 0 ? 0 - quint64(minor) : quint64(minor);
    QString text = locale.toString(size / unit);
    if (places > 0) {
        // Never through a double, which has no room for every sum.
        text += locale.decimalPoint();
        const char32_t zero = locale.zeroDigit().toUcs4().value(0, U'0');
        for (const QChar figure : QString::number(size % unit).rightJustified(places, u'0')) {
            const char32_t shown = zero + char32_t(figure.digitValue());
            text += QString::fromUcs4(&shown, 1);
        }
    }
    return (minor < 0 ? locale.negativeSign() : QString()) + text + u' ' + currency;
}

void Money::appendPlainText(QByteArray &out, qint64 minor, int digits)
{
    // Counted in unsigned numbers, because the smallest amount has no positive counterpart.
    const quint64 size = minor < 0 ? 0 - quint64(minor) : quint64(minor);
    std::array<char, 24> figures; // 2^63 has 19 digits
    const char *end = std::to_chars(figures.data(), figures.data() + figures.size(), size).ptr;
    const qsizetype count = end - figures.data();
    if (minor < 0)
        out += '-';
    if (count > digits) {
        out.append(figures.data(), count - digits);
    } else {
        out += '0';
    }
    if (digits == 0)
        return;
    out += '.';
    for (qsizetype missing = digits - count; missing > 0; --missing)
        out += '0';
    const qsizetype fraction = std::min<qsizetype>(count, digits);
    out.append(end - fraction, fraction);
}

std::optional<Money> Money::fromPlainText(QStringView text, const QString &currency)
{
    const bool negative = text.startsWith(u'-');
    if (negative || text.startsWith(u'+'))
        text = text.sliced(1);
    const qsizetype point = text.indexOf(u'.');
    const QStringView whole = point < 0 ? text : text.first(point);
    const QStringView fraction = point < 0 ? QStringView() : text.sliced(point + 1);
    const int places = digits(currency);
    const bool isNumber = std::ranges::all_of(whole, isDigit) && std::ranges::all_of(fraction, isDigit);
    if (!isNumber || whole.isEmpty() || (point >= 0 && fraction.isEmpty()))
        return std::nullopt;

    // "12.500" EUR is refused although its last zero says nothing: it may as well be a German twelve thousand five
    // hundred.
    if (fraction.size() > places)
        return std::nullopt;

    quint64 total = 0;
    for (const QChar character : whole) {
        if (!appendDigit(total, character.unicode() - u'0'))
            return std::nullopt;
    }
    for (int place = 0; place < places; ++place) {
        const int digit = place < fraction.size() ? fraction.at(place).unicode() - u'0' : 0;
        if (!appendDigit(total, digit))
            return std::nullopt;
    }
    return Money{negative ? -qint64(total) : qint64(total), currency};
}

} // namespace Steward
