// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace Steward {

class Connection;

/// One file of the schema.
struct SchemaFile
{
    QString name; ///< "0003_people.sql"
    QByteArray sql;
    [[nodiscard]] QString checksum() const; ///< SHA-256, hex
    [[nodiscard]] int number() const;       ///< 3, of tables only
};

/// The schema a build brings: tables once and in order, functions whenever their text changes.
struct SchemaText
{
    QList<SchemaFile> tables;
    QList<SchemaFile> functions;
    /// What is compiled into this program, from :/schema.
    [[nodiscard]] static SchemaText compiledIn();
};

/// Brings a store's database to a schema. Each table file is a transaction of its own, so an interrupted run is simply run
/// again; all changed functions are one transaction. Blocks; the connection is the database's owner's.
class Migrator
{
public:
    explicit Migrator(Connection &connection, SchemaText schema = SchemaText::compiledIn());

    /// Answers with the files that were applied, none when the store was up to date.
    Result<QStringList> migrate(const std::function<void(const QString &file)> &onFile = {});

private:
    /// Refuses a store that a newer program has migrated.
    Result<void> checkIsOurs(const QHash<QString, QString> &applied) const;
    Result<void> applyTables(const QHash<QString, QString> &applied, QStringList &done, const std::function<void(const QString &)> &onFile);
    Result<void> applyFunctions(const QHash<QString, QString> &applied, QStringList &done, const std::function<void(const QString &)> &onFile);
    Result<void> inTransaction(const std::function<Result<void>()> &work);
    Result<void> checkCatalogue();

    Connection &m_connection;
    SchemaText m_schema;
};

} // namespace Steward
