// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/drafts.h"
#include "models/session/session.h"
#include "ui/common/theme.h"
#include "ui/orders/ordercommands.h"

#include <map>

namespace Steward {

/// Commands that go out without a form. That one goes is kept like a draft until its answer is there; should the program end in between,
/// the store is asked at the next start what became of it, and it is said. Nothing is sent again. GUI thread.
class SentCommands final : public QObject
{
    Q_OBJECT

public:
    SentCommands(Drafts &drafts, OrderCommands &commands, Session &session, QObject *parent = nullptr);

    /// Calls go once it is safe that the command goes. what: the command in the person's words, as a heading says it.
    void send(QUuid command, const QString &what, const std::function<void()> &go);

Q_SIGNALS:
    /// What became of one that was sent before the program ended.
    void told(const QString &text, Steward::Theme::Tone tone);

private:
    enum class Look { First, Last };

    void askAboutAll();
    void ask(const Draft &draft, Look look);
    void found(const Draft &draft, Look look, const Result<std::optional<CommandOutcome>> &outcome);
    void answered(const CommandAnswer &answer);

    Drafts &m_drafts;
    OrderCommands &m_commands;
    Session &m_session;
    std::map<QString, LatestOnly<Result<std::optional<CommandOutcome>>>> m_asking; ///< by record
};

/// Whether a draft is such a command, which nobody typed.
[[nodiscard]] bool isSentCommand(const Draft &draft);

} // namespace Steward
