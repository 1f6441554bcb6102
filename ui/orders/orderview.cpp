// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderview.h"

#include "models/orders/orderrepository.h"
#include "models/session/storezone.h"
#include "ui/common/badge.h"
#include "ui/common/rule.h"
#include "ui/common/titlelabel.h"
#include "ui/orders/orderparts.h"
#include "ui/orders/ordertimeline.h"
#include "ui/orders/tagrow.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QPushButton>
#include <QScrollBar>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString modeText(const QString &mode)
{
    return mode == u"editing" ? OrderView::tr("editing") : mode == u"away" ? OrderView::tr("away") : OrderView::tr("viewing");
}

} // namespace

OrderView::OrderView(QWidget *parent) : QScrollArea(parent)
{
    setObjectName(u"orderView"_s);
    setAccessibleName(tr("Order"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    m_rebuild.setSingleShot(true);
    m_rebuild.setInterval(0);
    connect(&m_rebuild, &QTimer::timeout, this, [this] { rebuild(*m_order); });
}

QString OrderView::timeText(const QDateTime &at) const
{
    return zonedTimeText(at, m_zone);
}

void OrderView::show(const OrderPanel &order)
{
    const bool isSame = m_order && m_order->id == order.id;
    m_order = order;
    QScrollArea::show();
    if (isSame)
        return rebuild(order);
    const bool hadKeyboard = keyboardPlace() != nullptr;
    build(order);
    if (hadKeyboard)
        setFocus(Qt::OtherFocusReason);
}

/// What of the page has the keyboard, or will have it again as soon as a sheet over the window is gone.
QWidget *OrderView::keyboardPlace() const
{
    QWidget *place = window()->focusWidget();
    return m_page && place && m_page->isAncestorOf(place) ? place : nullptr;
}

void OrderView::rebuild(const OrderPanel &order)
{
    const int place = verticalScrollBar()->value();
    QWidget *focused = keyboardPlace();
    const bool hadKeyboard = focused != nullptr;
    const QString name = focused ? focused->objectName() : QString();
    const auto *before = qobject_cast<QLabel *>(focused);
    const int markedAt = before ? before->selectionStart() : -1;
    const int marked = before ? int(before->selectedText().size()) : 0;
    build(order);
    if (QWidget *again = name.isEmpty() ? nullptr : m_page->findChild<QWidget *>(name)) {
        again->setFocus(Qt::OtherFocusReason);
        if (auto *label = qobject_cast<QLabel *>(again); label && markedAt >= 0)
            label->setSelection(markedAt, marked);
    } else if (hadKeyboard) {
        setFocus(Qt::OtherFocusReason); // what had it is gone
    }
    // The bar knows how far it goes only when the new page has its height.
    m_page->layout()->activate();
    QEvent laidOut(QEvent::LayoutRequest);
    QCoreApplication::sendEvent(m_page, &laidOut);
    verticalScrollBar()->setValue(place);
}

void OrderView::setViewers(const QList<Viewer> &viewers)
{
    if (!m_order)
        return;
    m_order->viewers = viewers;
    nameViewers();
}

void OrderView::nameViewers()
{
    QStringList names;
    bool isEdited = false;
    for (const Viewer &viewer : std::as_const(m_order->viewers)) {
        names.append(tr("%1 (%2)").arg(viewer.displayName, modeText(viewer.mode)));
        isEdited = isEdited || viewer.mode == u"editing";
    }
    QPalette palette = m_viewers->palette();
    palette.setColor(QPalette::WindowText, Theme::text(isEdited ? Theme::Tone::Warning : Theme::Tone::Info));
    m_viewers->setPalette(palette);
    m_viewers->setText(names.isEmpty() ? QString() : tr("Also here: %1").arg(names.join(u", "_s)));
    m_viewers->setVisible(!names.isEmpty());
}

void OrderView::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if (m_order && (event->type() == QEvent::StyleChange || event->type() == QEvent::LayoutDirectionChange))
        m_rebuild.start();
}

void OrderView::build(const OrderPanel &order)
{
    auto *page = new QWidget;
    page->setAutoFillBackground(true);
    page->setBackgroundRole(QPalette::Base);
    m_page = page;
    m_column = new QVBoxLayout(page);
    m_column->setContentsMargins(Theme::spaceL, Theme::spaceL, Theme::spaceL, Theme::spaceL);
    m_column->setSpacing(Theme::spaceS);
    addHeader(order);
    addCustomer(order);
    addHolds(order);
    addLines(order);
    addMoney(order);
    addPayments(order);
    addParcels(order);
    addAddresses(order);
    addOutbox(order);
    addPapers(order);
    addTimeline(order);
    addOtherOrders(order);
    m_column->addStretch();
    setWidget(page);
    orderTabs();
}

void OrderView::orderTabs()
{
    // What is added to a window comes last in its order, so the new parts are put where they are seen.
    QWidget *before = this;
    for (QWidget *part : m_page->findChildren<QWidget *>()) {
        if (part->window() == window() && (part->focusPolicy() & Qt::TabFocus)) { // a box brings its pop-up window along
            setTabOrder(before, part);
            before = part;
        }
    }
}

QVBoxLayout *OrderView::addSection(const QString &title)
{
    m_column->addSpacing(Theme::spaceXs);
    m_column->addWidget(new Rule(Qt::Horizontal));
    auto *heading = makeLabel(title, Theme::Tone::Faint);
    QFont font = heading->font();
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    m_column->addWidget(heading);
    auto *section = new QVBoxLayout;
    section->setSpacing(Theme::spaceXs);
    m_column->addLayout(section);
    return section;
}

void OrderView::addHeader(const OrderPanel &order)
{
    auto *number = new TitleLabel(order.number, 1.5);
    number->setTextInteractionFlags(Qt::TextSelectableByMouse);
    number->setObjectName(u"panelNumber"_s);
    auto *top = new QHBoxLayout;
    top->addWidget(number);
    top->addStretch();
    for (const auto &[status, word] : {std::pair(order.paymentStatus, paymentStatusText(order.paymentStatus)), std::pair(order.fulfilmentStatus, fulfilmentStatusText(order.fulfilmentStatus))}) {
        auto *badge = new Badge;
        badge->setWord(word, statusTone(status));
        top->addWidget(badge, 0, Qt::AlignVCenter);
    }
    m_column->addLayout(top);
    auto *placed = makeLabel(tr("Placed %1 · %2").arg(timeText(order.placedAt), order.source), Theme::Tone::Faint);
    placed->setToolTip(zoneNameText(m_zone));
    m_column->addWidget(placed);
    if (order.cancelledAt.isValid())
        m_column->addWidget(makeLabel(order.cancelReason.isEmpty() ? tr("Cancelled %1").arg(timeText(order.cancelledAt)) : tr("Cancelled %1: %2").arg(timeText(order.cancelledAt), cancelReasonText(order.cancelReason)),
                                      Theme::Tone::Bad));
    if (!order.assignedTo.isEmpty())
        m_column->addWidget(makeLabel(tr("Assigned to %1").arg(order.assignedName), Theme::Tone::Faint));
    if (!order.tags.isEmpty())
        m_column->addWidget(new TagRow(order.tags));
    m_viewers = makeLabel({}, Theme::Tone::Info);
    m_viewers->setObjectName(u"panelViewers"_s);
    m_column->addWidget(m_viewers);
    nameViewers();
}

void OrderView::addCustomer(const OrderPanel &order)
{
    QVBoxLayout *section = addSection(tr("Customer"));
    section->addWidget(makeStrong(order.customerName));
    if (!order.email.isEmpty())
        section->addWidget(makeFact(u"panelEmail"_s, tr("E-mail"), order.email));
    if (!order.phone.isEmpty())
        section->addWidget(makeFact(u"panelPhone"_s, tr("Phone"), order.phone));
    if (!m_mayContact)
        section->addWidget(makeLabel(tr("E-mail and phone are not shown to your group."), Theme::Tone::Faint));
}

void OrderView::addHolds(const OrderPanel &order)
{
    QList<OrderHold> open;
    for (const OrderHold &hold : order.holds) {
        if (hold.isOpen())
            open.append(hold);
    }
    if (open.isEmpty())
        return;
    QVBoxLayout *section = addSection(tr("On hold"));
    for (const OrderHold &hold : std::as_const(open)) {
        section->addWidget(makeLabel(holdReasonText(hold.reason), Theme::Tone::Bad));
        if (!hold.note.isEmpty())
            section->addWidget(makeLabel(hold.note));
        for (const auto &[title, quantity] : hold.lines)
            section->addWidget(makeLabel(tr("%1 × %2").arg(QString::number(quantity), title)));
        section->addWidget(makeLabel(tr("%1, %2").arg(hold.placedBy, timeText(hold.placedAt)), Theme::Tone::Faint));
    }
}

void OrderView::addLines(const OrderPanel &order)
{
    QVBoxLayout *section = addSection(tr("Lines"));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(Theme::spaceM);
    grid->setVerticalSpacing(Theme::spaceXs);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const OrderLine &line : order.lines) {
        grid->addWidget(makeAmount(tr("%1 ×").arg(line.quantity)), row, 0, Qt::AlignTop);
        grid->addWidget(makeLabel(line.title), row, 1);
        if (line.total)
            grid->addWidget(makeAmount(line.total->toText()), row, 2, Qt::AlignTop);
        QStringList facts;
        if (!line.sku.isEmpty())
            facts.append(line.sku);
        if (line.shipped > 0)
            facts.append(line.shipped >= line.quantity ? tr("shipped") : tr("%1 of %2 shipped").arg(line.shipped).arg(line.quantity));
        if (line.held > 0)
            facts.append(line.held >= line.open ? tr("on hold") : tr("%1 of %2 on hold").arg(line.held).arg(line.open));
        if (line.refunded > 0)
            facts.append(tr("%1 refunded").arg(line.refunded));
        if (line.unsent > 0)
            facts.append(tr("%1 will not be sent").arg(line.unsent));
        if (line.returned > 0)
            facts.append(tr("%1 back in stock").arg(line.returned));
        if (!facts.isEmpty())
            grid->addWidget(makeLabel(facts.join(u" · "_s), Theme::Tone::Faint), ++row, 1, 1, 2);
        ++row;
    }
    section->addLayout(grid);
}

void OrderView::addMoney(const OrderPanel &order)
{
    if (!order.total)
        return;
    QVBoxLayout *section = addSection(tr("Money"));
    auto *grid = new QGridLayout;
    grid->setVerticalSpacing(Theme::spaceXs);
    grid->setColumnStretch(0, 1);
    int row = 0;
    const auto add = [&grid, &row](const QString &label, const std::optional<Money> &money, bool always) {
        if (!money || (!always && money->minor == 0))
            return;
        grid->addWidget(always ? makeStrong(label) : makeLabel(label), row, 0);
        QLabel *amount = makeAmount(money->toText());
        if (always)
            amount->setFont(makeStrong({})->font());
        grid->addWidget(amount, row++, 1);
    };
    add(tr("Subtotal"), order.subtotal, false);
    add(tr("Discount"), order.discount ? std::optional(Money{-order.discount->minor, order.currency}) : std::nullopt, false);
    add(tr("Shipping"), order.shippingMoney, false);
    add(tr("Tax"), order.tax, false);
    add(tr("Total"), order.total, true);
    add(tr("Paid"), order.paid, false);
    add(tr("Refunded"), order.refunded, false);
    if (order.due && order.due->minor > 0)
        add(tr("Still to be paid"), order.due, true);
    else if (order.due && order.due->minor < 0)
        add(tr("To be given back"), Money{-order.due->minor, order.currency}, true);
    section->addLayout(grid);
}

void OrderView::addPayments(const OrderPanel &order)
{
    if (order.payments.isEmpty() && order.refunds.isEmpty())
        return;
    QVBoxLayout *section = addSection(tr("Payments and refunds"));
    for (const OrderPayment &payment : order.payments) {
        QStringList facts{paymentStatusText(payment.kind == u"captured" ? u"paid"_s : payment.kind)};
        if (!payment.brand.isEmpty())
            facts.append(payment.last4.isEmpty() ? payment.brand : payment.brand + u" ···· "_s + payment.last4);
        if (!payment.reference.isEmpty())
            facts.append(payment.reference);
        section->addWidget(makeLabel(tr("%1 · %2").arg(payment.amount.toText(), facts.join(u" · "_s))));
        section->addWidget(makeLabel(timeText(payment.at), Theme::Tone::Faint));
    }
    for (const OrderRefund &refund : order.refunds) {
        const bool isLost = refund.status == u"failed" || refund.status == u"withdrawn";
        section->addWidget(makeLabel(tr("%1 refunded, %2").arg(refund.amount.toText(), refundText(refund)), isLost ? Theme::Tone::Faint : refund.isOwed() ? Theme::Tone::Warning : Theme::Tone::Info));
        if (!refund.reason.isEmpty())
            section->addWidget(makeLabel(refund.reason));
        section->addWidget(makeLabel(refund.actor.isEmpty() ? tr("from the shop, %1").arg(timeText(refund.at)) : tr("%1, %2").arg(refund.actor, timeText(refund.at)), Theme::Tone::Faint));
        if (refund.isOwed() && order.permission(u"refund_paid"_s).allowed) {
            auto *paid = new QPushButton(tr("Paid out…"));
            paid->setObjectName(u"panelPaidOut%1"_s.arg(refund.no));
            paid->setAccessibleName(tr("Paid out: %1 of %2 (refund %3)").arg(refund.amount.toText(), timeText(refund.at), QString::number(refund.no)));
            connect(paid, &QPushButton::clicked, this, [this, no = refund.no] { Q_EMIT payoutAsked(no); });
            section->addWidget(paid, 0, Qt::AlignLeading);
        }
    }
}

QString OrderView::refundText(const OrderRefund &refund) const
{
    if (refund.isOwed())
        return tr("to be paid out by hand");
    if (!refund.paidAt.isValid())
        return refundStatusText(refund.status);
    // Of those from before it could be said, nobody has said it.
    return refund.paidBy.isEmpty() ? tr("paid out by hand") : tr("paid out by hand on %1 by %2").arg(timeText(refund.paidAt), refund.paidBy);
}

void OrderView::addParcels(const OrderPanel &order)
{
    if (order.shipments.isEmpty())
        return;
    QVBoxLayout *section = addSection(tr("Shipments"));
    for (qsizetype i = 0; i < order.shipments.size(); ++i)
        addParcel(section, order, i);
}

/// One that was taken back is on its way nowhere: it is not followed, and what it says is for the record.
void OrderView::addParcel(QVBoxLayout *section, const OrderPanel &order, qsizetype place)
{
    const OrderShipment &shipment = order.shipments.at(place);
    const bool isVoid = shipment.voidedAt.isValid();
    const Theme::Tone tone = isVoid ? Theme::Tone::Faint : Theme::Tone::Neutral;
    if (order.shipments.size() > 1 || isVoid)
        section->addWidget(isVoid ? makeLabel(tr("Parcel %1, taken back").arg(shipment.no), tone) : makeStrong(tr("Parcel %1").arg(shipment.no)));
    if (!shipment.carrier.isEmpty() || shipment.tracking.isEmpty())
        section->addWidget(makeLabel(!shipment.carrier.isEmpty() ? shipment.carrier : isVoid ? tr("Did not leave") : tr("Shipped"), tone));
    if (!shipment.tracking.isEmpty())
        section->addWidget(makeFact(u"panelTracking%1"_s.arg(place), tr("Tracking number"), shipment.tracking, tone));
    if (const QUrl page(shipment.trackingUrl); page.scheme() == u"https" && !isVoid) {
        auto *follow = new QPushButton(tr("Follow it on the carrier’s page"));
        follow->setObjectName(u"panelFollow%1"_s.arg(place));
        follow->setToolTip(tr("Opens %1 in the browser. The carrier learns the tracking number and nothing else.").arg(page.host()));
        connect(follow, &QPushButton::clicked, this, [page] { QDesktopServices::openUrl(page); });
        section->addWidget(follow, 0, Qt::AlignLeading);
    }
    for (const auto &[title, quantity] : shipment.lines)
        section->addWidget(makeLabel(tr("%1 × %2").arg(QString::number(quantity), title), tone));
    const QString written = shipment.actor.isEmpty() ? timeText(shipment.at) : tr("%1, %2").arg(shipment.actor, timeText(shipment.at));
    section->addWidget(makeLabel(isVoid ? tr("%1, taken back %2").arg(written, timeText(shipment.voidedAt)) : written, Theme::Tone::Faint));
    if (isVoid || !order.permission(u"parcel"_s).allowed)
        return;
    auto *correct = new QPushButton(tr("Correct it…"));
    correct->setObjectName(u"panelCorrect%1"_s.arg(place));
    correct->setAccessibleName(tr("Correct parcel %1").arg(shipment.no));
    connect(correct, &QPushButton::clicked, this, [this, no = shipment.no] { Q_EMIT parcelAsked(no); });
    section->addWidget(correct, 0, Qt::AlignLeading);
}

void OrderView::addAddresses(const OrderPanel &order)
{
    if (!order.shippingAddress && !order.billingAddress)
        return;
    QVBoxLayout *section = addSection(tr("Addresses"));
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::spaceL);
    const QStringList shipping = order.shippingAddress ? order.shippingAddress->printed() : QStringList();
    const QStringList billing = order.billingAddress ? order.billingAddress->printed() : QStringList();
    const auto add = [row](const QString &name, const QString &title, const QStringList &lines) {
        auto *column = new QVBoxLayout;
        column->addWidget(makeLabel(title, Theme::Tone::Faint));
        column->addWidget(makeFact(name, title, lines.join(u'\n')));
        column->addStretch();
        row->addLayout(column, 1);
    };
    if (shipping == billing) {
        add(u"panelShippingAddress"_s, tr("Shipping and billing address"), shipping);
    } else {
        if (!shipping.isEmpty())
            add(u"panelShippingAddress"_s, tr("Shipping address"), shipping);
        if (!billing.isEmpty())
            add(u"panelBillingAddress"_s, tr("Billing address"), billing);
    }
    section->addLayout(row);
}

void OrderView::addOutbox(const OrderPanel &order)
{
    if (order.outbox.isEmpty())
        return;
    QVBoxLayout *section = addSection(tr("Messages and requests that leave"));
    for (const OutboxItem &item : order.outbox) {
        const QString what = item.kind == u"refund" ? tr("Refund, asked of the payment processor") : messageText(item.messageTemplate);
        section->addWidget(makeLabel(tr("%1 · %2").arg(what, outboxText(item)), item.state == u"dead" ? Theme::Tone::Bad : Theme::Tone::Neutral));
        if (!item.text.isEmpty())
            section->addWidget(makeLabel(item.text));
        if (!item.lastError.isEmpty() && item.state != u"sent")
            section->addWidget(makeLabel(deliveryText(item.lastError), item.state == u"dead" ? Theme::Tone::Bad : Theme::Tone::Warning));
        if (const QString advice = deliveryAdviceText(item, order.fulfilmentStatus); !advice.isEmpty())
            section->addWidget(makeLabel(advice));
        section->addWidget(makeLabel(item.actor.isEmpty() ? timeText(item.createdAt) : tr("%1, %2").arg(item.actor, timeText(item.createdAt)), Theme::Tone::Faint));
    }
}

QString OrderView::outboxText(const OutboxItem &item) const
{
    if (item.state == u"sent")
        return tr("sent %1").arg(timeText(item.sentAt));
    if (item.state == u"dead")
        return tr("laid aside, somebody has to look");
    if (item.state == u"withdrawn")
        return tr("withdrawn, does not leave");
    if (item.attempts > 0)
        return tr("tried %n time(s), next at %1", "", item.attempts).arg(timeText(item.notBefore));
    return tr("leaves at %1").arg(timeText(item.notBefore));
}

void OrderView::addPapers(const OrderPanel &order)
{
    if (order.papers.isEmpty())
        return;
    QVBoxLayout *section = addSection(tr("Papers"));
    for (qsizetype i = 0; i < order.papers.size(); ++i) {
        const OrderPaper &paper = order.papers.at(i);
        section->addWidget(makeFact(u"panelPaper%1"_s.arg(i), paperText(paper.kind), paper.number));
        section->addWidget(makeLabel(tr("%1, %2").arg(paperText(paper.kind), timeText(paper.issuedAt)), Theme::Tone::Faint));
    }
}

void OrderView::addTimeline(const OrderPanel &order)
{
    auto *timeline = new OrderTimeline(order.timeline, m_timelineFilter, [this](const QDateTime &at) { return timeText(at); });
    addSection(tr("Timeline"))->addWidget(timeline);
    connect(timeline, &OrderTimeline::filterChosen, this, [this](int filter) { m_timelineFilter = filter; });
}

void OrderView::addOtherOrders(const OrderPanel &order)
{
    if (order.otherOrders.isEmpty())
        return;
    QVBoxLayout *section = addSection(order.moreOtherOrders ? tr("The customer's latest other orders") : tr("The customer's other orders"));
    for (const OtherOrder &other : order.otherOrders) {
        auto *open = new QPushButton(tr("%1   %2\n%3 · %4").arg(other.number, timeText(other.placedAt), other.total.toText(), fulfilmentStatusText(other.fulfilmentStatus)));
        open->setFlat(true);
        open->setObjectName(u"otherOrder%1"_s.arg(other.id.value));
        open->setAccessibleName(tr("Open order %1").arg(other.number));
        open->setStyleSheet(QGuiApplication::isRightToLeft() ? u"text-align: right; padding: 4px 6px;"_s : u"text-align: left; padding: 4px 6px;"_s);
        connect(open, &QPushButton::clicked, this, [this, id = other.id] { Q_EMIT otherOrderChosen(id); });
        section->addWidget(open);
    }
}

} // namespace Steward
