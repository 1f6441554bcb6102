// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cluster/cluster.h"
#include "tests/faults/faultproxy.h"

#include <memory>

namespace Steward::Test {

/// A primary and its synchronous standby, each behind a proxy that can do to the line what networks do; what fails ends the program.
class Pair
{
public:
    /// Makes both, with an empty store.
    Pair();
    ~Pair();
    Q_DISABLE_COPY_MOVE(Pair)

    [[nodiscard]] const Cluster &primary() const { return *m_clusters[m_primary]; }
    [[nodiscard]] FaultProxy &proxy() { return *m_proxies[m_primary]; }
    /// Both servers as a profile names them, through the proxies.
    [[nodiscard]] QList<HostPort> hosts() const { return {m_proxies[0]->address(), m_proxies[1]->address()}; }

    void stopPrimary(Cluster::HardStop manner);
    void startPrimary();
    void stopStandby(Cluster::HardStop manner);
    void startStandby();
    /// The standby takes over; the primary has been stopped. Until mend() there is one server.
    void promote();
    /// Both proxies let everything pass again.
    void heal();
    /// Every line is cut.
    void cutAll();
    /// Both run, and the standby follows.
    void mend();

private:
    [[nodiscard]] Cluster &server(bool isPrimary) { return *m_clusters[isPrimary ? m_primary : 1 - m_primary]; }
    void waitUntilFollowed();

    std::unique_ptr<Cluster> m_clusters[2];
    std::unique_ptr<FaultProxy> m_proxies[2];
    int m_primary = 0;
    bool m_isHurt = false;  ///< since it was mended last
    bool m_isAlone = false; ///< since a promotion
};

} // namespace Steward::Test
