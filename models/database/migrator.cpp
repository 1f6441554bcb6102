// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/migrator.h"

#include "models/database/connection.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Migrator", text);
}

QList<SchemaFile> readFolder(const QString &folder)
{
    QList<SchemaFile> files;
    for (const QString &name : QDir(folder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
        QFile file(folder + u'/' + name);
        if (file.open(QIODevice::ReadOnly))
            files.append({name, file.readAll()});
    }
    return files;
}

Error invalid(const QString &text)
{
    return {ErrorKind::Invalid, text, {}, u"database/migrate"_s};
}

/// Says which file failed; the server's own words about it are in its log.
Error inFile(Error error, const SchemaFile &file)
{
    error.userText = tr("The schema file %1 could not be applied: %2").arg(file.name, error.userText);
    return error;
}

/// From this one on, run after anything else has changed: they give owners and rights to all functions, and the card guard to all tables.
constexpr auto firstOfTheLast = "90_grants.sql"_L1;

} // namespace

QString SchemaFile::checksum() const
{
    return QString::fromLatin1(QCryptographicHash::hash(sql, QCryptographicHash::Sha256).toHex());
}

int SchemaFile::number() const
{
    return name.left(4).toInt();
}

SchemaText SchemaText::compiledIn()
{
    return {.tables = readFolder(u":/schema/tables"_s), .functions = readFolder(u":/schema/api"_s)};
}

Migrator::Migrator(Connection &connection, SchemaText schema) : m_connection(connection), m_schema(std::move(schema)) { }

Result<QStringList> Migrator::migrate(const std::function<void(const QString &)> &onFile)
{
    if (m_schema.tables.isEmpty())
        return invalid(tr("This build holds no schema."));
    if (auto locked = m_connection.query(namedQuery(u"database/migration_lock"_s)); !locked)
        return locked.error();
    auto present = m_connection.query(namedQuery(u"database/migration_bookkeeping"_s));
    if (!present)
        return present.error();
    if (present->text(0, "encoding") != u"UTF8")
        return invalid(tr("This database is in %1; a store needs UTF8. Make the database anew with encoding UTF8.").arg(present->text(0, "encoding")));
    QHash<QString, QString> applied;
    if (present->boolean(0, "present")) {
        auto rows = m_connection.query(namedQuery(u"database/migrations_applied"_s));
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->count(); ++row)
            applied.insert(rows->text(row, "kind") + u'/' + rows->text(row, "name"), rows->text(row, "checksum"));
    }
    if (auto ours = checkIsOurs(applied); !ours)
        return ours.error();
    QStringList done;
    if (auto tables = applyTables(applied, done, onFile); !tables)
        return tables.error();
    if (auto functions = applyFunctions(applied, done, onFile); !functions)
        return functions.error();
    if (auto complete = checkCatalogue(); !complete)
        return complete.error();
    return done;
}

Result<void> Migrator::checkIsOurs(const QHash<QString, QString> &applied) const
{
    // Else an old program would put its old functions over the tables of a new one.
    QStringList foreign;
    for (auto file = applied.cbegin(); file != applied.cend(); ++file) {
        const auto isIt = [&file](const SchemaFile &own) { return file.key() == u"tables/"_s + own.name; };
        if (file.key().startsWith("tables/"_L1) && std::none_of(m_schema.tables.cbegin(), m_schema.tables.cend(), isIt))
            foreign.append(file.key().mid(7));
    }
    if (foreign.isEmpty())
        return {};
    return invalid(tr("This store is newer than this program: it holds %1. Update the program.").arg(*std::max_element(foreign.cbegin(), foreign.cend())));
}

Result<void> Migrator::applyTables(const QHash<QString, QString> &applied, QStringList &done, const std::function<void(const QString &)> &onFile)
{
    for (const SchemaFile &file : m_schema.tables) {
        const auto known = applied.constFind(u"tables/"_s + file.name);
        if (known != applied.constEnd()) {
            if (*known != file.checksum())
                return invalid(tr("The schema file %1 has changed since it was applied to this store. Use the program it was applied with.").arg(file.name));
            continue;
        }
        auto written = inTransaction([&]() -> Result<void> {
            if (auto ran = m_connection.script(u"schema/"_s + file.name, file.sql); !ran)
                return inFile(ran.error(), file);
            auto recorded = m_connection.query(namedQuery(u"database/migration_record"_s), Params().integer(file.number()).text(file.name).text(file.checksum()));
            if (!recorded)
                return recorded.error();
            // Within the transaction: no table lands with a column that is in no catalogue. The second file brings the check itself.
            return file.number() >= 2 ? checkCatalogue() : Result<void>();
        });
        if (!written)
            return written;
        done.append(file.name);
        if (onFile)
            onFile(file.name);
    }
    return {};
}

Result<void> Migrator::applyFunctions(const QHash<QString, QString> &applied, QStringList &done, const std::function<void(const QString &)> &onFile)
{
    QList<SchemaFile> changed;
    for (const SchemaFile &file : m_schema.functions) {
        const bool isDueAgain = file.name >= firstOfTheLast && (!changed.isEmpty() || !done.isEmpty());
        if (isDueAgain || applied.value(u"api/"_s + file.name) != file.checksum())
            changed.append(file);
    }
    if (changed.isEmpty())
        return {};
    return inTransaction([&]() -> Result<void> {
        for (const SchemaFile &file : changed) {
            if (auto ran = m_connection.script(u"schema/"_s + file.name, file.sql); !ran)
                return inFile(ran.error(), file);
            if (auto recorded = m_connection.query(namedQuery(u"database/migration_record_api"_s), Params().text(file.name).text(file.checksum())); !recorded)
                return recorded.error();
            done.append(file.name);
            if (onFile)
                onFile(file.name);
        }
        return {};
    });
}

Result<void> Migrator::inTransaction(const std::function<Result<void>()> &work)
{
    if (auto begun = m_connection.query(namedQuery(u"database/begin"_s)); !begun)
        return begun.error();
    if (auto worked = work(); !worked) {
        (void)m_connection.query(namedQuery(u"database/rollback"_s));
        return worked;
    }
    auto committed = m_connection.query(namedQuery(u"database/commit"_s));
    return committed ? Result<void>() : Result<void>(committed.error());
}

Result<void> Migrator::checkCatalogue()
{
    auto gaps = m_connection.query(namedQuery(u"database/catalogue_gaps"_s));
    if (!gaps)
        return gaps.error();
    if (gaps->isEmpty())
        return {};
    return invalid(tr("Column %1.%2 does not say whether it holds personal data; describe it in the catalogue.").arg(gaps->text(0, "table_name"), gaps->text(0, "column_name")));
}

} // namespace Steward
