// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/importplan.h"

#include "models/core/money.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

Error refusal(const QString &text)
{
    return {ErrorKind::Invalid, text, {}, {}};
}

/// What one reading of all records gathers.
class Survey
{
public:
    Survey(const TableFile &file, const ImportPlan &plan, int keyColumn, bool keepsKeys)
        : m_file(file), m_key(keyColumn), m_keepsKeys(keepsKeys), m_amounts(plan.binding.amountColumns())
    {
    }

    Result<void> run()
    {
        auto reader = m_file.read();
        if (!reader)
            return reader.error();
        CsvRecord record;
        while (true) {
            const CsvReader::Step step = (*reader)->next(record);
            if (step == CsvReader::Step::Unclosed)
                return refusal(tr("The file ends inside quotation marks that were opened in the row on line %1: it was cut off, or a quotation mark is missing.").arg(record.line));
            if ((*reader)->failed())
                return refusal(tr("The file cannot be read to its end."));
            if (step == CsvReader::Step::End)
                break;
            if (auto taken = take(record, step); !taken)
                return taken;
        }
        return {};
    }

    /// Hashes of keys that begin anew after another key's rows.
    QSet<size_t> repeatedKeys()
    {
        std::ranges::sort(m_runs);
        QSet<size_t> repeated;
        for (size_t i = 1; i < m_runs.size(); ++i) {
            if (m_runs[i] == m_runs[i - 1])
                repeated.insert(m_runs[i]);
        }
        m_runs = {};
        return repeated;
    }

    qint64 rows = 0;
    qint64 points = 0; ///< amounts that can only be read with a decimal point
    qint64 commas = 0; ///< and with a decimal comma

private:
    Result<void> take(const CsvRecord &record, CsvReader::Step step)
    {
        if (m_file.facts().encoding == TextEncoding::Utf16 && record.raw.contains('\0'))
            return refusal(tr("Line %1 holds a NUL character: this is no text file.").arg(record.line));
        if (record.isBlank())
            return {};
        ++rows;
        if (step == CsvReader::Step::Record && !record.hasLineEnd && record.count() < m_file.header().size())
            return refusal(tr("The file ends in the middle of line %1: it was cut off.").arg(record.line));
        const QByteArrayView key = record.field(m_key).trimmed();
        if (m_keepsKeys && !key.isEmpty() && (key != m_last || m_runs.empty())) {
            m_runs.push_back(hashOfKey(key));
            m_last = key.toByteArray();
        }
        for (const int column : m_amounts) {
            const char sign = decimalSignOf(record.field(column));
            points += sign == '.' ? 1 : 0;
            commas += sign == ',' ? 1 : 0;
        }
        return {};
    }

    const TableFile &m_file;
    int m_key;
    bool m_keepsKeys;
    QList<int> m_amounts;
    QByteArray m_last;
    std::vector<size_t> m_runs;
};

Result<TableFile> openTable(const QString &path, const ImportMap &map, const ImportChoices &choices, const IsStopped &isStopped)
{
    const QString encoding = choices.encoding.isEmpty() ? map.encoding : choices.encoding;
    const char delimiter = choices.delimiter != 0 ? choices.delimiter : map.delimiter;
    return TableFile::open(path, {encoding, delimiter, map.quote, [&map](const QStringList &header) { return ColumnBinding::fit(map, header); }, isStopped});
}

char decimalSign(const ImportPlan &plan, const ImportChoices &choices, const Survey &survey, ImportNotes &notes)
{
    using Sign = ImportMap::DecimalSign;
    const Sign wanted = choices.decimalSign.value_or(plan.map.decimalSign);
    if (wanted != Sign::Auto)
        return wanted == Sign::Comma ? ',' : '.';
    if (survey.commas == 0 || survey.points > 0)
        return '.'; // when a file mixes both, the odd ones are reported one by one
    addNote(notes, tr("Amounts were read with a decimal comma, as all of them that tell are written."), 1, survey.commas);
    return ',';
}

Result<void> setStyle(ImportPlan &plan, const ImportChoices &choices, const Survey &survey)
{
    const char sign = decimalSign(plan, choices, survey, plan.notes);
    plan.style.numbers = {sign, sign == '.' ? ',' : '.', plan.map.strip};
    plan.style.rounding = plan.map.rounding;
    const QByteArray zone = choices.zone.isEmpty() ? plan.map.zone : choices.zone;
    plan.style.times = {plan.map.timeFormats, zone.isEmpty() ? QTimeZone() : QTimeZone(zone)};
    if (!zone.isEmpty() && !plan.style.times.zone.isValid())
        return refusal(tr("'%1' is no time zone; they are called like Europe/London.").arg(QString::fromUtf8(zone)));
    plan.style.currency = choices.currency;
    if (!choices.currency.isEmpty() && !Money::isKnown(QString::fromUtf8(choices.currency)))
        return refusal(tr("'%1' is no currency of ISO 4217.").arg(QString::fromUtf8(choices.currency)));
    if (!plan.binding.field(OrderField::Currency).isBound() && choices.currency.isEmpty())
        return refusal(tr("The file has no column for the currency: say with --currency which one its amounts are in."));
    if (plan.lines)
        plan.style.linesFile = QFileInfo(plan.lines->path()).fileName();
    return {};
}

} // namespace

size_t hashOfKey(QByteArrayView key)
{
    return qHashBits(key.data(), size_t(key.size()), 20'250'101);
}

Result<std::unique_ptr<ImportPlan>> ImportPlan::make(const QString &path, const ImportMap &map, const ImportChoices &choices, const IsStopped &isStopped)
{
    auto plan = std::make_unique<ImportPlan>();
    plan->map = map;
    if (!choices.source.isEmpty())
        plan->map.source = choices.source;
    auto main = openTable(path, plan->map, choices, isStopped);
    if (!main)
        return main.error();
    plan->main = *main;
    if (map.linesFile) {
        auto lines = openTable(fileBeside(path, map.linesFile->file), plan->map, choices, isStopped);
        if (!lines)
            return refusal(tr("%1: %2").arg(map.linesFile->file, lines.error().userText));
        plan->lines = *lines;
    }
    auto binding = ColumnBinding::make(plan->map, plan->main, plan->lines ? &*plan->lines : nullptr);
    if (!binding)
        return binding.error();
    plan->binding = std::move(*binding);

    const bool isAdjacent = map.lines == ImportMap::Lines::Adjacent && !plan->lines;
    Survey survey(plan->main, *plan, plan->binding.key().column, isAdjacent);
    if (auto surveyed = survey.run(); !surveyed)
        return surveyed.error();
    plan->rows = survey.rows;
    plan->repeatedKeys = survey.repeatedKeys();
    if (plan->lines) {
        Survey second(*plan->lines, *plan, plan->binding.linesKey().column, false);
        if (auto surveyed = second.run(); !surveyed)
            return refusal(tr("%1: %2").arg(map.linesFile->file, surveyed.error().userText));
        plan->rows += second.rows;
    }
    if (auto styled = setStyle(*plan, choices, survey); !styled)
        return styled.error();
    return plan;
}

} // namespace Steward
