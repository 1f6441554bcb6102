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

/// Null: it was not sent. A note and an order by phone look after themselves, since nothing can bar them.
QUuid commandOf(const Draft &draft)
{
    if (draft.verb == sentVerb)
        return QUuid::fromString(draft.record.section(u' ', 1));
    return draft.sent.contains(u"typed"_s) ? QUuid::fromString(draft.sent.value(u"command"_s).toString()) : QUuid();
}

QString outcomeText(const QString &title, const std::optional<CommandOutcome> &outcome)
{
    using Kind = CommandOutcome::Kind;
    if (!outcome)
        return SentCommands::tr("%1: this had not reached the store. Nothing was done.").arg(title);
    if (outcome->kind == Kind::Done)
        return SentCommands::tr("%1: its answer had been lost. It was done.").arg(title);
    return (outcome->kind == Kind::Partly ? SentCommands::tr("%1: its answer had been lost. A part of it was done: %2") : SentCommands::tr("%1: its answer had been lost. It was not done: %2")).arg(title, orderReasonText(outcome->reason));
}

} // namespace

SentCommands::SentCommands(Drafts &drafts, OrderCommands &commands, Session &session, QObject *parent) : QObject(parent), m_drafts(drafts), m_commands(commands), m_session(session)
{
    connect(&drafts, &Drafts::opened, this, &SentCommands::askAboutAll);
    connect(&commands, &OrderCommands::answered, this, &SentCommands::answered);
    // Drafts may have been opened before there is a desk: where a new password has to be chosen first.
    QMetaObject::invokeMethod(this, &SentCommands::askAboutAll, Qt::QueuedConnection);
}

void SentCommands::send(QUuid command, const QString &what, QObject *asker, const std::function<void()> &go)
{
    m_sent.insert(command, {asker, what});
    m_drafts.keep({recordOf(command), sentVerb, what, {}, {}, {}, {}});
    m_drafts.whenSafe(this, go);
}

void SentCommands::leave(const QObject *asker)
{
    for (Sent &sent : m_sent) {
        if (sent.asker == asker)
            sent.asker.clear();
    }
}

void SentCommands::answered(const CommandAnswer &answer)
{
    if (answer.isKnown)
        m_drafts.forget(recordOf(answer.command), sentVerb);
    if (!m_sent.contains(answer.command))
        return;
    if (const Sent sent = m_sent.take(answer.command); !sent.asker)
        Q_EMIT told(tr("%1: %2").arg(sent.what, answer.text), answer.isDone ? Theme::Tone::Good : Theme::Tone::Bad);
}

void SentCommands::askAboutAll()
{
    m_told.clear();
    m_isAllDone = true;
    const QList<Draft> drafts = m_drafts.all();
    for (const Draft &draft : drafts) {
        const QUuid command = commandOf(draft);
        if (!command.isNull() && !m_commands.isInFlight(command) && !m_asking[command].isRunning())
            ask(draft, Look::First);
    }
}

void SentCommands::ask(const Draft &draft, Look look)
{
    m_asking[commandOf(draft)].start(m_session.commandClient().result(commandOf(draft)), this, [this, draft, look](const Answer &answer) { found(draft, look, answer); });
}

void SentCommands::found(const Draft &draft, Look look, const Answer &answer)
{
    if (!answer)
        return; // it is asked again at the next start
    if (!*answer && look == Look::First) {
        QTimer::singleShot(secondLookMs, this, [this, draft] {
            if (isStillLost(draft))
                ask(draft, Look::Last);
        });
        return;
    }
    if (!isStillLost(draft))
        return; // somebody has asked, or thrown it away
    m_isAllDone = m_isAllDone && *answer && (*answer)->kind == CommandOutcome::Kind::Done;
    m_told.append(file(draft, *answer));
    Q_EMIT told(m_told.join(u'\n'), m_isAllDone ? Theme::Tone::Good : Theme::Tone::Warning);
}

bool SentCommands::isStillLost(const Draft &draft) const
{
    const auto kept = m_drafts.find(draft.record, draft.verb);
    return kept && commandOf(*kept) == commandOf(draft) && !m_commands.isInFlight(commandOf(draft));
}

QString SentCommands::file(const Draft &draft, const std::optional<CommandOutcome> &outcome)
{
    auto kept = m_drafts.find(draft.record, draft.verb);
    const bool isSame = kept && commandOf(*kept) == commandOf(draft); // else something else has been typed and sent since
    const bool isOver = draft.verb == sentVerb || (isSame && outcome && outcome->kind == CommandOutcome::Kind::Done && kept->typed == kept->sent.value(u"typed"_s).toObject());
    if (isOver) {
        m_drafts.forget(draft.record, draft.verb);
    } else if (isSame && outcome) { // what is left of it is to be decided on anew; where nobody knows, it keeps its id
        kept->sent = {};
        m_drafts.keep(*kept);
    }
    return !outcome && !isOver ? tr("%1: this had not reached the store when it was asked. Open it among the drafts to ask again.").arg(draft.title) : outcomeText(draft.title, outcome);
}

void SentCommands::settle(const Draft &draft, QObject *context, const std::function<void(const Draft &)> &then)
{
    const QUuid command = commandOf(draft);
    if (command.isNull() || m_commands.isInFlight(command))
        return then(draft);
    m_settling.start(m_session.commandClient().result(command), context, [this, draft, then](const Answer &answer) {
        if (!answer || !*answer) // nobody knows, or it may be on its way: its form asks again, under its id
            return then(draft);
        Q_EMIT told(file(draft, *answer), (*answer)->kind == CommandOutcome::Kind::Done ? Theme::Tone::Good : Theme::Tone::Warning);
        if (const auto left = m_drafts.find(draft.record, draft.verb))
            then(*left);
    });
}

bool isSentCommand(const Draft &draft)
{
    return draft.verb == sentVerb;
}

} // namespace Steward
