// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QFileDevice>
#include <QString>

namespace Steward::ClusterFiles {

inline constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
inline constexpr auto everybodyReads = ownerOnly | QFileDevice::ReadGroup | QFileDevice::ReadOther;

/// What the files of a private cluster hold and who may read them.
[[nodiscard]] bool writeFile(const QString &name, const QByteArray &content, QFileDevice::Permissions permissions);
/// 24 letters and digits from the operating system's generator: some 140 bits.
[[nodiscard]] QString makePassword();

[[nodiscard]] inline QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Cluster", text);
}
[[nodiscard]] inline Error failure(const QString &text)
{
    return {ErrorKind::Internal, text, {}, {}};
}

} // namespace Steward::ClusterFiles
