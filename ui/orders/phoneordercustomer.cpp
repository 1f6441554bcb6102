// SPDX-License-Identifier: GPL-3.0-or-later
// Who orders: found in the store or typed, and what of their record is filled in.
#include "ui/orders/phoneorderform.h"

#include "models/orders/orderrepository.h"
#include "ui/common/isolate.h"
#include "ui/common/lookupbox.h"
#include "ui/orders/linestable.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/phoneorderaddress.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

void PhoneOrderForm::showFound(const QString &asked, const Result<QList<CustomerMatch>> &answer)
{
    if (!answer)
        return m_lookUp->showFailure(answer.error().userText);
    QList<LookUpHit> hits;
    for (const CustomerMatch &match : *answer) {
        const QString orders = match.orderCount < CustomerMatch::mostCounted ? tr("%n order(s)", "", match.orderCount) : tr("%1 orders or more").arg(CustomerMatch::mostCounted);
        hits.append({match.matched, match.name, tr("%1, the last one on %2").arg(orders, QLocale().toString(match.orderedAt.toTimeZone(m_desk.zone()).date(), QLocale::ShortFormat)), match.order.value});
    }
    m_lookUp->showHits(asked, hits);
}

/// Their newest order tells how they were reached last; opening it is on record, as for any call.
void PhoneOrderForm::choose(OrderId order)
{
    m_known->setText(tr("Opening…"));
    m_reading.start(m_desk.orders().panel(order, u"call"_s), this, [this](const Result<OrderPanel> &answer) {
        if (answer)
            return fillIn(*answer);
        showKnown();
        m_known->setText(answer.error().userText);
    });
}

/// Only what is empty is filled in: what the caller has said stands, and what is other in the record is named.
void PhoneOrderForm::fillIn(const OrderPanel &order)
{
    takeBackFilledIn();
    m_customerOf = order.id;
    m_knownAs = order.customerName;
    const auto fill = [this](const QString &name, QLineEdit *edit, const QString &text) {
        if (!edit->text().trimmed().isEmpty() || text.isEmpty())
            return;
        edit->setText(text);
        m_filledIn.insert(name, edit->text());
    };
    fill(u"name"_s, m_name, order.customerName);
    fill(u"phone"_s, m_phone, order.phone);
    fill(u"email"_s, m_email, order.email);
    fillInAddresses(order);
    if (!m_isCurrencyMeant && m_currency->isEnabled() && m_currency->findText(order.currency) >= 0) {
        m_currency->setCurrentText(order.currency);
        m_isCurrencyMeant = true;
        m_filledIn.insert(u"currency"_s, order.currency);
    }
    m_lookUp->clear();
    showKnown();
    if (const QStringList others = otherThanRecord(order); !others.isEmpty())
        m_known->setText(tr("%1 What was typed is kept where the record has something else: %2.").arg(m_known->text(), others.join(u", "_s)));
    m_lines->focusProducts();
    changed();
}

/// An address is filled in whole or not at all: a street of one and a town of another is nobody's.
void PhoneOrderForm::fillInAddresses(const OrderPanel &order)
{
    const OrderAddress there = order.shippingAddress.value_or(OrderAddress{});
    const OrderAddress bill = order.billingAddress.value_or(there);
    if (m_shipping->isEmpty()) {
        m_shipping->fillIn(there);
        m_filledIn.insert(u"shipping"_s, m_shipping->typed());
    }
    const bool isSame = bill.printed() == there.printed();
    if (!m_billing->isEmpty() || (isSame && m_isBilledThere->isChecked()))
        return;
    m_billing->fillIn(bill);
    m_filledIn.insert(u"billing"_s, m_billing->typed());
    if (m_isBilledThere->isChecked()) {
        m_isBilledThere->setChecked(false);
        m_filledIn.insert(u"billed_elsewhere"_s, true);
    }
}

/// The fields a person would be told of wrongly if they were overwritten.
QStringList PhoneOrderForm::otherThanRecord(const OrderPanel &order) const
{
    QStringList others;
    for (const auto &[edit, text] : {qMakePair(m_name, order.customerName), qMakePair(m_phone, order.phone), qMakePair(m_email, order.email)}) {
        if (edit->text().trimmed() != text.trimmed())
            others.append(edit->accessibleName());
    }
    if (!m_filledIn.contains(u"shipping"_s) && order.shippingAddress)
        others.append(tr("Delivery address"));
    return others;
}

/// So that nobody gets a parcel at somebody else's address. What was typed by hand stays.
void PhoneOrderForm::takeBackFilledIn()
{
    const QJsonObject filledIn = std::exchange(m_filledIn, {});
    for (const auto &[name, edit] : {qMakePair(u"name"_s, m_name), qMakePair(u"phone"_s, m_phone), qMakePair(u"email"_s, m_email)}) {
        if (filledIn.contains(name) && edit->text() == filledIn.value(name).toString())
            edit->clear();
    }
    m_shipping->clear(filledIn.value(u"shipping"_s).toObject());
    m_billing->clear(filledIn.value(u"billing"_s).toObject());
    if (filledIn.contains(u"billed_elsewhere"_s) && m_billing->isEmpty())
        m_isBilledThere->setChecked(true);
    if (m_currency->isEnabled() && filledIn.contains(u"currency"_s) && m_currency->currentText() == filledIn.value(u"currency"_s).toString()) {
        m_isCurrencyMeant = false;
        m_currency->setCurrentIndex(0);
    }
}

void PhoneOrderForm::forgetCustomer()
{
    m_reading.cancel();
    takeBackFilledIn();
    m_customerOf = {};
    m_knownAs.clear();
    showKnown();
    changed();
}

void PhoneOrderForm::showKnown()
{
    m_forget->setVisible(m_customerOf.isValid());
    m_known->setText(m_customerOf.isValid() ? tr("This order goes to the customer %1.").arg(isolated(m_knownAs)) : tr("A new customer, unless the store knows them by their e-mail, or by name with phone or address."));
}

} // namespace Steward
