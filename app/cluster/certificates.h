// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>

struct evp_pkey_st;
struct x509_st;

namespace Steward {

/// A certificate with its key, as a server or an authority holds it.
class Identity
{
public:
    [[nodiscard]] x509_st *certificate() const { return m_certificate.get(); }
    [[nodiscard]] evp_pkey_st *key() const { return m_key.get(); }
    [[nodiscard]] QByteArray certificatePem() const;
    [[nodiscard]] QByteArray keyPem() const;

private:
    friend class IdentityMaker;
    std::shared_ptr<x509_st> m_certificate;
    std::shared_ptr<evp_pkey_st> m_key;
};

/// What a server certificate says: for which names and when. Tests make bad ones with it.
struct CertificateTerms
{
    QStringList names{QStringLiteral("localhost")};
    int fromDays = -1; ///< valid from this many days after today
    int untilDays = 30;
};

[[nodiscard]] Identity makeAuthority(const QString &name);
[[nodiscard]] Identity makeServer(const Identity &authority, const CertificateTerms &terms = {});
[[nodiscard]] Identity makeSelfSigned(const CertificateTerms &terms = {});

} // namespace Steward
