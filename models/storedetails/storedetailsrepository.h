// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/commandclient.h"
#include "models/storedetails/storedetails.h"

#include <QFuture>
#include <QUuid>

#include <memory>

namespace Steward {

class Session;

/// The store's own particulars, for whoever may change settings. Any call on the GUI thread; answers through futures.
class StoreDetailsRepository
{
public:
    virtual ~StoreDetailsRepository() = default;

    virtual QFuture<Result<StoreDetails>> details() = 0;
    /// All of the changes or none. On a conflict the answer's "contested" names the keys, and "now" has all as they are.
    virtual QFuture<Result<CommandOutcome>> change(QUuid commandId, const QList<DetailChange> &changes) = 0;
};

/// The one that asks the store's database.
[[nodiscard]] std::unique_ptr<StoreDetailsRepository> makeSqlStoreDetailsRepository(Session &session);

} // namespace Steward
