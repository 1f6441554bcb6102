// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/importpreview.h"

#include "models/orders/import/orderbuilder.h"
#include "models/orders/import/ordergroups.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int rowsLookedAt = 200;
constexpr int samplesKept = 3;
constexpr qsizetype longestSample = 60;

QString encodingName(TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf8:
    case TextEncoding::Utf8WithMark: return u"utf-8"_s;
    case TextEncoding::Utf16: return u"utf-16"_s;
    case TextEncoding::Windows1252: return u"windows-1252"_s;
    }
    return {};
}

QList<ImportMap> shippedMaps()
{
    QList<ImportMap> maps;
    for (const QString &name : ImportMap::shipped()) {
        if (auto map = ImportMap::load(name))
            maps.append(*map);
    }
    return maps;
}

/// Whether a map has all that it needs in a file, and in the ones that belong to it.
bool isWhole(const ImportMap &map, const TableFile &file)
{
    if (!map.linesFile)
        return bool(ColumnBinding::make(map, file, nullptr));
    const auto lines = TableFile::open(fileBeside(file.path(), map.linesFile->file), {map.encoding, map.delimiter, map.quote, [&map](const QStringList &header) { return ColumnBinding::fit(map, header); }, {}});
    return lines && ColumnBinding::make(map, file, &*lines);
}

/// Names the map most of whose columns the file has, of those that have all they need. One that was kept goes before a shipped one that
/// has no more, and before all when it was made for these very headings.
void recognise(ImportLook &look, const TableFile &file, const QList<ImportMap> &maps, const QList<KeptMap> &kept)
{
    int most = 0;
    for (const ImportMap &map : maps) {
        const int fit = ColumnBinding::fit(map, file.header());
        if (fit > most && isWhole(map, file)) {
            most = fit;
            look.map = map.name;
        }
    }
    for (const KeptMap &own : kept) {
        const int fit = own.header == file.header() ? std::numeric_limits<int>::max() : ColumnBinding::fit(own.map, file.header());
        if (own.isReadable && fit > 0 && (look.kept.isValid() ? fit > most : fit >= most) && isWhole(own.map, file)) {
            most = fit;
            look.kept = own.id;
            look.map.clear();
        }
    }
}

QList<QStringList> samplesOf(const TableFile &file, TableReader &reader)
{
    QList<QStringList> samples(file.header().size());
    QList<ImportProblem> masked;
    CsvRecord record;
    for (int row = 0; row < rowsLookedAt; ++row) {
        const CsvReader::Step step = reader.next(record);
        if (step == CsvReader::Step::End || step == CsvReader::Step::Unclosed)
            break;
        guardCards(record, file, masked);
        for (qsizetype column = 0; column < samples.size(); ++column) {
            const QString value = QString::fromUtf8(record.field(int(column))).simplified().left(longestSample);
            if (!value.isEmpty() && samples.at(column).size() < samplesKept && !samples.at(column).contains(value))
                samples[column].append(value);
        }
    }
    return samples;
}

PreviewedOrder previewed(const OrderDraft &draft)
{
    PreviewedOrder order{QString::fromUtf8(draft.number), QString::fromUtf8(draft.customerName), draft.placedAt, 0, {}, {draft.total, QString::fromUtf8(draft.currency)}};
    for (const DraftLine &line : draft.lines) {
        order.pieces += int(line.quantity);
        order.titles.append(QString::fromUtf8(line.title.isEmpty() ? line.sku : line.title));
    }
    return order;
}

} // namespace

Result<ImportLook> lookAtFile(const QString &path, const ImportChoices &choices, const QList<KeptMap> &kept, const IsStopped &isStopped)
{
    const QList<ImportMap> maps = shippedMaps();
    const auto fit = [&maps, &kept](const QStringList &header) {
        int best = 0;
        for (const ImportMap &map : maps)
            best = std::max(best, ColumnBinding::fit(map, header));
        for (const KeptMap &own : kept)
            best = std::max(best, ColumnBinding::fit(own.map, header));
        return best > 0 ? best : int(header.size()); // else the sign that makes most columns of it
    };
    const auto file = TableFile::open(path, {choices.encoding, choices.delimiter, '"', fit, isStopped});
    if (!file)
        return file.error();
    auto reader = file->read();
    if (!reader)
        return reader.error();
    ImportLook look{path, {}, {}, encodingName(file->facts().encoding), file->dialect().delimiter, file->header(), samplesOf(*file, **reader)};
    recognise(look, *file, maps, kept);
    return look;
}

Result<QList<PreviewedOrder>> firstOrders(const QString &path, const ImportMap &map, const ImportChoices &choices, int most, const IsStopped &isStopped)
{
    auto plan = ImportPlan::make(path, map, choices, isStopped);
    if (!plan)
        return plan.error();
    auto groups = OrderGroups::make(**plan);
    if (!groups)
        return groups.error();
    OrderBuilder builder((*plan)->map, (*plan)->binding, (*plan)->style);
    QList<PreviewedOrder> orders;
    OrderGroup group;
    while (orders.size() < most && (*groups)->next(group)) {
        const OrderBuilder::Outcome outcome = builder.build(group);
        if (outcome.isGood)
            orders.append(previewed(outcome.draft));
        group = {};
    }
    return orders;
}

} // namespace Steward
