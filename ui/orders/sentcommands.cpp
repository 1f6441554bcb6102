// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/sentcommands.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

const QString sentVerb = u"sent"_s;
// Longer than a command waits for a lock: one the program sent with its last breath may be at work on the server until then.
constexpr int secondLookMs = 6'000;

QString recordOf(QUuid command)
{
    return u"command "_s + command.toString(QUuid::WithoutBraces);
}

QUuid commandOf(const Draft &draft)
{
    return QUuid::fromString(draft.record.section(u' ', 1));
}

} // namespace

SentCommands::SentCommands(Drafts &drafts, OrderCommands &commands, Session &session, QObject *parent) : QObject(parent), m_drafts(drafts), m_commands(commands), m_session(session)
{
    connect(&drafts, &Drafts::opened, this, &SentCommands::askAboutAll);
    connect(&commands, &OrderCommands::answered, this, &SentCommands::answered);
}

void SentCommands::send(QUuid command, const QString &what, const std::function<void()> &go)
{
    m_drafts.keep({recordOf(command), sentVerb, what, {}, {}, {}, {}});
    m_drafts.whenSafe(this, go);
}

void SentCommands::answered(const CommandAnswer &answer)
{
    if (answer.isKnown)
        m_drafts.forget(recordOf(answer.command), sentVerb);
}

void SentCommands::askAboutAll()
{
    for (const Draft &draft : m_drafts.all()) {
        if (draft.verb == sentVerb && !m_commands.isInFlight(commandOf(draft)) && !m_asking[draft.record].isRunning())
            ask(draft, Look::First);
    }
}

void SentCommands::ask(const Draft &draft, Look look)
{
    m_asking[draft.record].start(m_session.commandClient().result(commandOf(draft)), this, [this, draft, look](const Result<std::optional<CommandOutcome>> &outcome) { found(draft, look, outcome); });
}

void SentCommands::found(const Draft &draft, Look look, const Result<std::optional<CommandOutcome>> &outcome)
{
    if (!outcome)
        return; // it is asked again at the next start
    if (!*outcome && look == Look::First) {
        QTimer::singleShot(secondLookMs, this, [this, draft] { ask(draft, Look::Last); });
        return;
    }
    m_drafts.forget(draft.record, sentVerb);
    using Kind = CommandOutcome::Kind;
    if (!*outcome)
        Q_EMIT told(tr("%1: this had not reached the store when Steward was closed. Nothing was done.").arg(draft.title), Theme::Tone::Warning);
    else if ((*outcome)->kind == Kind::Done)
        Q_EMIT told(tr("%1: the answer had not come when Steward was closed. It was done.").arg(draft.title), Theme::Tone::Good);
    else if ((*outcome)->kind == Kind::Partly)
        Q_EMIT told(tr("%1: the answer had not come when Steward was closed. A part of it was done: %2").arg(draft.title, orderReasonText((*outcome)->reason)), Theme::Tone::Warning);
    else
        Q_EMIT told(tr("%1: the answer had not come when Steward was closed. It was not done: %2").arg(draft.title, orderReasonText((*outcome)->reason)), Theme::Tone::Warning);
}

bool isSentCommand(const Draft &draft)
{
    return draft.verb == sentVerb;
}

} // namespace Steward
