// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/draftfolder.h"

#include "models/session/sealedfile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLockFile>

#include <algorithm>

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
    // What ends in six letters was being written when its program or the computer was ended. A lock is as old as its program.
    for (const QFileInfo &file : QDir(folder).entryInfoList({u"*.sealed"_s, u"*.damaged"_s, u"*.sealed.now"_s, u"*.sealed.??????"_s, u"*.sealed.now.??????"_s}, QDir::Files)) {
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
    if (!isThere && !QFile::exists(pathAtOnce(file.path())) && !m_path.isEmpty())
        return;
    auto lock = std::make_unique<QLockFile>(file.path() + u".lock"_s);
    lock->setStaleLockTime(0); // held as long as its process lives
    if (!lock->tryLock())
        return;
    const Result<QByteArray> content = file.read();
    QJsonDocument json = content ? QJsonDocument::fromJson(*content) : QJsonDocument();
    // What was written in haste may be the newer. One that does not open got lost with the computer, before the disk had it.
    const Result<QByteArray> haste = SealedFile(pathAtOnce(file.path()), m_key, m_account).read();
    const auto isShut = [](const Result<QByteArray> &read) { return !read && read.error().kind != ErrorKind::Invalid; };
    if (isShut(content) || isShut(haste))
        return; // it may be read another day
    const QJsonDocument newer = haste ? QJsonDocument::fromJson(*haste) : QJsonDocument();
    const bool isNewer = newer.isObject() && newer[u"written"_s].toInteger() > json[u"written"_s].toInteger();
    if (isThere && !json.isObject()) {
        left.isDamaged = left.isDamaged || !isNewer;
        if (!file.setAside())
            return;
    }
    if (isNewer)
        json = newer;
    m_written = std::max(m_written, json[u"written"_s].toInteger());
    for (const QJsonValue &draft : json[u"drafts"_s].toArray())
        left.drafts.append(fromJson(draft.toObject()));
    if (m_path.isEmpty())
        m_path = file.path();
    else
        m_takenOver.append(file.path());
    m_locks.push_back(std::move(lock));
}

QString DraftFolder::pathAtOnce(const QString &path)
{
    return path + u".now"_s;
}

QByteArray DraftFolder::written(const QList<Draft> &drafts)
{
    QJsonArray json;
    for (const Draft &draft : drafts)
        json.append(toJson(draft));
    return QJsonDocument(QJsonObject{{u"written"_s, ++m_written}, {u"drafts"_s, json}}).toJson(QJsonDocument::Compact);
}

Result<void> DraftFolder::writeAtOnce(const QList<Draft> &drafts)
{
    return SealedFile(pathAtOnce(m_path), m_key, m_account).write(written(drafts), SealedFile::Outlives::Program);
}

Result<void> DraftFolder::write(const QList<Draft> &drafts)
{
    // An empty list first, too: an end between the two removals brings nothing back that was sent.
    const bool isAnyThere = QFile::exists(m_path) || QFile::exists(pathAtOnce(m_path));
    if (isAnyThere || !drafts.isEmpty()) {
        if (const auto done = SealedFile(m_path, m_key, m_account).write(written(drafts)); !done)
            return done;
    }
    const bool isRemoved = QFile::remove(pathAtOnce(m_path)) || !QFile::exists(pathAtOnce(m_path));
    if (drafts.isEmpty() && isRemoved)
        QFile::remove(m_path);
    for (const QString &path : std::exchange(m_takenOver, {})) {
        QFile::remove(path);
        QFile::remove(pathAtOnce(path));
    }
    return {};
}

} // namespace Steward
