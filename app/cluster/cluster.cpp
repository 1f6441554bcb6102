// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/cluster.h"

#include "app/cluster/certificates.h"
#include "app/cluster/clusterfiles.h"
#include "app/cluster/serverprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QThread>
#include <QTemporaryDir>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace Qt::StringLiterals;

namespace Steward {

using namespace ClusterFiles;

namespace {

constexpr int startTimeoutMs = 60'000;
constexpr int endTimeoutMs = 5'000;
constexpr int killedTimeoutMs = 20'000; // processes of a server that was killed, on a machine that is busy

int freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost, 0) ? probe.serverPort() : 0;
}

bool isFree(int port)
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost, quint16(port));
}

/// Whether a recorded process still lives. Its number may be another's by now, as after the machine was switched off, so where the
/// system tells, it has to have been started with this argument.
bool isOurs(qint64 process, const QString &argument)
{
#ifdef Q_OS_UNIX
    if (process <= 0 || (::kill(pid_t(process), 0) != 0 && errno != EPERM))
        return false;
#endif
#ifdef Q_OS_LINUX
    QFile commandLine(u"/proc/%1/cmdline"_s.arg(process));
    return commandLine.open(QIODevice::ReadOnly) && commandLine.readAll().split('\0').contains(QFile::encodeName(argument));
#else
    Q_UNUSED(argument)
    return process > 0;
#endif
}

QList<ClusterLogin> makeLogins()
{
    QList<ClusterLogin> logins{{Cluster::ownerLogin(), {}, makePassword()}};
    for (const QString &group : {u"agent"_s, u"lead"_s, u"fulfilment"_s, u"marketing"_s, u"manager"_s, u"privacy"_s, u"admin"_s})
        logins.append({group, u"staff_"_s + group, makePassword()});
    logins.append({u"site"_s, u"store_site"_s, makePassword()});
    logins.append({u"work"_s, u"service_work"_s, makePassword()});
    logins.append({u"importer"_s, u"service_import"_s, makePassword()});
    logins.append({u"deliver"_s, u"mailroom_delivery"_s, makePassword()});
    return logins;
}

} // namespace

/// Checks the place and the port, makes the folder and chooses what was left open.
Result<Cluster> Cluster::prepare(const ClusterOptions &options)
{
    if (postgresPrograms().isEmpty())
        return failure(tr("No PostgreSQL 15 or newer was found on this machine. Install PostgreSQL's server, then try again."));
    Cluster cluster;
    cluster.m_directory = options.directory;
    if (cluster.m_directory.isEmpty()) {
        QTemporaryDir temporary(QDir::tempPath() + u"/steward-"_s);
        temporary.setAutoRemove(false);
        cluster.m_directory = temporary.path();
    }
    cluster.m_directory = QDir(cluster.m_directory).absolutePath();
    if (QFile::exists(cluster.recordFile()))
        return failure(tr("%1 already holds a private PostgreSQL. Start it, or destroy it first.").arg(cluster.m_directory));
    // The folder is removed whole at the end, and with it whatever else was there.
    if (QDir folder(cluster.m_directory); folder.exists() && !folder.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        return failure(tr("The folder %1 is not empty. Choose one that is, or a new one, with --dir.").arg(cluster.m_directory));
    if (const QString closed = folderClosedToServer(QFileInfo(cluster.m_directory).path()); !closed.isEmpty())
        return failure(tr("The server's user cannot reach %1, since %2 is closed to it. Choose another folder with --dir.").arg(cluster.m_directory, closed));
    if (options.port > 0 && !isFree(options.port))
        return failure(tr("Port %1 is taken by another program. Choose another, or none for a free one.").arg(options.port));
    if (!QDir().mkpath(cluster.m_directory))
        return failure(tr("The folder %1 could not be made.").arg(cluster.m_directory));
    cluster.m_port = options.port > 0 ? options.port : freePort();
    return cluster;
}

Result<Cluster> Cluster::create(const ClusterOptions &options)
{
    auto prepared = prepare(options);
    if (!prepared)
        return prepared;
    Cluster cluster = *prepared;
    cluster.m_logins = makeLogins();
    if (auto built = cluster.build(); !built) {
        (void)cluster.stop();
        QDir(cluster.m_directory).removeRecursively();
        return built.error();
    }
    return cluster;
}

Result<void> Cluster::build()
{
    // Recorded first, so that whatever is cut off from here on can be found and destroyed.
    if (!closeToOthers(m_directory))
        return failure(tr("The folder %1 could not be given to the server's user.").arg(m_directory));
    if (auto saved = saveState(); !saved)
        return saved;
    const QString log = m_directory + u"/setup.log"_s;
    const QString passwordFile = m_directory + u"/first-password"_s;
    if (!writeFile(log, {}, everybodyReads) || !QDir().mkpath(dataDirectory())
        || !writeFile(passwordFile, m_logins.first().password.toUtf8() + '\n', ownerOnly))
        return failure(tr("The folder %1 cannot be written to.").arg(m_directory));
    if (!giveToServer(log) || !giveToServer(dataDirectory()) || !giveToServer(passwordFile))
        return failure(tr("The folder %1 could not be given to the server's user.").arg(m_directory));
    auto made = runServerProgram(u"initdb"_s,
                                 {u"-D"_s, dataDirectory(), u"-U"_s, ownerLogin(), u"--pwfile"_s, passwordFile, u"--auth"_s, u"scram-sha-256"_s,
                                  u"--encoding"_s, u"UTF8"_s, u"--locale"_s, u"C.UTF-8"_s, u"--no-sync"_s, u"--no-instructions"_s},
                                 log, startTimeoutMs);
    QFile::remove(passwordFile);
    if (!made)
        return made;
    if (!writeCertificates() || !writeConfiguration())
        return failure(tr("The folder %1 cannot be written to.").arg(m_directory));
    return start();
}

bool Cluster::writeCertificates() const
{
    const Identity authority = makeAuthority(u"Steward private authority"_s);
    const Identity server = makeServer(authority, {.names = {u"localhost"_s, u"127.0.0.1"_s, u"::1"_s}, .fromDays = -1, .untilDays = 365});
    const QString key = dataDirectory() + u"/server.key"_s;
    const QString certificate = dataDirectory() + u"/server.crt"_s;
    return writeFile(caFile(), authority.certificatePem(), everybodyReads) && writeFile(certificate, server.certificatePem(), everybodyReads)
        && writeFile(key, server.keyPem(), ownerOnly) && giveToServer(key) && giveToServer(certificate);
}

bool Cluster::writeConfiguration() const
{
    const QString settings = uR"(
# A private server for trying Steward out: this machine only, TLS and SCRAM only.
listen_addresses = 'localhost'
port = %1
unix_socket_directories = ''
ssl = on
ssl_min_protocol_version = 'TLSv1.2'
password_encryption = 'scram-sha-256'
max_connections = 100
shared_buffers = '256MB'
maintenance_work_mem = '256MB'
effective_cache_size = '2GB'
work_mem = '16MB'
max_wal_size = '4GB'
random_page_cost = 1.1
jit = off
fsync = off
full_page_writes = off
synchronous_commit = off
timezone = 'UTC'
# The values of people never reach the log.
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
log_line_prefix = '%m [%p] %d '
)"_s.arg(m_port);
    const QByteArray access = "# TLS with SCRAM from this machine, and nothing else.\n"
                              "hostssl all all 127.0.0.1/32 scram-sha-256\n"
                              "hostssl all all ::1/128 scram-sha-256\n"
                              "hostssl replication " + standbyLogin().toLatin1() + " 127.0.0.1/32 scram-sha-256\n"
                              "hostssl replication " + standbyLogin().toLatin1() + " ::1/128 scram-sha-256\n";
    QFile configuration(dataDirectory() + u"/postgresql.conf"_s);
    return configuration.open(QIODevice::Append) && configuration.write(settings.toUtf8()) > 0
        && writeFile(dataDirectory() + u"/pg_hba.conf"_s, access, ownerOnly) && giveToServer(dataDirectory() + u"/pg_hba.conf"_s);
}

Result<Cluster> Cluster::open(const QString &directory)
{
    Cluster cluster;
    cluster.m_directory = QDir(directory).absolutePath();
    QFile file(cluster.recordFile());
    if (!file.open(QIODevice::ReadOnly))
        return failure(tr("There is no private PostgreSQL in %1.").arg(cluster.m_directory));
    const QJsonObject state = QJsonDocument::fromJson(file.readAll()).object();
    cluster.m_port = state.value(u"port"_s).toInt();
    cluster.m_workProcess = state.value(u"work_process"_s).toInteger();
    cluster.m_isReady = state.value(u"ready"_s).toBool();
    for (const QJsonValue &value : state.value(u"logins"_s).toArray()) {
        const QJsonObject login = value.toObject();
        cluster.m_logins.append({login.value(u"user"_s).toString(), login.value(u"group"_s).toString(), login.value(u"password"_s).toString()});
    }
    if (cluster.m_port <= 0 || cluster.m_logins.isEmpty())
        return failure(tr("The record of the private PostgreSQL in %1 cannot be read.").arg(cluster.m_directory));
    return cluster;
}

Result<void> Cluster::start()
{
    if (isRunning())
        return {};
    const bool wasKilled = QFile::exists(dataDirectory() + u"/postmaster.pid"_s);
    const QString log = serverLogFile();
    if (!QFile::exists(log) && (!writeFile(log, {}, everybodyReads) || !giveToServer(log)))
        return failure(tr("The folder %1 cannot be written to.").arg(m_directory));
    // After a kill the processes of before may need a moment to see that they are alone, and until then the memory is theirs.
    QElapsedTimer trying;
    trying.start();
    for (;;) {
        auto started = runServerProgram(u"pg_ctl"_s, {u"-D"_s, dataDirectory(), u"-w"_s, u"-t"_s, u"50"_s, u"start"_s}, log, startTimeoutMs);
        if (started || !wasKilled || trying.elapsed() > killedTimeoutMs)
            return started;
        QThread::msleep(50);
    }
}

Result<void> Cluster::stop()
{
    endWork();
    if (m_workProcess > 0) {
        if (auto saved = setWorkProcess(0); !saved)
            return saved;
    }
    if (!isRunning())
        return {};
    return runServerProgram(u"pg_ctl"_s, {u"-D"_s, dataDirectory(), u"-w"_s, u"-m"_s, u"fast"_s, u"stop"_s}, serverLogFile(), startTimeoutMs);
}

Result<void> Cluster::stopHard(HardStop manner)
{
#ifdef Q_OS_UNIX
    if (manner == HardStop::Kill && isRunning()) {
        QFile file(dataDirectory() + u"/postmaster.pid"_s);
        if (!file.open(QIODevice::ReadOnly))
            return failure(tr("The folder %1 cannot be read.").arg(m_directory));
        ::kill(pid_t(file.readLine().trimmed().toInt()), SIGKILL);
        for (int waited = 0; waited < killedTimeoutMs && isRunning(); waited += 10)
            QThread::msleep(10);
        return {};
    }
#endif
    Q_UNUSED(manner)
    if (!isRunning())
        return {};
    return runServerProgram(u"pg_ctl"_s, {u"-D"_s, dataDirectory(), u"-w"_s, u"-m"_s, u"immediate"_s, u"stop"_s}, serverLogFile(), startTimeoutMs);
}

Result<void> Cluster::destroy()
{
    if (auto stopped = stop(); !stopped)
        return stopped;
    // What was cut off while the server was made may be writing its last.
    for (int waited = 0; waited < endTimeoutMs; waited += 50) {
        if (QDir(m_directory).removeRecursively())
            return {};
        QThread::msleep(50);
    }
    return failure(tr("The folder %1 could not be removed whole.").arg(m_directory));
}

bool Cluster::isRunning() const
{
    QFile file(dataDirectory() + u"/postmaster.pid"_s);
    return file.open(QIODevice::ReadOnly) && isOurs(file.readLine().trimmed().toInt(), dataDirectory());
}

bool Cluster::isWorkRunning() const
{
    return isOurs(m_workProcess, caFile());
}

void Cluster::endWork() const
{
#ifdef Q_OS_UNIX
    if (!isWorkRunning())
        return;
    ::kill(pid_t(m_workProcess), SIGTERM);
    for (int waited = 0; waited < endTimeoutMs && isWorkRunning(); waited += 10)
        QThread::msleep(10);
#endif
}

QString Cluster::dataDirectory() const
{
    return m_directory + u"/data"_s;
}

QString Cluster::recordFile() const
{
    return m_directory + u"/cluster.json"_s;
}

QString Cluster::caFile() const
{
    return m_directory + u"/ca.crt"_s;
}

QString Cluster::serverLogFile() const
{
    return m_directory + u"/server.log"_s;
}

ConnectionOptions Cluster::optionsFor(const QString &user) const
{
    ConnectionOptions options;
    options.hosts = {{u"localhost"_s, m_port}};
    options.database = databaseName();
    options.user = user;
    options.caFile = caFile();
    for (const ClusterLogin &login : m_logins) {
        if (login.user == user)
            options.password = login.password;
    }
    return options;
}

QJsonObject Cluster::toJson() const
{
    QJsonArray logins;
    for (const ClusterLogin &login : m_logins)
        logins.append(QJsonObject{{u"user"_s, login.user}, {u"group"_s, login.group}, {u"password"_s, login.password}});
    return {{u"host"_s, u"localhost"_s}, {u"port"_s, m_port}, {u"database"_s, databaseName()}, {u"ca_file"_s, caFile()},
            {u"logins"_s, logins}};
}

Result<void> Cluster::setWorkProcess(qint64 pid)
{
    m_workProcess = pid;
    return saveState();
}

Result<void> Cluster::setReady()
{
    m_isReady = true;
    return saveState();
}

Result<void> Cluster::saveState() const
{
    QJsonObject state = toJson();
    state.insert(u"work_process"_s, m_workProcess);
    state.insert(u"ready"_s, m_isReady);
    if (!writeFile(recordFile(), QJsonDocument(state).toJson(), ownerOnly))
        return failure(tr("The folder %1 cannot be written to.").arg(m_directory));
    return {};
}

} // namespace Steward
