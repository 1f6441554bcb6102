// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/children.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QMap>
#include <QProcess>
#include <QTextStream>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

/// A child whose bench was ended has nobody to measure for.
void endWithParent()
{
#ifdef Q_OS_LINUX
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
}

QMap<QString, Child::Run> &children()
{
    static QMap<QString, Child::Run> all;
    return all;
}

} // namespace

Child::Child(const QString &name, Run run)
{
    children().insert(name, std::move(run));
}

int Child::runAs(const QStringList &arguments)
{
    const auto child = children().value(arguments.value(0));
    const auto result = child ? child(arguments.mid(1)) : Result<QJsonObject>(Error{ErrorKind::Invalid, u"no such child"_s, {}, {}});
    if (!result) {
        QTextStream(stderr) << result.error().userText << Qt::endl;
        return 1;
    }
    QTextStream(stdout) << QJsonDocument(*result).toJson(QJsonDocument::Compact) << Qt::endl;
    return 0;
}

Result<QJsonObject> Child::ask(const QString &name, const QStringList &arguments, int timeoutMs)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
#ifdef Q_OS_UNIX
    process.setChildProcessModifier(endWithParent);
#endif
    process.start(QCoreApplication::applicationFilePath(), QStringList{u"--child"_s, name} + arguments);
    if (!process.waitForFinished(timeoutMs) || process.exitCode() != 0) {
        process.kill();
        process.waitForFinished();
        return Error{ErrorKind::Internal, u"The child “%1” did not come to its end."_s.arg(name), {}, {}};
    }
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

qint64 privateKilobytes()
{
    QFile file(u"/proc/self/smaps_rollup"_s);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    qint64 sum = 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("Private_"))
            sum += line.simplified().split(' ').value(1).toLongLong();
    }
    return sum;
}

} // namespace Steward::Bench
