// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/commandclient.h"
#include "models/paper/paper.h"

#include <QFuture>
#include <QUuid>

#include <memory>

namespace Steward {

class Session;

/// What is asked of the store to put orders on paper. Any call on the GUI thread; answers through futures.
class PaperRepository
{
public:
    static constexpr int mostAtOnce = 500; ///< orders in one call

    virtual ~PaperRepository() = default;
    /// Numbers invoices or credit notes, once each and in this sequence; packing slips have no number and are not asked for here.
    virtual QFuture<Result<CommandOutcome>> issue(QUuid commandId, PaperKind kind, const QList<PaperDue> &papers) = 0;
    /// The papers. Those that the command issuedBy numbered are originals, all others copies.
    virtual QFuture<Result<PaperSet>> papers(PaperKind kind, const QList<OrderId> &orders, QUuid issuedBy) = 0;
};

/// The one that asks the store's database.
[[nodiscard]] std::unique_ptr<PaperRepository> makeSqlPaperRepository(Session &session);

} // namespace Steward
