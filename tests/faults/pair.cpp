// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/pair.h"

#include "app/cluster/storesetup.h"
#include "models/database/connection.h"

#include <QThread>

#include <utility>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int followTimeoutMs = 120'000;

void must(const Result<void> &result, const char *what)
{
    if (!result)
        qFatal("%s: %s", what, qPrintable(result.error().userText));
}

std::unique_ptr<Cluster> must(const Result<Cluster> &result, const char *what)
{
    if (!result)
        qFatal("%s: %s", what, qPrintable(result.error().userText));
    return std::make_unique<Cluster>(*result);
}

} // namespace

Pair::Pair()
{
    m_clusters[0] = must(Cluster::create({}), "making the primary");
    must(setUpStore(*m_clusters[0]), "setting up the store");
    m_clusters[1] = must(m_clusters[0]->createStandby({}), "making the standby");
    for (int i = 0; i < 2; ++i)
        m_proxies[i] = std::make_unique<FaultProxy>(HostPort{u"localhost"_s, m_clusters[i]->port()});
}

Pair::~Pair()
{
    for (const auto &cluster : m_clusters) {
        if (!cluster)
            continue;
        // Nothing of it is kept, and a primary alone would wait for its standby.
        (void)cluster->stopHard(Cluster::HardStop::Immediate);
        (void)cluster->destroy();
    }
}

void Pair::stopPrimary(Cluster::HardStop manner)
{
    m_isHurt = true;
    must(server(true).stopHard(manner), "stopping the primary");
}

void Pair::startPrimary()
{
    must(server(true).start(), "starting the primary");
}

void Pair::stopStandby(Cluster::HardStop manner)
{
    m_isHurt = true;
    must(server(false).stopHard(manner), "stopping the standby");
}

void Pair::startStandby()
{
    must(server(false).start(), "starting the standby");
}

void Pair::promote()
{
    must(server(false).promote(), "promoting the standby");
    m_primary = 1 - m_primary;
    m_isAlone = true;
}

void Pair::heal()
{
    for (const auto &proxy : m_proxies)
        proxy->heal();
}

void Pair::cutAll()
{
    for (const auto &proxy : m_proxies) {
        proxy->breakAll();
        proxy->heal();
    }
}

void Pair::mend()
{
    if (!std::exchange(m_isHurt, false))
        return;
    if (m_isAlone) {
        const ClusterOptions place{.directory = server(false).directory(), .port = server(false).port()};
        must(server(false).destroy(), "removing the old primary");
        m_clusters[1 - m_primary] = must(primary().createStandby(place), "making a new standby");
        m_isAlone = false;
        return;
    }
    must(server(true).start(), "starting the primary");
    must(server(false).start(), "starting the standby");
    waitUntilFollowed();
}

void Pair::waitUntilFollowed()
{
    Connection connection(u"pair"_s);
    must(connection.open(primary().optionsFor(Cluster::ownerLogin())), "asking the primary");
    for (int waited = 0; waited < followTimeoutMs; waited += 20) {
        const auto follows = connection.query(namedQuery(u"cluster/standby_follows"_s));
        if (follows && follows->boolean(0, 0))
            return;
        QThread::msleep(20);
    }
    qFatal("the standby does not follow");
}

} // namespace Steward::Test
