// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

namespace Steward {

/// What went wrong, as far as the next step depends on it. Mapped from SQLSTATE in one table (database/sqlstate.h).
enum class ErrorKind {
    Cancelled, ///< somebody asked a newer question; nothing to show
    Offline,   ///< the server cannot be reached; try again later
    Denied,    ///< this login may not do that
    Conflict,  ///< somebody else changed it first
    Invalid,   ///< the question or the input is wrong
    Timeout,   ///< it took longer than allowed
    Internal,  ///< a defect of ours
};

/// One failure, ready to show. userText is a whole translated sentence and never holds a person's value.
struct Error
{
    ErrorKind kind = ErrorKind::Internal;
    QString userText;
    QString sqlState;  ///< five characters, or empty when no server was involved
    QString queryName; ///< "slice/name" of the named query, or empty

    friend bool operator==(const Error &, const Error &) = default;
};

} // namespace Steward

Q_DECLARE_METATYPE(Steward::Error)
