// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/commandclient.h"

#include "models/database/sqlstate.h"

namespace Steward {

namespace {

// A deadlock or a serialization failure has undone the command, so it may go again at once.
constexpr int triesWhenUndone = 3;

CommandOutcome::Kind kindOf(const QString &word)
{
    if (word == QLatin1StringView("done"))
        return CommandOutcome::Kind::Done;
    if (word == QLatin1StringView("partly"))
        return CommandOutcome::Kind::Partly;
    if (word == QLatin1StringView("conflict"))
        return CommandOutcome::Kind::Conflict;
    return CommandOutcome::Kind::Refused;
}

Result<CommandOutcome> parse(const Rows &rows, const QString &queryName)
{
    const QJsonObject answer = rows.count() == 1 ? rows.object(0, 0) : QJsonObject();
    const QString word = answer.value(QLatin1StringView("outcome")).toString();
    if (word.isEmpty())
        return errorFor("XX000", queryName);
    return CommandOutcome{.kind = kindOf(word),
                          .reason = answer.value(QLatin1StringView("reason")).toString(),
                          .details = answer,
                          .replayed = answer.value(QLatin1StringView("replayed")).toBool()};
}

} // namespace

CommandClient::CommandClient(DatabaseThread &thread) : m_thread(thread) {}

QFuture<Result<CommandOutcome>> CommandClient::send(const NamedQuery &query, QUuid commandId, const Params &params,
                                                    int giveUpMs)
{
    Params all;
    all.uuid(commandId).append(params);
    const auto job = [query, all](Connection &connection, const Interrupt &interrupt) -> Result<CommandOutcome> {
        auto rows = connection.query(query, all, interrupt);
        for (int tries = 1; !rows && rows.error().sqlState.startsWith(u"40") && tries < triesWhenUndone; ++tries)
            rows = connection.query(query, all, interrupt);
        if (!rows)
            return rows.error();
        return parse(*rows, query.name);
    };
    return m_thread.run(
        job,
        JobOptions{.timeoutMs = 0, .repeat = Repeat::UntilAnswered, .cancel = Cancel::Never, .giveUpMs = giveUpMs});
}

QFuture<Result<std::optional<CommandOutcome>>> CommandClient::result(QUuid commandId)
{
    const auto job = [commandId](Connection &connection, const Interrupt &interrupt) -> Result<std::optional<CommandOutcome>> {
        const NamedQuery query = namedQuery(QStringLiteral("database/command_result"));
        const auto rows = connection.query(query, Params().uuid(commandId), interrupt);
        if (!rows)
            return rows.error();
        if (rows->count() == 0 || rows->isNull(0, 0))
            return std::optional<CommandOutcome>();
        const auto outcome = parse(*rows, query.name);
        return outcome ? Result<std::optional<CommandOutcome>>(std::optional(*outcome)) : Result<std::optional<CommandOutcome>>(outcome.error());
    };
    constexpr int interactiveMs = 10'000;
    return m_thread.run(job, interactiveMs, Repeat::OnceIfOffline);
}

} // namespace Steward
