// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/params.h"
#include "models/orders/order.h"

#include <QJsonObject>

#include <optional>

namespace Steward {

/// What is to be done to many orders alike: a verb for several orders, and what goes with it.
class BulkTask
{
public:
    [[nodiscard]] static BulkTask hold(const QString &reason, const QString &note);
    [[nodiscard]] static BulkTask cancel(const CancelChoice &choice);
    /// All that is left of each order, in one parcel whose number nobody has noted.
    [[nodiscard]] static BulkTask shipWhole(const QString &carrier, bool isTold);
    /// login: who works them from now on; empty: nobody.
    [[nodiscard]] static BulkTask assign(const QString &login);
    [[nodiscard]] static BulkTask tag(const QStringList &added, const QStringList &removed);

    /// What toJson() gave once; nothing when it is not one this program makes.
    [[nodiscard]] static std::optional<BulkTask> fromJson(const QJsonObject &json);
    [[nodiscard]] QJsonObject toJson() const;

    [[nodiscard]] const QString &verb() const { return m_verb; }           ///< machine word that the dry run knows: "hold"
    [[nodiscard]] const QString &statement() const { return m_statement; } ///< named query: $1 command, $2 orders, $3 versions if it takes them
    [[nodiscard]] const Params &further() const { return m_further; }      ///< what follows in the statement
    /// What the dry run has to know beside the orders; empty where it decides nothing.
    [[nodiscard]] QJsonObject looksAt() const { return m_takesVersions ? QJsonObject() : m_arguments; }
    /// Without versions it does not matter who changed an order meanwhile.
    [[nodiscard]] bool takesVersions() const { return m_takesVersions; }
    /// Gives back all that was paid.
    [[nodiscard]] bool isRefunding() const { return m_isRefunding; }
    /// Tells each customer, where a message can go.
    [[nodiscard]] bool isTelling() const { return m_arguments.value(u"told").toBool(); }

private:
    BulkTask(const QString &verb, const QString &statement, const QJsonObject &arguments, const Params &further) : m_verb(verb), m_statement(statement), m_arguments(arguments), m_further(further) { }

    QString m_verb;
    QString m_statement;
    QJsonObject m_arguments; ///< m_further by name
    Params m_further;
    bool m_takesVersions = true;
    bool m_isRefunding = false;
};

} // namespace Steward
