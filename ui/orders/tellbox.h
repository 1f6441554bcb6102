// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"

#include <QJsonValue>
#include <QPointer>
#include <QWidget>

#include <optional>

class QCheckBox;
class QLabel;

namespace Steward {

/// Why no message about an order can go to its customer, in words; empty where one can.
[[nodiscard]] QString whyUntold(const OrderPanel &order);

/// Asks whether the customer gets a message about a command. Where none can go it is off and says why, to a screen reader with the next
/// part that Tab reaches; what was wished stays for when one can.
class TellBox final : public QWidget
{
    Q_OBJECT

public:
    /// name: of its sheet. The box to tick is named after it, "shipIsTold", and so is the line below, "shipUntold".
    TellBox(const QString &name, const QString &text, QWidget *parent);
    void follow(const OrderPanel &order);
    /// What is wished unless somebody has said otherwise: that they are told, until this is called.
    void setUsual(bool isTold);
    [[nodiscard]] bool isTold() const;
    /// Nobody has said that the customer is not to be told.
    [[nodiscard]] bool isWished() const { return m_said.value_or(m_isUsual); }
    /// A person has ticked it or taken the tick away.
    [[nodiscard]] bool isSaid() const { return m_said.has_value(); }
    /// For a draft: undefined where the customer is not told only since no message can go.
    [[nodiscard]] QJsonValue typed() const;
    /// As a person has said it; undefined: nobody has.
    void restore(const QJsonValue &typed);

Q_SIGNALS:
    void edited();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showWhy(const QString &why);
    void describeNext();

    bool m_isUsual = true;
    std::optional<bool> m_said;
    QPointer<QWidget> m_describing; ///< the part that says the line below to a screen reader
    QString m_described;           ///< what it says without
    QCheckBox *m_box = nullptr;
    QLabel *m_untold = nullptr;
};

} // namespace Steward
