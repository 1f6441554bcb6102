// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace Steward::Architecture {

/// One file as the rules see it: its path from the project's root, with '/', and its text.
struct SourceFile
{
    QString path;
    QString text;
};

/// Each rule answers with "path:line: what is wrong" for every breach; none when the file keeps it.
[[nodiscard]] QStringList layerBreaches(const SourceFile &file);     ///< includes point down only; slices stay apart
[[nodiscard]] QStringList databaseBreaches(const SourceFile &file);  ///< libpq and Qt SQL in models/database alone
[[nodiscard]] QStringList widgetBreaches(const SourceFile &file);    ///< Widgets and Gui in ui and app/desktop alone
[[nodiscard]] QStringList bannedBreaches(const SourceFile &file);    ///< nested event loops, three-argument connect, joined SQL …
[[nodiscard]] QStringList unfinishedBreaches(const SourceFile &file);///< words that say something is not done
[[nodiscard]] QStringList lengthBreaches(const SourceFile &file);    ///< a file one can read whole

[[nodiscard]] QStringList allBreaches(const SourceFile &file);

} // namespace Steward::Architecture
