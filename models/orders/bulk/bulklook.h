// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/bulk/bulkrepository.h"

#include <QObject>

namespace Steward {

/// What would become of a task for as many orders as one command takes, asked anew as often as the orders or the task change; only the
/// newest question is answered. Reads only. GUI thread.
class BulkLook final : public QObject
{
    Q_OBJECT

public:
    /// Known: rows() are the answer to the question asked last.
    enum class State { Nothing, Asking, Known, Failed };

    explicit BulkLook(BulkRepository &repository, QObject *parent = nullptr) : QObject(parent), m_repository(repository) { }

    void ask(const BulkTask &task, const QList<BulkOrder> &orders);
    /// Nothing is asked or known any more.
    void forget();

    [[nodiscard]] State state() const { return m_state; }
    /// In the order they were asked for; while they are asked for again, those of before.
    [[nodiscard]] const QList<BulkRow> &rows() const { return m_rows; }
    [[nodiscard]] const QString &error() const { return m_error; } ///< why it failed, a whole sentence

Q_SIGNALS:
    void changed();

private:
    void take(const Result<CommandOutcome> &answer, const QList<BulkOrder> &orders);

    BulkRepository &m_repository;
    LatestOnly<Result<CommandOutcome>> m_asking;
    State m_state = State::Nothing;
    QList<BulkRow> m_rows;
    QString m_error;
};

} // namespace Steward
