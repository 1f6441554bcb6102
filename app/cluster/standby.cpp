// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/cluster.h"

#include "app/cluster/clusterfiles.h"
#include "app/cluster/serverprocess.h"
#include "models/database/connection.h"
#include "models/database/scram.h"

#include <QDir>
#include <QFile>
#include <QThread>

using namespace Qt::StringLiterals;

namespace Steward {

using namespace ClusterFiles;

namespace {

constexpr int copyTimeoutMs = 300'000;
constexpr int promoteTimeoutMs = 60'000;
constexpr int followTimeoutMs = 30'000;

} // namespace

Result<Cluster> Cluster::createStandby(const ClusterOptions &options) const
{
    auto prepared = prepare(options);
    if (!prepared)
        return prepared;
    Cluster standby = *prepared;
    standby.m_logins = m_logins;
    const QString password = makePassword();
    Result<void> done = admitStandby(password);
    if (done)
        done = standby.copyFrom(*this, password);
    if (done)
        done = standby.start();
    if (done)
        done = waitForStandby();
    if (!done) {
        (void)standby.stop();
        QDir(standby.m_directory).removeRecursively();
        return done.error();
    }
    return standby;
}

/// A login that may copy and follow, and nothing else.
Result<void> Cluster::admitStandby(const QString &password) const
{
    Connection connection(u"standby"_s);
    if (auto opened = connection.open(optionsFor(ownerLogin())); !opened)
        return opened;
    const Params verifier = Params().text(QString::fromLatin1(scramVerifier(password)));
    if (auto kept = connection.query(namedQuery(u"cluster/standby_verifier"_s), verifier); !kept)
        return kept.error();
    if (auto made = connection.query(namedQuery(u"cluster/standby_login"_s)); !made)
        return made.error();
    return {};
}

Result<void> Cluster::copyFrom(const Cluster &primary, const QString &password)
{
    if (!closeToOthers(m_directory))
        return failure(tr("The folder %1 could not be given to the server's user.").arg(m_directory));
    if (auto saved = saveState(); !saved)
        return saved;
    const QString log = m_directory + u"/setup.log"_s;
    const QString passwordFile = m_directory + u"/standby-password"_s;
    QFile authority(primary.caFile());
    if (!authority.open(QIODevice::ReadOnly) || !writeFile(caFile(), authority.readAll(), everybodyReads) || !writeFile(log, {}, everybodyReads)
        || !writeFile(passwordFile, "*:*:*:" + standbyLogin().toLatin1() + ':' + password.toLatin1() + '\n', ownerOnly) || !QDir().mkpath(dataDirectory())
        || !QFile::setPermissions(dataDirectory(), ownerOnly | QFileDevice::ExeOwner))
        return failure(tr("The folder %1 cannot be written to.").arg(m_directory));
    if (!giveToServer(log) || !giveToServer(passwordFile) || !giveToServer(dataDirectory()))
        return failure(tr("The folder %1 could not be given to the server's user.").arg(m_directory));
    // sslcert names a file that is not there, so that none is looked for in the home of whoever started this.
    const QString from = u"host=localhost port=%1 user=%2 sslmode=verify-full sslrootcert='%3' passfile='%4' sslcert='%5' channel_binding=require"_s
                             .arg(primary.port())
                             .arg(standbyLogin(), caFile(), passwordFile, m_directory + u"/no-client-certificate"_s);
    auto copied = runServerProgram(u"pg_basebackup"_s, {u"-d"_s, from, u"-D"_s, dataDirectory(), u"-R"_s, u"-X"_s, u"stream"_s, u"-c"_s, u"fast"_s, u"--no-sync"_s}, log, copyTimeoutMs);
    if (!copied)
        return copied;
    // The later of two settings of a name counts; what the primary waits for came along in the file that ALTER SYSTEM writes.
    QFile configuration(dataDirectory() + u"/postgresql.conf"_s);
    QFile altered(dataDirectory() + u"/postgresql.auto.conf"_s);
    const QByteArray own = "\n# A standby of the server this was copied from.\nport = " + QByteArray::number(m_port) + "\nwal_retrieve_retry_interval = '200ms'\n";
    const bool written = configuration.open(QIODevice::Append) && configuration.write(own) == own.size() && altered.open(QIODevice::Append)
        && altered.write("\nsynchronous_standby_names = ''\n") > 0;
    return written ? Result<void>() : failure(tr("The folder %1 cannot be written to.").arg(m_directory));
}

/// Once it follows, whatever waits for the disk waits for its disk too.
Result<void> Cluster::waitForStandby() const
{
    Connection connection(u"standby"_s);
    if (auto opened = connection.open(optionsFor(ownerLogin())); !opened)
        return opened;
    for (const QString &step : {u"cluster/standby_wait"_s, u"cluster/reload"_s}) {
        if (auto done = connection.query(namedQuery(step)); !done)
            return done.error();
    }
    for (int waited = 0; waited < followTimeoutMs; waited += 20) {
        const auto follows = connection.query(namedQuery(u"cluster/standby_follows"_s));
        if (!follows)
            return follows.error();
        if (follows->boolean(0, 0))
            return {};
        QThread::msleep(20);
    }
    return Error{ErrorKind::Timeout, tr("The standby does not follow; the primary's log is %1.").arg(serverLogFile()), {}, {}};
}

Result<void> Cluster::promote()
{
    return runServerProgram(u"pg_ctl"_s, {u"-D"_s, dataDirectory(), u"-w"_s, u"promote"_s}, serverLogFile(), promoteTimeoutMs);
}

} // namespace Steward
