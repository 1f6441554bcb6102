// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/ordersdesk.h"

#include "models/core/clock.h"

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

constexpr int rowsMs = 60'000;
constexpr int countMs = 300'000;

} // namespace

OrdersDesk::OrdersDesk() : m_settings(m_folder.filePath(u"bench.ini"_s), QSettings::IniFormat), m_orders(makeSqlOrderRepository(m_session)), m_drafts(m_credentials, Clock::system(), m_folder.filePath(u"drafts"_s)) { }

void OrdersDesk::show()
{
    m_page = std::make_unique<OrdersPage>(UiContext{m_session, m_actions, m_prompts, m_settings, Clock::system(), m_drafts}, *m_orders);
    m_page->resize(1400, 900);
    m_page->show();
    m_page->activate();
}

Result<std::unique_ptr<OrdersDesk>> OrdersDesk::open(const Store &store, Until until, const std::optional<HostPort> &through)
{
    std::unique_ptr<OrdersDesk> desk(new OrdersDesk);
    if (auto signedIn = store.signIn(desk->m_session, u"lead"_s, through); !signedIn)
        return signedIn.error();
    desk->m_drafts.open(u"lead"_s);
    desk->show();
    const TableModel *model = desk->model();
    if (!waitFor([model] { return model->rowAt(0) != nullptr; }, rowsMs))
        return Error{ErrorKind::Timeout, u"The list does not open."_s, {}, {}};
    if (until == Until::Counted && !waitFor([model] { return model->countStage() == CountStage::Exact; }, countMs))
        return Error{ErrorKind::Timeout, u"The list's length does not become known."_s, {}, {}};
    return desk;
}

} // namespace Steward::Bench
