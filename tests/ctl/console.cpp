// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/console.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int endTimeoutMs = 180'000; // a demo is made on a slow machine, beside others

QProcessEnvironment environment(const Variables &variables)
{
    QProcessEnvironment made = QProcessEnvironment::systemEnvironment();
    made.remove(u"STEWARD_PASSWORD"_s);
    made.remove(u"STEWARD_NEW_PASSWORD"_s);
    for (auto variable = variables.cbegin(); variable != variables.cend(); ++variable)
        made.insert(variable.key(), variable.value());
    return made;
}

} // namespace

QJsonObject Outcome::json() const
{
    return QJsonDocument::fromJson(out).object();
}

QStringList connectionArguments(const ConnectionOptions &options)
{
    const HostPort host = options.hosts.first();
    return {u"--host"_s, host.host, u"--port"_s, QString::number(host.port), u"--database"_s, options.database, u"--user"_s, options.user, u"--ca-file"_s, options.caFile};
}

Outcome runCtl(const QStringList &arguments, const Variables &variables)
{
    QProcess process;
    process.setProcessEnvironment(environment(variables));
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral(STEWARD_CTL), arguments);
    if (!process.waitForFinished(endTimeoutMs))
        qFatal("stewardctl %s does not end", qPrintable(arguments.join(u' ')));
    // A crash must not pass for "failed".
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

Outcome runCtl(const QStringList &arguments, const ConnectionOptions &as, Variables variables)
{
    variables.insert(u"STEWARD_PASSWORD"_s, as.password);
    return runCtl(arguments + connectionArguments(as), variables);
}

void startCtl(QProcess &process, const QStringList &arguments, const Variables &variables)
{
    process.setProcessEnvironment(environment(variables));
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral(STEWARD_CTL), arguments);
    if (!process.waitForStarted())
        qFatal("stewardctl does not start");
}

void startCtl(QProcess &process, const QStringList &arguments, const ConnectionOptions &as, Variables variables)
{
    variables.insert(u"STEWARD_PASSWORD"_s, as.password);
    startCtl(process, arguments + connectionArguments(as), variables);
}

} // namespace Steward::Test
