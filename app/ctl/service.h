// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

/// What the commands that run until they are told to stop have in common.
namespace Steward::Service {

/// From now on SIGTERM and SIGINT ask for an end instead of making one.
void heedSignals();
[[nodiscard]] bool isAskedToStop();
/// Milliseconds since an end was asked for; 0 when none was.
[[nodiscard]] qint64 askedToStopMsAgo();
/// Waits a second in small steps, so that a signal is heeded at once.
void restASecond();
/// Waits a second whatever is asked for: for what is to be brought to its end.
void waitASecond();

} // namespace Steward::Service
