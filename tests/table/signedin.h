// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "tests/database/storeundertest.h"

#include <memory>

namespace Steward::Test {

/// A session with a login of a test's store, signed in as the program does it; null when that does not work.
[[nodiscard]] std::unique_ptr<Session> signIn(const TestDatabase &store, const QString &login);

/// A future's answer, waited for with the event loop running; an error when it does not come.
template <typename T>
[[nodiscard]] Result<T> answerOf(const QFuture<Result<T>> &future);

} // namespace Steward::Test

#include <QTest>

template <typename T>
Steward::Result<T> Steward::Test::answerOf(const QFuture<Result<T>> &future)
{
    constexpr int patienceMs = 20'000;
    const bool isDone = QTest::qWaitFor([&future] { return future.isFinished(); }, patienceMs);
    return isDone && future.resultCount() ? future.result() : Result<T>(Error{ErrorKind::Timeout, QStringLiteral("no answer"), {}, {}});
}
