// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulkgathering.h"

using namespace Qt::StringLiterals;

namespace Steward {

BulkGathering::BulkGathering(BulkRepository &repository, QObject *parent) : QObject(parent), m_repository(repository) { }

void BulkGathering::start(const TableQuery &query)
{
    m_query = query;
    // By what never changes, so that an order that is worked on meanwhile is neither left out nor met twice; and newest first, so that
    // what comes in while it is gathered is not among what was seen.
    m_query.sort = u"placed"_s;
    m_query.descending = true;
    m_orders.clear();
    m_next = {};
    ask();
}

void BulkGathering::ask()
{
    m_asking.start(m_repository.choice(m_query, m_next), this, [this](const Result<BulkChoice> &page) { take(page); });
}

void BulkGathering::take(const Result<BulkChoice> &page)
{
    if (!page)
        return Q_EMIT failed(page.error().userText);
    m_orders += page->orders;
    m_next = page->next;
    if (m_orders.size() > mostOrders)
        return Q_EMIT failed(tr("More than %L1 orders match, which is more than one run takes. Narrow the filter, for instance by a date.").arg(mostOrders));
    Q_EMIT progressed(int(m_orders.size()));
    if (page->orders.size() < BulkRepository::choicePage)
        return Q_EMIT gathered(m_orders);
    ask();
}

} // namespace Steward
