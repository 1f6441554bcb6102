// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paper/paperjob.h"

namespace Steward::Test {

/// A store with everything a paper shows of one.
[[nodiscard]] PaperStore sampleStore();
/// A paper of one line for Hans Müller in München; his is the address, unless it is changed.
[[nodiscard]] Paper samplePaper(PaperKind kind);
/// So many lines more, the last one long enough to be broken.
void addLines(Paper &paper, int count);
[[nodiscard]] PaperLook sampleLook(Qt::LayoutDirection direction = Qt::LeftToRight);
[[nodiscard]] PaperBatch batchOf(PaperKind kind, const QList<Paper> &papers, const PaperLook &look = sampleLook());
/// What stands in a PDF, as a reader would copy it, with joined letters taken apart; with its layout kept where wanted. The test ends when pdftotext is not there.
[[nodiscard]] QString textOf(const QString &pdf, const QStringList &options = {});

} // namespace Steward::Test
