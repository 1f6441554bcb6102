// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/keychain.h"

#include <QCoreApplication>
#include <QPromise>

#include <qt6keychain/keychain.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

const auto service = u"Steward"_s;

Error keychainError(const QKeychain::Job &job)
{
    return {ErrorKind::Internal, QCoreApplication::translate("Steward::Keychain", "The keychain could not be used: %1").arg(job.errorString()), {}, {}};
}

/// Starts a job and answers with what read() makes of it. The job deletes itself when it is done.
template <typename T, typename Read>
QFuture<Result<T>> run(QKeychain::Job *job, const QString &key, Read read)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    job->setKey(key);
    QObject::connect(job, &QKeychain::Job::finished, job, [promise, read](QKeychain::Job *done) {
        promise->addResult(read(*done));
        promise->finish();
    });
    job->start();
    return promise->future();
}

} // namespace

QFuture<Result<QString>> Keychain::read(const QString &key)
{
    auto *job = new QKeychain::ReadPasswordJob(service);
    return run<QString>(job, key, [](const QKeychain::Job &done) -> Result<QString> {
        if (done.error() == QKeychain::EntryNotFound)
            return QString();
        if (done.error() != QKeychain::NoError)
            return keychainError(done);
        return static_cast<const QKeychain::ReadPasswordJob &>(done).textData();
    });
}

QFuture<Result<void>> Keychain::write(const QString &key, const QString &secret)
{
    auto *job = new QKeychain::WritePasswordJob(service);
    job->setTextData(secret);
    return run<void>(job, key, [](const QKeychain::Job &done) -> Result<void> {
        return done.error() == QKeychain::NoError ? Result<void>() : Result<void>(keychainError(done));
    });
}

QFuture<Result<void>> Keychain::remove(const QString &key)
{
    auto *job = new QKeychain::DeletePasswordJob(service);
    return run<void>(job, key, [](const QKeychain::Job &done) -> Result<void> {
        const bool gone = done.error() == QKeychain::NoError || done.error() == QKeychain::EntryNotFound;
        return gone ? Result<void>() : Result<void>(keychainError(done));
    });
}

} // namespace Steward
