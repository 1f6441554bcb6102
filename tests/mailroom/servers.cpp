// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/mailroom/servers.h"

#include "app/cluster/certificates.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int startMs = 30'000;

void write(const QString &fileName, const QByteArray &content)
{
    QFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(fileName));
}

} // namespace

ServerFolder::ServerFolder()
{
    // What is said to the loopback goes there, whatever proxy this machine has.
    qputenv("NO_PROXY", "localhost,127.0.0.1");
    const Identity authority = makeAuthority(u"Mailroom tests"_s);
    const Identity server = makeServer(authority);
    write(caFile(), authority.certificatePem());
    write(path(u"server.crt"_s), server.certificatePem());
    write(path(u"server.key"_s), server.keyPem());
}

void ServerFolder::makeSelfSigned(const QString &name) const
{
    const Identity own = Steward::makeSelfSigned();
    write(path(name + u".crt"_s), own.certificatePem());
    write(path(name + u".key"_s), own.keyPem());
}

QList<QJsonObject> ServerFolder::log(const QString &name) const
{
    QList<QJsonObject> records;
    QFile file(path(name));
    if (file.open(QIODevice::ReadOnly)) {
        // A last line that is still being written is none yet.
        for (QByteArray line = file.readLine(); line.endsWith('\n'); line = file.readLine())
            records.append(QJsonDocument::fromJson(line).object());
    }
    return records;
}

void ServerFolder::clear(const QString &name) const
{
    QFile::remove(path(name));
}

void ServerFolder::setFaults(const QByteArray &words) const
{
    write(path(u"faults"_s), words);
}

PythonServer::PythonServer(const ServerFolder &folder, const QString &script, const QStringList &options, const QString &certificate)
{
    QStringList arguments{QDir(QStringLiteral(STEWARD_MAILROOM_SCRIPTS)).filePath(script), u"--cert"_s, folder.path(certificate + u".crt"_s), u"--key"_s, folder.path(certificate + u".key"_s),
                          u"--log"_s, folder.path(script + u".log"_s)};
    if (script == processorScript())
        arguments += {u"--faults"_s, folder.path(u"faults"_s)};
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(STEWARD_PYTHON), arguments + options);
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(startMs))
            qFatal("%s does not start", qPrintable(script));
    }
    m_port = m_process.readLine().trimmed().toInt();
}

PythonServer::~PythonServer()
{
    stop();
}

void PythonServer::stop()
{
    m_process.closeWriteChannel();
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(5'000)) {
        m_process.kill();
        m_process.waitForFinished(5'000);
    }
}

bool hasMailServer()
{
    return QProcess::execute(QStringLiteral(STEWARD_PYTHON), {u"-c"_s, u"import aiosmtpd.smtp"_s}) == 0;
}

QString eximProgram()
{
    return QStandardPaths::findExecutable(u"exim4"_s, {u"/usr/sbin"_s, u"/usr/local/sbin"_s});
}

} // namespace Steward::Test
