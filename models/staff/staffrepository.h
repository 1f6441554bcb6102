// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/commandclient.h"
#include "models/staff/staffaccount.h"

#include <QFuture>
#include <QUuid>

#include <memory>

namespace Steward {

class Session;

/// Accounts of staff. A password becomes a SCRAM verifier here and never travels; it takes no part in what a command is known by, so a
/// command sent again under its id must be given the password it had. Any call on the GUI thread; answers through futures.
class StaffRepository
{
public:
    virtual ~StaffRepository() = default;

    virtual QFuture<Result<QList<StaffAccount>>> accounts() = 0;
    virtual QFuture<Result<CommandOutcome>> add(QUuid commandId, const QString &login, const QString &name, const QString &group, const QString &password) = 0;
    virtual QFuture<Result<CommandOutcome>> disable(QUuid commandId, const QString &login) = 0;
    virtual QFuture<Result<CommandOutcome>> enable(QUuid commandId, const QString &login) = 0;
    virtual QFuture<Result<CommandOutcome>> move(QUuid commandId, const QString &login, const QString &group) = 0;
    /// Must be changed at the next sign-in.
    virtual QFuture<Result<CommandOutcome>> resetPassword(QUuid commandId, const QString &login, const QString &password) = 0;
};

/// The one that asks the store's database.
[[nodiscard]] std::unique_ptr<StaffRepository> makeSqlStaffRepository(Session &session);

/// A refusal's machine word as a whole sentence: what, and what to do.
[[nodiscard]] QString staffReasonText(const QString &reason);
[[nodiscard]] QStringList staffGroups(); ///< machine words, in the order they are offered
[[nodiscard]] QString staffGroupText(const QString &group);
[[nodiscard]] QString staffGroupExplanation(const QString &group); ///< what its members do and see, in a sentence

} // namespace Steward
