// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/keptmaps.h"

#include <QJsonArray>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int interactiveMs = 10'000;

QString reasonText(const QString &reason)
{
    static const QHash<QString, const char *> sentences{
        {u"name_taken"_s, QT_TRANSLATE_NOOP("Steward::KeptMaps", "Somebody has just kept a map under this name. Choose another name, or keep it again to replace theirs.")},
        {u"no_such_view"_s, QT_TRANSLATE_NOOP("Steward::KeptMaps", "This map is there no more. Keep it again.")},
        {u"changed_meanwhile"_s, QT_TRANSLATE_NOOP("Steward::KeptMaps", "Somebody has changed this map meanwhile. Keep yours under another name, or keep it again to replace theirs.")},
        {u"bad_name"_s, QT_TRANSLATE_NOOP("Steward::KeptMaps", "A map's name has 1 to 100 letters.")},
        {u"bad_definition"_s, QT_TRANSLATE_NOOP("Steward::KeptMaps", "The map is too large to be kept: its file has too many columns.")},
        {u"card_number"_s, QT_TRANSLATE_NOOP("Steward::KeptMaps", "The name or a column's heading looks like a card number, which must not be stored.")},
    };
    return KeptMaps::tr(sentences.value(reason, QT_TRANSLATE_NOOP("Steward::KeptMaps", "The map could not be kept. Try again.")));
}

KeptMap readMap(const Rows &rows, int row)
{
    const QJsonObject definition = rows.object(row, "definition");
    KeptMap kept{{rows.integer(row, "id")}, rows.text(row, "name"), int(rows.integer(row, "version")), {}, {}, false};
    for (const QJsonValue &column : definition.value(u"header"_s).toArray())
        kept.header.append(column.toString());
    if (const auto map = ImportMap::fromJson(definition.value(u"map"_s).toObject())) {
        kept.map = *map;
        kept.isReadable = true;
    }
    return kept;
}

} // namespace

KeptMaps::KeptMaps(Session &session, QObject *parent) : QObject(parent), m_session(session) {}

const KeptMap *KeptMaps::find(SavedViewId id) const
{
    const auto found = std::ranges::find(m_maps, id, &KeptMap::id);
    return id.isValid() && found != m_maps.end() ? &*found : nullptr;
}

const KeptMap *KeptMaps::named(const QString &name) const
{
    const auto found = std::ranges::find(m_maps, name, &KeptMap::name);
    return found == m_maps.end() ? nullptr : &*found;
}

void KeptMaps::load()
{
    const auto job = [](Connection &connection, const Interrupt &interrupt) -> Result<QList<KeptMap>> {
        const auto rows = connection.query(namedQuery(u"table/saved_view_list"_s), Params().text(u"imports"_s), interrupt);
        if (!rows)
            return rows.error();
        QList<KeptMap> maps;
        for (int row = 0; row < rows->count(); ++row)
            maps.append(readMap(*rows, row));
        return maps;
    };
    m_loading.start(m_session.reading().run(job, interactiveMs, Repeat::OnceIfOffline), this, [this](const Result<QList<KeptMap>> &answer) {
        m_isKnown = true;
        if (answer)
            m_maps = *answer;
        Q_EMIT loaded();
        if (!answer)
            Q_EMIT failed(tr("The maps that were kept could not be had: %1").arg(answer.error().userText));
    });
}

void KeptMaps::keep(const QString &name, const ImportMap &map, const QStringList &header, const std::function<void(SavedViewId)> &then)
{
    const KeptMap *before = named(name);
    Params params;
    before ? params.integer(before->id.value) : params.null();
    const QJsonObject definition{{u"map"_s, map.toJson()}, {u"header"_s, QJsonArray::fromStringList(header)}};
    params.text(u"imports"_s).text(name).json(definition).boolean(true).integer(before ? before->version : 0);
    follow(m_session.commandClient().send(namedQuery(u"table/saved_view_save"_s), QUuid::createUuid(), params), [then](const CommandOutcome &kept) { then({kept.details.value(u"view_id"_s).toInteger()}); });
}

void KeptMaps::forget(SavedViewId id)
{
    if (const KeptMap *known = find(id))
        follow(m_session.commandClient().send(namedQuery(u"table/saved_view_delete"_s), QUuid::createUuid(), Params().integer(id.value).integer(known->version)), [](const CommandOutcome &) {});
}

void KeptMaps::follow(const QFuture<Result<CommandOutcome>> &future, const std::function<void(const CommandOutcome &)> &then)
{
    m_isKnown = false; // a file that is opened meanwhile is not recognised by what was kept before
    auto *watcher = new QFutureWatcher<Result<CommandOutcome>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, then] {
        watcher->deleteLater();
        if (watcher->future().resultCount() == 0)
            return load();
        const auto answer = watcher->result();
        if (!answer || answer->kind != CommandOutcome::Kind::Done)
            Q_EMIT failed(answer ? reasonText(answer->reason) : answer.error().userText);
        else
            then(*answer);
        load();
    });
    watcher->setFuture(future);
}

} // namespace Steward
