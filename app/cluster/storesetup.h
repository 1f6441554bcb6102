// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/cluster.h"

#include <functional>

namespace Steward {

/// One line for a person who waits: what is being done now.
using SetupProgress = std::function<void(const QString &text)>;

/// Makes the store's database on a new cluster, migrates it and makes the cluster's logins.
[[nodiscard]] Result<void> setUpStore(const Cluster &cluster, const SetupProgress &progress = {});

/// Fills a store with orders, where it lies. Minutes for millions; answers with the milliseconds it took.
[[nodiscard]] Result<qint64> fillStore(const ConnectionOptions &owner, qint64 orders, const SetupProgress &progress = {});

} // namespace Steward
