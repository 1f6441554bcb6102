// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeyEvent>

namespace Steward {

/// Return or Enter by itself, on the number pad too.
[[nodiscard]] inline bool isPlainEnter(const QKeyEvent &key)
{
    return (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) && (key.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
}

} // namespace Steward
