// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/contactedit.h"

#include "models/orders/order.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int mostOfName = 500, mostOfEmail = 320, mostOfPhone = 100, mostOfOthers = 300; // as the store takes them

QStringList addressFields()
{
    return {u"name"_s, u"company"_s, u"line1"_s, u"line2"_s, u"postal_code"_s, u"city"_s, u"region"_s, u"country"_s, u"phone"_s};
}

void addAddress(ContactData &data, const QString &part, const OrderAddress &address)
{
    data.insert(part + u"name"_s, address.name);
    data.insert(part + u"company"_s, address.company);
    data.insert(part + u"line1"_s, address.line1);
    data.insert(part + u"line2"_s, address.line2);
    data.insert(part + u"city"_s, address.city);
    data.insert(part + u"region"_s, address.region);
    data.insert(part + u"postal_code"_s, address.postalCode);
    data.insert(part + u"country"_s, address.country);
    data.insert(part + u"phone"_s, address.phone);
}

QString reasonOf(const ContactChange &change)
{
    static const QRegularExpression email(uR"(\A[^@\s]+@[^@\s]+\z)"_s);
    const bool hasControl = std::ranges::any_of(change.to, [](QChar c) { return c.category() == QChar::Other_Control; });
    const int most = change.field == u"customer_name" ? mostOfName : change.field == u"email" ? mostOfEmail : change.field == u"phone" ? mostOfPhone : mostOfOthers;
    if (hasControl || change.to.size() > most)
        return u"bad_address"_s;
    if (change.field == u"customer_name" && change.to.trimmed().isEmpty())
        return u"bad_name"_s;
    if (change.field == u"email" && !change.to.isEmpty() && !email.match(change.to).hasMatch())
        return u"bad_email"_s;
    const bool isPhone = change.field == u"phone" && !change.to.isEmpty();
    return isPhone && std::ranges::none_of(change.to, [](QChar c) { return c.isDigit() && c != u'0'; }) ? u"bad_phone"_s : QString();
}

} // namespace

QStringList contactFields()
{
    QStringList fields{u"customer_name"_s, u"email"_s, u"phone"_s};
    for (const QString &part : {u"shipping."_s, u"billing."_s}) {
        for (const QString &field : addressFields())
            fields.append(part + field);
    }
    return fields;
}

QString contactFieldText(const QString &field)
{
    static const QHash<QString, const char *> words{
        {u"customer_name"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Customer’s name")}, {u"email"_s, QT_TRANSLATE_NOOP("Steward::Orders", "E-mail")},
        {u"phone"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Phone")}, {u"name"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Name")},
        {u"company"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Company")}, {u"line1"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Street")},
        {u"line2"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Second line")}, {u"city"_s, QT_TRANSLATE_NOOP("Steward::Orders", "City")},
        {u"region"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Region")}, {u"postal_code"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Postal code")},
        {u"country"_s, QT_TRANSLATE_NOOP("Steward::Orders", "Country")}};
    return QCoreApplication::translate("Steward::Orders", words.value(field.section(u'.', -1), ""));
}

QString contactFieldWhole(const QString &field)
{
    const QString part = field.section(u'.', 0, 0);
    return part == u"shipping" ? QCoreApplication::translate("Steward::Orders", "Shipping address, %1").arg(contactFieldText(field))
        : part == u"billing"   ? QCoreApplication::translate("Steward::Orders", "Billing address, %1").arg(contactFieldText(field))
                               : contactFieldText(field);
}

ContactData contactOf(const OrderPanel &order)
{
    ContactData data{{u"customer_name"_s, order.customerName}, {u"email"_s, order.email}, {u"phone"_s, order.phone}};
    addAddress(data, u"shipping."_s, order.shippingAddress.value_or(OrderAddress()));
    addAddress(data, u"billing."_s, order.billingAddress.value_or(OrderAddress()));
    return data;
}

QString contactScopeWord(ContactScope scope)
{
    return scope == ContactScope::OpenOrders ? u"open_orders"_s : scope == ContactScope::Customer ? u"customer"_s : u"order"_s;
}

QString contactReason(const QList<ContactChange> &changes)
{
    for (const ContactChange &change : changes) {
        if (const QString reason = reasonOf(change); !reason.isEmpty())
            return reason;
    }
    return {};
}

void ContactEdit::set(const QString &field, const QString &value)
{
    if (value == m_seen.value(field))
        m_mine.remove(field);
    else
        m_mine.insert(field, value);
    if (m_contested.contains(field))
        m_contested[field].isDecided = true;
}

QList<ContactChange> ContactEdit::changes() const
{
    QList<ContactChange> changes;
    for (const QString &field : contactFields()) {
        if (m_mine.contains(field) && m_mine.value(field) != m_seen.value(field))
            changes.append({field, m_seen.value(field), m_mine.value(field)});
    }
    return changes;
}

QStringList ContactEdit::rebase(const ContactData &now)
{
    for (const ContactChange &change : changes()) {
        const QString theirs = now.value(change.field);
        if (theirs == change.to) {
            m_mine.remove(change.field); // both meant the same
            m_contested.remove(change.field);
        } else if (theirs != change.from) {
            const QString original = m_contested.contains(change.field) ? m_contested.value(change.field).original : change.from;
            m_contested.insert(change.field, {change.to, original, false});
        }
    }
    m_seen = now;
    return contested();
}

QStringList ContactEdit::contested() const
{
    QStringList fields = contactFields();
    fields.removeIf([this](const QString &field) { return !m_contested.contains(field); });
    return fields;
}

QStringList ContactEdit::undecided() const
{
    QStringList fields = contested();
    fields.removeIf([this](const QString &field) { return m_contested.value(field).isDecided; });
    return fields;
}

QList<ContactChange> ContactEdit::typed() const
{
    QList<ContactChange> typed = changes();
    // A contest that is not decided goes on from what both had before it.
    for (ContactChange &change : typed) {
        if (m_contested.contains(change.field) && !m_contested.value(change.field).isDecided)
            change.from = m_contested.value(change.field).original;
    }
    return typed;
}

void ContactEdit::restore(const QList<ContactChange> &typed)
{
    const ContactData now = m_seen;
    for (const ContactChange &change : typed) {
        if (!contactFields().contains(change.field))
            continue;
        m_seen.insert(change.field, change.from);
        m_mine.insert(change.field, change.to);
    }
    rebase(now);
}

} // namespace Steward
