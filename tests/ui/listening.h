// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/database/storeundertest.h"

#include <QTest>

namespace Steward::Test {

/// A desk shows orders before all of its connections are there, and what is told until the one that listens is among them, it does not
/// hear. Waits for that one.
inline bool waitUntilItListens(const StoreUnderTest &store, const QString &login)
{
    constexpr int patienceMs = 20'000;
    // It listens before it does anything else; what else it does is to stop reads that nobody waits for any more.
    const QByteArray listens = "select exists (select from pg_stat_activity where datname = current_database() and usename = $1 and application_name = 'steward control' "
                               "and state = 'idle' and (query ilike 'listen%' or query ilike '%pg_cancel_backend%'))::text";
    return QTest::qWaitFor([&] { return store.owner(listens, Params().text(login)) == u"true"; }, patienceMs);
}

} // namespace Steward::Test
