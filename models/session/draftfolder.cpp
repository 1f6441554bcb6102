// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/draftfolder.h"

#include "models/session/sealedfile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLockFile>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int mostFiles = 16; // of one account: programs that run at the same time

QJsonObject toJson(const Draft &draft)
{
    return {{u"record"_s, draft.record}, {u"verb"_s, draft.verb}, {u"title"_s, draft.title}, {u"typed"_s, draft.typed}, {u"about"_s, draft.about}, {u"sent"_s, draft.sent},
            {u"at"_s, draft.at.toString(Qt::ISODateWithMs)}};
}

Draft fromJson(const QJsonObject &json)
{
    return {json.value(u"record"_s).toString(), json.value(u"verb"_s).toString(), json.value(u"title"_s).toString(), json.value(u"typed"_s).toObject(), json.value(u"about"_s).toObject(),
            json.value(u"sent"_s).toObject(), QDateTime::fromString(json.value(u"at"_s).toString(), Qt::ISODateWithMs)};
}

/// Of accounts that nobody signs in to any more, and what was set aside.
void removeOld(const QString &folder, const QDateTime &notBefore)
{
    for (const QFileInfo &file : QDir(folder).entryInfoList({u"*.sealed"_s, u"*.damaged"_s}, QDir::Files)) {
        if (file.lastModified().toUTC() < notBefore)
            QFile::remove(file.filePath());
    }
}

} // namespace

DraftFolder::DraftFolder(const QString &folder, const QByteArray &key, const QString &account) : m_folder(folder), m_key(key), m_account(account) { }

DraftFolder::~DraftFolder() = default;

QString DraftFolder::pathOf(int number) const
{
    // Which account it is for is nobody's to read from a file's name.
    const QByteArray name = QCryptographicHash::hash(m_account.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return u"%1/%2-%3.sealed"_s.arg(m_folder, QString::fromLatin1(name)).arg(number);
}

DraftFolder::Left DraftFolder::open(const QDateTime &notBefore)
{
    Left left;
    left.isReadable = QDir().mkpath(m_folder);
    QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    removeOld(m_folder, notBefore);
    for (int number = 1; number <= mostFiles; ++number)
        take(number, left);
    left.isReadable = left.isReadable && !m_path.isEmpty();
    left.drafts.removeIf([&notBefore](const Draft &draft) { return draft.at < notBefore; });
    return left;
}

void DraftFolder::take(int number, Left &left)
{
    const SealedFile file(pathOf(number), m_key, m_account);
    const bool isThere = QFile::exists(file.path());
    if (!isThere && !m_path.isEmpty())
        return;
    auto lock = std::make_unique<QLockFile>(file.path() + u".lock"_s);
    lock->setStaleLockTime(0); // held as long as its process lives
    if (!lock->tryLock())
        return;
    const Result<QByteArray> content = file.read();
    const QJsonDocument json = content ? QJsonDocument::fromJson(*content) : QJsonDocument();
    if (!content && content.error().kind != ErrorKind::Invalid)
        return; // it may be read another day
    if (isThere && !json.isObject()) {
        left.isDamaged = true;
        if (!file.setAside())
            return;
    }
    for (const QJsonValue &draft : json[u"drafts"_s].toArray())
        left.drafts.append(fromJson(draft.toObject()));
    if (m_path.isEmpty())
        m_path = file.path();
    else
        m_takenOver.append(file.path());
    m_locks.push_back(std::move(lock));
}

Result<void> DraftFolder::write(const QList<Draft> &drafts)
{
    if (drafts.isEmpty()) {
        QFile::remove(m_path);
    } else {
        QJsonArray json;
        for (const Draft &draft : drafts)
            json.append(toJson(draft));
        const auto written = SealedFile(m_path, m_key, m_account).write(QJsonDocument(QJsonObject{{u"drafts"_s, json}}).toJson(QJsonDocument::Compact));
        if (!written)
            return written;
    }
    for (const QString &path : std::exchange(m_takenOver, {}))
        QFile::remove(path);
    return {};
}

} // namespace Steward
