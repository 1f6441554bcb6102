// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/clusterfixture.h"

#include "app/cluster/storesetup.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr qint64 demoOrders = 2000;
constexpr int connectSeconds = 60; // fifty may be let in at once, by a machine that is busy with other tests

void must(const Result<void> &result, const char *what)
{
    if (!result)
        qFatal("%s: %s", what, qPrintable(result.error().userText));
}

void maintain(Connection &connection, const Cluster &cluster, const QByteArray &sql)
{
    ConnectionOptions options = cluster.optionsFor(Cluster::ownerLogin());
    options.database = u"postgres"_s;
    options.connectTimeoutSeconds = connectSeconds;
    if (!connection.isOpen())
        must(connection.open(options), "opening the tests' cluster");
    must(connection.script(u"test/maintenance"_s, sql), sql.constData());
}

/// On one connection for all databases of the program, since opening it takes longer than most of what it is for. It goes with the
/// process: what is static outlives the application that a connection needs.
void onShared(const QByteArray &sql)
{
    static auto *connection = new Connection(u"maintenance"_s);
    maintain(*connection, ClusterFixture::shared(), sql);
}

/// Owns a cluster made for a single program, and ends it with the program.
struct Owned
{
    std::unique_ptr<Cluster> cluster;
    bool isOurs = false;
    ~Owned()
    {
        if (isOurs)
            (void)cluster->destroy();
    }
};

} // namespace

QString ClusterFixture::directory()
{
    // Under the temporary folder: the server's unprivileged user may not be able to reach the build folder.
    const QByteArray build = QCryptographicHash::hash(QByteArray(STEWARD_BUILD_DIR), QCryptographicHash::Sha1).toHex().left(12);
    return QDir::tempPath() + u"/steward-tests-"_s + QString::fromLatin1(build);
}

Result<void> ClusterFixture::makeTemplates(const Cluster &cluster)
{
    if (auto ready = setUpStore(cluster); !ready)
        return ready;
    Connection maintenance(u"maintenance"_s);
    maintain(maintenance, cluster, "create database store_demo template store");
    ConnectionOptions options = cluster.optionsFor(Cluster::ownerLogin());
    options.database = u"store_demo"_s;
    auto filled = fillStore(options, demoOrders);
    return filled ? Result<void>() : Result<void>(filled.error());
}

const Cluster &ClusterFixture::shared()
{
    static Owned owned;
    if (owned.cluster)
        return *owned.cluster;
    if (auto known = Cluster::open(directory()); known && known->isRunning()) {
        owned.cluster = std::make_unique<Cluster>(*known);
        return *owned.cluster;
    }
    auto own = Cluster::create({});
    if (!own)
        qFatal("making the tests' cluster: %s", qPrintable(own.error().userText));
    owned.cluster = std::make_unique<Cluster>(*own);
    owned.isOurs = true;
    must(makeTemplates(*own), "making the templates");
    return *owned.cluster;
}

TestDatabase::TestDatabase(Kind kind)
{
    static int count = 0;
    m_name = u"test_%1_%2"_s.arg(QCoreApplication::applicationPid()).arg(++count);
    const QByteArray source = kind == Kind::Bare ? "template0" : kind == Kind::Demo ? "store_demo" : "store";
    // As files, which is the quicker way where nothing is waited for until it is on disk.
    onShared("create database " + m_name.toLatin1() + " template " + source + " strategy file_copy");
    if (kind == Kind::Bare)
        return;
    // As talkative as a server is out of the box, so that a test that reads its log reads what others would.
    const QByteArray talkative = "alter database " + m_name.toLatin1() + " set log_min_error_statement = 'error'; alter database " + m_name.toLatin1() + " set log_error_verbosity = 'default'";
    // What a migrated database allows the public does not come along with a copy of it.
    onShared(talkative + "; revoke temporary, create on database " + m_name.toLatin1() + " from public");
}

TestDatabase::~TestDatabase()
{
    m_connections.clear();
    onShared("drop database " + m_name.toLatin1() + " with (force)");
}

ConnectionOptions TestDatabase::as(const QString &login) const
{
    ConnectionOptions options = ClusterFixture::shared().optionsFor(login);
    options.database = m_name;
    return options;
}

std::unique_ptr<Connection> TestDatabase::connect(const QString &login) const
{
    auto connection = std::make_unique<Connection>(u"test-"_s + login);
    ConnectionOptions options = as(login);
    options.connectTimeoutSeconds = connectSeconds;
    must(connection->open(options), qPrintable(login));
    return connection;
}

QString TestDatabase::ask(const QString &login, const QByteArray &sql, const Params &params) const
{
    std::shared_ptr<Connection> &connection = m_connections[login];
    if (!connection || !connection->isOpen())
        connection = connect(login);
    const auto rows = connection->query({u"test/ask"_s, sql}, params);
    if (!rows)
        return u'<' + rows.error().sqlState + u'>';
    return rows->isEmpty() ? QString() : rows->text(0, 0);
}

QByteArray TestDatabase::serverLog() const
{
    QFile file(ClusterFixture::shared().serverLogFile());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    // What tests beside this one planted in databases of theirs is not this one's affair.
    const QByteArray own = "] " + m_name.toLatin1() + ' ';
    QByteArray log;
    bool isTheirs = false;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        if (!line.startsWith('\t')) // an entry's further lines are indented
            isTheirs = line.contains("] test_") && !line.contains(own);
        if (!isTheirs)
            log += line;
    }
    return log;
}

} // namespace Steward::Test
