// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/demorun.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

DemoRun::DemoRun()
{
    static int count = 0;
    // Under the temporary folder and not in one of a QTemporaryDir: the server's unprivileged user has to pass through.
    m_directory = u"%1/steward-demo-%2-%3"_s.arg(QDir::tempPath()).arg(QCoreApplication::applicationPid()).arg(++count);
}

DemoRun::~DemoRun()
{
    if (QFile::exists(m_directory))
        (void)run({u"destroy"_s});
}

Outcome DemoRun::run(const QStringList &arguments) const
{
    return runCtl(QStringList{u"demo"_s} + arguments + QStringList{u"--dir"_s, m_directory});
}

QList<qint64> DemoRun::processes() const
{
    QList<qint64> found;
    for (const QString &name : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        const qint64 pid = name.toLongLong();
        // Whoever else is told of the folder, as a test program by its arguments, is not of the demo.
        if (pid > 0 && pid != QCoreApplication::applicationPid() && commandLine(pid).contains(m_directory.toUtf8() + '/'))
            found.append(pid);
    }
    return found;
}

QByteArray DemoRun::serverProcess() const
{
    const QList<QByteArray> lines = contents(m_directory + u"/data/postmaster.pid"_s).split('\n');
    return lines.value(0) + ' ' + lines.value(2);
}

qint64 DemoRun::workProcess() const
{
    return QJsonDocument::fromJson(contents(m_directory + u"/cluster.json"_s)).object().value(u"work_process"_s).toInteger();
}

void DemoRun::recordWorkProcess(qint64 pid) const
{
    QJsonObject state = QJsonDocument::fromJson(contents(m_directory + u"/cluster.json"_s)).object();
    state.insert(u"work_process"_s, pid);
    QFile file(m_directory + u"/cluster.json"_s);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(QJsonDocument(state).toJson()) <= 0)
        qFatal("the demo's record cannot be written");
}

QByteArray commandLine(qint64 pid)
{
    return contents(u"/proc/%1/cmdline"_s.arg(pid)).replace('\0', ' ');
}

QStringList listeners(int port)
{
    const QByteArray end = ':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0');
    QStringList addresses;
    for (const QString &table : {u"/proc/net/tcp"_s, u"/proc/net/tcp6"_s}) {
        for (const QByteArray &line : contents(table).split('\n')) {
            const QList<QByteArray> fields = line.simplified().split(' ');
            if (fields.value(1).endsWith(end) && fields.value(3) == "0A")
                addresses.append(QString::fromLatin1(fields.at(1).chopped(end.size())));
        }
    }
    return addresses;
}

} // namespace Steward::Test
