// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/commandclient.h"

#include <QFile>
#include <QJsonObject>
#include <QList>

namespace Steward::Test {

/// A command of a workload, as its journal has it.
struct JournalEntry
{
    QUuid id;
    QString verb;
    QString login;
    QJsonObject arguments;
    QList<QJsonObject> answers; ///< of those that were told what became of it; the database's whole answer
    int unknown = 0;            ///< how often it was told that the server cannot say now
    int sent = 0;               ///< how often it was asked for by the workload itself
};

/// What a workload sends and is told, a line each, written before it sends and when it is told; so it holds all of it also when the
/// process was killed in between.
class Journal
{
public:
    explicit Journal(const QString &fileName) : m_file(fileName) { }
    [[nodiscard]] bool open() { return m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered); }
    void sent(QUuid id, const QString &verb, const QString &login, const QJsonObject &arguments);
    void answered(QUuid id, const Result<CommandOutcome> &answer);

    /// In the order they were sent. A last line that was cut off by the end of the process counts as not written.
    [[nodiscard]] static QList<JournalEntry> read(const QString &fileName);

private:
    void write(const QJsonObject &line);

    QFile m_file;
};

/// The database's answer without the word that it gave it before.
[[nodiscard]] QJsonObject withoutReplay(QJsonObject answer);

} // namespace Steward::Test
