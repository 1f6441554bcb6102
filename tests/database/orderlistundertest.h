// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/database/storeundertest.h"

#include <QJsonArray>
#include <QJsonObject>

#include <functional>

namespace Steward::Test {

/// One condition twice: as a list's query asks it, and as somebody would write it in SQL who knows nothing of the page function.
struct Asked
{
    const char *name;
    const char *filters; ///< JSON array
    const char *text;    ///< free words
    const char *sql;     ///< over store.orders o
};

/// One way of sorting: its name in a query, and what to order by in SQL.
struct Sorted
{
    const char *name;
    const char *sql;
};

/// The demo store with some rows more that are hard to tell apart, asked page by page as the desktop does and all at once as the owner.
class OrderListUnderTest : public StoreUnderTest
{
public:
    OrderListUnderTest();

    [[nodiscard]] static QList<Sorted> sorts();
    [[nodiscard]] static QJsonObject query(const QByteArray &filters, const QByteArray &text, const QByteArray &sort, bool descending);

    /// Ids of a page; empty on an error, whose SQLSTATE is then in lastError().
    QList<qint64> page(const QString &login, const QJsonObject &query, const QJsonObject &cursor, int limit) const;
    /// Ids from the beginning to the end, or from the end back to the beginning, in the list's order. Between two pages something
    /// may happen.
    QList<qint64> forwards(const QJsonObject &query, int limit, const std::function<void()> &between = {}) const;
    QList<qint64> backwards(const QJsonObject &query, int limit, const std::function<void()> &between = {}) const;
    /// What the owner finds by reading everything.
    QList<qint64> brute(const QByteArray &condition, const QByteArray &order, bool descending) const;
    /// One order written by the owner, with a time, a name, a number, a sum and a postal code of its own; answers with its id.
    qint64 write(const QString &placedAt, const QString &name, const QString &number, qint64 total, const QString &postalCode) const;

    [[nodiscard]] QString lastError() const { return m_lastError; }

private:
    struct Page
    {
        QList<qint64> ids;
        QStringList keys;
    };
    Page read(const QString &login, const QJsonObject &query, const QJsonObject &cursor, int limit) const;
    QList<qint64> pages(const QJsonObject &query, const QJsonObject &start, const QString &direction, int limit, const std::function<void()> &between) const;

    mutable QString m_lastError;
    mutable QHash<QString, std::shared_ptr<Connection>> m_pagers;
};

} // namespace Steward::Test
