// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/orderrepository.h"
#include "models/session/drafts.h"
#include "models/table/tablemodel.h"
#include "tests/bench/store.h"
#include "tests/support/memorycredentials.h"
#include "ui/common/actionregistry.h"
#include "ui/common/qtprompts.h"
#include "ui/common/recordtable.h"
#include "ui/orders/orderspage.h"

#include <QSettings>
#include <QTemporaryDir>

namespace Steward::Bench {

/// The orders desk as a lead sees it, shown and signed in, with settings and a keychain that are gone with it.
class OrdersDesk
{
public:
    enum class Until {
        Rows,   ///< the first of them are there
        Counted ///< and how many there are is known
    };
    /// through: where the desk reaches the store, when not at its own address.
    [[nodiscard]] static Result<std::unique_ptr<OrdersDesk>> open(const Store &store, Until until, const std::optional<HostPort> &through = {});
    Q_DISABLE_COPY_MOVE(OrdersDesk)

    [[nodiscard]] const Session &session() const { return m_session; }
    [[nodiscard]] const Drafts &drafts() const { return m_drafts; }
    [[nodiscard]] OrdersPage &page() { return *m_page; }
    [[nodiscard]] RecordTable *table() const { return m_page->findChild<RecordTable *>(); }
    [[nodiscard]] TableModel *model() const { return qobject_cast<TableModel *>(table()->model()); }

private:
    OrdersDesk();
    void show();

    Session m_session;
    QTemporaryDir m_folder;
    QSettings m_settings;
    ActionRegistry m_actions;
    QtPrompts m_prompts;
    std::unique_ptr<OrderRepository> m_orders;
    Test::MemoryCredentials m_credentials;
    Drafts m_drafts;
    std::unique_ptr<OrdersPage> m_page;
};

} // namespace Steward::Bench
