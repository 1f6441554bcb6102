// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/environment.h"

#include <QtGlobal>

#include <libpq-fe.h>

#include <mutex>

namespace Steward {

namespace {

// What libpq reads beyond its table of options, and what other releases of it read.
constexpr const char *extraVariables[] = {
    "PGSERVICE",
    "PGSERVICEFILE",
    "PGSYSCONFDIR",
    "PGREQUIRESSL",
    "PGPASSFILE",
    "PGOPTIONS",
    "PGDATESTYLE",
    "PGTZ",
    "PGCLIENTENCODING",
    "PGGEQO",
    "PGREALM",
    "PGHOST",
    "PGHOSTADDR",
    "PGSSLMODE",
    "PGSSLROOTCERT",
    "PGSSLCERT",
    "PGSSLKEY",
    "PGSSLCRL",
    "PGSSLCRLDIR",
    "PGCHANNELBINDING",
    "PGREQUIREPEER",
    "PGREQUIREAUTH",
    "PGGSSENCMODE",
    "PGSSLMINPROTOCOLVERSION",
    "PGSSLMAXPROTOCOLVERSION",
    "PGSSLNEGOTIATION",
    "PGTARGETSESSIONATTRS",
    "PGGSSDELEGATION",
    "PGLOADBALANCEHOSTS",
    "PGSSLCERTMODE",
    "PGMINPROTOCOLVERSION",
    "PGMAXPROTOCOLVERSION",
    "PGSSLKEYLOGFILE",
};

void unsetAll()
{
    for (const char *name : extraVariables)
        qunsetenv(name);
    PQconninfoOption *options = PQconndefaults();
    for (const PQconninfoOption *option = options; option && option->keyword; ++option) {
        if (option->envvar)
            qunsetenv(option->envvar);
    }
    PQconninfoFree(options);
}

} // namespace

void neutraliseEnvironment()
{
    static std::once_flag once;
    std::call_once(once, unsetAll);
}

} // namespace Steward
