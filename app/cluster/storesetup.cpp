// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/storesetup.h"

#include "models/database/connection.h"
#include "models/database/migrator.h"
#include "models/database/scram.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::StoreSetup", text);
}

Interrupt interruptFor(const SetupStop &stop)
{
    if (!stop)
        return {};
    return {.isCancelled = [stop] { return stop->load(); }, .cancel = [](int) { return false; }, .timeoutMs = 0};
}

Result<void> ask(Connection &connection, const QString &name, const Params &params = {}, const Interrupt &interrupt = {})
{
    auto answer = connection.query(namedQuery(name), params, interrupt);
    return answer ? Result<void>() : Result<void>(answer.error());
}

Result<void> makeLogins(Connection &connection, const QList<ClusterLogin> &logins)
{
    for (const ClusterLogin &login : logins) {
        if (login.group.isEmpty())
            continue;
        QString displayName = login.user;
        displayName[0] = displayName.at(0).toUpper();
        const Params params = Params().text(login.user).text(displayName).text(login.group).text(QString::fromLatin1(scramVerifier(login.password))).boolean(false);
        if (auto made = ask(connection, u"cluster/set_up_login"_s, params); !made)
            return made;
    }
    return {};
}

} // namespace

Result<void> setUpStore(const Cluster &cluster, const SetupProgress &progress)
{
    ConnectionOptions owner = cluster.optionsFor(Cluster::ownerLogin());
    Connection connection(u"setup"_s);
    owner.database = u"postgres"_s;
    if (auto opened = connection.open(owner); !opened)
        return opened;
    if (auto made = ask(connection, u"cluster/create_database"_s); !made)
        return made;
    connection.close();
    owner.database = Cluster::databaseName();
    if (auto opened = connection.open(owner); !opened)
        return opened;
    if (progress)
        progress(tr("Building the store's database"));
    if (auto migrated = Migrator(connection).migrate(); !migrated)
        return migrated.error();
    return makeLogins(connection, cluster.logins());
}

Result<qint64> fillStore(const ConnectionOptions &owner, qint64 orders, const SetupProgress &progress, const SetupStop &stop)
{
    const Interrupt interrupt = interruptFor(stop);
    QElapsedTimer timer;
    timer.start();
    QFile script(u":/schema/demo/fill.sql"_s);
    if (!script.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Internal, tr("This build holds no sample store."), {}, {}};
    Connection connection(u"fill"_s);
    if (auto opened = connection.open(owner); !opened)
        return opened.error();
    if (progress)
        progress(tr("Filling the store with %L1 orders").arg(orders));
    if (auto begun = ask(connection, u"database/begin"_s); !begun)
        return begun.error();
    if (auto told = ask(connection, u"cluster/demo_orders"_s, Params().integer(orders)); !told)
        return told.error();
    if (auto filled = connection.script(u"schema/demo/fill.sql"_s, script.readAll(), interrupt); !filled)
        return filled.error();
    if (auto committed = ask(connection, u"database/commit"_s); !committed)
        return committed.error();
    if (auto tidied = ask(connection, u"cluster/vacuum"_s, {}, interrupt); !tidied)
        return tidied.error();
    return timer.elapsed();
}

} // namespace Steward
