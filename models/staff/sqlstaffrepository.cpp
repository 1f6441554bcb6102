// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/scram.h"
#include "models/session/session.h"
#include "models/staff/staffrepository.h"

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int interactiveMs = 10'000;

StaffAccount readAccount(const Rows &rows, int row)
{
    StaffAccount account{rows.integer(row, "id"), rows.text(row, "login"), rows.text(row, "display_name"), {}, rows.timestamp(row, "last_seen_at"), rows.timestamp(row, "disabled_at"),
                         rows.boolean(row, "must_change_password")};
    for (const QJsonValue &group : rows.array(row, "groups"))
        account.groups.append(group.toString());
    return account;
}

QString verifierOf(const QString &password)
{
    return QString::fromLatin1(scramVerifier(password));
}

class SqlStaffRepository final : public StaffRepository
{
public:
    explicit SqlStaffRepository(Session &session) : m_session(session) { }

    QFuture<Result<QList<StaffAccount>>> accounts() override
    {
        const auto job = [](Connection &connection, const Interrupt &interrupt) -> Result<QList<StaffAccount>> {
            const auto rows = connection.query(namedQuery(u"staff/staff_list"_s), {}, interrupt);
            if (!rows)
                return rows.error();
            QList<StaffAccount> accounts;
            for (int row = 0; row < rows->count(); ++row)
                accounts.append(readAccount(*rows, row));
            return accounts;
        };
        return m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline);
    }

    QFuture<Result<CommandOutcome>> add(QUuid commandId, const QString &login, const QString &name, const QString &group, const QString &password) override
    {
        return send(u"staff/staff_add"_s, commandId, Params().text(login).text(name).text(group).text(verifierOf(password)));
    }

    QFuture<Result<CommandOutcome>> disable(QUuid commandId, const QString &login) override { return send(u"staff/staff_disable"_s, commandId, Params().text(login)); }
    QFuture<Result<CommandOutcome>> enable(QUuid commandId, const QString &login) override { return send(u"staff/staff_enable"_s, commandId, Params().text(login)); }

    QFuture<Result<CommandOutcome>> move(QUuid commandId, const QString &login, const QString &group) override
    {
        return send(u"staff/staff_grant"_s, commandId, Params().text(login).text(group));
    }

    QFuture<Result<CommandOutcome>> resetPassword(QUuid commandId, const QString &login, const QString &password) override
    {
        return send(u"staff/staff_password"_s, commandId, Params().text(login).text(verifierOf(password)));
    }

private:
    QFuture<Result<CommandOutcome>> send(const QString &query, QUuid commandId, const Params &params) { return m_session.commandClient().send(namedQuery(query), commandId, params); }

    Session &m_session;
};

} // namespace

std::unique_ptr<StaffRepository> makeSqlStaffRepository(Session &session)
{
    return std::make_unique<SqlStaffRepository>(session);
}

} // namespace Steward
