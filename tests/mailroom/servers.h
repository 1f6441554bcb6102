// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mailroom/deliverysettings.h"

#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace Steward::Test {

/// Certificates, logs and faults of the servers a test talks to, in a folder of its own.
class ServerFolder
{
public:
    ServerFolder();
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    /// The authority behind "server": trusted by those who are told to.
    [[nodiscard]] QString caFile() const { return path(QStringLiteral("ca.pem")); }
    /// A certificate that nobody trusts.
    void makeSelfSigned(const QString &name) const;
    /// The lines of a server's log.
    [[nodiscard]] QList<QJsonObject> log(const QString &name) const;
    void clear(const QString &name) const;
    /// What the processor shows next, one word for each question.
    void setFaults(const QByteArray &words) const;

private:
    QTemporaryDir m_folder;
};

/// One of the servers beside this file, as a process that ends with the test, however that ends.
class PythonServer
{
public:
    /// certificate: "server" or a name given to makeSelfSigned().
    PythonServer(const ServerFolder &folder, const QString &script, const QStringList &options = {}, const QString &certificate = QStringLiteral("server"));
    ~PythonServer();
    Q_DISABLE_COPY_MOVE(PythonServer)

    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] QString url(const QString &scheme) const { return QStringLiteral("%1://localhost:%2").arg(scheme).arg(m_port); }
    void stop();

private:
    QProcess m_process;
    int m_port = 0;
};

/// Whether this machine has the mail server's library.
[[nodiscard]] bool hasMailServer();

/// Where this machine has Exim; empty where it is not installed.
[[nodiscard]] QString eximProgram();

[[nodiscard]] inline QString eximScript() { return QStringLiteral("eximserver.py"); }
[[nodiscard]] inline QString mailScript() { return QStringLiteral("mailserver.py"); }
[[nodiscard]] inline QString processorScript() { return QStringLiteral("paypalserver.py"); }

} // namespace Steward::Test
