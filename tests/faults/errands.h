// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/orderimport.h"
#include "models/session/session.h"
#include "models/table/tableexport.h"

#include <QObject>
#include <QPromise>

namespace Steward::Test {

using Outcome = Result<CommandOutcome>;

/// Something a person does until they are told that it is done: again a moment after each failure. Ends with the session.
class Errand : public QObject
{
    Q_OBJECT

public:
    explicit Errand(Session &session) : QObject(&session) { m_promise.start(); }
    /// Answers with {outcome, attempts} and what was told; refused when it was tried too often.
    [[nodiscard]] QFuture<Outcome> begin();

protected:
    virtual void attempt() = 0;
    void fail(const QString &why);
    void finish(QJsonObject told);

private:
    void answer(CommandOutcome::Kind kind, const QString &word, QJsonObject details);

    QPromise<Outcome> m_promise;
    int m_attempts = 0;
};

/// Brings a file in.
class ImportErrand final : public Errand
{
    Q_OBJECT

public:
    ImportErrand(Session &session, const ImportRequest &request);

protected:
    void attempt() override { m_import.start(m_request); }

private:
    ImportRequest m_request;
    OrderImport m_import;
};

/// Takes a list out. Told that it failed, a person finds no file.
class ExportErrand final : public Errand
{
    Q_OBJECT

public:
    ExportErrand(Session &session, const ExportRequest &request);

protected:
    void attempt() override { m_export.start(m_request); }

private:
    ExportRequest m_request;
    TableExport m_export;
    int m_leftBehind = 0;
};

/// A carrier's file: written down, then given out, as often as the first of it is asked for. Answers with what became of the first.
[[nodiscard]] QFuture<Outcome> sendCarrierFile(Session &session, QUuid id, const QList<qint64> &orders);

} // namespace Steward::Test
