// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/drafts.h"
#include "models/session/session.h"
#include "ui/common/theme.h"
#include "ui/orders/ordercommands.h"

#include <QHash>
#include <QPointer>

#include <map>

namespace Steward {

/// Commands whose answer was lost. That one without a form goes out is kept like a draft until its answer is there, as a form's is that
/// was sent. Should the program end in between, the store is asked at the next start what became of it, and it is said. Nothing is sent
/// again. GUI thread.
class SentCommands final : public QObject
{
    Q_OBJECT

public:
    SentCommands(Drafts &drafts, OrderCommands &commands, Session &session, QObject *parent = nullptr);

    /// Calls go once it is safe that the command goes. what: the command in the person's words, as a heading says it. asker: says itself
    /// what became of it; where its window was closed meanwhile, it is told from here.
    void send(QUuid command, const QString &what, QObject *asker, const std::function<void()> &go);
    /// The command of a form, which is kept and sent elsewhere: where the asker's window was closed meanwhile, what became of it is told
    /// from here.
    void follow(QUuid command, const QString &what, QObject *asker) { m_sent.insert(command, {asker, what}); }
    /// The asker says nothing any more.
    void leave(const QObject *asker);
    /// Asks what became of a form that was sent, before it is opened again: what was done is told and forgotten. Calls then with what is
    /// left to be worked on, as long as context lives.
    void settle(const Draft &draft, QObject *context, const std::function<void(const Draft &left)> &then);

Q_SIGNALS:
    /// What became of those that were sent before the program ended, of all together; or of one that nobody else is there to say it of.
    void told(const QString &text, Steward::Theme::Tone tone);

private:
    enum class Look { First, Last };
    using Answer = Result<std::optional<CommandOutcome>>;
    struct Sent
    {
        QPointer<QObject> asker;
        QString what;
    };

    void askAboutAll();
    void ask(const Draft &draft, Look look);
    [[nodiscard]] bool isStillLost(const Draft &draft) const; ///< its command is not out again, and nothing else was sent since
    void found(const Draft &draft, Look look, const Answer &answer);
    /// Files the draft as what it is by now, and answers with what is to be said.
    QString file(const Draft &draft, const std::optional<CommandOutcome> &outcome);
    void answered(const CommandAnswer &answer);

    Drafts &m_drafts;
    OrderCommands &m_commands;
    Session &m_session;
    QHash<QUuid, Sent> m_sent; ///< those that are on their way
    std::map<QUuid, LatestOnly<Answer>> m_asking;
    QStringList m_told;
    bool m_isAllDone = true; ///< of what was told
    LatestOnly<Answer> m_settling;
};

/// Whether a draft is such a command, which nobody typed.
[[nodiscard]] bool isSentCommand(const Draft &draft);

} // namespace Steward
