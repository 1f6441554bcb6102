// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"

#include <QScrollArea>
#include <QTimeZone>
#include <QTimer>

#include <optional>

class QLabel;
class QVBoxLayout;

namespace Steward {

/// An order laid out to be read: header, customer, lines, money, payments, parcels, holds, addresses, what leaves, papers,
/// timeline, other orders.
class OrderView final : public QScrollArea
{
    Q_OBJECT

public:
    explicit OrderView(QWidget *parent = nullptr);
    void setTimeZone(const QTimeZone &zone) { m_zone = zone; }
    void setMayContact(bool may) { m_mayContact = may; }
    /// The same order again keeps its place: scrolling, cursor and what is marked.
    void show(const OrderPanel &order);
    void setViewers(const QList<Viewer> &viewers);

Q_SIGNALS:
    void otherOrderChosen(Steward::OrderId id);
    void parcelAsked(int parcel); ///< somebody wants to correct it; its number among the order's
    void payoutAsked(int refund); ///< somebody wants to say that it was paid out by hand; its number among the order's

protected:
    void changeEvent(QEvent *event) override;

private:
    void build(const OrderPanel &order);
    void rebuild(const OrderPanel &order);
    [[nodiscard]] QWidget *keyboardPlace() const;
    void orderTabs();
    void nameViewers();
    void addHeader(const OrderPanel &order);
    void addCustomer(const OrderPanel &order);
    void addLines(const OrderPanel &order);
    void addMoney(const OrderPanel &order);
    void addPayments(const OrderPanel &order);
    void addParcels(const OrderPanel &order);
    void addParcel(QVBoxLayout *section, const OrderPanel &order, qsizetype place);
    void addHolds(const OrderPanel &order);
    void addAddresses(const OrderPanel &order);
    void addOutbox(const OrderPanel &order);
    void addPapers(const OrderPanel &order);
    void addTimeline(const OrderPanel &order);
    void addOtherOrders(const OrderPanel &order);
    QVBoxLayout *addSection(const QString &title);
    [[nodiscard]] QString timeText(const QDateTime &at) const;
    [[nodiscard]] QString outboxText(const OutboxItem &item) const;
    [[nodiscard]] QString refundText(const OrderRefund &refund) const;

    std::optional<OrderPanel> m_order; ///< what is shown, to be built again under another theme or direction
    QTimer m_rebuild;
    QWidget *m_page = nullptr;
    QVBoxLayout *m_column = nullptr;
    QLabel *m_viewers = nullptr;
    QTimeZone m_zone = QTimeZone::utc();
    bool m_mayContact = true;
    int m_timelineFilter = 0; ///< see OrderTimeline: kept from order to order
};

} // namespace Steward
