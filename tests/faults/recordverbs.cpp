// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/disclosures/disclosurerepository.h"
#include "tests/faults/verbs.h"

#include <QTimeZone>

#include <numeric>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

/// A new view, or one that is there under another name.
QJsonObject drawView(Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    const bool isNew = beliefs.views().isEmpty() || random.bounded(2) == 0;
    const Beliefs::Record view = isNew ? Beliefs::Record() : beliefs.views().at(random.bounded(int(beliefs.views().size())));
    return {{u"view"_s, view.id}, {u"version"_s, view.version}, {u"name"_s, beliefs.customer() + u' ' + idText(id)}};
}

QFuture<Result<CommandOutcome>> sendView(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    const qint64 view = arguments[u"view"_s].toInteger();
    Params params;
    view > 0 ? params.integer(view) : params.null();
    params.text(u"orders"_s).text(arguments[u"name"_s].toString()).json(QJsonObject{{u"query"_s, QJsonObject()}}).boolean(false).integer(arguments[u"version"_s].toInteger());
    return desktop.session.commandClient().send(namedQuery(u"table/saved_view_save"_s), id, params);
}

QJsonObject drawViewDeletion(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    if (beliefs.views().isEmpty())
        return {};
    const Beliefs::Record view = beliefs.views().at(random.bounded(int(beliefs.views().size())));
    return {{u"view"_s, view.id}, {u"version"_s, view.version}};
}

QFuture<Result<CommandOutcome>> sendViewDeletion(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    return desktop.session.commandClient().send(namedQuery(u"table/saved_view_delete"_s), id, Params().integer(arguments[u"view"_s].toInteger()).integer(arguments[u"version"_s].toInteger()));
}

QJsonObject drawFileDeletion(Beliefs &beliefs, QRandomGenerator &random, QUuid id)
{
    if (beliefs.files().isEmpty())
        return {};
    const Beliefs::Record file = beliefs.files().at(random.bounded(int(beliefs.files().size())));
    return {{u"file"_s, file.id}, {u"version"_s, file.version}, {u"how"_s, idText(id)}};
}

/// On the day the file was made, whatever the store's zone is.
QFuture<Result<CommandOutcome>> sendFileDeletion(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    const QDate today = QDateTime::currentDateTimeUtc().toTimeZone(QTimeZone(desktop.session.login().timeZone.toLatin1())).date();
    return makeSqlDisclosureRepository(desktop.session)->noteDeletion(id, {.id = {arguments[u"file"_s].toInteger()}, .on = today, .how = arguments[u"how"_s].toString(),
                                                                            .version = arguments[u"version"_s].toInt()});
}

QJsonObject drawTelling(Beliefs &beliefs, QRandomGenerator &random, QUuid)
{
    if (beliefs.files().isEmpty())
        return {};
    return {{u"file"_s, beliefs.files().at(random.bounded(int(beliefs.files().size()))).id}};
}

/// Of whatever its recipient has not been told yet, as far as there are notices in all seeds of a run.
QFuture<Result<CommandOutcome>> sendTelling(const Desktop &desktop, QUuid id, const QJsonObject &arguments)
{
    QList<qint64> notices(20'000);
    std::iota(notices.begin(), notices.end(), 1);
    return makeSqlDisclosureRepository(desktop.session)->noteTold(id, {arguments[u"file"_s].toInteger()}, notices);
}

} // namespace

QList<Verb> recordVerbs()
{
    return {
        // What is left of a view is told from all that was done to it, see wrongViews().
        {.name = u"saved_view_save"_s, .weight = 3, .draw = drawView, .send = sendView, .of = Verb::Of::Other},
        {.name = u"saved_view_delete"_s, .weight = 1, .draw = drawViewDeletion, .send = sendViewDeletion, .of = Verb::Of::Other},
        {.name = u"disclosure_deleted"_s, .weight = 5, .draw = drawFileDeletion, .send = sendFileDeletion,
         .effects = "select count(*) from store.disclosure_deletion where command_id = $1::text::uuid and how = $1",
         .all = "select count(*) from store.disclosure_deletion x join store.disclosure d on d.id = x.disclosure_id "
                "where d.order_ids && array(select o.id from store.orders o where o.email_key = store.key_of($1))",
         .who = Who::Privacy, .of = Verb::Of::Other},
        {.name = u"recipient_told"_s, .weight = 20, .draw = drawTelling, .send = sendTelling, .effects = "select count(distinct told_command) from store.disclosure_notice where told_command = $1::uuid", .all = {},
         .who = Who::Privacy, .of = Verb::Of::Other},
    };
}

} // namespace Steward::Test
