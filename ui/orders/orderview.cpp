// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderview.h"

#include "models/orders/orderrepository.h"
#include "ui/common/badge.h"
#include "ui/common/rule.h"
#include "ui/common/titlelabel.h"
#include "ui/orders/factlabel.h"
#include "ui/orders/tagrow.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QStyle>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// A text that can be selected goes to the side its own script begins on, unless told that it belongs to the window's.
void align(QLabel *label, Qt::Alignment side)
{
    label->setAlignment(QStyle::visualAlignment(QGuiApplication::layoutDirection(), side | Qt::AlignTop) | Qt::AlignAbsolute);
}

/// Plain text always: whatever a person typed is shown as it is, and runs nothing.
QLabel *makeLabel(const QString &text, Theme::Tone tone = Theme::Tone::Neutral)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    align(label, Qt::AlignLeft);
    if (tone != Theme::Tone::Neutral) {
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, Theme::text(tone));
        label->setPalette(palette);
    }
    return label;
}

QLabel *makeStrong(const QString &text)
{
    QLabel *label = makeLabel(text);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

QLabel *makeAmount(const QString &text)
{
    QLabel *label = makeLabel(text);
    align(label, Qt::AlignRight);
    label->setWordWrap(false);
    return label;
}

QLabel *makeFact(const QString &objectName, const QString &what, const QString &text)
{
    auto *label = new FactLabel(objectName, what, text);
    align(label, Qt::AlignLeft);
    return label;
}

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
    if (!at.isValid())
        return {};
    const QDateTime local = at.toTimeZone(m_zone);
    return QLocale().toString(local.date(), QLocale::ShortFormat) + u' ' + QLocale().toString(local.time(), QLocale::ShortFormat);
}

void OrderView::show(const OrderPanel &order)
{
    const bool isSame = m_order && m_order->id == order.id;
    m_order = order;
    QScrollArea::show();
    if (isSame)
        rebuild(order);
    else
        build(order);
}

void OrderView::rebuild(const OrderPanel &order)
{
    const int place = verticalScrollBar()->value();
    QWidget *focused = m_page ? m_page->focusWidget() : nullptr;
    const QString name = focused && focused->hasFocus() ? focused->objectName() : QString();
    const auto *before = qobject_cast<QLabel *>(focused);
    const int markedAt = before ? before->selectionStart() : -1;
    const int marked = before ? int(before->selectedText().size()) : 0;
    build(order);
    if (QWidget *again = name.isEmpty() ? nullptr : m_page->findChild<QWidget *>(name)) {
        again->setFocus(Qt::OtherFocusReason);
        if (auto *label = qobject_cast<QLabel *>(again); label && markedAt >= 0)
            label->setSelection(markedAt, marked);
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
    placed->setToolTip(tr("In the store's time zone, %1").arg(QString::fromLatin1(m_zone.id())));
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
        if (line.refunded > 0)
            facts.append(tr("%1 refunded").arg(line.refunded));
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
        section->addWidget(makeLabel(tr("%1 refunded, %2").arg(refund.amount.toText(), refund.isByHand ? tr("to be paid out by hand") : refundStatusText(refund.status)), isLost ? Theme::Tone::Faint : Theme::Tone::Info));
        if (!refund.reason.isEmpty())
            section->addWidget(makeLabel(refund.reason));
        section->addWidget(makeLabel(refund.actor.isEmpty() ? tr("from the shop, %1").arg(timeText(refund.at)) : tr("%1, %2").arg(refund.actor, timeText(refund.at)), Theme::Tone::Faint));
    }
}

void OrderView::addParcels(const OrderPanel &order)
{
    if (order.shipments.isEmpty())
        return;
    QVBoxLayout *section = addSection(tr("Shipments"));
    for (qsizetype i = 0; i < order.shipments.size(); ++i) {
        const OrderShipment &shipment = order.shipments.at(i);
        if (!shipment.carrier.isEmpty() || shipment.tracking.isEmpty())
            section->addWidget(makeLabel(shipment.carrier.isEmpty() ? tr("Shipped") : shipment.carrier));
        if (!shipment.tracking.isEmpty())
            section->addWidget(makeFact(u"panelTracking%1"_s.arg(i), tr("Tracking number"), shipment.tracking));
        for (const auto &[title, quantity] : shipment.lines)
            section->addWidget(makeLabel(tr("%1 × %2").arg(quantity).arg(title)));
        section->addWidget(makeLabel(shipment.voidedAt.isValid() ? tr("%1, taken back %2").arg(timeText(shipment.at), timeText(shipment.voidedAt)) : timeText(shipment.at), Theme::Tone::Faint));
    }
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

void OrderView::addTimeline(const OrderPanel &order)
{
    QVBoxLayout *section = addSection(tr("Timeline"));
    auto *kind = new QComboBox;
    kind->setObjectName(u"timelineKind"_s);
    kind->setAccessibleName(tr("What the timeline shows"));
    kind->addItems({tr("Notes and events"), tr("Notes only"), tr("Events only")});
    kind->setCurrentIndex(m_timelineKind);
    section->addWidget(kind, 0, Qt::AlignLeading);
    QList<std::pair<TimelineEntry::Kind, QWidget *>> entries;
    for (const TimelineEntry &entry : order.timeline) {
        auto *item = new QWidget;
        auto *column = new QVBoxLayout(item);
        column->setContentsMargins(0, Theme::spaceXs, 0, Theme::spaceXs);
        column->setSpacing(2);
        const QString actor = entry.actor.isEmpty() ? tr("from the shop") : entry.actor;
        if (entry.kind == TimelineEntry::Kind::Note) {
            column->addWidget(makeLabel(entry.body));
            column->addWidget(makeLabel(tr("Note · %1 · %2").arg(actor, timeText(entry.at)), Theme::Tone::Faint));
        } else {
            column->addWidget(makeLabel(orderEventText(entry.word)));
            if (!entry.body.isEmpty())
                column->addWidget(makeLabel(entry.body));
            column->addWidget(makeLabel(tr("%1 · %2").arg(actor, timeText(entry.at)), Theme::Tone::Faint));
        }
        section->addWidget(item);
        entries.append({entry.kind, item});
    }
    const auto filter = [this, entries](int index) {
        m_timelineKind = index;
        for (const auto &[entryKind, item] : entries)
            item->setVisible(index == 0 || (index == 1) == (entryKind == TimelineEntry::Kind::Note));
    };
    filter(m_timelineKind);
    connect(kind, &QComboBox::currentIndexChanged, m_page, filter);
    if (entries.isEmpty())
        section->addWidget(makeLabel(tr("Nothing has happened yet."), Theme::Tone::Faint));
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
