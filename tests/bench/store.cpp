// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/store.h"

#include "app/cluster/storesetup.h"

#include <QJsonArray>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTextStream>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

void say(const QString &text)
{
    QTextStream(stderr) << "  " << text << Qt::endl;
}

} // namespace

Store::Store(qint64 orders, const QString &directory) : m_orders(orders), m_given(directory) { }

Store::~Store()
{
    if (m_cluster && m_given.isEmpty())
        (void)m_cluster->destroy();
}

void Store::abandon()
{
    const std::lock_guard lock(m_mutex);
    if (m_cluster && m_given.isEmpty())
        (void)m_cluster->destroy();
}

Result<void> Store::prepare()
{
    if (m_cluster)
        return {};
    {
        const std::lock_guard making(m_mutex);
        auto cluster = m_given.isEmpty() ? Cluster::create({}) : Cluster::open(m_given);
        if (!cluster)
            return cluster.error();
        m_cluster = *cluster;
    }
    if (!m_given.isEmpty()) {
        if (auto started = m_cluster->isRunning() ? Result<void>() : m_cluster->start(); !started)
            return started;
        auto connection = connect(Cluster::ownerLogin());
        auto counted = connection ? column(**connection, "select count(*)::text from store.orders") : Result<QStringList>(connection.error());
        if (!counted)
            return counted.error();
        m_orders = counted->first().toLongLong();
        return {};
    }
    if (auto made = setUpStore(*m_cluster, say); !made)
        return made;
    auto filled = fillStore(m_cluster->optionsFor(Cluster::ownerLogin()), m_orders, say);
    if (!filled)
        return filled.error();
    say(u"%1 orders in %2 s"_s.arg(m_orders).arg(double(*filled) / 1000, 0, 'f', 1));
    return {};
}

Result<std::unique_ptr<Connection>> Store::connect(const QString &login) const
{
    auto connection = std::make_unique<Connection>(u"bench "_s + login);
    if (auto opened = connection->open(m_cluster->optionsFor(login)); !opened)
        return opened.error();
    return connection;
}

Result<void> Store::signIn(Session &session, const QString &login, const std::optional<HostPort> &through) const
{
    const ConnectionOptions options = m_cluster->optionsFor(login);
    Profile profile{u"Bench"_s, options.hosts, options.database, options.caFile, login};
    if (through)
        profile.hosts = {*through};
    session.signIn(profile, login, options.password);
    if (!waitFor([&session] { return session.state() == Session::State::Ready; }, 60'000))
        return Error{ErrorKind::Offline, u"Signing in to the store did not work."_s, {}, {}};
    return {};
}

bool waitFor(const std::function<bool()> &condition, int timeoutMs)
{
    QElapsedTimer timer;
    timer.start();
    QTimer wake; // so that a wait for events ends even when there are none
    wake.start(50);
    while (!condition()) {
        if (timer.elapsed() > timeoutMs)
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

Result<QStringList> column(Connection &connection, const QByteArray &sql, const Params &params)
{
    const auto rows = connection.query({u"bench"_s, sql}, params);
    if (!rows)
        return rows.error();
    QStringList values;
    for (int i = 0; i < rows->count(); ++i)
        values.append(rows->text(i, 0));
    return values;
}

Result<double> serverTime(Connection &connection, const QByteArray &sql, const Params &params)
{
    const auto rows = connection.query({u"bench"_s, "explain (analyze, timing off, format json) " + sql}, params);
    if (!rows)
        return rows.error();
    const QJsonObject plan = rows->array(0, 0).first().toObject();
    return plan[u"Planning Time"].toDouble() + plan[u"Execution Time"].toDouble();
}

} // namespace Steward::Bench
