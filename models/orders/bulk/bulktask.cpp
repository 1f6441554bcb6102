// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/bulk/bulktask.h"

using namespace Qt::StringLiterals;

namespace Steward {

BulkTask BulkTask::hold(const QString &reason, const QString &note)
{
    return {u"hold"_s, u"orders/hold_place"_s, Params().text(reason).text(note)};
}

BulkTask BulkTask::cancel(const CancelChoice &choice)
{
    const Params further = Params().text(choice.reason).text(choice.note).boolean(choice.isRestocked).boolean(choice.isRefunded).boolean(choice.isTold);
    BulkTask task(u"cancel"_s, u"orders/cancel"_s, further);
    task.m_isRefunding = choice.isRefunded;
    return task;
}

BulkTask BulkTask::shipWhole(const QString &carrier, bool isTold)
{
    return {u"ship"_s, u"orders/ship_whole"_s, Params().text(carrier).boolean(isTold)};
}

BulkTask BulkTask::assign(const QString &login)
{
    Params further;
    if (login.isEmpty())
        further.null();
    else
        further.text(login);
    return {u"assign"_s, u"orders/assign"_s, further};
}

BulkTask BulkTask::tag(const QStringList &added, const QStringList &removed)
{
    BulkTask task(u"tag"_s, u"orders/tag"_s, Params().texts(added).texts(removed));
    task.m_takesVersions = false;
    return task;
}

} // namespace Steward
