// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/errands.h"

#include "models/disclosures/disclosurerepository.h"

#include <QFile>
#include <QFutureWatcher>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int mostAttempts = 1200; // a desktop comes back to a server up to a quarter of a minute after it is there again
constexpr int restMs = 100; // before a person tries again

} // namespace

QFuture<Outcome> Errand::begin()
{
    ++m_attempts;
    attempt();
    return m_promise.future();
}

void Errand::fail(const QString &why)
{
    if (++m_attempts > mostAttempts)
        return answer(CommandOutcome::Kind::Refused, u"refused"_s, {{u"reason"_s, why}});
    QTimer::singleShot(restMs, this, [this] { attempt(); });
}

void Errand::finish(QJsonObject told)
{
    answer(CommandOutcome::Kind::Done, u"done"_s, std::move(told));
}

void Errand::answer(CommandOutcome::Kind kind, const QString &word, QJsonObject details)
{
    details.insert(u"outcome"_s, word);
    details.insert(u"attempts"_s, m_attempts);
    m_promise.addResult(CommandOutcome{.kind = kind, .reason = details[u"reason"_s].toString(), .details = details, .replayed = false});
    m_promise.finish();
    deleteLater();
}

ImportErrand::ImportErrand(Session &session, const ImportRequest &request) : Errand(session), m_request(request), m_import(session)
{
    connect(&m_import, &OrderImport::failed, this, &ImportErrand::fail);
    connect(&m_import, &OrderImport::stopped, this, [this] { fail(u"stopped"_s); });
    connect(&m_import, &OrderImport::finished, this, [this](const ImportReport &report) {
        finish({{u"created"_s, report.created}, {u"unchanged"_s, report.unchanged}, {u"rejected"_s, report.rejected}});
    });
}

ExportErrand::ExportErrand(Session &session, const ExportRequest &request) : Errand(session), m_request(request), m_export(session)
{
    const auto failed = [this](const QString &why) {
        m_leftBehind += QFile::exists(m_request.fileName) ? 1 : 0;
        QFile::remove(m_request.fileName);
        fail(why);
    };
    connect(&m_export, &TableExport::failed, this, failed);
    connect(&m_export, &TableExport::cancelled, this, [failed] { failed(u"stopped"_s); });
    connect(&m_export, &TableExport::finished, this, [this](qint64 rows) { finish({{u"rows"_s, rows}, {u"left_behind"_s, m_leftBehind}}); });
}

QFuture<Outcome> sendCarrierFile(Session &session, QUuid id, const QList<qint64> &orders)
{
    const std::shared_ptr<DisclosureRepository> disclosures = makeSqlDisclosureRepository(session);
    QList<OrderId> ids;
    for (const qint64 order : orders)
        ids.append(OrderId{order});
    const auto promise = std::make_shared<QPromise<Outcome>>();
    promise->start();
    auto *making = new QFutureWatcher<Outcome>(&session);
    QObject::connect(making, &QFutureWatcherBase::finished, &session, [&session, making, disclosures, promise] {
        const Outcome made = making->result();
        making->deleteLater();
        auto *giving = new QFutureWatcher<Result<GivenFile>>(&session);
        QObject::connect(giving, &QFutureWatcherBase::finished, &session, [giving, disclosures, promise, made] {
            giving->deleteLater();
            promise->addResult(made);
            promise->finish();
        });
        giving->setFuture(disclosures->give({made ? made->details[u"disclosure_id"_s].toInteger() : 0}));
    });
    making->setFuture(disclosures->make(id, u"dhl"_s, ids));
    return promise->future();
}

} // namespace Steward::Test
