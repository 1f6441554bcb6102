// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/environment.h"

#include <QtGlobal>

#include <libpq-fe.h>
#include <openssl/crypto.h>

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

/// A thread that has ended may still be putting OpenSSL's part of it away when the program does: what OpenSSL would tidy up at the end
/// it would then free twice (openssl/openssl#6214). The system takes it all back anyway.
void keepOpenSslUntilTheEnd()
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
}

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
    std::call_once(once, [] {
        keepOpenSslUntilTheEnd();
        unsetAll();
    });
}

} // namespace Steward
