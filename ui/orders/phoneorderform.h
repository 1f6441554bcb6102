// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "ui/orders/phoneorderproblems.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace Steward {

class LinesMoney;
class LinesTable;
class LookUpBox;
class MoneySpin;
class OrderDesk;
class PhoneOrderAddress;

/// All that is asked for on the phone, and what the store says to it while it is typed: what it comes to, and what is wrong with a field.
class PhoneOrderForm final : public QWidget
{
    Q_OBJECT

public:
    PhoneOrderForm(OrderDesk &desk, QWidget *parent = nullptr);

    [[nodiscard]] QJsonObject document() const; ///< as the store takes it
    /// What was filled in, for restore(); empty when nothing was.
    [[nodiscard]] QJsonObject typed() const;
    void restore(const QJsonObject &typed);
    [[nodiscard]] QString customerName() const;
    [[nodiscard]] bool isAsking() const { return m_reading.isRunning(); } ///< for the customer who was chosen
    /// The order was refused: says beside each field what is wrong or missing, and goes to the first; answers with what belongs to none.
    QString refused(const QList<OrderProblem> &problems);
    void focusFirst();

Q_SIGNALS:
    void edited();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeCustomer();
    void addLookUp(QVBoxLayout *column);
    [[nodiscard]] QLayout *makePerson(QWidget *whole);
    void addAddresses(QVBoxLayout *column);
    [[nodiscard]] QWidget *makeGoods();
    [[nodiscard]] QLayout *makeAmounts();
    [[nodiscard]] QLayout *makeDefaultsLine(QWidget *parent);
    void connectAll();
    void changed();
    void fitToWidth();
    void showFound(const QString &asked, const Result<QList<CustomerMatch>> &answer);
    void choose(OrderId order);
    void fillIn(const OrderPanel &order);
    void fillInAddresses(const OrderPanel &order);
    void takeBackFilledIn();
    void forgetCustomer();
    void showKnown();
    [[nodiscard]] QStringList otherThanRecord(const OrderPanel &order) const;
    void askDefaults();
    void showDefaults(const Result<OrderDefaults> &answer);
    void offerCurrencies(const QStringList &usual);
    void setCurrency(const QString &currency);
    void count();
    void showCounted(const OrderPreview &preview);
    void showConfirmation();

    OrderDesk &m_desk;
    PhoneOrderProblems m_problems;
    PhoneOrderProblems::Say m_say = PhoneOrderProblems::Say::WhatIsWrong;
    OrderId m_customerOf; ///< an order of the customer who was chosen; invalid: a new one, or one the store finds by itself
    QString m_knownAs;
    QJsonObject m_filledIn;         ///< of m_customerOf's record, by the names of typed(): what somebody else must not inherit
    bool m_isCurrencyMeant = false; ///< chosen by hand, restored, or the customer's
    bool m_hasDefaults = false;
    QTimer m_rest;
    LatestOnly<Result<QList<CustomerMatch>>> m_finding;
    LatestOnly<Result<OrderPanel>> m_reading;
    LatestOnly<Result<OrderDefaults>> m_asking;
    LatestOnly<Result<OrderPreview>> m_counting;

    QBoxLayout *m_columns = nullptr;
    LookUpBox *m_lookUp = nullptr;
    QLabel *m_known = nullptr;
    QPushButton *m_forget = nullptr;
    QLineEdit *m_name = nullptr, *m_phone = nullptr, *m_email = nullptr;
    PhoneOrderAddress *m_shipping = nullptr, *m_billing = nullptr;
    QCheckBox *m_isBilledThere = nullptr, *m_isConfirmed = nullptr;
    QLabel *m_confirmation = nullptr;
    QComboBox *m_currency = nullptr;
    QLabel *m_currencySaid = nullptr;
    QPushButton *m_askDefaults = nullptr;
    LinesTable *m_lines = nullptr;
    MoneySpin *m_shippingCosts = nullptr, *m_discount = nullptr, *m_tax = nullptr;
    QWidget *m_amounts = nullptr;
    QPlainTextEdit *m_note = nullptr;
    LinesMoney *m_money = nullptr;
};

} // namespace Steward
