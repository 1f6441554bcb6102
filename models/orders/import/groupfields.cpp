// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/groupfields.h"

#include "models/core/money.h"

#include <QCoreApplication>

#include <algorithm>

namespace Steward {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

/// Counts characters and not bytes.
bool isLonger(const QByteArray &utf8, qsizetype most)
{
    return utf8.size() > most && QString::fromUtf8(utf8).size() > most;
}

QString faultText(TimeFault fault)
{
    switch (fault) {
    case TimeFault::NoZone:
        return tr("The time has no zone, and neither the map nor --zone says which.");
    case TimeFault::DoesNotExist:
        return tr("This time does not exist in its zone: the clock was put forward over it.");
    case TimeFault::NotATime:
    case TimeFault::None:
        break;
    }
    return tr("This is no time in the format expected.");
}

} // namespace

GroupFields::GroupFields(const ColumnBinding &binding, const ReadingStyle &style, const OrderGroup &group)
    : m_binding(binding), m_style(style), m_group(group), m_problems(group.problems)
{
}

QByteArray GroupFields::mapped(const FieldRule &rule, const QByteArray &text) const
{
    return rule.values.isEmpty() ? text : rule.values.value(QString::fromUtf8(text.trimmed()).toLower().toUtf8(), text);
}

QByteArray GroupFields::text(OrderField field)
{
    const BoundField &bound = m_binding.field(field);
    if (!bound.isBound())
        return {};
    const bool mayDiffer = bound.rule->whenRowsDiffer == FieldRule::WhenRowsDiffer::TakeFirst;
    QByteArray found;
    for (const CsvRecord &row : m_group.rows) {
        const QByteArray value = m_binding.value(bound, {&row, nullptr});
        if (value.isEmpty())
            continue;
        if (found.isEmpty()) {
            found = value;
            m_lines[size_t(field)] = row.line;
            if (mayDiffer || !bound.hasColumn())
                break;
        } else if (value != found) {
            m_problems.append({ImportProblem::Kind::Rejected, row.line, bound.column, {}, tr("The rows of this order say different things here."), {}});
            break;
        }
    }
    return mapped(*bound.rule, found);
}

QByteArray GroupFields::text(OrderField field, qsizetype most)
{
    QByteArray value = text(field);
    if (isLonger(value, most)) {
        refuse(field, tr("This is longer than %1 characters.").arg(most));
        value.clear();
    }
    return value;
}

QByteArray GroupFields::word(OrderField field, std::initializer_list<const char *> known)
{
    const QByteArray value = text(field).trimmed();
    if (value.isEmpty() || std::ranges::any_of(known, [&](const char *allowed) { return value == allowed; }))
        return value;
    refuse(field, tr("Steward does not know this word."));
    return {};
}

std::optional<qint64> GroupFields::amount(OrderField field)
{
    const QByteArray value = text(field);
    if (value.trimmed().isEmpty())
        return std::nullopt;
    const auto decimal = parseDecimal(value, m_style.numbers);
    if (!decimal) {
        refuse(field, tr("This is no amount with '%1' as its decimal sign.").arg(QLatin1Char(m_style.numbers.decimal)));
        return std::nullopt;
    }
    const auto minor = m_style.rounding == ImportMap::Rounding::HalfUp ? decimal->rounded(m_digits) : decimal->exactly(m_digits);
    if (!minor)
        refuse(field, tr("This amount has more decimals than its currency, or is too large."));
    else if (*minor < 0)
        refuse(field, tr("This amount is negative."));
    return minor;
}

QDateTime GroupFields::time(OrderField field)
{
    const QByteArray value = text(field);
    if (value.trimmed().isEmpty())
        return {};
    TimeStyle style = m_style.times;
    if (const QList<QByteArray> &own = m_binding.field(field).rule->formats; !own.isEmpty())
        style.formats = own;
    const ParsedTime parsed = parseTime(value, style);
    if (parsed.fault != TimeFault::None)
        refuse(field, faultText(parsed.fault));
    return parsed.at;
}

QByteArray GroupFields::text(LineField field, const RowView &row, qsizetype most)
{
    QByteArray value = m_binding.value(m_binding.field(field), row);
    if (isLonger(value, most)) {
        refuse(field, row, tr("This is longer than %1 characters.").arg(most));
        value.clear();
    }
    return value;
}

QByteArray GroupFields::word(LineField field, const RowView &row) const
{
    const BoundField &bound = m_binding.field(field);
    return mapped(*bound.rule, m_binding.value(bound, row)).trimmed();
}

std::optional<Decimal> GroupFields::number(LineField field, const RowView &row)
{
    const QByteArray value = m_binding.value(m_binding.field(field), row).trimmed();
    if (value.isEmpty())
        return std::nullopt;
    const auto decimal = parseDecimal(value, m_style.numbers);
    if (!decimal)
        refuse(field, row, tr("This is no number with '%1' as its decimal sign.").arg(QLatin1Char(m_style.numbers.decimal)));
    return decimal;
}

std::optional<qint64> GroupFields::toMinor(const Decimal &decimal, LineField field, const RowView &row)
{
    const auto minor = m_style.rounding == ImportMap::Rounding::HalfUp ? decimal.rounded(m_digits) : decimal.exactly(m_digits);
    if (!minor)
        refuse(field, row, tr("This amount has more decimals than its currency, or is too large."));
    else if (*minor < 0)
        refuse(field, row, tr("This amount is negative."));
    return minor;
}

std::optional<qint64> GroupFields::amount(LineField field, const RowView &row)
{
    const auto decimal = number(field, row);
    return decimal ? toMinor(*decimal, field, row) : std::nullopt;
}

void GroupFields::setCurrency(const QByteArray &currency)
{
    m_digits = Money::digits(QString::fromLatin1(currency));
}

void GroupFields::refuse(OrderField field, const QString &reason)
{
    m_problems.append({ImportProblem::Kind::Rejected, lineOf(field), m_binding.field(field).column, {}, reason, {}});
}

void GroupFields::refuse(LineField field, const RowView &row, const QString &reason)
{
    const qint64 line = row.line ? row.line->line : row.main ? row.main->line : firstLine();
    const QString file = row.line ? m_style.linesFile : QString();
    m_problems.append({ImportProblem::Kind::Rejected, line, m_binding.field(field).column, {}, reason, file});
}

void GroupFields::refuse(const QString &reason)
{
    m_problems.append({ImportProblem::Kind::Rejected, firstLine(), {}, {}, reason, {}});
}

bool GroupFields::isGood() const
{
    return std::ranges::none_of(m_problems, [](const ImportProblem &problem) { return problem.kind == ImportProblem::Kind::Rejected; });
}

qint64 GroupFields::lineOf(OrderField field) const
{
    const qint64 line = m_lines[size_t(field)];
    return line > 0 ? line : firstLine();
}

qint64 GroupFields::firstLine() const
{
    return m_group.rows.empty() ? 0 : m_group.rows.front().line;
}

} // namespace Steward
