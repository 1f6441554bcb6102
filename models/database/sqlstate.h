// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/error.h"

#include <QByteArrayView>

namespace Steward {

/// What a SQLSTATE means for the next step: the one table of it. 57014 is Timeout here; who asked for the cancel knows
/// better.
[[nodiscard]] ErrorKind errorKind(QByteArrayView sqlState);

/// The Error to show for a SQLSTATE. subject is a machine word or field name the server added, never a value; it may be
/// empty.
[[nodiscard]] Error errorFor(QByteArrayView sqlState, const QString &queryName, const QString &subject = {});

/// The Error of a connection that is not there or was lost.
[[nodiscard]] Error offlineError(const QString &queryName = {});
/// The Error of a question that was withdrawn.
[[nodiscard]] Error cancelledError(const QString &queryName = {});
/// The Error of a question that took longer than allowed.
[[nodiscard]] Error timeoutError(int timeoutMs, const QString &queryName = {});

} // namespace Steward
