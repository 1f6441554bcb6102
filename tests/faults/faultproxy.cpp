// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/faultproxy.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <deque>

namespace Steward::Test {

namespace {

constexpr int lingerMs = 500; // what arrived late is worked on before the line to the server goes too

} // namespace

/// One client's line to the server: two ways, each with the bytes that are still under way.
class FaultProxy::Line final : public QObject
{
public:
    Line(FaultProxy &proxy, QTcpSocket *client, QObject *parent) : QObject(parent), m_proxy(proxy), m_client(client), m_server(new QTcpSocket(this))
    {
        m_client->setParent(this);
        m_clock.start();
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] { pump(); });
        m_client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        connect(m_client, &QTcpSocket::readyRead, this, [this] { take(Toward::Server); });
        connect(m_server, &QTcpSocket::readyRead, this, [this] { take(Toward::Client); });
        connect(m_server, &QTcpSocket::connected, this, [this] {
            m_server->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            pump();
        });
        connect(m_client, &QTcpSocket::disconnected, this, [this] { end(Toward::Server); });
        connect(m_server, &QTcpSocket::disconnected, this, [this] { end(Toward::Client); });
        connect(m_server, &QTcpSocket::errorOccurred, this, [this] { end(Toward::Client); });
        m_server->connectToHost(proxy.m_server.host, quint16(proxy.m_server.port));
    }

    ~Line() override { m_proxy.m_lines.removeOne(this); }

    /// Both ends at once, whatever is under way.
    void cut()
    {
        if (m_isGone)
            return;
        m_isGone = true;
        ++m_proxy.m_cuts;
        m_client->disconnect(this);
        m_server->disconnect(this);
        m_client->abort();
        m_server->abort();
        deleteLater();
    }

    void cutAndDeliverLate(int lateMs)
    {
        if (m_isGone || m_isGhost)
            return;
        take(Toward::Server);
        m_isGhost = true;
        ++m_proxy.m_cuts;
        m_client->disconnect(this);
        m_client->abort();
        for (Chunk &chunk : m_ways[int(Toward::Server)].chunks)
            chunk.dueMs = m_clock.elapsed() + lateMs;
        pump();
        QTimer::singleShot(lateMs + lingerMs, this, [this] { cut(); });
    }

    void pump()
    {
        if (m_isGone)
            return;
        if (!m_proxy.m_isFrozen || m_isGhost) {
            for (const Toward way : {Toward::Server, Toward::Client}) {
                if (!move(way))
                    return;
            }
        }
        qint64 nextMs = -1;
        for (const Way &way : m_ways) {
            if (!way.chunks.empty() && (nextMs < 0 || way.chunks.front().dueMs < nextMs))
                nextMs = way.chunks.front().dueMs;
        }
        if (nextMs >= 0 && (!m_proxy.m_isFrozen || m_isGhost))
            m_timer.start(int(qMax<qint64>(1, nextMs - m_clock.elapsed())));
    }

private:
    struct Chunk
    {
        qint64 dueMs = 0;
        QByteArray bytes;
    };
    struct Way
    {
        std::deque<Chunk> chunks;
        bool hasEnded = false; ///< whoever sent has closed; the other is told once it has had all
    };

    QTcpSocket *source(Toward way) const { return way == Toward::Server ? m_client : m_server; }
    QTcpSocket *target(Toward way) const { return way == Toward::Server ? m_server : m_client; }

    void take(Toward way)
    {
        QByteArray bytes = source(way)->readAll();
        // What the server still says to a client that is gone goes nowhere.
        if (bytes.isEmpty() || (m_isGhost && way == Toward::Client))
            return;
        m_ways[int(way)].chunks.push_back({m_clock.elapsed() + m_proxy.m_delayMs, std::move(bytes)});
        pump();
    }

    /// False when the line was cut over it.
    bool move(Toward way)
    {
        Way &here = m_ways[int(way)];
        if (way == Toward::Server && m_server->state() != QAbstractSocket::ConnectedState)
            return true;
        if (target(way)->state() != QAbstractSocket::ConnectedState) {
            here.chunks.clear(); // nobody is left to have it
            return true;
        }
        qint64 &cutIn = m_proxy.m_cutIn[int(way)];
        while (!here.chunks.empty() && here.chunks.front().dueMs <= m_clock.elapsed()) {
            const QByteArray bytes = here.chunks.front().bytes;
            here.chunks.pop_front();
            if (cutIn > 0 && !m_isGhost && bytes.size() >= cutIn) {
                target(way)->write(bytes.first(cutIn));
                target(way)->flush();
                cutIn = 0;
                cutGently(way);
                return false;
            }
            if (cutIn > 0 && !m_isGhost)
                cutIn -= bytes.size();
            target(way)->write(bytes);
        }
        if (here.hasEnded && here.chunks.empty())
            target(way)->disconnectFromHost();
        return true;
    }

    /// What has passed arrives, nothing more does, and both ends see the line close.
    void cutGently(Toward way)
    {
        m_isGone = true;
        ++m_proxy.m_cuts;
        m_client->disconnect(this);
        m_server->disconnect(this);
        source(way)->abort();
        target(way)->disconnectFromHost();
        QTimer::singleShot(lingerMs, this, &QObject::deleteLater);
    }

    void end(Toward way)
    {
        if (m_isGone)
            return;
        take(way);
        m_ways[int(way)].hasEnded = true;
        pump();
        const bool isOver = m_client->state() == QAbstractSocket::UnconnectedState && m_server->state() == QAbstractSocket::UnconnectedState;
        if (isOver && !m_isGone) {
            m_isGone = true;
            deleteLater();
        }
    }

    FaultProxy &m_proxy;
    QTcpSocket *m_client;
    QTcpSocket *m_server;
    QElapsedTimer m_clock;
    QTimer m_timer{this};
    Way m_ways[2];
    bool m_isGhost = false;
    bool m_isGone = false;
};

FaultProxy::FaultProxy(const HostPort &server) : m_server(server), m_anchor(new QObject)
{
    m_anchor->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_anchor, &QObject::deleteLater);
    m_thread.start();
    onThread([this] { acceptLine(); });
}

FaultProxy::~FaultProxy()
{
    onThread([this] {
        const QList<Line *> lines = m_lines;
        qDeleteAll(lines);
    });
    m_thread.quit();
    m_thread.wait();
}

template <typename Work>
void FaultProxy::onThread(Work work)
{
    QMetaObject::invokeMethod(m_anchor, work, Qt::BlockingQueuedConnection);
}

void FaultProxy::acceptLine()
{
    auto *listener = new QTcpServer(m_anchor);
    QObject::connect(listener, &QTcpServer::newConnection, m_anchor, [this, listener] {
        while (QTcpSocket *client = listener->nextPendingConnection()) {
            ++m_connections;
            if (m_isBroken) {
                client->abort();
                client->deleteLater();
            } else {
                m_lines.append(new Line(*this, client, m_anchor));
            }
        }
    });
    listener->listen(QHostAddress::LocalHost);
    m_port = listener->serverPort();
}

void FaultProxy::setDelay(int delayMs)
{
    onThread([this, delayMs] { m_delayMs = delayMs; });
}

void FaultProxy::cutAfter(Toward way, qint64 bytes)
{
    onThread([this, way, bytes] { m_cutIn[int(way)] = qMax<qint64>(1, bytes); });
}

void FaultProxy::cutAndDeliverLate(int lateMs)
{
    onThread([this, lateMs] {
        const QList<Line *> lines = m_lines;
        for (Line *line : lines)
            line->cutAndDeliverLate(lateMs);
    });
}

void FaultProxy::freeze()
{
    onThread([this] { m_isFrozen = true; });
}

void FaultProxy::thaw()
{
    onThread([this] {
        m_isFrozen = false;
        const QList<Line *> lines = m_lines;
        for (Line *line : lines)
            line->pump();
    });
}

void FaultProxy::breakAll()
{
    onThread([this] {
        m_isBroken = true;
        const QList<Line *> lines = m_lines;
        for (Line *line : lines)
            line->cut();
    });
}

void FaultProxy::heal()
{
    onThread([this] {
        m_isBroken = false;
        m_isFrozen = false;
        m_delayMs = 0;
        m_cutIn[0] = m_cutIn[1] = 0;
        const QList<Line *> lines = m_lines;
        for (Line *line : lines)
            line->pump();
    });
}

} // namespace Steward::Test
