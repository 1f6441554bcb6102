// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/session/proxy.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

namespace Steward::Test {

/// One client's line to the server.
class Proxy::Line final : public QObject
{
public:
    Line(Proxy &proxy, QTcpSocket *client, QObject *parent) : QObject(parent), m_proxy(proxy), m_client(client)
    {
        m_client->setParent(this);
        m_server = new QTcpSocket(this);
        connect(m_client, &QTcpSocket::readyRead, this, [this] { fromClient(); });
        connect(m_server, &QTcpSocket::readyRead, this, [this] { fromServer(); });
        connect(m_client, &QTcpSocket::disconnected, this, [this] { cut(); });
        // Behind what the server said last, which may be why it ends.
        connect(m_server, &QTcpSocket::disconnected, this, [this] {
            if (m_server->bytesAvailable() > 0)
                pass(m_server->readAll(), m_client);
            QTimer::singleShot(m_proxy.m_delayMs, Qt::PreciseTimer, m_client, [client = m_client] { client->disconnectFromHost(); });
        });
        m_server->connectToHost(proxy.m_server.host, quint16(proxy.m_server.port));
    }

    void cut()
    {
        m_client->abort();
        m_server->abort();
        deleteLater();
    }

private:
    void fromClient()
    {
        if (!m_clientSpokeLast)
            ++m_proxy.m_turns;
        m_clientSpokeLast = true;
        m_isAsked = m_proxy.m_cutsNext;
        pass(m_client->readAll(), m_server);
    }

    void fromServer()
    {
        m_clientSpokeLast = false;
        if (m_isAsked) {
            m_proxy.m_cutsNext = false;
            cut();
            return;
        }
        pass(m_server->readAll(), m_client);
    }

    void pass(const QByteArray &bytes, QTcpSocket *to)
    {
        if (m_proxy.m_delayMs == 0)
            to->write(bytes);
        else
            QTimer::singleShot(m_proxy.m_delayMs, Qt::PreciseTimer, to, [to, bytes] { to->write(bytes); });
    }

    Proxy &m_proxy;
    QTcpSocket *m_client;
    QTcpSocket *m_server;
    bool m_clientSpokeLast = false;
    bool m_isAsked = false;
};

Proxy::Proxy(const HostPort &server, int delayMs) : m_server(server), m_delayMs(delayMs), m_anchor(new QObject)
{
    m_anchor->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_anchor, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(
        m_anchor,
        [this] {
            auto *listener = new QTcpServer(m_anchor);
            QObject::connect(listener, &QTcpServer::newConnection, m_anchor, [this, listener] {
                ++m_connections;
                QTcpSocket *client = listener->nextPendingConnection();
                if (m_isBroken)
                    client->abort();
                else
                    new Line(*this, client, m_anchor);
            });
            listener->listen(QHostAddress::LocalHost);
            m_port = listener->serverPort();
        },
        Qt::BlockingQueuedConnection);
}

Proxy::~Proxy()
{
    m_thread.quit();
    m_thread.wait();
}

void Proxy::setBroken(bool isBroken)
{
    m_isBroken = isBroken;
    if (!isBroken)
        return;
    QMetaObject::invokeMethod(
        m_anchor,
        [this] {
            const QObjectList children = m_anchor->children();
            for (QObject *child : children) {
                if (auto *line = dynamic_cast<Line *>(child))
                    line->cut();
            }
        },
        Qt::BlockingQueuedConnection);
}

} // namespace Steward::Test
