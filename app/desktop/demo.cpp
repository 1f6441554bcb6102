// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/demo.h"

#include "app/cluster/storesetup.h"

#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int beatMs = 1000;

} // namespace

Demo::Demo(qint64 orders, QObject *parent) : QObject(parent), m_orders(orders)
{
    m_beat.setInterval(beatMs);
    connect(&m_beat, &QTimer::timeout, this, [this] {
        (void)m_work.run([](Connection &connection, const Interrupt &interrupt) { return connection.query(namedQuery(u"cluster/work_tick"_s), {}, interrupt); });
    });
    connect(&m_making, &QFutureWatcherBase::finished, this, &Demo::finish);
}

Demo::~Demo()
{
    m_isStopped->store(true);
    m_beat.stop();
    m_pool.waitForDone();
    m_work.setOptions({});
    if (m_making.future().resultCount() > 0 && m_making.result())
        (void)(*m_making.result())->destroy();
}

void Demo::start()
{
    const auto say = [this](const QString &text) { QMetaObject::invokeMethod(this, [this, text] { Q_EMIT progressed(text); }, Qt::QueuedConnection); };
    m_making.setFuture(QtConcurrent::run(&m_pool, [orders = m_orders, stop = m_isStopped, say]() -> Result<std::shared_ptr<Cluster>> {
        say(tr("Starting a private PostgreSQL"));
        auto cluster = Cluster::create({});
        if (!cluster)
            return cluster.error();
        auto made = std::make_shared<Cluster>(*cluster);
        auto filled = setUpStore(*made, say);
        if (filled && orders > 0 && !stop->load()) {
            auto milliseconds = fillStore(made->optionsFor(Cluster::ownerLogin()), orders, say, stop);
            if (!milliseconds)
                filled = milliseconds.error();
        }
        if (!filled) {
            (void)made->destroy();
            return filled.error();
        }
        return made;
    }));
}

void Demo::finish()
{
    const auto made = m_making.result();
    if (!made)
        return Q_EMIT failed(made.error().userText);
    m_cluster = *made;
    m_work.setOptions(optionsFor(u"work"_s));
    m_beat.start();
    Q_EMIT ready();
}

ConnectionOptions Demo::optionsFor(const QString &user) const
{
    return m_cluster->optionsFor(user);
}

} // namespace Steward
