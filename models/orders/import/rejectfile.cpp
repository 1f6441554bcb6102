// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/rejectfile.h"

#include <QCoreApplication>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

QByteArray lineEndOf(const QByteArray &raw)
{
    return raw.endsWith("\r\n") ? "\r\n" : raw.endsWith('\r') ? "\r" : "\n";
}

} // namespace

RejectFile::RejectFile(const ImportPlan &plan, const QString &folder)
    : m_plan(plan), m_folder(folder.isEmpty() ? QFileInfo(plan.main.path()).path() : folder), m_keys(size_t(plan.binding.lookups().size()))
{
}

Error RejectFile::cannotWrite() const
{
    return {ErrorKind::Invalid, tr("No file of rejected rows can be written in %1: name another folder with --rejects.").arg(m_folder), {}, {}};
}

Result<void> RejectFile::check() const
{
    const QFileInfo folder(m_folder);
    if (!folder.isDir() || !folder.isWritable())
        return cannotWrite();
    return {};
}

/// Never one that exists: it may hold what somebody is mending.
QString RejectFile::freePath() const
{
    const QString base = m_folder + u'/' + QFileInfo(m_plan.main.path()).completeBaseName() + u".rejects"_s;
    QString path = base + u".csv"_s;
    for (int i = 2; QFileInfo::exists(path); ++i)
        path = u"%1-%2.csv"_s.arg(base).arg(i);
    return path;
}

RejectFile::Out RejectFile::begin(const QString &path, const TableFile &file)
{
    auto out = std::make_unique<QSaveFile>(path);
    if (!out->open(QIODevice::WriteOnly) || !out->setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return nullptr;
    if (file.facts().encoding != TextEncoding::Utf8)
        out->write("\xEF\xBB\xBF");
    out->write(file.rawHeader());
    return out;
}

void RejectFile::write(QSaveFile &out, const TableFile &file, const CsvRecord &record)
{
    out.write(record.raw);
    if (!record.hasLineEnd)
        out.write(lineEndOf(file.rawHeader()));
}

Result<void> RejectFile::open()
{
    m_out = begin(freePath(), m_plan.main);
    if (m_out && m_plan.lines)
        m_lines = begin(ownFileBeside(m_out->fileName(), m_plan.map.linesFile->file), *m_plan.lines);
    return m_out && (m_lines || !m_plan.lines) ? Result<void>() : Result<void>(cannotWrite());
}

Result<void> RejectFile::add(const OrderGroup &group)
{
    if (!m_out) {
        if (auto opened = open(); !opened)
            return opened;
    }
    const auto noteKeys = [this](const RowView &rows) {
        for (size_t i = 0; i < m_keys.size(); ++i)
            m_keys[i].insert(m_plan.binding.at(m_plan.binding.lookups().at(qsizetype(i)).by, rows).toByteArray());
    };
    for (const CsvRecord &record : group.rows) {
        write(*m_out, m_plan.main, record);
        noteKeys({&record, nullptr});
    }
    for (const CsvRecord &record : group.lines) {
        write(*m_lines, *m_plan.lines, record);
        noteKeys({group.rows.empty() ? nullptr : &group.rows.front(), &record});
    }
    const bool isWritten = m_out->error() == QFileDevice::NoError && (!m_lines || m_lines->error() == QFileDevice::NoError);
    return isWritten ? Result<void>() : Result<void>(cannotWrite());
}

/// Only the rows that are looked up, and only when the table itself will not be found.
Result<void> RejectFile::writeLookup(const LookupTable &lookup, const QSet<QByteArray> &keys) const
{
    const QString found = fileBeside(m_out->fileName(), lookup.name);
    if (QFileInfo(found) == QFileInfo(lookup.file.path()))
        return {};
    auto reader = lookup.file.read();
    if (!reader)
        return reader.error();
    const Out out = begin(ownFileBeside(m_out->fileName(), lookup.name), lookup.file);
    if (!out)
        return cannotWrite();
    CsvRecord record;
    QList<ImportProblem> masked;
    while ((*reader)->next(record) == CsvReader::Step::Record) {
        guardCards(record, lookup.file, masked);
        if (keys.contains(record.text(lookup.key)))
            write(*out, lookup.file, record);
    }
    return out->commit() ? Result<void>() : Result<void>(cannotWrite());
}

Result<QString> RejectFile::finish()
{
    if (!m_out)
        return QString();
    for (size_t i = 0; i < m_keys.size(); ++i) {
        if (auto written = writeLookup(m_plan.binding.lookups().at(qsizetype(i)), m_keys[i]); !written)
            return written.error();
    }
    const QString path = m_out->fileName();
    if ((m_lines && !m_lines->commit()) || !m_out->commit())
        return cannotWrite();
    return path;
}

} // namespace Steward
