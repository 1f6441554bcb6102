// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

class QDialog;
class QHBoxLayout;
class QLabel;
class QLayout;
class QVBoxLayout;
class QWidget;

namespace Steward {

/// A sentence that wraps and is never read as rich text, whatever is in it.
[[nodiscard]] QLabel *plainLabel(const QString &text, QWidget *parent);
/// The same for what stands back: a hint, or why something is off.
[[nodiscard]] QLabel *faintLabel(const QString &text, QWidget *parent, const QString &name = {});
/// Parts set in from the side that lines begin on, whichever it is: the margins of a layout do not change sides.
[[nodiscard]] QHBoxLayout *indented(QLayout *parts);
/// The column a sheet's parts stand in, with the distances every sheet has to its edge.
[[nodiscard]] QVBoxLayout *sheetLayout(QDialog *sheet, int spacing = Theme::spaceM);

} // namespace Steward
