// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/tlshandshake.h"

#include "models/database/tcpattempt.h"

#include <QHostAddress>
#include <QSslCertificate>
#include <QUrl>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

using ContextPointer = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using SslPointer = std::unique_ptr<SSL, decltype(&SSL_free)>;

ConnectCause causeOfVerdict(long verdict)
{
    switch (verdict) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return ConnectCause::SelfSigned;
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return ConnectCause::CertificateExpired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return ConnectCause::CertificateNotYetValid;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return ConnectCause::WrongHostName;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_INVALID_CA:
        return ConnectCause::UnknownAuthority;
    default:
        return ConnectCause::Other;
    }
}

bool isTooOld(unsigned long error)
{
    if (ERR_GET_LIB(error) != ERR_LIB_SSL)
        return false;
    switch (ERR_GET_REASON(error)) {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_WRONG_SSL_VERSION:
        return true;
    default:
        return false;
    }
}

/// The same name checks as verify-full: alternative names first, no wildcard inside a label, an address as an address.
void expectName(SSL *ssl, const QString &hostName)
{
    X509_VERIFY_PARAM *parameters = SSL_get0_param(ssl);
    if (!QHostAddress(hostName).isNull()) {
        X509_VERIFY_PARAM_set1_ip_asc(parameters, hostName.toLatin1().constData());
        return;
    }
    QByteArray name = QUrl::toAce(hostName);
    if (name.isEmpty())
        name = hostName.toUtf8();
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    X509_VERIFY_PARAM_set1_host(parameters, name.constData(), size_t(name.size()));
    // The macro SSL_set_tlsext_host_name, without its cast.
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
}

SslPointer makeClient(const QString &hostName, const QString &caPath)
{
    const ContextPointer context{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    if (SSL_CTX_load_verify_locations(context.get(), caPath.toLocal8Bit().constData(), nullptr) != 1)
        return {nullptr, SSL_free};
    SslPointer ssl{SSL_new(context.get()), SSL_free};
    expectName(ssl.get(), hostName);
    // Memory buffers: OpenSSL writes to no socket itself, so no SIGPIPE and no blocking.
    SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(ssl.get());
    return ssl;
}

bool sendPending(SSL *ssl, TcpAttempt &tcp, const std::function<bool()> &isCancelled)
{
    char *data = nullptr;
    BIO *out = SSL_get_wbio(ssl);
    const long size = BIO_get_mem_data(out, &data);
    const QByteArray bytes(data, size);
    (void)BIO_reset(out);
    return tcp.send(bytes, isCancelled);
}

void judgeFailure(SSL *ssl, ProbeReport &report)
{
    const unsigned long error = ERR_peek_last_error();
    const long verdict = SSL_get_verify_result(ssl);
    if (isTooOld(error)) {
        report.cause = ConnectCause::TlsTooOld;
        report.detail = QString::fromLatin1(ERR_reason_error_string(error));
    } else if (verdict != X509_V_OK) {
        report.cause = causeOfVerdict(verdict);
        report.detail = u"%1 (%2)"_s.arg(QLatin1StringView(X509_verify_cert_error_string(verdict))).arg(verdict);
    } else {
        report.cause = ConnectCause::Other;
        report.detail = error ? QString::fromLatin1(ERR_reason_error_string(error)) : u"closed during the handshake"_s;
    }
}

} // namespace

QByteArray peerChain(ssl_st *ssl)
{
    STACK_OF(X509) *chain = !ssl ? nullptr : SSL_get_peer_cert_chain(ssl);
    BIO *text = BIO_new(BIO_s_mem());
    for (int index = 0; chain && index < sk_X509_num(chain); ++index)
        PEM_write_bio_X509(text, sk_X509_value(chain, index));
    char *data = nullptr;
    const long size = BIO_get_mem_data(text, &data);
    const QByteArray pem(data, size);
    BIO_free(text);
    return pem;
}

QList<CertificateInfo> describeChain(const QByteArray &pem)
{
    QList<CertificateInfo> list;
    const QList<QSslCertificate> certificates = QSslCertificate::fromData(pem, QSsl::Pem);
    for (const QSslCertificate &certificate : certificates) {
        list.append(
            {.subject = certificate.subjectDisplayName(),
             .issuer = certificate.issuerDisplayName(),
             .names = certificate.subjectAlternativeNames().values(),
             .validFrom = certificate.effectiveDate().toUTC(),
             .validUntil = certificate.expiryDate().toUTC(),
             .sha256 = QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':')).toUpper()});
    }
    return list;
}

ProbeReport shakeHands(TcpAttempt &tcp, const QString &hostName, const QString &caPath,
                       const std::function<bool()> &isCancelled)
{
    ERR_clear_error();
    const SslPointer ssl = makeClient(hostName, caPath);
    if (!ssl)
        return {.cause = ConnectCause::CaFileUnreadable, .detail = caPath, .tlsVersion = {}, .chain = {}};
    ProbeReport report;
    for (;;) {
        const int done = SSL_do_handshake(ssl.get());
        const bool wantsMore = done != 1 && SSL_get_error(ssl.get(), done) == SSL_ERROR_WANT_READ;
        const bool sent = sendPending(ssl.get(), tcp, isCancelled);
        if (done == 1)
            break;
        if (!wantsMore) {
            judgeFailure(ssl.get(), report);
            break;
        }
        const auto bytes = sent ? tcp.receive(isCancelled) : QByteArray();
        if (!bytes || bytes->isEmpty()) {
            const bool stopped = isCancelled && isCancelled();
            report.cause = stopped ? ConnectCause::Cancelled : bytes ? ConnectCause::Other : ConnectCause::TimedOut;
            report.detail = u"closed during the handshake"_s;
            break;
        }
        BIO_write(SSL_get_rbio(ssl.get()), bytes->constData(), int(bytes->size()));
    }
    report.tlsVersion = QString::fromLatin1(SSL_get_version(ssl.get()));
    report.chain = describeChain(peerChain(ssl.get()));
    ERR_clear_error();
    return report;
}

} // namespace Steward
