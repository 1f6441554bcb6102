// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/columnmap.h"

#include "models/orders/import/columnbinding.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

bool isNamed(const QStringList &names, const QString &name)
{
    return names.contains(name.trimmed(), Qt::CaseInsensitive);
}

} // namespace

ColumnMap::ColumnMap(const ImportMap &base, const QStringList &header) : m_map(base), m_header(header)
{
    settleTotal();
}

QStringList ColumnMap::fields()
{
    QStringList names;
    for (int i = 0; i < orderFieldCount; ++i)
        names.append(fieldName(OrderField(i)));
    for (int i = 0; i < lineFieldCount; ++i)
        names.append(u"line."_s + fieldName(LineField(i)));
    return names;
}

ImportMap ColumnMap::blank()
{
    ImportMap map;
    map.name = map.source = u"file"_s;
    map.rule(OrderField::Number).isRequired = map.rule(OrderField::PlacedAt).isRequired = true;
    return map;
}

FieldRule *ColumnMap::rule(const QString &field)
{
    const qsizetype place = fields().indexOf(field);
    if (place < 0)
        return nullptr;
    return place < orderFieldCount ? &m_map.order[size_t(place)] : &m_map.line[size_t(place) - orderFieldCount];
}

const FieldRule *ColumnMap::rule(const QString &field) const
{
    return const_cast<ColumnMap *>(this)->rule(field); // the same look-up, and nothing is written
}

QStringList ColumnMap::fieldsOf(const QString &column) const
{
    QStringList names;
    for (const QString &field : fields()) {
        if (std::ranges::any_of(rule(field)->columns, [&column](const QString &text) { return isNamed(columnsIn(text), column); }))
            names.append(field);
    }
    return names;
}

void ColumnMap::assign(const QString &column, const QString &field)
{
    for (const QString &other : fieldsOf(column))
        rule(other)->columns.removeIf([&column](const QString &text) { return isNamed(columnsIn(text), column); });
    if (FieldRule *wanted = rule(field)) {
        wanted->columns = {column};
        wanted->constant.reset();
    }
    settleTotal();
}

bool ColumnMap::isBound(const FieldRule &rule) const
{
    // What a second file has is looked for when all of it is opened.
    const bool hasOtherFiles = m_map.linesFile || !m_map.lookups.isEmpty();
    return rule.constant || std::ranges::any_of(rule.columns, [this, hasOtherFiles](const QString &text) {
        const QStringList names = columnsIn(text);
        return hasOtherFiles || std::ranges::all_of(names, [this](const QString &name) { return isNamed(m_header, name); });
    });
}

bool ColumnMap::isMapped(const QString &field) const
{
    const FieldRule *found = rule(field);
    return found && isBound(*found);
}

void ColumnMap::settleTotal()
{
    m_map.totalIsSum = !isMapped(u"total"_s);
    m_map.rule(OrderField::Total).isRequired = !m_map.totalIsSum;
}

QStringList ColumnMap::missing() const
{
    QStringList names;
    for (const QString &field : {u"number"_s, u"placed_at"_s}) {
        if (!isMapped(field))
            names.append(field);
    }
    if (!m_map.totalIsSum)
        return names;
    // Without a total, the lines have to say all that it is the sum of.
    if (!isMapped(u"line.title"_s) && !isMapped(u"line.sku"_s))
        names.append(u"line.title"_s);
    if (!isMapped(u"line.quantity"_s))
        names.append(u"line.quantity"_s);
    if (!isMapped(u"line.price"_s) && !isMapped(u"line.total"_s))
        names.append(u"line.price"_s);
    return names;
}

} // namespace Steward
