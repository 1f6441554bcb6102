// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Steward {

/// As many rounds as PostgreSQL itself uses: an account that answers with another number would be told from one that is
/// not there.
inline constexpr int scramIterations = 4096;

/// The verifier PostgreSQL stores for a password ("SCRAM-SHA-256$4096:…"), made here so that the password never
/// travels.
[[nodiscard]] QByteArray scramVerifier(const QString &password);
/// The same with a salt of one's own choice; for known vectors.
[[nodiscard]] QByteArray scramVerifier(const QString &password, const QByteArray &salt, int iterations);

/// A password as SASLprep (RFC 4013) writes it, in UTF-8; unchanged where SASLprep forbids it, as PostgreSQL does.
[[nodiscard]] QByteArray preparedPassword(const QString &password);

} // namespace Steward
