// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/serverprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#ifdef Q_OS_UNIX
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#endif
#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Cluster", text);
}

#ifdef Q_OS_UNIX
/// Whom the server runs as when we are root; nothing when we are not.
const passwd *serverUser()
{
    if (geteuid() != 0)
        return nullptr;
    const passwd *user = getpwnam("postgres");
    return user ? user : getpwnam("nobody");
}

/// In the child: initdb must not go on filling a folder whose maker was killed. The server itself is not a child of ours.
void endWithParent()
{
#ifdef Q_OS_LINUX
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
}
#endif

/// The line of a log, from a place on, that tells most: the last that names an error, else the last.
QString tellingLine(const QString &logFile, qint64 from)
{
    QFile file(logFile);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(from))
        return {};
    QString last;
    QString error;
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        if (const QString text = QString::fromUtf8(line).trimmed(); !text.isEmpty())
            last = text;
        if (last.contains(u"FATAL:") || last.contains(u"error:"))
            error = last;
    }
    return error.isEmpty() ? last : error;
}

bool hasServer(const QString &folder)
{
    return QFileInfo(folder + u"/initdb"_s).isExecutable() || QFileInfo(folder + u"/initdb.exe"_s).exists();
}

} // namespace

QString postgresPrograms()
{
    constexpr int oldest = 15;
    for (const QString &root : {u"/usr/lib/postgresql"_s, u"/opt/homebrew/opt"_s, u"/usr/local/opt"_s, u"C:/Program Files/PostgreSQL"_s}) {
        int best = 0;
        QString found;
        for (const QString &entry : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            const int version = QString(entry).remove(u"postgresql@"_s).toInt();
            const QString folder = root + u'/' + entry + u"/bin"_s;
            if (version >= oldest && version > best && hasServer(folder)) {
                best = version;
                found = folder;
            }
        }
        if (best)
            return found;
    }
    const QString onPath = QStandardPaths::findExecutable(u"initdb"_s);
    return onPath.isEmpty() ? QString() : QFileInfo(onPath).canonicalPath();
}

Result<void> runServerProgram(const QString &program, const QStringList &arguments, const QString &logFile, int timeoutMs)
{
    const qint64 logSize = QFileInfo(logFile).size();
    QProcess process;
    process.setProgram(postgresPrograms() + u'/' + program);
    process.setArguments(arguments);
    process.setWorkingDirectory(QDir::rootPath());
    process.setStandardInputFile(QProcess::nullDevice());
    // To a file and not a pipe: the server would inherit a pipe and keep it open.
    process.setStandardOutputFile(logFile, QIODevice::Append);
    process.setStandardErrorFile(logFile, QIODevice::Append);
#ifdef Q_OS_UNIX
    if (const passwd *user = serverUser()) {
        const uid_t uid = user->pw_uid;
        const gid_t gid = user->pw_gid;
        process.setChildProcessModifier([uid, gid] {
            if (setgroups(0, nullptr) != 0 || setgid(gid) != 0 || setuid(uid) != 0)
                _exit(126);
            endWithParent();
        });
    } else {
        process.setChildProcessModifier(endWithParent);
    }
#endif
    process.start();
    if (!process.waitForStarted(10'000))
        return Error{ErrorKind::Internal, tr("PostgreSQL's program %1 could not be started. Install PostgreSQL 15 or newer.").arg(program), {}, {}};
    if (!process.waitForFinished(timeoutMs)) {
        process.kill();
        (void)process.waitForFinished(5'000);
        return Error{ErrorKind::Timeout, tr("PostgreSQL's program %1 did not finish in time; its log is %2.").arg(program, logFile), {}, {}};
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return Error{ErrorKind::Internal, tr("PostgreSQL's program %1 failed: %2").arg(program, tellingLine(logFile, logSize)), {}, {}};
    return {};
}

QString folderClosedToServer(const QString &folder)
{
#ifdef Q_OS_UNIX
    const passwd *user = serverUser();
    QString path;
    for (const QString &part : QDir::cleanPath(folder).split(u'/', Qt::SkipEmptyParts)) {
        path += u'/' + part;
        struct stat found = {};
        if (!user || stat(QFile::encodeName(path).constData(), &found) != 0)
            return {}; // what is missing is made by us
        const mode_t passing = found.st_uid == user->pw_uid ? S_IXUSR : found.st_gid == user->pw_gid ? S_IXGRP : S_IXOTH;
        if ((found.st_mode & passing) == 0)
            return path;
    }
#else
    Q_UNUSED(folder)
#endif
    return {};
}

bool closeToOthers(const QString &folder)
{
    constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
#ifdef Q_OS_UNIX
    if (const passwd *user = serverUser()) {
        return chown(QFile::encodeName(folder).constData(), geteuid(), user->pw_gid) == 0
            && QFile::setPermissions(folder, ownerOnly | QFileDevice::ExeGroup);
    }
#endif
    return QFile::setPermissions(folder, ownerOnly);
}

bool giveToServer(const QString &path)
{
#ifdef Q_OS_UNIX
    if (const passwd *user = serverUser())
        return chown(QFile::encodeName(path).constData(), user->pw_uid, user->pw_gid) == 0;
#endif
    return QFileInfo::exists(path);
}

} // namespace Steward
