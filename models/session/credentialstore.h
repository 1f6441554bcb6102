// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QFuture>
#include <QString>

namespace Steward {

/// Where passwords and draft keys rest: the operating system's keychain, or a fake in tests. Always asynchronous.
class CredentialStore
{
public:
    virtual ~CredentialStore() = default;
    /// The secret, or an empty text when there is none; an Error when the keychain cannot be reached.
    virtual QFuture<Result<QString>> read(const QString &key) = 0;
    virtual QFuture<Result<void>> write(const QString &key, const QString &secret) = 0;
    virtual QFuture<Result<void>> remove(const QString &key) = 0;
};

} // namespace Steward
