// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/refundsheet.h"

#include "ui/common/theme.h"
#include "ui/orders/moneyspin.h"
#include "ui/orders/orderactions.h"
#include "ui/orders/tellbox.h"

#include <QFormLayout>
#include <QGridLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QSpinBox *makePieces(const QString &objectName, const QString &accessibleName, int most, QWidget *parent)
{
    auto *spin = new QSpinBox(parent);
    spin->setObjectName(objectName);
    spin->setAccessibleName(accessibleName);
    spin->setRange(0, most);
    spin->setEnabled(most > 0);
    return spin;
}

qint64 leftMinor(const OrderPanel &order)
{
    return order.paid && order.refunded ? order.paid->minor - order.refunded->minor : 0;
}

QString explanation(const OrderPanel &order)
{
    const qint64 left = leftMinor(order);
    const QString sentence = byHandPart(order, left).minor > 0 ? RefundSheet::tr("%1 were paid and not refunded yet.") : RefundSheet::tr("%1 were paid and not refunded yet. It goes back the way it was paid.");
    return sentence.arg(Money{left, order.currency}.toText());
}

} // namespace

RefundSheet::RefundSheet(const OrderPanel &order, QWidget *parent)
    : OrderSheet(u"refund"_s, {{order.id, order.version, order.number, order.customerName}}, parent), m_order(order),
      m_shipping(new MoneySpin(u"refundShipping"_s, tr("Shipping"), order.currency, this)), m_adjustment(new MoneySpin(u"refundAdjustment"_s, tr("Adjustment"), order.currency, this)),
      m_reason(new QLineEdit(this)), m_tell(new TellBox(u"refund"_s, tr("Tell the customer by e-mail"), this)), m_sum(new QLabel(this)),
      m_byHand(new QLabel(this))
{
    m_adjustment->setToolTip(tr("What is given beyond the pieces and shipping, or kept of them when below zero."));
    m_reason->setObjectName(u"refundReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("for colleagues (optional)"));
    m_tell->follow(order);
    m_sum->setObjectName(u"refundSum"_s);
    m_byHand->setObjectName(u"refundByHand"_s);
    for (QLabel *label : {m_sum, m_byHand}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    QFont strong = m_sum->font();
    strong.setWeight(QFont::DemiBold);
    m_sum->setFont(strong);
    auto *form = new QFormLayout;
    form->setSpacing(Theme::spaceM);
    form->setLabelAlignment(Qt::AlignLeading);
    form->addRow(tr("Shipping"), m_shipping);
    form->addRow(tr("Adjustment"), m_adjustment);
    form->addRow(tr("Reason"), m_reason);
    form->addRow(m_tell);
    form->addRow(m_sum);
    form->addRow(m_byHand);
    auto *column = new QVBoxLayout;
    column->setSpacing(Theme::spaceM);
    column->addWidget(makeLines(), 1);
    column->addLayout(form);
    layOut(explanation(order), column, tr("Refund"), u"refundButton"_s);
    for (MoneySpin *spin : {m_shipping, m_adjustment})
        connect(spin, &QDoubleSpinBox::valueChanged, this, &RefundSheet::count);
    connect(m_reason, &QLineEdit::textChanged, this, &OrderSheet::edited);
    connect(m_tell, &TellBox::edited, this, &OrderSheet::edited);
    resizeTo(std::max(Theme::scaled(620), m_wide), sizeHint().height());
    if (!m_rows.isEmpty())
        m_rows.first().quantity->setFocus();
    limit();
    count();
}

/// How far each field goes, as the order is now.
void RefundSheet::limit()
{
    const qint64 left = leftMinor(m_order);
    const qint64 shippingLeft = m_order.shippingLeft ? m_order.shippingLeft->minor : 0;
    m_shipping->setMinorRange(0, shippingLeft);
    m_shipping->setEnabled(shippingLeft > 0);
    m_shipping->setToolTip(shippingLeft > 0 ? QString() : tr("No shipping costs are left to refund."));
    m_adjustment->setMinorRange(-left, left);
    for (const Row &row : std::as_const(m_rows)) {
        const auto line = std::ranges::find(m_order.lines, row.line, &OrderLine::id);
        const int most = line == m_order.lines.end() ? 0 : line->quantity - line->refunded;
        row.quantity->setRange(0, most);
        row.quantity->setEnabled(most > 0);
        row.quantity->setSuffix(tr(" of %1").arg(most));
    }
}

/// Amounts and pieces stay as they were typed, as far as they are left.
void RefundSheet::follow(const OrderPanel &order)
{
    m_order = order;
    m_tell->follow(order);
    limit();
    for (const Row &row : std::as_const(m_rows)) {
        const int unsent = row.unsent->value();
        const int restock = row.restock->value();
        quantityChanged(row);
        row.unsent->setValue(unsent);
        row.restock->setValue(restock);
    }
    count();
}

QWidget *RefundSheet::makeLines()
{
    auto *inside = new QWidget(this);
    auto *grid = new QGridLayout(inside);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::spaceM);
    grid->setColumnStretch(0, 1);
    const QStringList heads{tr("Line"), tr("Refund"), tr("Will not be sent"), tr("Back to stock")};
    for (int column = 0; column < heads.size(); ++column) {
        auto *head = new QLabel(heads.at(column), inside);
        QPalette palette = head->palette();
        palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Faint));
        head->setPalette(palette);
        grid->addWidget(head, 0, column);
    }
    int place = 1;
    for (const OrderLine &line : std::as_const(m_order.lines)) {
        auto *title = new QLabel(line.title, inside);
        title->setTextFormat(Qt::PlainText);
        title->setWordWrap(true);
        const QString number = QString::number(line.id);
        Row row;
        row.line = line.id;
        row.quantity = makePieces(u"refundPieces"_s + number, tr("Pieces of %1 to refund").arg(line.title), line.quantity - line.refunded, inside);
        row.unsent = makePieces(u"refundUnsent"_s + number, tr("Pieces of %1 that will not be sent").arg(line.title), 0, inside);
        row.restock = makePieces(u"refundRestock"_s + number, tr("Pieces of %1 back to stock").arg(line.title), 0, inside);
        grid->addWidget(title, place, 0);
        grid->addWidget(row.quantity, place, 1);
        grid->addWidget(row.unsent, place, 2);
        grid->addWidget(row.restock, place++, 3);
        connect(row.quantity, &QSpinBox::valueChanged, this, [this, row] { quantityChanged(row); });
        connect(row.unsent, &QSpinBox::valueChanged, this, [this, row, before = 0](int now) mutable { unsentChanged(row, now - std::exchange(before, now)); });
        connect(row.restock, &QSpinBox::valueChanged, this, &RefundSheet::count);
        m_rows.append(row);
    }
    grid->setRowStretch(place, 1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(inside);
    scroll->setAccessibleName(tr("Lines"));
    const QSize bars(scroll->verticalScrollBar()->sizeHint().width(), scroll->horizontalScrollBar()->sizeHint().height());
    scroll->setMinimumHeight(std::min(inside->sizeHint().height() + bars.height(), fontMetrics().height() * 14));
    m_wide = inside->sizeHint().width() + bars.width() + 2 * Theme::spaceXl;
    return scroll;
}

/// Pieces that were not shipped are meant first: somebody who asks for money before the parcel does not wait for it any more.
void RefundSheet::quantityChanged(const Row &row)
{
    const auto line = std::ranges::find(m_order.lines, row.line, &OrderLine::id);
    if (line == m_order.lines.end())
        return; // a colleague has taken it out
    const int quantity = row.quantity->value();
    const int unsent = std::min(line->open, quantity);
    row.unsent->setMaximum(unsent);
    row.unsent->setEnabled(unsent > 0);
    row.unsent->setValue(unsent);
    limitRestock(row);
    count();
}

/// A piece that never left and will not be sent is on its shelf again. Of one the customer has, only the person knows whether it came
/// back, so what they say of those stays as it is.
void RefundSheet::unsentChanged(const Row &row, int more)
{
    const int restock = row.restock->value() + more;
    limitRestock(row);
    row.restock->setValue(restock);
    count();
}

/// What still goes out is not in stock: back come pieces that were sent, and those that this refund keeps here.
void RefundSheet::limitRestock(const Row &row)
{
    const auto line = std::ranges::find(m_order.lines, row.line, &OrderLine::id);
    if (line == m_order.lines.end())
        return;
    const int leaving = m_order.cancelledAt.isValid() ? 0 : line->open - row.unsent->value();
    const int most = std::clamp(line->quantity - line->returned - leaving, 0, row.quantity->value());
    row.restock->setMaximum(most);
    row.restock->setEnabled(most > 0);
}

RefundChoice RefundSheet::choice() const
{
    RefundChoice choice;
    for (const Row &row : m_rows) {
        if (row.quantity->value() > 0)
            choice.pieces.append({row.line, row.quantity->value(), row.unsent->value(), row.restock->value()});
    }
    choice.shipping = m_shipping->minor();
    choice.adjustment = m_adjustment->minor();
    choice.reason = m_reason->text().trimmed();
    choice.isTold = m_tell->isTold();
    choice.amount = refundAmount(m_order, choice);
    return choice;
}

void RefundSheet::count()
{
    const RefundChoice now = choice();
    const qint64 left = leftMinor(m_order);
    m_byHand->setText(byHandText(byHandPart(m_order, now.amount)));
    m_byHand->setVisible(!m_byHand->text().isEmpty());
    m_sum->setText(tr("Refund: %1").arg(Money{now.amount, m_order.currency}.toText()));
    const bool isUntouched = now.pieces.isEmpty() && now.shipping == 0 && now.adjustment == 0;
    refuse(isUntouched ? QString() : now.amount > left ? orderReasonText(u"more_than_paid"_s) : now.amount <= 0 ? orderReasonText(u"nothing_to_refund"_s) : QString());
    setSendable(now.amount > 0 && now.amount <= left, isUntouched ? orderReasonText(u"nothing_to_refund"_s) : QString());
    Q_EMIT edited();
}

QJsonObject RefundSheet::typed() const
{
    const RefundChoice now = choice();
    if (now.pieces.isEmpty() && now.shipping == 0 && now.adjustment == 0 && now.reason.isEmpty() && m_tell->isWished())
        return {};
    QJsonArray rows;
    for (const RefundedPieces &pieces : now.pieces)
        rows.append(QJsonObject{{u"line"_s, pieces.line}, {u"quantity"_s, pieces.quantity}, {u"unsent"_s, pieces.unsent}, {u"restock"_s, pieces.restock}});
    return {{u"pieces"_s, rows}, {u"shipping"_s, now.shipping}, {u"adjustment"_s, now.adjustment}, {u"reason"_s, now.reason}, {u"told"_s, m_tell->typed()}};
}

void RefundSheet::restore(const QJsonObject &typed)
{
    for (const QJsonValue &was : typed.value(u"pieces"_s).toArray()) {
        const auto row = std::ranges::find(m_rows, was[u"line"_s].toInteger(), &Row::line);
        if (row == m_rows.end())
            continue;
        row->quantity->setValue(was[u"quantity"_s].toInt());
        row->unsent->setValue(was[u"unsent"_s].toInt());
        row->restock->setValue(was[u"restock"_s].toInt());
    }
    m_shipping->setMinor(typed.value(u"shipping"_s).toInteger());
    m_adjustment->setMinor(typed.value(u"adjustment"_s).toInteger());
    m_reason->setText(typed.value(u"reason"_s).toString());
    m_tell->restore(typed.value(u"told"_s));
}

OrderSheet::Command RefundSheet::command() const
{
    return [id = commandId(), order = orders().first(), choice = choice(), currency = m_order.currency](OrderCommands &commands) { commands.refund(id, order, choice, currency); };
}

QString RefundSheet::titleText() const
{
    return tr("Refund %1").arg(orders().first().number);
}

void startRefund(OrderActions &actions, const QList<OrderChoice> &, const OrderPanel *order)
{
    if (order)
        actions.open(new RefundSheet(*order, actions.place()), u"refund"_s);
}

} // namespace Steward
