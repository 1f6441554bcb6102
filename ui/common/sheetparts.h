// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

class QDialog;
class QLabel;
class QVBoxLayout;
class QWidget;

namespace Steward {

/// A sentence that wraps and is never read as rich text, whatever is in it.
[[nodiscard]] QLabel *plainLabel(const QString &text, QWidget *parent);
/// The column a sheet's parts stand in, with the distances every sheet has to its edge.
[[nodiscard]] QVBoxLayout *sheetLayout(QDialog *sheet, int spacing = Theme::spaceM);

} // namespace Steward
