// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/order.h"
#include "ui/orders/ordersheet.h"

#include <QJsonArray>

class QComboBox;
class QGridLayout;
class QGroupBox;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace Steward {

class Carriers;
class OrderActions;
class TellBox;

/// What of an order goes into which parcel. All that is left is in the first one until somebody says otherwise.
class ShipSheet final : public OrderSheet
{
    Q_OBJECT

public:
    ShipSheet(const OrderPanel &order, Carriers &carriers, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;

protected:
    [[nodiscard]] QString titleText() const override;
    void follow(const OrderPanel &order) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Box
    {
        QGroupBox *group = nullptr;
        QPushButton *remove = nullptr;
        QGridLayout *grid = nullptr;
        QComboBox *carrier = nullptr;
        QLineEdit *tracking = nullptr;
        QMap<qint64, QSpinBox *> pieces; ///< by line
    };

    void addParcel();
    void removeParcel(const QGroupBox *group);
    void nameParcels();
    static void namePieces(QSpinBox &pieces, const OrderLine &line, int place);
    void addPieces(Box &box, const OrderLine &line, int place);
    [[nodiscard]] QJsonArray boxesJson() const;
    void count();
    [[nodiscard]] QList<Parcel> parcels() const;

    Carriers &m_carriers;
    QList<OrderLine> m_lines; ///< those of which something is left, or was when the sheet opened
    QList<Box> m_boxes;
    QJsonArray m_untouched; ///< boxesJson() before anybody typed
    QVBoxLayout *m_column = nullptr;
    QPushButton *m_another = nullptr;
    TellBox *m_tell = nullptr;
};

/// The verb "ship".
void startShip(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
