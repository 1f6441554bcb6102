// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/session/fakeserver.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <openssl/ssl.h>

#include <condition_variable>
#include <memory>

namespace Steward::Test {

namespace {

constexpr int patienceMs = 20'000;

std::shared_ptr<SSL_CTX> makeContext(const Identity &identity, bool isOld)
{
    std::shared_ptr<SSL_CTX> context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
    if (isOld) {
        SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
        SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context.get(), TLS1_1_VERSION);
    }
    SSL_CTX_use_certificate(context.get(), identity.certificate());
    SSL_CTX_use_PrivateKey(context.get(), identity.key());
    return context;
}

} // namespace

FakeServer::FakeServer(Manner manner, std::optional<Identity> identity)
    : m_manner(manner), m_identity(std::move(identity))
{
    std::mutex mutex;
    std::condition_variable listening;
    std::unique_lock lock(mutex);
    m_thread = std::thread([&] {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        {
            const std::lock_guard ready(mutex);
            m_port = server.serverPort();
            listening.notify_one();
        }
        while (!m_isEnding) {
            if (!server.isListening()) {
                QThread::msleep(20);
                continue;
            }
            if (!server.hasPendingConnections() && !server.waitForNewConnection(20))
                continue;
            const std::unique_ptr<QTcpSocket> socket(server.nextPendingConnection());
            if (m_manner == Manner::TlsOnce)
                server.close();
            if (!socket->waitForReadyRead(patienceMs))
                continue;
            const QByteArray request = socket->read(8);
            {
                const std::lock_guard keep(m_mutex);
                m_plain += request;
            }
            answer(*socket);
        }
    });
    listening.wait(lock, [this] { return m_port != 0; });
}

FakeServer::~FakeServer()
{
    m_isEnding = true;
    m_thread.join();
}

QByteArray FakeServer::plainBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_plain;
}

void FakeServer::answer(QTcpSocket &socket)
{
    switch (m_manner) {
    case Manner::SaysNo:
        socket.write("N");
        break;
    case Manner::SaysError:
        socket.write(QByteArray("E\0\0\0\x0bsorry\0\0", 12));
        break;
    case Manner::SaysRubbish:
        socket.write("HTTP/1.1 400 Bad Request\r\n\r\n");
        break;
    case Manner::HangsUp:
        return;
    case Manner::SaysNothing:
        while (!m_isEnding && socket.state() == QAbstractSocket::ConnectedState)
            socket.waitForReadyRead(50);
        return;
    case Manner::OldTls:
    case Manner::Tls:
    case Manner::TlsOnce:
        socket.write("S");
        socket.waitForBytesWritten(patienceMs);
        shakeHands(socket);
        return;
    }
    socket.waitForBytesWritten(patienceMs);
    // Whatever a client says after a no is in the clear.
    socket.waitForReadyRead(200);
    const std::lock_guard lock(m_mutex);
    m_plain += socket.readAll();
}

void FakeServer::shakeHands(QTcpSocket &socket)
{
    const auto context = makeContext(*m_identity, m_manner == Manner::OldTls);
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl{SSL_new(context.get()), SSL_free};
    SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_accept_state(ssl.get());
    for (;;) {
        const int done = SSL_do_handshake(ssl.get());
        char *data = nullptr;
        const long size = BIO_get_mem_data(SSL_get_wbio(ssl.get()), &data);
        socket.write(data, size);
        (void)BIO_reset(SSL_get_wbio(ssl.get()));
        if (socket.bytesToWrite() > 0)
            socket.waitForBytesWritten(patienceMs);
        if (done == 1) {
            ++m_handshakes;
            return;
        }
        if (SSL_get_error(ssl.get(), done) != SSL_ERROR_WANT_READ || !socket.waitForReadyRead(patienceMs))
            return;
        const QByteArray bytes = socket.readAll();
        BIO_write(SSL_get_rbio(ssl.get()), bytes.constData(), int(bytes.size()));
    }
}

} // namespace Steward::Test
