// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/session.h"
#include "models/storedetails/storedetailsrepository.h"

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int interactiveMs = 10'000;

class SqlStoreDetailsRepository final : public StoreDetailsRepository
{
public:
    explicit SqlStoreDetailsRepository(Session &session) : m_session(session) { }

    QFuture<Result<StoreDetails>> details() override
    {
        const auto job = [](Connection &connection, const Interrupt &interrupt) -> Result<StoreDetails> {
            const auto rows = connection.query(namedQuery(u"storedetails/store_details"_s), {}, interrupt);
            return rows ? Result<StoreDetails>(readStoreDetails(rows->object(0, "value"))) : Result<StoreDetails>(rows.error());
        };
        return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
    }

    QFuture<Result<CommandOutcome>> change(QUuid commandId, const QList<DetailChange> &changes) override
    {
        QJsonObject json;
        for (const DetailChange &change : changes)
            json.insert(change.key, QJsonObject{{u"from"_s, change.from}, {u"to"_s, change.to}});
        return m_session.commandClient().send(namedQuery(u"storedetails/store_change"_s), commandId, Params().json(json));
    }

private:
    Session &m_session;
};

} // namespace

std::unique_ptr<StoreDetailsRepository> makeSqlStoreDetailsRepository(Session &session)
{
    return std::make_unique<SqlStoreDetailsRepository>(session);
}

} // namespace Steward
