// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QWidget>

class QComboBox;
class QLineEdit;

namespace Steward {

class PhoneOrderProblems;
struct OrderAddress;

/// A postal address in the order it is asked for on the phone; the country from a list.
class PhoneOrderAddress final : public QWidget
{
    Q_OBJECT

public:
    /// part: "shipping" or "billing", as the store calls it.
    PhoneOrderAddress(const QString &part, PhoneOrderProblems &problems, QWidget *parent = nullptr);

    /// The countries that come first in the list; the first of them is chosen while nothing was typed.
    void setUsualCountries(const QStringList &codes);
    /// Nothing but a country: that is no address.
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] QJsonObject typed() const;
    void restore(const QJsonObject &typed);
    void fillIn(const OrderAddress &address);
    /// Takes away what still is as it was filled in, see typed(); what was typed since stays.
    void clear(const QJsonObject &filledIn);
    /// As the store takes it; who is meant, where nobody is named, and how to reach them. Empty when nothing was typed.
    [[nodiscard]] QJsonObject document(const QString &name, const QString &phone) const;

Q_SIGNALS:
    void edited();

private:
    QLineEdit *addField(const QString &name, const QString &text);

    QString m_part;
    PhoneOrderProblems &m_problems;
    QHash<QString, QLineEdit *> m_fields; ///< by the store's names
    QComboBox *m_country = nullptr;
};

} // namespace Steward
