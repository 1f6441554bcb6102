// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/ordergroups.h"

#include <QCoreApplication>
#include <QDataStream>
#include <QTemporaryFile>

#include <algorithm>

namespace Steward {

namespace {

constexpr qint64 partitionBytes = 32 * 1024 * 1024;
constexpr qint64 mostPartitions = 200;

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

/// A row as it comes from a file: cards made unreadable, faults noted, its key read if that is possible.
struct Row
{
    CsvRecord record;
    QByteArray key;
    QList<ImportProblem> problems;
};

/// Reads rows of one table.
class RowReader
{
public:
    RowReader(const TableFile &file, int keyColumn, std::unique_ptr<TableReader> reader)
        : m_file(file), m_key(keyColumn), m_reader(std::move(reader))
    {
    }

    bool next(Row &row, QString &fault)
    {
        while (true) {
            row = Row();
            const CsvReader::Step step = m_reader->next(row.record);
            if (step == CsvReader::Step::End && !m_reader->failed())
                return false;
            if (step == CsvReader::Step::End || step == CsvReader::Step::Unclosed || m_reader->failed()) {
                fault = tr("The file changed while it was read.");
                return false;
            }
            if (row.record.isBlank() && step == CsvReader::Step::Record)
                continue;
            row.key = row.record.field(m_key).trimmed().toByteArray();
            guardCards(row.record, m_file, row.problems);
            const QString shape = step == CsvReader::Step::Damaged ? tr("A quotation mark stands where none may.") : shapeFault(row.record, m_file.header());
            const QString column = step == CsvReader::Step::Damaged ? m_file.header().value(row.record.count()) : QString();
            if (!shape.isEmpty())
                row.problems.append({ImportProblem::Kind::Rejected, row.record.line, column, {}, shape, {}});
            return true;
        }
    }
    [[nodiscard]] qint64 position() const { return m_reader->position(); }

private:
    const TableFile &m_file;
    int m_key;
    std::unique_ptr<TableReader> m_reader;
};

/// Rows that follow one another and have the same key are an order.
class AdjacentGroups final : public OrderGroups
{
public:
    AdjacentGroups(const ImportPlan &plan, std::unique_ptr<TableReader> reader)
        : m_plan(plan), m_rows(plan.main, plan.binding.key().column, std::move(reader))
    {
        m_hasWaiting = m_rows.next(m_waiting, m_fault);
    }

    bool next(OrderGroup &group) override
    {
        group = OrderGroup();
        if (!m_hasWaiting)
            return false;
        QByteArray key = m_waiting.key;
        group.key = key;
        bool anyMayFollow = key.isEmpty();
        add(group);
        while (m_hasWaiting) {
            if (m_waiting.key.isEmpty()) { // it may be part of the order before or after it: neither can be trusted
                anyMayFollow = true;
            } else if (anyMayFollow) {
                key = m_waiting.key;
                anyMayFollow = false;
            } else if (m_waiting.key != key) {
                break;
            }
            add(group);
        }
        if (m_plan.repeatedKeys.contains(hashOfKey(group.key)))
            group.problems.append({ImportProblem::Kind::Rejected, group.rows.front().line, {}, {}, tr("The file has this order in more than one place."), {}});
        return m_fault.isEmpty();
    }
    qint64 position() const override { return m_rows.position(); }

private:
    void add(OrderGroup &group)
    {
        if (m_waiting.key.isEmpty() && m_waiting.problems.isEmpty())
            m_waiting.problems.append({ImportProblem::Kind::Rejected, m_waiting.record.line, m_plan.binding.field(OrderField::Number).column, {},
                                       tr("The row does not say which order it belongs to."), {}});
        group.problems += m_waiting.problems;
        group.rows.push_back(std::move(m_waiting.record));
        m_hasWaiting = m_rows.next(m_waiting, m_fault);
    }

    const ImportPlan &m_plan;
    RowReader m_rows;
    Row m_waiting;
    bool m_hasWaiting = false;
};

enum class Origin : quint8 { Main, Lines };

QDataStream &operator<<(QDataStream &out, const Row &row)
{
    out << row.key << row.record.line << row.record.raw << qint32(row.record.count());
    for (int i = 0; i < row.record.count(); ++i)
        out << row.record.text(i);
    out << qint32(row.problems.size());
    for (const ImportProblem &problem : row.problems)
        out << qint32(problem.kind) << problem.line << problem.column << problem.reason;
    return out;
}

QDataStream &operator>>(QDataStream &in, Row &row)
{
    qint32 count = 0;
    in >> row.key >> row.record.line >> row.record.raw >> count;
    for (; count > 0; --count) {
        QByteArray field;
        in >> field;
        row.record.append(field);
    }
    in >> count;
    for (; count > 0; --count) {
        qint32 kind = 0;
        ImportProblem problem;
        in >> kind >> problem.line >> problem.column >> problem.reason;
        problem.kind = ImportProblem::Kind(kind);
        row.problems.append(problem);
    }
    return in;
}

/// Some of the orders, chosen by their keys' hashes, until all rows are known.
struct Partition
{
    std::vector<std::pair<Origin, Row>> rows;
    std::unique_ptr<QTemporaryFile> file; ///< has no name in the file system where the system allows that
    std::unique_ptr<QDataStream> stream;
};

/// Rows with the same key are an order, wherever they stand, and in which of two files.
class GatheredGroups final : public OrderGroups
{
public:
    GatheredGroups(const ImportPlan &plan, std::unique_ptr<TableReader> main, std::unique_ptr<TableReader> lines)
        : m_plan(plan), m_main(std::move(main)), m_lines(std::move(lines))
    {
        const qint64 size = plan.main.facts().size + (plan.lines ? plan.lines->facts().size : 0);
        m_partitions.resize(size_t(std::clamp<qint64>(size / partitionBytes + 1, 1, mostPartitions)));
    }

    bool next(OrderGroup &group) override
    {
        if (!m_isGathered && !gather())
            return false;
        while (m_nextGroup >= m_groups.size()) {
            if (m_nextPartition >= m_partitions.size() || !load(m_partitions[m_nextPartition++]))
                return false;
        }
        group = std::move(m_groups[m_nextGroup++]);
        return true;
    }
    qint64 position() const override { return m_position; }

private:
    bool gather()
    {
        m_isGathered = true;
        return gather(Origin::Main, m_plan.main, m_plan.binding.key().column, std::move(m_main))
            && (!m_lines || gather(Origin::Lines, *m_plan.lines, m_plan.binding.linesKey().column, std::move(m_lines)));
    }

    bool gather(Origin origin, const TableFile &file, int keyColumn, std::unique_ptr<TableReader> reader)
    {
        RowReader rows(file, keyColumn, std::move(reader));
        Row row;
        while (rows.next(row, m_fault)) {
            if (row.key.isEmpty()) {
                m_fault = tr("The row on line %1 does not say which order it belongs to, so any order may lack it. Mend it first.").arg(row.record.line);
                return false;
            }
            if (origin == Origin::Lines) {
                for (ImportProblem &problem : row.problems)
                    problem.file = m_plan.style.linesFile;
            }
            if (!store(m_partitions[hashOfKey(row.key) % m_partitions.size()], origin, std::move(row)))
                return false;
            m_position = origin == Origin::Main ? rows.position() : m_position;
        }
        return m_fault.isEmpty();
    }

    bool store(Partition &partition, Origin origin, Row &&row)
    {
        if (m_partitions.size() == 1) {
            partition.rows.emplace_back(origin, std::move(row));
            return true;
        }
        if (!partition.file) {
            partition.file = std::make_unique<QTemporaryFile>();
            if (!partition.file->open()) {
                m_fault = tr("No temporary file can be made: %1").arg(partition.file->errorString());
                return false;
            }
            partition.stream = std::make_unique<QDataStream>(partition.file.get());
        }
        *partition.stream << quint8(origin) << row;
        if (partition.stream->status() != QDataStream::Ok)
            m_fault = tr("The temporary files do not fit on the disk.");
        return m_fault.isEmpty();
    }

    /// Brings the orders of a partition together, in the order in which they first appear.
    bool load(Partition &partition)
    {
        if (partition.file) {
            partition.file->seek(0);
            QDataStream in(partition.file.get());
            while (!in.atEnd()) {
                quint8 origin = 0;
                Row row;
                in >> origin >> row;
                partition.rows.emplace_back(Origin(origin), std::move(row));
            }
            if (in.status() != QDataStream::Ok) {
                m_fault = tr("A temporary file cannot be read again.");
                return false;
            }
            partition.file.reset();
        }
        m_groups.clear();
        m_nextGroup = 0;
        QHash<QByteArray, size_t> places;
        for (auto &[origin, row] : partition.rows) {
            const auto found = places.constFind(row.key);
            if (found == places.cend() && origin == Origin::Lines) {
                ++m_orphans;
                continue;
            }
            const size_t place = found == places.cend() ? m_groups.size() : *found;
            if (found == places.cend()) {
                places.insert(row.key, place);
                m_groups.emplace_back();
                m_groups[place].key = row.key;
            }
            add(m_groups[place], origin, std::move(row));
        }
        partition.rows = {};
        return true;
    }

    static void add(OrderGroup &group, Origin origin, Row &&row)
    {
        group.problems += row.problems;
        (origin == Origin::Main ? group.rows : group.lines).push_back(std::move(row.record));
    }

    const ImportPlan &m_plan;
    std::unique_ptr<TableReader> m_main, m_lines;
    std::vector<Partition> m_partitions;
    std::vector<OrderGroup> m_groups;
    size_t m_nextPartition = 0;
    size_t m_nextGroup = 0;
    qint64 m_position = 0;
    bool m_isGathered = false;
};

} // namespace

Result<std::unique_ptr<OrderGroups>> OrderGroups::make(const ImportPlan &plan)
{
    auto main = plan.main.read();
    if (!main)
        return main.error();
    if (plan.map.lines == ImportMap::Lines::Adjacent && !plan.lines)
        return std::unique_ptr<OrderGroups>(std::make_unique<AdjacentGroups>(plan, std::move(*main)));
    std::unique_ptr<TableReader> lines;
    if (plan.lines) {
        auto second = plan.lines->read();
        if (!second)
            return second.error();
        lines = std::move(*second);
    }
    return std::unique_ptr<OrderGroups>(std::make_unique<GatheredGroups>(plan, std::move(*main), std::move(lines)));
}

} // namespace Steward
