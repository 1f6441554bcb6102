// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/orders/ordersheet.h"

class QComboBox;

namespace Steward {

class Carriers;
class TellBox;

/// All that is left of several orders, each in one parcel of the same carrier.
class ShipWholeSheet final : public OrderSheet
{
    Q_OBJECT

public:
    ShipWholeSheet(const QList<OrderChoice> &orders, Carriers &carriers, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;
    [[nodiscard]] std::optional<BulkTask> bulkTask() const override;

protected:
    [[nodiscard]] QString titleText() const override;

private:
    [[nodiscard]] QString carrier() const;

    QComboBox *m_carrier = nullptr;
    TellBox *m_tell = nullptr;
};

} // namespace Steward
