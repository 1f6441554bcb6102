// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/database/connectionoptions.h"

#include <memory>

class QTemporaryFile;

namespace Steward {

/// The file of certificate authorities in a form libpq can take: the profile's own, or a private copy of it where its
/// name cannot stand in a connection string, or the system's authorities where the profile names none.
class TrustFile
{
public:
    TrustFile();
    ~TrustFile();
    Q_DISABLE_COPY_MOVE(TrustFile)

    /// Afterwards path() can be read; an Error with sqlState empty when caFile holds no certificate.
    Result<void> prepare(const QString &caFile);
    [[nodiscard]] QString path() const { return m_path; }

private:
    QString m_path;
    std::unique_ptr<QTemporaryFile> m_copy;
};

/// Whether these options can be a connection over TLS at all: named hosts (a socket directory has no TLS), user,
/// database.
[[nodiscard]] bool canConnect(const ConnectionOptions &options);

/// "db1,db2" as libpq's host parameter.
[[nodiscard]] QString hostList(const QList<HostPort> &hosts);

/// All of the connection string but host, database, user and password, quoted. There is no way to say less than
/// verify-full.
[[nodiscard]] QString connectText(const ConnectionOptions &options, const QString &caPath);

} // namespace Steward
