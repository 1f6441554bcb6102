// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/records.h"

#include "tests/faults/verbs.h"

#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

/// A command that was done, and to which account or view.
struct Deed
{
    qint64 subject = 0;
    const JournalEntry *entry = nullptr;
};

/// Of a journal, those of some verbs in the order the store did them in. Each of them holds its subject's row until it has committed.
QList<Deed> deedsOf(Asker &asker, const QList<JournalEntry> &journal, const QString &verbs)
{
    QStringList ids;
    for (const JournalEntry &entry : journal) {
        if (entry.verb.startsWith(verbs))
            ids.append(idText(entry.id));
    }
    QList<Deed> deeds;
    if (ids.isEmpty())
        return deeds;
    const Rows rows = asker.rows(Cluster::ownerLogin(), "select command_id::text, ids[1] from audit.entry where command_id = any($1::text[]::uuid[]) order by seq", Params().texts(ids));
    for (int row = 0; row < rows.count(); ++row) {
        const auto entry = std::ranges::find(journal, QUuid::fromString(rows.text(row, 0)), &JournalEntry::id);
        deeds.append({rows.integer(row, 1), &*entry});
    }
    return deeds;
}

/// An account as it should be.
struct Account
{
    QString login, group, password;
    bool isDisabled = false;
};

void apply(Account &account, const JournalEntry &entry)
{
    if (entry.verb == u"staff_add")
        account.login = entry.arguments[u"login"_s].toString();
    if (entry.arguments.contains(u"group"_s))
        account.group = entry.arguments[u"group"_s].toString();
    if (entry.arguments.contains(u"password"_s))
        account.password = entry.arguments[u"password"_s].toString();
    if (entry.verb == u"staff_disable" || entry.verb == u"staff_enable")
        account.isDisabled = entry.verb == u"staff_disable";
}

/// What the store's record and its role say, as one word each.
QString printed(const QString &group, bool isRecordDisabled, bool mayLogIn)
{
    return u"%1, %2, %3"_s.arg(group, isRecordDisabled ? u"disabled"_s : u"in use"_s, mayLogIn ? u"let in"_s : u"kept out"_s);
}

bool isLetIn(const Cluster &server, const Account &account)
{
    ConnectionOptions options = server.optionsFor(account.login);
    options.password = account.password;
    Connection connection(u"account"_s);
    // Only a server that answers says who is kept out.
    constexpr int mostTries = 5;
    auto opened = connection.open(options);
    for (int tries = 1; !opened && opened.error().kind == ErrorKind::Offline && tries < mostTries; ++tries)
        opened = connection.open(options);
    return bool(opened);
}

} // namespace

QStringList wrongAccounts(Asker &asker, const Cluster &server, const QList<JournalEntry> &journal)
{
    QMap<qint64, Account> accounts;
    for (const Deed &deed : deedsOf(asker, journal, u"staff_"_s))
        apply(accounts[deed.subject], *deed.entry);
    QStringList problems;
    for (auto account = accounts.cbegin(); account != accounts.cend(); ++account) {
        const Rows kept = asker.rows(Cluster::ownerLogin(),
                                     "select coalesce((select string_agg(substr(g.rolname, 7), '+') from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid), 'no group'), "
                                     "s.disabled_at is not null from store.staff s left join pg_roles r on r.rolname = s.login where s.id = $1",
                                     Params().integer(account.key()));
        const QString is = kept.isEmpty() ? u"nothing"_s : printed(kept.text(0, 0), kept.boolean(0, 1), isLetIn(server, *account));
        const QString wanted = printed(account->group, account->isDisabled, !account->isDisabled);
        if (is != wanted)
            problems.append(u"account %1: %2 instead of %3"_s.arg(account->login, is, wanted));
    }
    return problems;
}

QStringList wrongViews(Asker &asker, const QList<JournalEntry> &journal)
{
    QMap<qint64, QString> views;
    QHash<qint64, int> saved;
    for (const Deed &deed : deedsOf(asker, journal, u"saved_view_"_s)) {
        if (deed.entry->verb == u"saved_view_delete")
            views[deed.subject] = u"nothing"_s;
        else
            views[deed.subject] = u"%1 (%2)"_s.arg(deed.entry->arguments[u"name"_s].toString()).arg(++saved[deed.subject]);
    }
    QStringList problems;
    for (auto view = views.cbegin(); view != views.cend(); ++view) {
        const QString is = asker.owner("select coalesce((select name || ' (' || version || ')' from store.saved_view where id = $1), 'nothing')", Params().integer(view.key()));
        if (is != *view)
            problems.append(u"view %1: “%2” instead of “%3”"_s.arg(QString::number(view.key()), is, *view));
    }
    const Rows details = asker.rows(Cluster::ownerLogin(), "select s.key from store.setting s cross join lateral (select new_value from store.setting_change h where h.key = s.key order by h.id desc limit 1) last "
                                                           "where s.value <> last.new_value", {});
    for (int row = 0; row < details.count(); ++row)
        problems.append(u"%1 is not what was written last"_s.arg(details.text(row, 0)));
    return problems;
}

/// Whoever takes a command's id does something; the one that does not tells what became of another.
QStringList undrivenCommands(Asker &asker)
{
    const Rows commands = asker.rows(Cluster::ownerLogin(), "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
                                                            "where n.nspname = 'desk' and p.proargnames[1] = 'command_id' and p.proname <> 'command_result' order by 1", {});
    QStringList undriven = asker.takeFailures();
    for (int row = 0; row < commands.count(); ++row) {
        if (!verbNamed(commands.text(row, 0)))
            undriven.append(u"no verb does %1"_s.arg(commands.text(row, 0)));
    }
    if (commands.isEmpty())
        undriven.append(u"the desk has no commands"_s);
    return undriven;
}

} // namespace Steward::Test
