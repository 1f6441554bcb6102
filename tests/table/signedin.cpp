// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/table/signedin.h"

#include <QSignalSpy>

namespace Steward::Test {

std::unique_ptr<Session> signIn(const TestDatabase &store, const QString &login)
{
    const ConnectionOptions options = store.as(login);
    auto session = std::make_unique<Session>();
    session->signIn({.name = QStringLiteral("Test store"), .hosts = options.hosts, .database = options.database, .caFile = options.caFile, .lastUser = {}}, login, options.password);
    constexpr int patienceMs = 20'000;
    const bool isReady = QTest::qWaitFor([&session] { return session->state() == Session::State::Ready; }, patienceMs);
    return isReady ? std::move(session) : nullptr;
}

} // namespace Steward::Test
