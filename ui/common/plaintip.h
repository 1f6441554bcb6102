// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTextDocument>

namespace Steward {

/// A text that somebody typed, as a tool tip shows it unchanged: Qt would lay out what looks like markup, and fetch what it names.
[[nodiscard]] inline QString typedTip(const QString &text)
{
    return Qt::mightBeRichText(text) ? QStringLiteral("<qt>") + text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")) + QStringLiteral("</qt>") : text;
}

} // namespace Steward
