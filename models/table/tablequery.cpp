// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tablequery.h"

#include "models/table/tablesource.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

QJsonObject TableQuery::toJson() const
{
    QJsonArray list;
    for (const TableFilter &filter : filters)
        list.append(QJsonObject{{u"field"_s, filter.field}, {u"op"_s, filter.op}, {u"values"_s, QJsonArray::fromStringList(filter.values)}});
    return {{u"filters"_s, list}, {u"text"_s, text}, {u"sort"_s, sort}, {u"descending"_s, descending}};
}

TableQuery TableQuery::fromJson(const QJsonObject &json)
{
    TableQuery query;
    query.text = json.value(u"text"_s).toString();
    query.sort = json.value(u"sort"_s).toString(u"placed"_s);
    query.descending = json.value(u"descending"_s).toBool(true);
    for (const QJsonValue &value : json.value(u"filters"_s).toArray()) {
        const QJsonObject object = value.toObject();
        TableFilter filter{object.value(u"field"_s).toString(), object.value(u"op"_s).toString(), {}};
        for (const QJsonValue &item : object.value(u"values"_s).toArray())
            filter.values.append(item.toString());
        query.filters.append(filter);
    }
    return query;
}

QJsonObject TableCursor::toJson() const
{
    if (direction == Direction::Start)
        return {};
    if (direction == Direction::End)
        return {{u"end"_s, true}};
    QJsonObject json{{u"key"_s, key}, {u"direction"_s, direction == Direction::After ? u"after"_s : direction == Direction::Before ? u"before"_s : u"from"_s}};
    if (id)
        json.insert(u"id"_s, *id);
    return json;
}

} // namespace Steward
