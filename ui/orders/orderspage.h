// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ids.h"
#include "ui/common/context.h"
#include "ui/common/page.h"

#include <memory>

namespace Steward {

class OrderRepository;

/// The orders desk: tabs of saved views, look-up, filters, the list, and the panel with one order.
class OrdersPage final : public Page
{
    Q_OBJECT

public:
    OrdersPage(const UiContext &context, OrderRepository &orders, QWidget *parent = nullptr);
    ~OrdersPage() override;

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QIcon icon() const override;
    void activate() override;
    void focusLookUp() override;
    void saveLayout() override;
    void resetLayout() override;
    [[nodiscard]] QStringList unsent() const override;
    void settleUnsent(UnsentChoice choice) override;
    [[nodiscard]] QList<PageWork> underWay() const override;

    /// Shows one order in the panel and, when it is in the list, selects its row.
    void openOrder(OrderId id);

protected:
    void changeEvent(QEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Steward
