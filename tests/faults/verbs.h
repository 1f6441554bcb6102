// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/orderrepository.h"
#include "models/session/session.h"
#include "tests/faults/asker.h"
#include "tests/faults/beliefs.h"
#include "tests/faults/journal.h"

#include <functional>

namespace Steward::Test {

/// Through what a command goes: the program's own parts.
struct Desktop
{
    Session &session;
    OrderRepository &orders;
    QString folder; ///< of its files
};

/// Who has the right to a command.
enum class Who { Anybody, Lead, Privacy, Admin };

/// A command of the desk as the fault suite knows it. To add one: a line in verbs() that draws arguments, sends them, and says in SQL
/// how many rows of the store show that it was done; everything else is the same for all. An errand is more than one command, as an
/// import is; it judges itself.
struct Verb
{
    QString name; ///< as store.command has it
    int weight = 1;
    /// Arguments for one command, as they go into the journal; empty when there is nothing to do it to just now.
    std::function<QJsonObject(Beliefs &beliefs, QRandomGenerator &random, QUuid id)> draw;
    std::function<QFuture<Result<CommandOutcome>>(const Desktop &desktop, QUuid id, const QJsonObject &arguments)> send;
    /// $1 the command's id as text: what it left behind, one for each order it was done to. Empty: only what was made of all of them tells.
    QByteArray effects = {};
    /// $1 orders, or the customer where it is not about orders: what there is of that kind on them, whoever wrote it. Empty: effects alone tell.
    QByteArray all = {};
    int messages = 0; ///< to the customer, for each order it is done to
    Who who = Who::Anybody;
    enum class Of { Orders, Other, Errand };
    Of of = Of::Orders; ///< its answer has a row for each order; else it is done once or not at all
    /// Of an errand: sentences, one for each thing that is wrong with it.
    std::function<QStringList(Asker &asker, const JournalEntry &entry)> judge = {};
};

[[nodiscard]] const QList<Verb> &verbs();
/// Those of them that put an order right, make one, or tell its customer something.
[[nodiscard]] QList<Verb> correctionVerbs();
/// Those that put orders on paper or give their addresses to a carrier.
[[nodiscard]] QList<Verb> paperVerbs();
/// Those of whoever looks after accounts and settings.
[[nodiscard]] QList<Verb> adminVerbs();
/// Those about a person's own views, and about what outside parties have told.
[[nodiscard]] QList<Verb> recordVerbs();
/// Files that come in and go out.
[[nodiscard]] QList<Verb> errands();
/// Whether a login has the right to a verb.
[[nodiscard]] bool mayDo(const Verb &verb, const QString &login);
[[nodiscard]] const Verb *verbNamed(const QString &name);
/// One of them, those of more weight more often.
[[nodiscard]] const Verb &drawVerb(QRandomGenerator &random);

} // namespace Steward::Test
