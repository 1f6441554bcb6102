// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

class QLockFile;

namespace Steward {

/// Something that was typed and has not been sent, or of which nobody knows whether it was done.
struct Draft
{
    QString record;    ///< what it is about, in its desk's words: "order 17"
    QString verb;      ///< machine word of what is to be done: "note", "ship"
    QString title;     ///< what a person calls the record
    QJsonObject typed; ///< the form as it was filled in
    QJsonObject about; ///< what the desk needs to open the form again
    QJsonObject sent;  ///< not empty: a command went out, and this is what to send again under the same id
    QDateTime at;      ///< UTC: when it was typed
};

/// Where the drafts of one account rest: a file of this process alone, sealed, beside those of others that run at the same time. All
/// of it blocks; one thread at a time.
class DraftFolder
{
public:
    /// What those left who run no more.
    struct Left
    {
        QList<Draft> drafts;
        bool isDamaged = false;  ///< a file did not open and was set aside
        bool isReadable = true;  ///< false: nothing can be kept here
    };

    DraftFolder(const QString &folder, const QByteArray &key, const QString &account);
    ~DraftFolder();
    Q_DISABLE_COPY_MOVE(DraftFolder)

    /// Takes over every file of the account that nobody uses. notBefore: what is older is forgotten.
    [[nodiscard]] Left open(const QDateTime &notBefore);
    [[nodiscard]] Result<void> write(const QList<Draft> &drafts);
    /// The same where nobody can wait for the disk: into a file beside it, which outlives the program and until the next write() perhaps
    /// not the computer.
    [[nodiscard]] Result<void> writeAtOnce(const QList<Draft> &drafts);

private:
    [[nodiscard]] QByteArray written(const QList<Draft> &drafts);
    [[nodiscard]] static QString pathAtOnce(const QString &path);
    [[nodiscard]] QString pathOf(int number) const;
    void take(int number, Left &left);

    QString m_folder;
    QByteArray m_key;
    QString m_account;
    qint64 m_written = 0;                           ///< how often, so that of two files the newer is known
    QString m_path;                                 ///< of this process's own file
    QStringList m_takenOver;                        ///< files that go once their drafts stand in the own one
    std::vector<std::unique_ptr<QLockFile>> m_locks; ///< of the own file and of those taken over
};

} // namespace Steward
