// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/paper/paperrepository.h"
#include "tests/bench/bench.h"
#include "tests/bench/store.h"
#include "ui/paper/paperjob.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

constexpr double slipsASecond = 50;

/// Asks the store for the slips of so many orders and writes them into one PDF; seconds, and how many slips it became.
Result<double> printSlips(Session &session, const QList<OrderId> &orders, const QString &fileName, int &slips)
{
    QElapsedTimer timer;
    timer.start();
    const auto repository = makeSqlPaperRepository(session);
    const auto future = repository->papers(PaperKind::PackingSlip, orders, {});
    if (!waitFor([&future] { return future.isFinished(); }, 120'000))
        return Error{ErrorKind::Timeout, u"The store does not give the slips."_s, {}, {}};
    const Result<PaperSet> set = future.result();
    if (!set)
        return set.error();
    auto form = PaperForm::load(PaperKind::PackingSlip, set->store, {});
    if (!form)
        return form.error();
    slips = int(set->papers.size());
    PaperJob job;
    QString fault;
    bool isDone = false;
    QObject::connect(&job, &PaperJob::finished, &job, [&isDone] { isDone = true; });
    QObject::connect(&job, &PaperJob::failed, &job, [&](const QString &text) { fault = text; isDone = true; });
    job.writePdf({*form, set->papers}, fileName);
    if (!waitFor([&isDone] { return isDone; }, 300'000) || !fault.isEmpty())
        return Error{ErrorKind::Internal, u"The slips were not written: %1"_s.arg(fault), {}, {}};
    return double(timer.nsecsElapsed()) / 1e9;
}

const BenchLine line(u"slips"_s, [](Context &context) -> Result<QList<Measurement>> {
    Session session;
    if (auto signedIn = context.store.signIn(session, u"lead"_s); !signedIn)
        return signedIn.error();
    auto owner = context.store.connect(Cluster::ownerLogin());
    if (!owner)
        return owner.error();
    auto ids = column(**owner, "select id::text from store.orders where fulfilment_status in ('unfulfilled', 'fulfilled') and payment_status = 'paid' and item_count > 0 order by placed_at desc, id desc limit 500");
    if (!ids)
        return ids.error();
    QList<OrderId> orders;
    for (const QString &id : std::as_const(*ids))
        orders.append(OrderId{id.toLongLong()});
    const QTemporaryDir folder;
    QList<double> rates;
    int slips = 0;
    for (int i = 0; i < 3; ++i) {
        const auto seconds = printSlips(session, orders, folder.filePath(u"slips.pdf"_s), slips);
        if (!seconds)
            return seconds.error();
        rates.append(slips / *seconds);
    }
    const double rate = median(rates);
    return QList<Measurement>{{u"%1 packing slips to one PDF"_s.arg(slips), rate, u"slips/s"_s, u"what is asked for"_s, slipsASecond, rate / slipsASecond, u"at least 50 a second"_s, rate >= slipsASecond}};
});

} // namespace

} // namespace Steward::Bench
