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

RejectFile::RejectFile(const TableFile &file, const QString &folder)
    : m_file(file), m_folder(folder.isEmpty() ? QFileInfo(file.path()).path() : folder)
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
    const QString base = m_folder + u'/' + QFileInfo(m_file.path()).completeBaseName() + u".rejects"_s;
    QString path = base + u".csv"_s;
    for (int i = 2; QFileInfo::exists(path); ++i)
        path = u"%1-%2.csv"_s.arg(base).arg(i);
    return path;
}

Result<void> RejectFile::add(const OrderGroup &group)
{
    if (!m_out) {
        m_out = std::make_unique<QSaveFile>(freePath());
        if (!m_out->open(QIODevice::WriteOnly) || !m_out->setPermissions(QFile::ReadOwner | QFile::WriteOwner))
            return cannotWrite();
        if (m_file.facts().encoding != TextEncoding::Utf8)
            m_out->write("\xEF\xBB\xBF");
        m_out->write(m_file.rawHeader());
    }
    for (const CsvRecord &record : group.rows) {
        m_out->write(record.raw);
        if (!record.hasLineEnd)
            m_out->write(lineEndOf(m_file.rawHeader()));
    }
    return m_out->error() == QFileDevice::NoError ? Result<void>() : Result<void>(cannotWrite());
}

Result<QString> RejectFile::finish()
{
    if (!m_out)
        return QString();
    const QString path = m_out->fileName();
    if (!m_out->commit())
        return cannotWrite();
    return path;
}

} // namespace Steward
