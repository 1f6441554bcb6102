// SPDX-License-Identifier: GPL-3.0-or-later
// A map as it is written, the way importmap.cpp reads it.
#include "models/orders/import/importmap.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QJsonArray textsOf(const QList<QByteArray> &texts)
{
    QJsonArray array;
    for (const QByteArray &text : texts)
        array.append(QString::fromUtf8(text));
    return array;
}

QString characterOf(char character)
{
    return character == '\t' ? u"tab"_s : QString(QLatin1Char(character));
}

QJsonObject ruleOf(const FieldRule &rule)
{
    QJsonObject json;
    if (!rule.columns.isEmpty())
        json.insert(u"column"_s, QJsonArray::fromStringList(rule.columns));
    if (rule.constant)
        json.insert(u"value"_s, QString::fromUtf8(*rule.constant));
    QJsonObject words;
    for (auto word = rule.values.begin(); word != rule.values.end(); ++word)
        words.insert(QString::fromUtf8(word.key()), QString::fromUtf8(word.value()));
    if (!words.isEmpty())
        json.insert(u"values"_s, words);
    if (!rule.formats.isEmpty())
        json.insert(u"format"_s, textsOf(rule.formats));
    if (rule.whenRowsDiffer == FieldRule::WhenRowsDiffer::TakeFirst)
        json.insert(u"differs"_s, u"first"_s);
    if (rule.isRequired)
        json.insert(u"required"_s, true);
    return json;
}

template <size_t size, typename Name>
QJsonObject rulesOf(const std::array<FieldRule, size> &rules, Name name)
{
    QJsonObject json;
    for (size_t i = 0; i < size; ++i) {
        if (const QJsonObject rule = ruleOf(rules[i]); !rule.isEmpty())
            json.insert(name(i), rule);
    }
    return json;
}

QJsonObject joinOf(const JoinRule &join)
{
    QJsonObject json{{u"file"_s, join.file}, {u"key"_s, join.key}};
    if (!join.by.isEmpty())
        json.insert(u"by"_s, join.by);
    if (join.isOfLine)
        json.insert(u"of"_s, u"line"_s);
    return json;
}

QJsonObject numbersOf(const ImportMap &map)
{
    using Sign = ImportMap::DecimalSign;
    return {{u"decimal"_s, map.decimalSign == Sign::Point ? u"."_s : map.decimalSign == Sign::Comma ? u","_s : u"auto"_s},
            {u"strip"_s, textsOf(map.strip)},
            {u"round"_s, map.rounding == ImportMap::Rounding::HalfUp ? u"half_up"_s : u"refuse"_s}};
}

QJsonObject totalsOf(const ImportMap &map)
{
    return {{u"total"_s, map.totalIsSum ? u"sum"_s : u"column"_s},
            {u"subtotal"_s, map.subtotal == ImportMap::Subtotal::AfterDiscount ? u"after_discount"_s : u"before_discount"_s},
            {u"check"_s, map.totalsCheck == ImportMap::TotalsCheck::Skip ? u"no"_s : u"yes"_s}};
}

QJsonArray refusalsOf(const QList<RefusalRule> &rules)
{
    QJsonArray array;
    for (const RefusalRule &rule : rules)
        array.append(QJsonObject{{u"column"_s, rule.column}, {u"starts_with"_s, QString::fromUtf8(rule.startsWith)}, {u"reason"_s, rule.reason}});
    return array;
}

} // namespace

QJsonObject ImportMap::toJson() const
{
    QJsonObject json{{u"name"_s, name}, {u"title"_s, title}, {u"source"_s, source}, {u"quote"_s, characterOf(quote)}, {u"numbers"_s, numbersOf(*this)}, {u"totals"_s, totalsOf(*this)}};
    QJsonObject times{{u"format"_s, textsOf(timeFormats)}};
    if (!zone.isEmpty())
        times.insert(u"zone"_s, QString::fromUtf8(zone));
    json.insert(u"times"_s, times);
    json.insert(u"lines"_s, lines == Lines::Scattered ? u"scattered"_s : u"adjacent"_s);
    json.insert(u"order"_s, rulesOf(order, [](size_t field) { return fieldName(OrderField(field)); }));
    json.insert(u"line"_s, rulesOf(line, [](size_t field) { return fieldName(LineField(field)); }));
    if (!encoding.isEmpty())
        json.insert(u"encoding"_s, encoding);
    if (delimiter != 0)
        json.insert(u"delimiter"_s, characterOf(delimiter));
    if (!nullWords.isEmpty())
        json.insert(u"null"_s, textsOf(nullWords));
    if (!orderRow.isEmpty())
        json.insert(u"order_row"_s, orderRow);
    if (!refuse.isEmpty())
        json.insert(u"refuse"_s, refusalsOf(refuse));
    if (linesFile)
        json.insert(u"lines_file"_s, joinOf(*linesFile));
    QJsonArray tables;
    for (const JoinRule &join : lookups)
        tables.append(joinOf(join));
    if (!tables.isEmpty())
        json.insert(u"lookups"_s, tables);
    return json;
}

} // namespace Steward
