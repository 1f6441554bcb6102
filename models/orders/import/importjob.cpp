// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/importjob.h"

#include "models/orders/import/importbatch.h"
#include "models/orders/import/rejectfile.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int mostAttempts = 3;
constexpr int mostWaits = 12; // of five seconds each

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

Error refusal(const QString &text)
{
    return {ErrorKind::Invalid, text, {}, {}};
}

} // namespace

/// One file on its way.
class ImportJob::Run
{
public:
    Run(Connection &connection, const ConnectionOptions &options, const ImportRequest &request, const ImportPlan &plan)
        : m_connection(connection), m_options(options), m_request(request), m_plan(plan), m_rejects(plan, request.rejectFolder)
    {
        m_report.file = request.path;
        m_report.map = plan.map.name;
        m_report.source = plan.map.source;
        m_report.isDryRun = request.mode == ImportRequest::Mode::DryRun;
        m_report.rows = plan.rows;
    }

    Result<ImportReport> run(const Progress &progress)
    {
        if (!m_report.isDryRun) {
            if (auto writable = m_rejects.check(); !writable)
                return writable.error();
        }
        auto groups = OrderGroups::make(m_plan);
        if (!groups)
            return groups.error();
        if (auto started = m_report.isDryRun ? Result<void>() : start(); !started)
            return started.error();
        BatchReader reader(m_plan, std::move(*groups));
        const double size = double(std::max<qint64>(1, m_plan.main.facts().size));
        for (int batchNo = 1; ; ++batchNo) {
            const ImportBatch batch = reader.take();
            if (auto taken = take(batch, batchNo); !taken)
                return taken.error();
            if (!batch.fault.isEmpty())
                return refusal(tr("%1 What was read before that is imported; import the file again when it is whole.").arg(batch.fault));
            if (progress && !progress(std::min(1.0, double(batch.position) / size)))
                return Error{ErrorKind::Cancelled, tr("Stopped. What was imported so far stays; importing the file again goes on from there."), {}, {}};
            if (batch.isLast)
                break;
        }
        for (const ImportNote &note : reader.notes())
            addNote(m_report.notes, note.text, note.firstLine, note.count);
        return finish();
    }

private:
    /// Once more on a new connection when the line was lost and it is known where to: each statement here is done once however often it
    /// is sent.
    Result<QJsonObject> ask(const QString &query, const Params &params)
    {
        Result<Rows> answer = m_connection.query(namedQuery(query), params);
        const bool mayReconnect = !m_options.hosts.isEmpty();
        for (int attempt = 1; mayReconnect && !answer && answer.error().kind == ErrorKind::Offline && attempt < mostAttempts; ++attempt) {
            m_connection.close();
            if (auto opened = m_connection.open(m_options); !opened)
                return opened.error();
            answer = m_connection.query(namedQuery(query), params);
        }
        if (!answer)
            return answer.error();
        QJsonObject result = answer->object(0, "result");
        // The store itself waits a while for the other import's batch before it says so.
        for (int attempt = 1; result.value(u"reason"_s) == u"locked"_s && attempt < mostWaits; ++attempt) {
            answer = m_connection.query(namedQuery(query), params);
            if (!answer)
                return answer.error();
            result = answer->object(0, "result");
        }
        if (const QString outcome = result.value(u"outcome"_s).toString(); outcome == u"refused")
            return refusal(startRefusal(result.value(u"reason"_s).toString()));
        return result;
    }

    static QString startRefusal(const QString &reason)
    {
        if (reason == u"bad_source")
            return tr("The source's name must be made of a to z, digits, '.', '_' and '-', at most 60 of them.");
        if (reason == u"locked")
            return tr("Another import is being written and does not come to an end. What was imported so far stays; import the file again later.");
        return tr("The store refused the import (%1).").arg(reason);
    }

    Result<void> start()
    {
        const QJsonObject options{{u"map"_s, m_plan.map.name}};
        auto started = ask(u"import/import_start"_s, Params()
                                                         .uuid(QUuid::createUuid())
                                                         .text(m_plan.map.source)
                                                         .text(QFileInfo(m_request.path).fileName())
                                                         .text(QString::fromLatin1(m_plan.main.facts().sha256))
                                                         .json(options));
        if (!started)
            return started.error();
        m_importId = started->value(u"import_id"_s).toInteger();
        return {};
    }

    Result<void> take(const ImportBatch &batch, int batchNo)
    {
        m_report.orders += qint64(batch.groups.size() + batch.refused.size());
        m_report.rejected += qint64(batch.refused.size());
        for (const ImportProblem &problem : batch.problems)
            m_report.add(problem);
        for (const OrderGroup &group : batch.refused) {
            if (auto kept = reject(group); !kept)
                return kept;
        }
        if (batch.groups.empty())
            return {};
        auto answer = m_report.isDryRun ? ask(u"import/import_check"_s, Params().text(m_plan.map.source).rawJson(batch.json))
                                        : ask(u"import/import_orders"_s, Params().integer(m_importId).integer(batchNo).rawJson(batch.json));
        if (!answer)
            return answer.error();
        m_report.created += answer->value(u"created"_s).toInteger();
        m_report.unchanged += answer->value(u"unchanged"_s).toInteger();
        for (const QJsonValue &remark : answer->value(u"remarks"_s).toArray()) {
            addNote(m_report.notes, tr("The file's payment status \"%1\" is not borne out by its payments; kept as \"%2\".")
                                        .arg(remark[u"stated"_s].toString(), remark[u"derived"_s].toString()), lineOf(batch, remark[u"ref"_s].toString()));
        }
        return takeRejected(batch, answer->value(u"rejected"_s).toArray());
    }

    /// What the store's rules refused: place is the order's in the batch, from 1.
    Result<void> takeRejected(const ImportBatch &batch, const QJsonArray &rejected)
    {
        for (const QJsonValue &entry : rejected) {
            const auto place = size_t(entry[u"place"_s].toInteger()) - 1;
            if (place >= batch.groups.size())
                continue;
            const OrderGroup &group = batch.groups[place];
            ++m_report.rejected;
            m_report.add({ImportProblem::Kind::Rejected, lineOf(group), {}, QString::fromUtf8(group.key), importReasonText(entry[u"reason"_s].toString()), {}});
            if (auto kept = reject(group); !kept)
                return kept;
        }
        return {};
    }

    Result<void> reject(const OrderGroup &group)
    {
        return m_report.isDryRun ? Result<void>() : m_rejects.add(group);
    }

    static qint64 lineOf(const OrderGroup &group) { return group.rows.empty() ? 0 : group.rows.front().line; }
    static qint64 lineOf(const ImportBatch &batch, const QString &number)
    {
        const QByteArray key = number.toUtf8();
        const auto found = std::ranges::find(batch.groups, key, &OrderGroup::key);
        return found == batch.groups.end() ? 0 : lineOf(*found);
    }

    Result<ImportReport> finish()
    {
        if (m_report.isDryRun)
            return m_report;
        auto path = m_rejects.finish();
        if (!path)
            return path.error();
        m_report.rejectFile = *path;
        if (auto finished = ask(u"import/import_finish"_s, Params().integer(m_importId).json(m_report.counts())); !finished)
            return finished.error();
        return m_report;
    }

    Connection &m_connection;
    const ConnectionOptions &m_options;
    const ImportRequest &m_request;
    const ImportPlan &m_plan;
    RejectFile m_rejects;
    ImportReport m_report;
    qint64 m_importId = 0;
};

ImportJob::ImportJob(Connection &connection, const ConnectionOptions &options)
    : m_connection(connection), m_options(options)
{
}

Result<ImportReport> ImportJob::run(const ImportRequest &request, const Progress &progress)
{
    auto plan = ImportPlan::make(request.path, request.map, request.choices, request.isStopped);
    if (!plan)
        return plan.error();
    return Run(m_connection, m_options, request, **plan).run(progress);
}

} // namespace Steward
