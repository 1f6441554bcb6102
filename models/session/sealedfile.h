// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QString>

namespace Steward {

/// A file that opens with one key and for one account only: AES-256-GCM over all of it, a nonce of its own for each writing, version
/// and account authenticated with it. Blocks; not for the GUI thread. No error holds anything of the content.
class SealedFile
{
public:
    static constexpr qsizetype keyBytes = 32;

    /// account: whose it is, in any words; it is not written down in the file.
    SealedFile(const QString &path, const QByteArray &key, const QString &account);

    [[nodiscard]] static QByteArray makeKey();
    [[nodiscard]] const QString &path() const { return m_path; }
    /// Empty when there is no such file. Invalid: it is not one of this key, account and version, or it was changed; Internal: it could
    /// not be read at all.
    [[nodiscard]] Result<QByteArray> read() const;
    /// What a written file outlives: the program alone, since the system has it, or the computer too, which takes a disk's time.
    enum class Outlives { Program, Computer };
    /// Replaces the whole file, readable by its owner alone, or leaves the one before as it was.
    [[nodiscard]] Result<void> write(const QByteArray &content, Outlives outlives = Outlives::Computer) const;
    /// Renames a file that does not open, over one that was set aside before.
    [[nodiscard]] bool setAside() const;

private:
    [[nodiscard]] bool replace(const QByteArray &sealed) const;
    [[nodiscard]] bool replaceAtOnce(const QByteArray &sealed) const;
    [[nodiscard]] QByteArray seal(const QByteArray &content) const; ///< empty when the cipher fails
    [[nodiscard]] Result<QByteArray> open(const QByteArray &sealed) const;

    QString m_path;
    QByteArray m_key;
    QByteArray m_account;
};

} // namespace Steward
