// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/databasethread.h"

#include <QJsonObject>
#include <QUuid>

#include <optional>

namespace Steward {

/// What became of a command: the database's own answer, not an exception.
struct CommandOutcome
{
    enum class Kind { Done, Partly, Conflict, Refused };
    Kind kind = Kind::Refused;
    QString reason;      ///< machine word, empty when done; reasonText() of the slice says it in a sentence
    QJsonObject details; ///< the whole answer: rows, current values
    bool replayed = false;
};

/// Sends commands. A command whose answer was lost with the connection is sent again with the same id until the
/// database has said what became of it, so it happens once. Never cancelled by a closing page.
class CommandClient final
{
public:
    explicit CommandClient(DatabaseThread &thread);

    /// query takes the command id as $1 and params as $2…; the future always answers.
    /// Gives up with Offline only after giveUpMs without a connection; the id then still tells later what became of it.
    QFuture<Result<CommandOutcome>> send(const NamedQuery &query, QUuid commandId, const Params &params,
                                         int giveUpMs = 120'000);
    /// What became of a command of one's own that was sent before; nothing when the store knows none of that id. Sends nothing again.
    QFuture<Result<std::optional<CommandOutcome>>> result(QUuid commandId);

private:
    DatabaseThread &m_thread;
};

} // namespace Steward
