// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/drafts.h"
#include "ui/orders/ordercommands.h"

#include <QHash>
#include <QJsonArray>
#include <QPointer>
#include <QTimeZone>

#include <optional>

namespace Steward {

class OrderSheet;

/// What a draft about these orders is filed under.
[[nodiscard]] QString draftRecord(const QList<OrderId> &orders);
/// What a draft says of its orders.
[[nodiscard]] QJsonObject draftAbout(const QList<OrderChoice> &orders);
/// The orders a draft is about, as they were when it was typed.
[[nodiscard]] QList<OrderChoice> draftOrders(const Draft &draft);
/// All that is kept but a run and commands without a sheet, which nobody typed and which are told of elsewhere.
[[nodiscard]] QList<Draft> typedDrafts(const Drafts &drafts);
/// When something was typed, as it is read.
[[nodiscard]] QString draftTime(const Draft &draft, const QTimeZone &zone);

/// Keeps what is typed into the sheets of orders until it has been sent, so that it outlives sheet, window and program. Sends nothing
/// by itself.
class OrderDrafts final : public QObject
{
    Q_OBJECT

public:
    OrderDrafts(Drafts &drafts, OrderCommands &commands, QObject *parent = nullptr);

    /// Fills in what was typed into such a sheet before, and keeps what is typed from now on. zone: of the times that are shown.
    void follow(OrderSheet *sheet, const QString &verb, const QTimeZone &zone);
    /// Sends once the command's id is safe, so that whatever ends the program then, the same command is sent again and not another.
    void send(OrderSheet *sheet);
    void forget(const OrderSheet *sheet);
    /// The open sheets, of one window or of all, with something typed that nobody was asked about.
    [[nodiscard]] QList<OrderSheet *> unsent(const QWidget *window = nullptr) const;

private:
    struct Followed
    {
        QPointer<OrderSheet> sheet;
        QString verb;
        QString record;
        QList<OrderChoice> orders; ///< of the sheet, as json has them
        QJsonArray json;
    };

    [[nodiscard]] Followed *followed(const OrderSheet *sheet);
    void restore(OrderSheet *sheet, const Draft &draft, const QTimeZone &zone) const;
    void keep(const OrderSheet *sheet);
    [[nodiscard]] std::optional<Followed> refreshed(const OrderSheet *sheet);
    static void refreshOrders(Followed &followed);
    void answered(const CommandAnswer &answer);

    Drafts &m_drafts;
    OrderCommands &m_commands;
    QList<Followed> m_followed;
    QHash<QUuid, QPair<QString, QString>> m_sent; ///< record and verb
};

} // namespace Steward
