// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/clusterfixture.h"

namespace Steward::Test {

/// A store's database that a test asks as psql would, with the logins of staff: one value as text, or the SQLSTATE in angle brackets.
class StoreUnderTest : public TestDatabase
{
public:
    using TestDatabase::TestDatabase;

    QString agent(const QByteArray &sql, const Params &params = {}) const { return told(u"agent", sql, params); }
    QString lead(const QByteArray &sql, const Params &params = {}) const { return told(u"lead", sql, params); }
    QString fulfilment(const QByteArray &sql, const Params &params = {}) const { return told(u"fulfilment", sql, params); }
    QString privacy(const QByteArray &sql, const Params &params = {}) const { return told(u"privacy", sql, params); }
    QString admin(const QByteArray &sql, const Params &params = {}) const { return told(u"admin", sql, params); }
    QString site(const QByteArray &sql, const Params &params = {}) const { return told(u"site", sql, params); }
    QString work(const QByteArray &sql, const Params &params = {}) const { return told(u"work", sql, params); }
    QString importer(const QByteArray &sql, const Params &params = {}) const { return told(u"importer", sql, params); }
    QString deliver(const QByteArray &sql, const Params &params = {}) const { return told(u"deliver", sql, params); }
    /// As the database's owner, whom no rule holds.
    QString owner(const QByteArray &sql, const Params &params = {}) const { return ask(Cluster::ownerLogin(), sql, params); }

    /// An order of two mugs for 25.00 and 4.90 shipping, placed through the web shop's function; answers with its id.
    qint64 placeOrder(const QString &name = QStringLiteral("Hans Müller"), const QString &email = QStringLiteral("hans@example.com")) const;
    /// The whole sum of it, captured.
    void payOrder(qint64 id) const;
    /// All of its lines sent, written as a later desk will.
    void shipOrder(qint64 id) const;

    /// Paid orders of two mugs numbered B-1 on, each a minute older than the one before; written as an import does, for the shop would take long.
    void placeOrders(int count) const;

    /// Rows of persons are counted by the hour: waits for the next one where this one ends so soon that a test's counting would be cut in two.
    void stayWithinAnHour() const;

    /// Whoever writes to a table of the store waits for as long as the gate is shut, whatever patience that login has.
    void makeGate(const QByteArray &table) const;
    void shutGate() const { owner("select pg_advisory_lock(1)::text"); }
    void openGate() const { owner("select pg_advisory_unlock(1)::text"); }
    [[nodiscard]] bool isAnyoneAtTheGate() const
    {
        return owner("select exists (select from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = 'advisory' and not l.granted)::text") == u"true";
    }

    /// Part of an order's panel ("->'notes'->0->>'body'"), opened as the window opens it: first the ticket, then the order.
    QString panel(const QString &login, qint64 id, const QByteArray &part = "::text") const;
    /// A whole column of a statement's rows, as texts.
    QStringList column(const QString &login, const QByteArray &sql, const Params &params = {}) const;

private:
    QString told(QStringView login, const QByteArray &sql, const Params &params) const { return ask(login.toString(), sql, params); }
};

} // namespace Steward::Test
