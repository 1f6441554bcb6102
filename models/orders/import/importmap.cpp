// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/importmap.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr std::array orderNames{
    "number", "placed_at", "customer_name", "customer_number", "email", "phone", "currency",
    "subtotal", "shipping", "fees", "tax", "duties", "discount", "total", "refunded", "outstanding",
    "financial", "paid_at", "fulfilment", "fulfilled_at", "cancelled", "cancelled_at",
    "notes", "tags", "payment_method", "payment_reference", "further_references", "card_brand", "card_last4",
    "shipping.name", "shipping.company", "shipping.line1", "shipping.line2", "shipping.city", "shipping.region", "shipping.postal_code", "shipping.country", "shipping.phone",
    "billing.name", "billing.company", "billing.line1", "billing.line2", "billing.city", "billing.region", "billing.postal_code", "billing.country", "billing.phone",
};
static_assert(orderNames.size() == orderFieldCount);
constexpr std::array lineNames{"sku", "title", "quantity", "price", "total", "discount", "discount_rate", "tax", "fulfilled"};
static_assert(lineNames.size() == lineFieldCount);

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

/// Whether a map has to say all that an order needs.
enum class Extent { Whole, Part };

/// Reads a map's JSON and remembers the first thing that is wrong with it.
class MapReader
{
public:
    ImportMap map;
    QString fault;

    void read(const QJsonObject &root, Extent extent)
    {
        for (auto entry = root.begin(); entry != root.end(); ++entry)
            readEntry(entry.key(), entry.value());
        if (fault.isEmpty() && extent == Extent::Whole)
            complete();
    }

private:
    void refuse(const QString &text)
    {
        if (fault.isEmpty())
            fault = text;
    }

    QString textOf(const QString &key, const QJsonValue &value)
    {
        if (!value.isString())
            refuse(tr("'%1' must be a text.").arg(key));
        return value.toString();
    }

    QList<QByteArray> textsOf(const QString &key, const QJsonValue &value)
    {
        const QJsonArray array = value.isArray() ? value.toArray() : QJsonArray{value};
        QList<QByteArray> texts;
        for (const QJsonValue &element : array)
            texts.append(textOf(key, element).toUtf8());
        return texts;
    }

    /// One of a few words, as the value beside it.
    template <typename T>
    void choose(const QString &key, const QJsonValue &value, std::initializer_list<std::pair<const char *, T>> words, T &into)
    {
        QStringList known;
        for (const auto &[word, meaning] : words) {
            if (value.toString() == QLatin1StringView(word)) {
                into = meaning;
                return;
            }
            known.append(QLatin1StringView(word));
        }
        refuse(tr("'%1' must be one of: %2.").arg(key, known.join(u", "_s)));
    }

    char characterOf(const QString &key, const QJsonValue &value)
    {
        const QByteArray text = textOf(key, value).toUtf8();
        if (text == "tab")
            return '\t';
        if (text.size() > 1)
            refuse(tr("'%1' must be one character.").arg(key));
        return text.isEmpty() ? '\0' : text.front();
    }

    void readEntry(const QString &key, const QJsonValue &value)
    {
        using Lines = ImportMap::Lines;
        if (key == u"name")
            map.name = textOf(key, value);
        else if (key == u"title")
            map.title = textOf(key, value);
        else if (key == u"about")
            textOf(key, value); // for whoever reads the map
        else if (key == u"source")
            map.source = textOf(key, value);
        else if (key == u"encoding")
            choose(key, value, {{"utf-8", u"utf-8"_s}, {"utf-16", u"utf-16"_s}, {"windows-1252", u"windows-1252"_s}}, map.encoding);
        else if (key == u"delimiter")
            map.delimiter = characterOf(key, value);
        else if (key == u"quote")
            map.quote = characterOf(key, value);
        else if (key == u"null")
            map.nullWords = textsOf(key, value);
        else if (key == u"numbers")
            readNumbers(value.toObject());
        else if (key == u"times")
            readTimes(value.toObject());
        else if (key == u"lines")
            choose(key, value, {{"adjacent", Lines::Adjacent}, {"scattered", Lines::Scattered}}, map.lines);
        else if (key == u"order_row")
            map.orderRow = textOf(key, value);
        else if (key == u"totals")
            readTotals(value.toObject());
        else if (key == u"order")
            readFields(key, value.toObject(), orderNames, map.order);
        else if (key == u"line")
            readFields(key, value.toObject(), lineNames, map.line);
        else if (key == u"refuse")
            readRefusals(value.toArray());
        else if (key == u"lines_file")
            map.linesFile = readJoin(key, value.toObject());
        else if (key == u"lookups")
            readLookups(value.toArray());
        else
            refuse(tr("'%1' is nothing a map can say.").arg(key));
    }

    void readNumbers(const QJsonObject &object)
    {
        using Sign = ImportMap::DecimalSign;
        using Rounding = ImportMap::Rounding;
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            if (entry.key() == u"decimal")
                choose(u"numbers.decimal"_s, entry.value(), {{".", Sign::Point}, {",", Sign::Comma}, {"auto", Sign::Auto}}, map.decimalSign);
            else if (entry.key() == u"strip")
                map.strip = textsOf(u"numbers.strip"_s, entry.value());
            else if (entry.key() == u"round")
                choose(u"numbers.round"_s, entry.value(), {{"half_up", Rounding::HalfUp}, {"refuse", Rounding::Refuse}}, map.rounding);
            else
                refuse(tr("'%1' is nothing a map can say.").arg(u"numbers."_s + entry.key()));
        }
    }

    void readTimes(const QJsonObject &object)
    {
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            if (entry.key() == u"format")
                map.timeFormats = textsOf(u"times.format"_s, entry.value());
            else if (entry.key() == u"zone")
                map.zone = textOf(u"times.zone"_s, entry.value()).toUtf8();
            else
                refuse(tr("'%1' is nothing a map can say.").arg(u"times."_s + entry.key()));
        }
        if (!map.zone.isEmpty() && !QTimeZone(map.zone).isValid())
            refuse(tr("'%1' is no time zone.").arg(QString::fromUtf8(map.zone)));
    }

    void readTotals(const QJsonObject &object)
    {
        using Subtotal = ImportMap::Subtotal;
        using Check = ImportMap::TotalsCheck;
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            if (entry.key() == u"subtotal")
                choose(u"totals.subtotal"_s, entry.value(), {{"before_discount", Subtotal::BeforeDiscount}, {"after_discount", Subtotal::AfterDiscount}}, map.subtotal);
            else if (entry.key() == u"check")
                choose(u"totals.check"_s, entry.value(), {{"yes", Check::Check}, {"no", Check::Skip}}, map.totalsCheck);
            else if (entry.key() == u"total")
                choose(u"totals.total"_s, entry.value(), {{"column", false}, {"sum", true}}, map.totalIsSum);
            else
                refuse(tr("'%1' is nothing a map can say.").arg(u"totals."_s + entry.key()));
        }
    }

    template <size_t size>
    void readFields(const QString &group, const QJsonObject &object, const std::array<const char *, size> &names, std::array<FieldRule, size> &rules)
    {
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            const auto found = std::ranges::find_if(names, [&](const char *name) { return entry.key() == QLatin1StringView(name); });
            if (found == names.end())
                refuse(tr("'%1' is no field Steward knows.").arg(group + u'.' + entry.key()));
            else
                rules[size_t(found - names.begin())] = readRule(group + u'.' + entry.key(), entry.value());
        }
    }

    FieldRule readRule(const QString &key, const QJsonValue &value)
    {
        FieldRule rule;
        if (!value.isObject()) {
            for (const QByteArray &column : textsOf(key, value))
                rule.columns.append(QString::fromUtf8(column));
            return rule;
        }
        const QJsonObject object = value.toObject();
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            const QString name = key + u'.' + entry.key();
            if (entry.key() == u"column") {
                for (const QByteArray &column : textsOf(name, entry.value()))
                    rule.columns.append(QString::fromUtf8(column));
            } else if (entry.key() == u"value") {
                rule.constant = textOf(name, entry.value()).toUtf8();
            } else if (entry.key() == u"values") {
                const QJsonObject words = entry.value().toObject();
                for (auto word = words.begin(); word != words.end(); ++word)
                    rule.values.insert(word.key().toLower().toUtf8(), textOf(name, word.value()).toUtf8());
            } else if (entry.key() == u"format") {
                rule.formats = textsOf(name, entry.value());
            } else if (entry.key() == u"differs") {
                using Differ = FieldRule::WhenRowsDiffer;
                choose(name, entry.value(), {{"refuse", Differ::Refuse}, {"first", Differ::TakeFirst}}, rule.whenRowsDiffer);
            } else if (entry.key() == u"required") {
                rule.isRequired = entry.value().toBool();
            } else {
                refuse(tr("'%1' is nothing a map can say.").arg(name));
            }
        }
        return rule;
    }

    void readRefusals(const QJsonArray &array)
    {
        for (const QJsonValue &value : array) {
            const QJsonObject object = value.toObject();
            const RefusalRule rule{object.value(u"column"_s).toString(), object.value(u"starts_with"_s).toString().toUtf8(), object.value(u"reason"_s).toString()};
            if (rule.column.isEmpty() || rule.startsWith.isEmpty() || rule.reason.isEmpty())
                refuse(tr("'%1' needs column, starts_with and reason.").arg(u"refuse"_s));
            map.refuse.append(rule);
        }
    }

    JoinRule readJoin(const QString &key, const QJsonObject &object)
    {
        JoinRule rule;
        rule.file = object.value(u"file"_s).toString();
        rule.key = object.value(u"key"_s).toString();
        rule.by = object.value(u"by"_s).toString();
        rule.isOfLine = object.value(u"of"_s).toString() == u"line";
        rule.name = rule.file.section(u'.', 0, 0);
        if (rule.file.isEmpty() || rule.key.isEmpty() || rule.file.contains(u'/') || rule.file.contains(u'\\'))
            refuse(tr("'%1' needs file, a name beside the main file, and key.").arg(key));
        return rule;
    }

    void readLookups(const QJsonArray &array)
    {
        for (const QJsonValue &value : array) {
            map.lookups.append(readJoin(u"lookups"_s, value.toObject()));
            if (map.lookups.last().by.isEmpty())
                refuse(tr("'%1' needs by, the column that refers to it.").arg(u"lookups"_s));
        }
    }

    void complete()
    {
        for (const OrderField field : {OrderField::Number, OrderField::PlacedAt}) {
            if (!map.rule(field).isSet())
                refuse(tr("The map does not say where '%1' comes from.").arg(u"order."_s + fieldName(field)));
            map.rule(field).isRequired = true;
        }
        if (!map.totalIsSum && !map.rule(OrderField::Total).isSet())
            refuse(tr("The map does not say where '%1' comes from; totals.total may be \"sum\".").arg(u"order.total"_s));
        map.rule(OrderField::Total).isRequired = !map.totalIsSum;
        const bool hasLines = map.rule(LineField::Title).isSet() || map.rule(LineField::Sku).isSet();
        if (map.totalIsSum && !(hasLines && map.rule(LineField::Quantity).isSet() && (map.rule(LineField::Price).isSet() || map.rule(LineField::Total).isSet())))
            refuse(tr("A total that is the sum of its lines needs their title or sku, quantity and price."));
        if (map.source.isEmpty())
            map.source = map.name;
        if (map.title.isEmpty())
            map.title = map.name;
    }
};

Result<ImportMap> readMap(const QJsonObject &json, Extent extent)
{
    MapReader reader;
    reader.read(json, extent);
    if (!reader.fault.isEmpty())
        return Error{ErrorKind::Invalid, tr("The map is wrong: %1").arg(reader.fault), {}, {}};
    return reader.map;
}

} // namespace

QString fieldName(OrderField field)
{
    return QLatin1StringView(orderNames[size_t(field)]);
}

QString fieldName(LineField field)
{
    return QLatin1StringView(lineNames[size_t(field)]);
}

Result<ImportMap> ImportMap::parse(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject()) {
        const qsizetype line = json.left(error.offset).count('\n') + 1;
        return Error{ErrorKind::Invalid, tr("The map is no JSON object: line %1: %2.").arg(line).arg(error.errorString()), {}, {}};
    }
    return fromJson(document.object());
}

Result<ImportMap> ImportMap::fromJson(const QJsonObject &json)
{
    return readMap(json, Extent::Whole);
}

Result<ImportMap> ImportMap::partFromJson(const QJsonObject &json)
{
    return readMap(json, Extent::Part);
}

Result<ImportMap> ImportMap::load(const QString &nameOrPath)
{
    const bool isShipped = shipped().contains(nameOrPath);
    QFile file(isShipped ? u":/import/%1.json"_s.arg(nameOrPath) : nameOrPath);
    if (!file.open(QIODevice::ReadOnly)) {
        return Error{ErrorKind::Invalid, tr("The map %1 cannot be read. Shipped maps: %2.").arg(nameOrPath, shipped().join(u", "_s)), {}, {}};
    }
    auto map = parse(file.readAll());
    if (map && map->name.isEmpty())
        map->name = map->source.isEmpty() ? nameOrPath.section(u'/', -1).section(u'.', 0, 0).toLower() : map->source;
    if (map && map->source.isEmpty())
        map->source = map->name;
    if (map && map->title.isEmpty())
        map->title = map->name;
    return map;
}

QStringList ImportMap::shipped()
{
    QStringList names;
    for (const QString &file : QDir(u":/import"_s).entryList({u"*.json"_s}, QDir::Files, QDir::Name))
        names.append(file.chopped(5));
    return names;
}

} // namespace Steward
