// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/idvalues.h"
#include "models/paper/paperrepository.h"
#include "models/session/session.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int patienceMs = 60'000; // five hundred papers take the server a second, and a slow line some more; the list does not wait for them

class SqlPaperRepository final : public PaperRepository
{
public:
    explicit SqlPaperRepository(Session &session) : m_session(session) { }

    QFuture<Result<CommandOutcome>> issue(QUuid commandId, PaperKind kind, const QList<PaperDue> &papers) override
    {
        QList<qint64> orders, refunds;
        for (const PaperDue &paper : papers) {
            orders.append(paper.order.value);
            refunds.append(paper.refundNo);
        }
        Params params = Params().text(paperWord(kind)).integers(orders);
        if (kind == PaperKind::CreditNote)
            params.integers(refunds);
        else
            params.null();
        return m_session.commandClient().send(namedQuery(u"paper/paper_issue"_s), commandId, params);
    }

    QFuture<Result<PaperSet>> papers(PaperKind kind, const QList<OrderId> &orders, QUuid issuedBy) override
    {
        const auto job = [kind, ids = valuesOf(orders), issuedBy](Connection &connection, const Interrupt &interrupt) -> Result<PaperSet> {
            const QUuid ticket = QUuid::createUuid();
            Params open = Params().uuid(ticket).text(paperWord(kind)).integers(ids);
            if (issuedBy.isNull())
                open.null();
            else
                open.uuid(issuedBy);
            const auto rows = connection.queryAfter(namedQuery(u"paper/paper_open"_s), open, namedQuery(u"paper/paper_content"_s), Params().uuid(ticket), interrupt);
            if (!rows)
                return rows.error();
            if (rows->isNull(0, 0))
                return Error{ErrorKind::Denied, QCoreApplication::translate("Steward::Papers", "The store did not give out these papers. Try again."), {}, u"paper/paper_content"_s};
            return readPapers(rows->object(0, "value"), kind);
        };
        return m_session.background().run(job, patienceMs, Repeat::OnceIfOffline);
    }

private:
    Session &m_session;
};

} // namespace

std::unique_ptr<PaperRepository> makeSqlPaperRepository(Session &session)
{
    return std::make_unique<SqlPaperRepository>(session);
}

} // namespace Steward
