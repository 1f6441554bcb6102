// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/connection.h"
#include "models/mailroom/deliveryoutcome.h"
#include "models/mailroom/words/mailtemplate.h"

#include <QJsonObject>
#include <QLocale>

#include <optional>

namespace Steward {

/// What the store has to hand over next.
struct TakenItem
{
    std::optional<QJsonObject> item; ///< with its number, kind and lease, and all that is to be said of it
    /// "no_sender" when messages are due that cannot go because the store has no sender's address; "no_processor" when refunds have been due
    /// for an hour and were not asked for.
    QString obstacle;
};

/// The store's outbox, as its delivery login sees it. Blocks.
class Outbox
{
public:
    explicit Outbox(Connection &connection) : m_connection(connection) { }

    /// One at a time, so that a process that dies keeps no other item waiting. Of the kinds given: "message", "refund".
    [[nodiscard]] Result<TakenItem> take(const QStringList &kinds);
    /// Answers with the refusal's word, empty when it is settled.
    [[nodiscard]] Result<QString> settle(const QJsonObject &item, const DeliveryOutcome &outcome);

    /// Which texts are filled in, and the language of amounts and dates in them, so that desktops show the same. Answers as settle().
    [[nodiscard]] Result<QString> tellTemplates(const MailTemplates &templates, const QLocale &locale);

    [[nodiscard]] Result<Rows> laidAside();
    [[nodiscard]] Result<QString> retry(qint64 id);
    [[nodiscard]] Result<QString> decide(qint64 id, bool isPaidOut, const QString &reference);

private:
    [[nodiscard]] Result<QString> refusalOf(const QString &query, const Params &params);
    Connection &m_connection;
};

} // namespace Steward
