// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// What the commands that run until they are told to stop have in common.
namespace Steward::Service {

/// From now on SIGTERM and SIGINT ask for an end instead of making one.
void heedSignals();
[[nodiscard]] bool isAskedToStop();
/// Waits a second in small steps, so that a signal is heeded at once.
void restASecond();

} // namespace Steward::Service
