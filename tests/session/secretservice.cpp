// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/session/secretservice.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr auto insideVariable = "STEWARD_TEST_SECRET_SERVICE";

// A bus that starts nothing by itself: the only Secret Service on it is the one the test starts, until the test ends
// it.
constexpr auto busConfiguration = R"(<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=%1</listen>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
)";

bool isInstalled(const QString &program)
{
    return !QStandardPaths::findExecutable(program).isEmpty();
}

} // namespace

SecretService::Place SecretService::place()
{
    return qEnvironmentVariableIsSet(insideVariable) ? Place::Inside : Place::Unavailable;
}

std::optional<int> SecretService::runInside(int argc, char *argv[])
{
    const bool canRun = isInstalled(u"dbus-run-session"_s) && isInstalled(u"gnome-keyring-daemon"_s);
    if (place() == Place::Inside || !canRun)
        return std::nullopt;
    const QCoreApplication application(argc, argv);
    const QTemporaryDir home;
    const QString runtime = home.filePath(u"run"_s);
    QDir().mkpath(runtime);
    QFile(runtime).setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);

    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(insideVariable), u"1"_s);
    environment.insert(u"HOME"_s, home.path());
    environment.insert(u"XDG_DATA_HOME"_s, home.filePath(u"data"_s));
    environment.insert(u"XDG_CONFIG_HOME"_s, home.filePath(u"config"_s));
    environment.insert(u"XDG_CACHE_HOME"_s, home.filePath(u"cache"_s));
    environment.insert(u"XDG_RUNTIME_DIR"_s, runtime);
    environment.insert(u"XDG_CURRENT_DESKTOP"_s, u"GNOME"_s);
    environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
    environment.remove(u"KDE_FULL_SESSION"_s);

    QFile bus(home.filePath(u"bus.conf"_s));
    if (!bus.open(QIODevice::WriteOnly))
        return 1;
    bus.write(QString::fromLatin1(busConfiguration).arg(runtime).toUtf8());
    bus.close();

    QProcess session;
    session.setProcessEnvironment(environment);
    session.setProcessChannelMode(QProcess::ForwardedChannels);
    session.start(u"dbus-run-session"_s,
                  QStringList{u"--config-file"_s, bus.fileName(), u"--"_s} + application.arguments());
    session.waitForFinished(-1);
    return session.exitStatus() == QProcess::NormalExit ? session.exitCode() : 1;
}

bool SecretService::start()
{
    m_daemon.setProcessChannelMode(QProcess::MergedChannels);
    m_daemon.start(u"gnome-keyring-daemon"_s, {u"--foreground"_s, u"--unlock"_s, u"--components=secrets"_s});
    if (!m_daemon.waitForStarted())
        return false;
    m_daemon.write("keyring-of-this-test");
    m_daemon.closeWriteChannel();
    return true;
}

void SecretService::stop()
{
    if (m_daemon.state() == QProcess::NotRunning)
        return;
    m_daemon.kill();
    m_daemon.waitForFinished();
}

} // namespace Steward::Test
