// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/database/storeundertest.h"

#include <QJsonObject>
#include <QProcess>

namespace Steward::Test {

/// How a run of the real stewardctl ended.
struct Outcome
{
    int exitCode = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonObject json() const;
    /// What a person reads on a failure: exactly one line on standard error, in the program's name.
    [[nodiscard]] bool isOneLine() const { return err.startsWith("stewardctl: ") && err.count('\n') == 1 && err.endsWith('\n'); }
    /// For a failed comparison.
    [[nodiscard]] QByteArray told() const { return "exit " + QByteArray::number(exitCode) + "\n" + out + err; }
};

/// What went wrong, for a check that it did not.
template <typename T>
[[nodiscard]] const char *why(const Result<T> &result)
{
    static QByteArray text;
    text = result ? QByteArray() : result.error().userText.toUtf8();
    return text.constData();
}

using Variables = QHash<QString, QString>;

/// --host --port --database --user --ca-file of a connection; the password is no argument.
[[nodiscard]] QStringList connectionArguments(const ConnectionOptions &options);

/// Runs stewardctl to its end, without a terminal, and with these variables on top of a clean environment.
[[nodiscard]] Outcome runCtl(const QStringList &arguments, const Variables &variables = {});

/// The same for a command that talks to a store, with the password in STEWARD_PASSWORD.
[[nodiscard]] Outcome runCtl(const QStringList &arguments, const ConnectionOptions &as, Variables variables = {});

/// Starts it and leaves it running.
void startCtl(QProcess &process, const QStringList &arguments, const Variables &variables = {});
void startCtl(QProcess &process, const QStringList &arguments, const ConnectionOptions &as, Variables variables = {});

} // namespace Steward::Test
