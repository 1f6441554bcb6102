// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace Steward {

struct OrderPanel;

/// Contact data of an order by field, as the store names them: "customer_name", "email", "phone", "shipping.line1", "billing.city".
using ContactData = QHash<QString, QString>;

/// What one field was when it was looked at, and what it is to be.
struct ContactChange
{
    QString field, from, to;
    bool operator==(const ContactChange &) const = default;
};

/// What a correction reaches beside the order itself.
enum class ContactScope { Order, Customer, OpenOrders };

/// All fields, in the order of a form.
[[nodiscard]] QStringList contactFields();
[[nodiscard]] QString contactFieldText(const QString &field); ///< translated: "Postal code"
[[nodiscard]] QString contactFieldWhole(const QString &field); ///< with the address it is of: "Shipping address, Postal code"
[[nodiscard]] ContactData contactOf(const OrderPanel &order);
[[nodiscard]] QString contactScopeWord(ContactScope scope); ///< as the store calls it
/// The first that is wrong with what is to be written, as a machine word of orderReasonText(); empty when nothing is.
[[nodiscard]] QString contactReason(const QList<ContactChange> &changes);

/// Contact data being corrected while others may do the same: what was typed is kept through every look at what the order has become.
/// A field that somebody else has changed to something else waits for a decision, and nothing is to be sent before.
class ContactEdit
{
public:
    explicit ContactEdit(const ContactData &seen = {}) : m_seen(seen) { }

    [[nodiscard]] QString value(const QString &field) const { return m_mine.contains(field) ? m_mine.value(field) : m_seen.value(field); }
    /// Typed by the person; settles a contested field.
    void set(const QString &field, const QString &value);
    /// Other than in the order, as far as it is known.
    [[nodiscard]] QList<ContactChange> changes() const;

    /// The order is like this now. What was not typed follows; answers with the fields that are contested now.
    QStringList rebase(const ContactData &now);
    [[nodiscard]] QStringList contested() const;   ///< in the order of a form, decided or not
    [[nodiscard]] QStringList undecided() const;
    [[nodiscard]] QString mine(const QString &field) const { return m_contested.value(field).mine; }
    [[nodiscard]] QString theirs(const QString &field) const { return m_seen.value(field); }
    [[nodiscard]] QString original(const QString &field) const { return m_contested.value(field).original; }

    /// What was typed, and what each field was when it was: enough to go on later, and to see what others did meanwhile.
    [[nodiscard]] QList<ContactChange> typed() const;
    void restore(const QList<ContactChange> &typed);

private:
    struct Contest
    {
        QString mine, original;
        bool isDecided = false;
    };

    ContactData m_seen;
    ContactData m_mine; ///< what was typed and is other than seen, or was when it was typed
    QHash<QString, Contest> m_contested;
};

} // namespace Steward
