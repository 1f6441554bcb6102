// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/profile.h"

#include <QJsonArray>
#include <QJsonObject>

namespace Steward::Test {

/// What a workload is to do, as it travels to the process that does it.
struct WorkloadOrder
{
    quint32 seed = 0;
    int commands = 0;
    Profile profile;
    QList<QPair<QString, QString>> logins; ///< name and password; one desktop each
    QJsonArray orders;                     ///< [{id, version}]
    QString customer;                      ///< the e-mail address of whom they are
    QString folder;                        ///< where its journal is, and what a desktop leaves for its next start

    [[nodiscard]] QString journal() const { return folder + QStringLiteral("/journal"); }
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static WorkloadOrder fromJson(const QJsonObject &json);
};

} // namespace Steward::Test
