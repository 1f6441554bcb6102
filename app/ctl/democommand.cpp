// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/console.h"

#include "app/cluster/cluster.h"
#include "app/cluster/storesetup.h"

#include <QCoreApplication>
#include <QDir>
#include <QLockFile>
#include <QProcess>
#include <QProcessEnvironment>

#include <optional>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString defaultDirectory()
{
    return QDir::tempPath() + u"/steward-demo"_s;
}

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({{u"dir"_s, u"Where the private PostgreSQL lives (%1)."_s.arg(defaultDirectory()), u"folder"_s, defaultDirectory()}, {u"json"_s, u"Answer as JSON."_s}});
}

/// The work loop beside the cluster, ended by 'demo stop'.
Result<void> startWork(Cluster &cluster)
{
    const ConnectionOptions options = cluster.optionsFor(u"work"_s);
    QProcess work;
    work.setProgram(QCoreApplication::applicationFilePath());
    work.setArguments({u"work"_s, u"--host"_s, u"localhost"_s, u"--port"_s, QString::number(cluster.port()), u"--database"_s, options.database, u"--user"_s, options.user, u"--ca-file"_s, options.caFile});
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"STEWARD_PASSWORD"_s, options.password);
    work.setProcessEnvironment(environment);
    work.setStandardInputFile(QProcess::nullDevice());
    work.setStandardOutputFile(cluster.directory() + u"/work.log"_s);
    work.setStandardErrorFile(cluster.directory() + u"/work.log"_s);
    qint64 pid = 0;
    if (!work.startDetached(&pid))
        return Error{ErrorKind::Internal, u"The work loop could not be started."_s, {}, {}};
    return cluster.setWorkProcess(pid);
}

/// One command at a time on a folder: a second start would take the first, half-way, for one that was cut off.
class Turn
{
public:
    explicit Turn(const QString &directory) : m_lock(QDir(directory).absolutePath() + u".lock"_s)
    {
        QDir().mkpath(QFileInfo(m_lock.fileName()).path());
        m_lock.setStaleLockTime(0); // however long a fill takes; one whose process is gone counts for nothing
        m_isOurs = m_lock.tryLock(1000);
    }
    [[nodiscard]] bool isOurs() const { return m_isOurs; }

private:
    QLockFile m_lock;
    bool m_isOurs = false;
};

Exit busy(const QString &directory)
{
    return Console::fail(u"Another 'stewardctl demo' is at work on %1, or its folder cannot be written to."_s.arg(QDir(directory).absolutePath()));
}

Exit start(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    parser.addOptions({{u"port"_s, u"Its port; without it a free one."_s, u"number"_s, u"0"_s}, {u"orders"_s, u"Fill the store with that many orders."_s, u"number"_s, u"0"_s}});
    Exit exit = Exit::Done;
    if (!Console::parse(parser, self, arguments, exit))
        return exit;
    bool isCount = false;
    bool isPort = false;
    const qint64 orders = parser.value(u"orders"_s).toLongLong(&isCount);
    const int port = parser.value(u"port"_s).toInt(&isPort);
    if (!isCount || orders < 0 || !isPort || port < 0 || port > 65535)
        return Console::refuse(u"--orders and --port take a number."_s);
    const bool json = parser.isSet(u"json"_s);
    const SetupProgress say = [json](const QString &text) {
        if (!json)
            Console::print(text);
    };
    const Turn turn(parser.value(u"dir"_s));
    if (!turn.isOurs())
        return busy(parser.value(u"dir"_s));
    auto cluster = Cluster::open(parser.value(u"dir"_s));
    if (cluster && !cluster->isReady()) { // a start that was cut off; what it left is no store
        if (auto gone = cluster->destroy(); !gone)
            return Console::fail(gone.error().userText);
        cluster = Cluster::open(parser.value(u"dir"_s));
    }
    const bool isNew = !cluster;
    if (isNew) {
        say(u"Making a private PostgreSQL in %1"_s.arg(parser.value(u"dir"_s)));
        cluster = Cluster::create({.directory = parser.value(u"dir"_s), .port = port});
    }
    if (!cluster)
        return Console::fail(cluster.error().userText);
    if (auto started = cluster->start(); !started)
        return Console::fail(started.error().userText);
    if (isNew) {
        auto ready = setUpStore(*cluster, say);
        if (ready && orders > 0) {
            auto filled = fillStore(cluster->optionsFor(Cluster::ownerLogin()), orders, say);
            if (filled)
                say(u"Filled in %1 s."_s.arg(double(*filled) / 1000, 0, 'f', 1));
            else
                ready = filled.error();
        }
        if (ready)
            ready = cluster->setReady();
        if (!ready) {
            (void)cluster->destroy();
            return Console::fail(ready.error().userText);
        }
    }
    if (!cluster->isWorkRunning()) {
        if (auto working = startWork(*cluster); !working)
            return Console::fail(working.error().userText);
    }
    if (json)
        Console::printJson(cluster->toJson());
    else
        Console::print(u"Running on localhost, port %1. Logins and passwords: stewardctl demo status --json"_s.arg(cluster->port()));
    return Exit::Done;
}

enum class Use { Look, Change };

/// The three commands that need a cluster which is there.
Exit onCluster(const Subcommand &self, const QStringList &arguments, Use use, const std::function<Exit(Cluster &, bool json)> &act)
{
    QCommandLineParser parser;
    addOptions(parser);
    Exit exit = Exit::Done;
    if (!Console::parse(parser, self, arguments, exit))
        return exit;
    const QString directory = parser.value(u"dir"_s);
    std::optional<Turn> turn;
    if (use == Use::Change && QFileInfo::exists(directory) && !turn.emplace(directory).isOurs())
        return busy(directory);
    auto cluster = Cluster::open(directory);
    return cluster ? act(*cluster, parser.isSet(u"json"_s)) : Console::fail(cluster.error().userText);
}

Exit showStatus(Cluster &cluster, bool json)
{
    QJsonObject state = cluster.toJson();
    state.insert(u"running"_s, cluster.isRunning());
    if (json)
        Console::printJson(state);
    else
        Console::print(cluster.isRunning() ? u"Running on localhost, port %1, in %2."_s.arg(cluster.port()).arg(cluster.directory()) : u"Stopped, in %1."_s.arg(cluster.directory()));
    return Exit::Done;
}

Exit finish(const Result<void> &result, const QString &done)
{
    if (!result)
        return Console::fail(result.error().userText);
    Console::print(done);
    return Exit::Done;
}

} // namespace

QList<Subcommand> demoCommands()
{
    Subcommand begin{{u"demo"_s, u"start"_s}, u"a private PostgreSQL over TLS with a sample store"_s, {}, {}};
    begin.run = [self = begin](const QStringList &arguments) { return start(self, arguments); };
    Subcommand status{{u"demo"_s, u"status"_s}, u"where it is and how to reach it"_s, {}, {}};
    status.run = [self = status](const QStringList &arguments) { return onCluster(self, arguments, Use::Look, showStatus); };
    Subcommand stop{{u"demo"_s, u"stop"_s}, u"stop it; start goes on where it was"_s, {}, {}};
    stop.run = [self = stop](const QStringList &arguments) {
        return onCluster(self, arguments, Use::Change, [](Cluster &cluster, bool) { return finish(cluster.stop(), u"Stopped."_s); });
    };
    Subcommand destroy{{u"demo"_s, u"destroy"_s}, u"stop it and remove all of it"_s, {}, {}};
    destroy.run = [self = destroy](const QStringList &arguments) {
        return onCluster(self, arguments, Use::Change, [](Cluster &cluster, bool) { return finish(cluster.destroy(), u"Destroyed."_s); });
    };
    return {begin, status, stop, destroy};
}

} // namespace Steward
