// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/cancelsheet.h"

#include "models/orders/orderrepository.h"
#include "ui/common/theme.h"
#include "ui/orders/orderactions.h"
#include "ui/orders/tellbox.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

bool isPartShipped(const OrderPanel &order)
{
    return std::ranges::any_of(order.lines, [](const OrderLine &line) { return line.shipped > 0; });
}

/// What was not paid comes off what is not sent, see store.money_back().
bool isPartPaid(const OrderPanel &order)
{
    return isPartShipped(order) && order.total && order.paid && order.paid->minor < order.total->minor;
}

QString refundOffer(const OrderPanel &order, const Money &back)
{
    if (back.minor > 0) {
        const QString offer = isPartPaid(order)      ? CancelSheet::tr("Refund %1: what is not sent, less what was not paid")
                              : isPartShipped(order) ? CancelSheet::tr("Refund the %1 of what is not sent")
                                                     : CancelSheet::tr("Refund the %1 that were paid");
        return offer.arg(back.toText());
    }
    const bool isLeft = order.paid && order.refunded && order.paid->minor > order.refunded->minor;
    return isLeft && isPartPaid(order) ? CancelSheet::tr("Nothing to pay back: less was paid than was sent") : CancelSheet::tr("Refund what was paid (nothing is left to refund)");
}

QString explanation(const OrderPanel *order)
{
    if (!order)
        return CancelSheet::tr("Nothing of them will be shipped any more. An order of which everything was shipped is left as it is.");
    const QString what = isPartShipped(*order) ? CancelSheet::tr("What was shipped stays shipped and paid; the rest will not be sent any more.") : CancelSheet::tr("Nothing of it will be shipped any more.");
    if (order->paymentStatus != u"authorised")
        return what;
    return CancelSheet::tr("%1 The payment was authorised and not taken: nothing is refunded, and the authorisation has to be released at the processor.", "after a sentence on the goods").arg(what);
}

} // namespace

CancelSheet::CancelSheet(const QList<OrderChoice> &orders, const OrderPanel *order, QWidget *parent)
    : OrderSheet(u"cancel"_s, orders, parent), m_reason(new QComboBox(this)), m_note(new QPlainTextEdit(this)), m_isRestocked(new QCheckBox(tr("Return what was not shipped to stock"), this)),
      m_isRefunded(new QCheckBox(tr("Refund what was paid for what is not sent"), this)), m_tell(new TellBox(u"cancel"_s, tr("Tell the customer by e-mail"), this)),
      m_byHand(new QLabel(this))
{
    m_reason->setObjectName(u"cancelReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    for (const QString &reason : cancelReasons())
        m_reason->addItem(cancelReasonText(reason), reason);
    m_note->setObjectName(u"cancelNote"_s);
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("for colleagues (optional)"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(fontMetrics().height() * 4);
    m_isRestocked->setObjectName(u"cancelIsRestocked"_s);
    m_isRefunded->setObjectName(u"cancelIsRefunded"_s);
    for (QCheckBox *box : {m_isRestocked, m_isRefunded}) {
        box->setChecked(true);
        connect(box, &QCheckBox::toggled, this, &OrderSheet::edited);
    }
    m_byHand->setObjectName(u"cancelByHand"_s);
    m_byHand->setTextFormat(Qt::PlainText);
    m_byHand->setWordWrap(true);
    m_byHand->hide();
    connect(m_isRefunded, &QCheckBox::toggled, this, &CancelSheet::sayByHand);
    connect(m_tell, &TellBox::edited, this, &OrderSheet::edited);
    if (order) {
        m_tell->follow(*order);
        offerRefund(*order);
    }
    auto *form = new QFormLayout;
    form->setSpacing(Theme::spaceM);
    form->setLabelAlignment(Qt::AlignLeading);
    form->addRow(tr("Reason"), m_reason);
    form->addRow(tr("Note"), m_note);
    form->addRow(m_isRestocked);
    form->addRow(m_isRefunded);
    form->addRow(m_tell);
    form->addRow(m_byHand);
    layOut(explanation(order), form, orders.size() == 1 ? tr("Cancel the order") : tr("Cancel the orders"), u"cancelOrderButton"_s);
    connect(m_reason, &QComboBox::currentIndexChanged, this, &OrderSheet::edited);
    connect(m_note, &QPlainTextEdit::textChanged, this, &OrderSheet::edited);
}

void CancelSheet::offerRefund(const OrderPanel &order)
{
    if (!order.calledOff)
        return;
    const Money left = *order.calledOff;
    m_isRefunded->setText(refundOffer(order, left));
    if (isRefundOffered() != (left.minor > 0))
        m_isRefunded->setChecked(left.minor > 0);
    m_isRefunded->setEnabled(left.minor > 0);
    m_byHand->setText(byHandText(byHandPart(order, left.minor)));
    sayByHand();
}

/// Also while the whole form is shut, when nothing in it is on.
bool CancelSheet::isRefundOffered() const
{
    return m_isRefunded->isEnabledTo(m_isRefunded->parentWidget());
}

void CancelSheet::sayByHand()
{
    m_byHand->setVisible(m_isRefunded->isChecked() && !m_byHand->text().isEmpty());
}

void CancelSheet::follow(const OrderPanel &order)
{
    m_tell->follow(order);
    offerRefund(order);
}

QJsonObject CancelSheet::typed() const
{
    const bool isPlain = m_isRestocked->isChecked() && m_isRefunded->isChecked() == isRefundOffered() && m_tell->isTold();
    if (isPlain && m_note->toPlainText().isEmpty() && m_reason->currentIndex() == 0)
        return {};
    return {{u"reason"_s, m_reason->currentData().toString()}, {u"note"_s, m_note->toPlainText()}, {u"restock"_s, m_isRestocked->isChecked()}, {u"refund"_s, m_isRefunded->isChecked()},
            {u"told"_s, m_tell->typed()}};
}

void CancelSheet::restore(const QJsonObject &typed)
{
    m_reason->setCurrentIndex(std::max(0, m_reason->findData(typed.value(u"reason"_s).toString())));
    m_note->setPlainText(typed.value(u"note"_s).toString());
    m_isRestocked->setChecked(typed.value(u"restock"_s).toBool(true));
    if (isRefundOffered())
        m_isRefunded->setChecked(typed.value(u"refund"_s).toBool(true));
    m_tell->restore(typed.value(u"told"_s));
}

OrderSheet::Command CancelSheet::command() const
{
    return [id = commandId(), orders = orders(), choice = choice()](OrderCommands &commands) { commands.cancel(id, orders, choice); };
}

CancelChoice CancelSheet::choice() const
{
    return {m_reason->currentData().toString(), m_note->toPlainText(), m_isRestocked->isChecked(), m_isRefunded->isChecked(), m_tell->isTold()};
}

/// "Cancel" beside "Cancel the order" would say nothing.
QString CancelSheet::dismissText() const
{
    return orders().size() == 1 ? tr("Keep the order") : tr("Keep the orders");
}

QString CancelSheet::titleText() const
{
    return orders().size() == 1 ? tr("Cancel %1").arg(orders().first().number) : tr("Cancel %n order(s)", "", int(orders().size()));
}

void startCancel(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order)
{
    actions.open(new CancelSheet(orders, order, actions.place()), u"cancel"_s);
}

} // namespace Steward
