// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulktask.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QStringList words(const QJsonValue &array)
{
    QStringList list;
    for (const QJsonValue &word : array.toArray())
        list.append(word.toString());
    return list;
}

} // namespace

BulkTask BulkTask::hold(const QString &reason, const QString &note)
{
    return {u"hold"_s, u"orders/hold_place"_s, {{u"reason"_s, reason}, {u"note"_s, note}}, Params().text(reason).text(note).null()};
}

BulkTask BulkTask::cancel(const CancelChoice &choice)
{
    const QJsonObject arguments{{u"reason"_s, choice.reason}, {u"note"_s, choice.note}, {u"restock"_s, choice.isRestocked}, {u"refund"_s, choice.isRefunded}, {u"told"_s, choice.isTold}};
    const Params further = Params().text(choice.reason).text(choice.note).boolean(choice.isRestocked).boolean(choice.isRefunded).boolean(choice.isTold);
    BulkTask task(u"cancel"_s, u"orders/cancel"_s, arguments, further);
    task.m_isRefunding = choice.isRefunded;
    return task;
}

BulkTask BulkTask::shipWhole(const QString &carrier, bool isTold)
{
    return {u"ship"_s, u"orders/ship_whole"_s, {{u"carrier"_s, carrier}, {u"told"_s, isTold}}, Params().text(carrier).boolean(isTold)};
}

BulkTask BulkTask::assign(const QString &login)
{
    Params further;
    if (login.isEmpty())
        further.null();
    else
        further.text(login);
    return {u"assign"_s, u"orders/assign"_s, {{u"login"_s, login}}, further};
}

BulkTask BulkTask::tag(const QStringList &added, const QStringList &removed)
{
    const QJsonObject arguments{{u"added"_s, QJsonArray::fromStringList(added)}, {u"removed"_s, QJsonArray::fromStringList(removed)}};
    BulkTask task(u"tag"_s, u"orders/tag"_s, arguments, Params().texts(added).texts(removed));
    task.m_takesVersions = false;
    return task;
}

QJsonObject BulkTask::toJson() const
{
    return {{u"verb"_s, m_verb}, {u"arguments"_s, m_arguments}};
}

std::optional<BulkTask> BulkTask::fromJson(const QJsonObject &json)
{
    const QString verb = json.value(u"verb"_s).toString();
    const QJsonObject arguments = json.value(u"arguments"_s).toObject();
    const auto text = [&arguments](const QString &name) { return arguments.value(name).toString(); };
    const auto is = [&arguments](const QString &name) { return arguments.value(name).toBool(); };
    if (verb == u"hold")
        return hold(text(u"reason"_s), text(u"note"_s));
    if (verb == u"cancel")
        return cancel({text(u"reason"_s), text(u"note"_s), is(u"restock"_s), is(u"refund"_s), is(u"told"_s)});
    if (verb == u"ship")
        return shipWhole(text(u"carrier"_s), is(u"told"_s));
    if (verb == u"assign")
        return assign(text(u"login"_s));
    if (verb == u"tag")
        return tag(words(arguments.value(u"added"_s)), words(arguments.value(u"removed"_s)));
    return {};
}

} // namespace Steward
