// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/staff/staffrepository.h"
#include "models/storedetails/storedetailsrepository.h"
#include "tests/faults/verbs.h"

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

QString anyGroup(QRandomGenerator &random)
{
    const QStringList groups = staffGroups();
    return groups.at(random.bounded(int(groups.size())));
}

QString anyAccount(const Beliefs &beliefs, QRandomGenerator &random)
{
    return beliefs.accounts().isEmpty() ? QString() : beliefs.accounts().at(random.bounded(int(beliefs.accounts().size())));
}

/// A login named after the command, so that it is found whether or not the desk was told of it.
QJsonObject drawAccount(Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    return {{u"login"_s, u"t"_s + id.toString(QUuid::Id128)}, {u"name"_s, beliefs.customer()}, {u"group"_s, anyGroup(random)}, {u"password"_s, idText(id)}};
}

QFuture<Result<CommandOutcome>> sendAccount(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return makeSqlStaffRepository(desktop.session)->add(id, arguments[u"login"_s].toString(), arguments[u"name"_s].toString(), arguments[u"group"_s].toString(), arguments[u"password"_s].toString());
}

QJsonObject drawKnownAccount(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    const QString login = anyAccount(beliefs, random);
    return login.isEmpty() ? QJsonObject() : QJsonObject{{u"login"_s, login}};
}

QFuture<Result<CommandOutcome>> sendDisable(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return makeSqlStaffRepository(desktop.session)->disable(id, arguments[u"login"_s].toString());
}

QFuture<Result<CommandOutcome>> sendEnable(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return makeSqlStaffRepository(desktop.session)->enable(id, arguments[u"login"_s].toString());
}

QJsonObject drawMove(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    const QString login = anyAccount(beliefs, random);
    return login.isEmpty() ? QJsonObject() : QJsonObject{{u"login"_s, login}, {u"group"_s, anyGroup(random)}};
}

QFuture<Result<CommandOutcome>> sendMove(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return makeSqlStaffRepository(desktop.session)->move(id, arguments[u"login"_s].toString(), arguments[u"group"_s].toString());
}

QJsonObject drawPassword(Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    const QString login = anyAccount(beliefs, random);
    return login.isEmpty() ? QJsonObject() : QJsonObject{{u"login"_s, login}, {u"password"_s, idText(id)}};
}

QFuture<Result<CommandOutcome>> sendPassword(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return makeSqlStaffRepository(desktop.session)->resetPassword(id, arguments[u"login"_s].toString(), arguments[u"password"_s].toString());
}

/// From what is believed to stand there: the first time that is wrong, since it is of an earlier seed, and the answer says what does.
QJsonObject drawDetail(Beliefs &beliefs, QRandomGenerator &, QUuid id)
{
    return {{u"from"_s, beliefs.paperFoot()}, {u"to"_s, beliefs.customer() + u' ' + idText(id)}};
}

QFuture<Result<CommandOutcome>> sendDetail(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return makeSqlStoreDetailsRepository(desktop.session)->change(id, {{u"store.paper_foot"_s, arguments[u"from"_s].toString(), arguments[u"to"_s].toString()}});
}

} // namespace

QList<Verb> adminVerbs()
{
    const QByteArray accountsMade = "select count(*) from store.staff where display_name = $1";
    return {
        // The role and the record of it, each once; what else there is to an account is told from all that was done to it, see wrongAccounts().
        {.name = u"staff_add"_s, .weight = 4, .draw = drawAccount, .send = sendAccount,
         .effects = "select case when count(s.id) = count(r.oid) then count(s.id) else -1 end from (select 't' || replace($1, '-', '') as login) asked "
                    "left join store.staff s using (login) left join pg_roles r on r.rolname = asked.login",
         .all = accountsMade, .who = Who::Admin, .of = Verb::Of::Other},
        {.name = u"staff_disable"_s, .weight = 3, .draw = drawKnownAccount, .send = sendDisable, .who = Who::Admin, .of = Verb::Of::Other},
        {.name = u"staff_enable"_s, .weight = 3, .draw = drawKnownAccount, .send = sendEnable, .who = Who::Admin, .of = Verb::Of::Other},
        {.name = u"staff_grant"_s, .weight = 3, .draw = drawMove, .send = sendMove, .who = Who::Admin, .of = Verb::Of::Other},
        {.name = u"staff_password"_s, .weight = 3, .draw = drawPassword, .send = sendPassword, .who = Who::Admin, .of = Verb::Of::Other},
        {.name = u"store_change"_s, .weight = 3, .draw = drawDetail, .send = sendDetail,
         .effects = "select count(*) from store.setting_change where command_id = $1::text::uuid and right(new_value #>> '{}', 36) = $1",
         .all = "select count(*) from store.setting_change where starts_with(new_value #>> '{}', $1 || ' ')", .who = Who::Admin, .of = Verb::Of::Other},
    };
}

} // namespace Steward::Test
