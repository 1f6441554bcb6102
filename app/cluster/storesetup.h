// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/cluster.h"

#include <atomic>
#include <functional>
#include <memory>

namespace Steward {

/// One line for a person who waits: what is being done now.
using SetupProgress = std::function<void(const QString &text)>;

/// Set from another thread when nobody waits for the store any more. What is under way is given up with its connection: only the
/// end of the server, which has to follow, stops it there.
using SetupStop = std::shared_ptr<const std::atomic<bool>>;

/// Makes the store's database on a new cluster, migrates it and makes the cluster's logins.
[[nodiscard]] Result<void> setUpStore(const Cluster &cluster, const SetupProgress &progress = {});

/// Fills a store with orders, where it lies. Minutes for millions; answers with the milliseconds it took.
[[nodiscard]] Result<qint64> fillStore(const ConnectionOptions &owner, qint64 orders, const SetupProgress &progress = {}, const SetupStop &stop = {});

} // namespace Steward
