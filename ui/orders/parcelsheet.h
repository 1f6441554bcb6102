// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"
#include "ui/orders/ordersheet.h"

#include <QJsonValue>
#include <QTimeZone>

class QComboBox;
class QLabel;
class QLayout;
class QLineEdit;
class QRadioButton;

namespace Steward {

class Carriers;
class OrderActions;
class TellBox;

/// Puts right what was written down about a parcel: its carrier and number, or that it did not leave.
class ParcelSheet final : public OrderSheet
{
    Q_OBJECT

public:
    /// parcel: its number among the order's; 0 for the one written down last. zone: of the days that are shown.
    ParcelSheet(const OrderPanel &order, int parcel, Carriers &carriers, const QTimeZone &zone, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;

protected:
    [[nodiscard]] QString titleText() const override;
    void follow(const OrderPanel &order) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QLayout *makeForm(Carriers &carriers);
    void connectAll();
    /// Offers the parcels that count, and the one that is meant even where it counts no more or is gone.
    void offerParcels(int meant);
    void showParcel();
    void check();
    [[nodiscard]] const OrderShipment *parcel() const;
    [[nodiscard]] QString parcelText(const OrderShipment &parcel) const;
    [[nodiscard]] bool hasNotLeft() const;
    [[nodiscard]] bool isOther() const; ///< than what stands there
    [[nodiscard]] bool isUsuallyTold() const;
    [[nodiscard]] QString otherText() const;
    [[nodiscard]] ParcelFix fix() const;
    [[nodiscard]] QString whyNot() const;

    QTimeZone m_zone;
    int m_meant = 0; ///< the parcel it was opened for; 0: none was named
    QList<OrderShipment> m_parcels;
    QString m_carrierWas, m_trackingWas; ///< what stands there of the parcel that is chosen
    int m_restored = 0;         ///< the parcel of what was filled in before, which is asked for whatever stands there by now; 0: nothing was
    ParcelFix m_restoredFix;    ///< as it was filled in
    QJsonValue m_restoredTold;  ///< whether the customer was to be told of just that
    QLabel *m_other = nullptr;  ///< that it is not the parcel it was opened for
    QComboBox *m_choice = nullptr;
    QLabel *m_about = nullptr; ///< the only parcel, where there is nothing to choose
    QRadioButton *m_isFixed = nullptr, *m_isVoid = nullptr;
    QComboBox *m_carrier = nullptr;
    QLineEdit *m_tracking = nullptr;
    TellBox *m_tell = nullptr;
    QLabel *m_kept = nullptr; ///< why it cannot be said that it did not leave
};

/// The verb "parcel".
void startParcel(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);
/// The same, of one parcel by its number. Where another one's correction was typed and not sent, it is asked first which is meant.
void startParcelOf(OrderActions &actions, const OrderPanel &order, int parcel);

} // namespace Steward
