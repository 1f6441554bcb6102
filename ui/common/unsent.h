// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <functional>

class QWidget;

namespace Steward {

class Prompts;

/// What becomes of things that were typed and not sent.
enum class UnsentChoice { Keep, Discard };

/// Asks once about all of them, each a line; on Cancel nothing is called. warning: why they cannot be kept, which leaves Discard and
/// Cancel; empty when they can.
void askAboutUnsent(Prompts &prompts, QWidget *parent, const QStringList &what, const QString &warning, const std::function<void(UnsentChoice)> &then);

} // namespace Steward
