// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/credentialstore.h"

namespace Steward {

/// The operating system's keychain through QtKeychain. Asynchronous; GUI thread.
class Keychain final : public CredentialStore
{
public:
    QFuture<Result<QString>> read(const QString &key) override;
    QFuture<Result<void>> write(const QString &key, const QString &secret) override;
    QFuture<Result<void>> remove(const QString &key) override;
};

} // namespace Steward
