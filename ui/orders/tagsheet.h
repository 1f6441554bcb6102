// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/orderrepository.h"
#include "ui/orders/ordersheet.h"

namespace Steward {

class ChipEdit;
class OrderActions;

/// The tags of the order that is shown; or, of several, which are added to each and which taken away.
class TagSheet final : public OrderSheet
{
    Q_OBJECT

public:
    TagSheet(const QList<OrderChoice> &orders, const OrderPanel *order, OrderRepository &repository, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;
    [[nodiscard]] std::optional<BulkTask> bulkTask() const override { return BulkTask::tag(added(), removed()); }

protected:
    [[nodiscard]] QString titleText() const override;
    void follow(const OrderPanel &order) override;

private:
    void check();
    [[nodiscard]] QStringList added() const;
    [[nodiscard]] QStringList removed() const;

    std::optional<QStringList> m_before; ///< of the order that is shown
    ChipEdit *m_tags = nullptr;          ///< all of them, or those that are added
    ChipEdit *m_removed = nullptr;       ///< null where m_tags are all
    LatestOnly<Result<QStringList>> m_asking;
};

/// The verb "tag".
void startTag(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
