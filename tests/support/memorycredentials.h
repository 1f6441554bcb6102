// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/credentialstore.h"

#include <QHash>
#include <QPromise>
#include <QStringList>

#include <functional>
#include <memory>
#include <utility>

namespace Steward::Test {

/// A keychain in memory. One that is slow answers reads when the test says so; one that refuses writes nothing; one that is gone does
/// not even read.
class MemoryCredentials final : public CredentialStore
{
public:
    QFuture<Result<QString>> read(const QString &key) override
    {
        if (isGone)
            return QtFuture::makeReadyFuture(Result<QString>(Error{ErrorKind::Internal, QStringLiteral("There is no keychain."), {}, {}}));
        if (!isSlow)
            return QtFuture::makeReadyFuture(Result<QString>(secrets.value(key)));
        auto promise = std::make_shared<QPromise<Result<QString>>>();
        promise->start();
        m_waiting.append([this, promise, key] {
            promise->addResult(Result<QString>(secrets.value(key)));
            promise->finish();
        });
        return promise->future();
    }
    [[nodiscard]] bool isAsked() const { return !m_waiting.isEmpty(); }
    void answerReads()
    {
        for (const auto &answer : std::exchange(m_waiting, {}))
            answer();
    }
    QFuture<Result<void>> write(const QString &key, const QString &secret) override
    {
        if (refuses)
            return refusal();
        secrets.insert(key, secret);
        return QtFuture::makeReadyFuture(Result<void>());
    }
    QFuture<Result<void>> remove(const QString &key) override
    {
        if (refuses)
            return refusal();
        secrets.remove(key);
        return QtFuture::makeReadyFuture(Result<void>());
    }

    /// Without the keys of drafts.
    [[nodiscard]] QStringList passwords() const
    {
        QStringList found;
        for (auto secret = secrets.begin(); secret != secrets.end(); ++secret) {
            if (!secret.key().startsWith(QStringLiteral("drafts of ")))
                found.append(secret.value());
        }
        return found;
    }

    QHash<QString, QString> secrets;
    bool isSlow = false;
    bool refuses = false;
    bool isGone = false;

private:
    static QFuture<Result<void>> refusal() { return QtFuture::makeReadyFuture(Result<void>(Error{ErrorKind::Internal, QStringLiteral("The keychain is locked."), {}, {}})); }

    QList<std::function<void()>> m_waiting;
};

} // namespace Steward::Test
