// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Steward {

/// One SQL statement out of one file; logs name it, and never its values.
struct NamedQuery
{
    QString name; ///< "slice/name"
    QByteArray sql;
};

/// The statement in the resource :/sql/<name>.sql. A missing file is a defect and ends the program with its name.
/// Any thread; each file is read once.
[[nodiscard]] const NamedQuery &namedQuery(const QString &name);

} // namespace Steward
