// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace Steward {

namespace {

constexpr int secondsOfDay = 24 * 60 * 60;

template <typename Write>
QByteArray written(Write write)
{
    BIO *text = BIO_new(BIO_s_mem());
    write(text);
    char *data = nullptr;
    const long size = BIO_get_mem_data(text, &data);
    const QByteArray pem(data, size);
    BIO_free(text);
    return pem;
}

void addExtension(X509 *certificate, X509 *issuer, int kind, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.constData());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

} // namespace

class IdentityMaker
{
public:
    IdentityMaker(const QString &name, const CertificateTerms &terms)
    {
        made.m_key = {EVP_EC_gen("P-256"), EVP_PKEY_free};
        made.m_certificate = {X509_new(), X509_free};
        X509 *certificate = made.certificate();
        X509_set_version(certificate, X509_VERSION_3);
        BIGNUM *serial = BN_new();
        BN_rand(serial, 64, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY);
        BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate));
        BN_free(serial);
        X509_gmtime_adj(X509_getm_notBefore(certificate), long(terms.fromDays) * secondsOfDay);
        X509_gmtime_adj(X509_getm_notAfter(certificate), long(terms.untilDays) * secondsOfDay);
        X509_set_pubkey(certificate, made.key());
        const QByteArray text = name.toUtf8();
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char *>(text.constData()), int(text.size()), -1, 0);
    }

    void setNames(const QStringList &names, X509 *issuer)
    {
        QStringList alternatives;
        for (const QString &name : names)
            alternatives += (name.front().isDigit() ? QStringLiteral("IP:") : QStringLiteral("DNS:")) + name;
        addExtension(made.certificate(), issuer, NID_subject_alt_name, alternatives.join(u',').toLatin1());
    }

    Identity sign(const Identity &issuer)
    {
        X509_set_issuer_name(made.certificate(), X509_get_subject_name(issuer.certificate()));
        X509_sign(made.certificate(), issuer.key(), EVP_sha256());
        return made;
    }

    Identity made;
};

QByteArray Identity::certificatePem() const
{
    return written([this](BIO *text) { PEM_write_bio_X509(text, certificate()); });
}

QByteArray Identity::keyPem() const
{
    return written([this](BIO *text) { PEM_write_bio_PrivateKey(text, key(), nullptr, nullptr, 0, nullptr, nullptr); });
}

Identity makeAuthority(const QString &name)
{
    IdentityMaker maker(name, {.names = {}, .fromDays = -400, .untilDays = 400});
    addExtension(maker.made.certificate(), maker.made.certificate(), NID_basic_constraints, "critical,CA:TRUE");
    addExtension(maker.made.certificate(), maker.made.certificate(), NID_key_usage, "critical,keyCertSign,cRLSign");
    return maker.sign(maker.made);
}

Identity makeServer(const Identity &authority, const CertificateTerms &terms)
{
    IdentityMaker maker(terms.names.first(), terms);
    maker.setNames(terms.names, authority.certificate());
    return maker.sign(authority);
}

Identity makeSelfSigned(const CertificateTerms &terms)
{
    IdentityMaker maker(terms.names.first(), terms);
    maker.setNames(terms.names, maker.made.certificate());
    return maker.sign(maker.made);
}

} // namespace Steward
