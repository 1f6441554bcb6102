// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/savedviews.h"

#include <QJsonArray>
#include <QSet>
#include <QUuid>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int countBound = 1000;

SavedView allView()
{
    SavedView view;
    view.name = u"All"_s;
    view.shared = true;
    view.seeded = true;
    return view;
}

QString reasonText(const QString &reason)
{
    static const QHash<QString, const char *> sentences{
        {u"name_taken"_s, QT_TRANSLATE_NOOP("Steward::SavedViews", "There is a view of this name already. Choose another name.")},
        {u"may_not_share"_s, QT_TRANSLATE_NOOP("Steward::SavedViews", "Shared views are changed by a lead. Save it under a name of your own.")},
        {u"no_such_view"_s, QT_TRANSLATE_NOOP("Steward::SavedViews", "This view is there no more. Save it under a new name.")},
        {u"changed_meanwhile"_s, QT_TRANSLATE_NOOP("Steward::SavedViews", "Somebody has changed this view meanwhile. Open it again, or save yours under a new name.")},
        {u"bad_name"_s, QT_TRANSLATE_NOOP("Steward::SavedViews", "A view's name has 1 to 100 characters.")},
        {u"card_number"_s, QT_TRANSLATE_NOOP("Steward::SavedViews", "The name or a filter looks like a card number, which must not be stored.")},
    };
    return SavedViews::tr(sentences.value(reason, QT_TRANSLATE_NOOP("Steward::SavedViews", "The view could not be saved. Try again.")));
}

/// Neither fails on what it cannot read nor asks the server what the desk cannot ask.
void check(SavedView &view, const ViewVocabulary &vocabulary)
{
    if (view.broken || (vocabulary.sorts.contains(view.query.sort) && isQueryOf(view.query, vocabulary.fields)))
        return;
    view.query = {};
    view.columns.clear();
    view.broken = true;
}

QList<SavedView> readViews(const Rows &rows, const ViewVocabulary &vocabulary)
{
    QList<SavedView> views;
    for (int row = 0; row < rows.count(); ++row) {
        SavedView view;
        view.id = {rows.integer(row, "id")};
        view.seeded = rows.boolean(row, "seeded");
        view.name = rows.text(row, "name");
        view.owner = rows.text(row, "owner_login");
        view.shared = rows.boolean(row, "shared");
        view.version = int(rows.integer(row, "version"));
        view.setDefinition(rows.object(row, "definition"));
        check(view, vocabulary);
        views.append(view);
    }
    return views;
}

} // namespace

QString SavedView::shownName() const
{
    static const QHash<QString, const char *> names{{u"All"_s, QT_TRANSLATE_NOOP("Steward::SavedViews", "All")}, {u"Mine"_s, QT_TRANSLATE_NOOP("Steward::SavedViews", "Mine")},
        {u"To ship"_s, QT_TRANSLATE_NOOP("Steward::SavedViews", "To ship")}, {u"On hold"_s, QT_TRANSLATE_NOOP("Steward::SavedViews", "On hold")},
        {u"Refund waiting"_s, QT_TRANSLATE_NOOP("Steward::SavedViews", "Refund waiting")}, {u"Pay out by hand"_s, QT_TRANSLATE_NOOP("Steward::SavedViews", "Pay out by hand")}};
    return seeded && names.contains(name) ? SavedViews::tr(names.value(name)) : name;
}

QJsonObject SavedView::definition() const
{
    QJsonArray list;
    for (const ViewColumn &column : columns)
        list.append(QJsonObject{{u"name"_s, column.name}, {u"width"_s, column.width}, {u"visible"_s, column.visible}});
    return {{u"query"_s, query.toJson()}, {u"columns"_s, list}};
}

void SavedView::setDefinition(const QJsonObject &json)
{
    const QJsonValue stored = json.value(u"query"_s);
    const QJsonValue filters = stored.toObject().value(u"filters"_s);
    broken = !stored.isObject() || !(filters.isUndefined() || filters.isArray()) || (json.contains(u"columns"_s) && !json.value(u"columns"_s).isArray());
    if (broken)
        return;
    query = TableQuery::fromJson(stored.toObject());
    for (const QJsonValue &value : json.value(u"columns"_s).toArray()) {
        const QJsonObject object = value.toObject();
        columns.append({object.value(u"name"_s).toString(), object.value(u"width"_s).toInt(), object.value(u"visible"_s).toBool(true)});
    }
}

class SavedViews::Private
{
public:
    Private(Session &owner, const QString &deskName, TableSource &rows, const ViewVocabulary &words) : session(owner), desk(deskName), source(rows), vocabulary(words) { }

    Session &session;
    QString desk;
    TableSource &source;
    ViewVocabulary vocabulary;
    QList<SavedView> views{allView()};
    QHash<qint64, qint64> counts;
    LatestOnly<Result<QList<SavedView>>> loading;
    std::map<qint64, LatestOnly<Result<qint64>>> counting;
    QSet<qint64> overtaken; ///< that were to be counted again before they were counted
};

SavedViews::SavedViews(Session &session, const QString &desk, TableSource &counts, const ViewVocabulary &vocabulary, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(session, desk, counts, vocabulary))
{
}

SavedViews::~SavedViews() = default;

const QList<SavedView> &SavedViews::views() const
{
    return d->views;
}

qint64 SavedViews::countOf(int index) const
{
    return d->counts.value(d->views.value(index).id.value, -1);
}

void SavedViews::load()
{
    const auto job = [desk = d->desk, vocabulary = d->vocabulary](Connection &connection, const Interrupt &interrupt) -> Result<QList<SavedView>> {
        const auto rows = connection.query(namedQuery(u"table/saved_view_list"_s), Params().text(desk), interrupt);
        return rows ? Result<QList<SavedView>>(readViews(*rows, vocabulary)) : Result<QList<SavedView>>(rows.error());
    };
    d->loading.start(d->session.background().run(job, 10'000, Repeat::OnceIfOffline), this, [this](const Result<QList<SavedView>> &answer) {
        if (!answer) {
            Q_EMIT failed(answer.error().userText);
            return;
        }
        d->views = QList<SavedView>{allView()} + *answer;
        // What was being counted may be the count of a view as it was.
        d->counting.clear();
        d->overtaken.clear();
        Q_EMIT loaded();
        refreshCounts();
    });
}

void SavedViews::refreshCounts()
{
    for (const SavedView &view : std::as_const(d->views)) {
        if (!view.id.isValid() || view.broken)
            continue;
        // One that takes long would never end if each new question began it anew. What it counts may be from before this question.
        const auto known = d->counting.find(view.id.value);
        if (known != d->counting.end() && known->second.isRunning())
            d->overtaken.insert(view.id.value);
        else
            count(view);
    }
}

void SavedViews::count(const SavedView &view)
{
    d->counting[view.id.value].start(d->source.count(view.query, countBound), this, [this, id = view.id](const Result<qint64> &answer) {
        if (answer) {
            d->counts.insert(id.value, *answer);
            Q_EMIT countsChanged();
        }
        const auto again = std::ranges::find(d->views, id, &SavedView::id);
        if (d->overtaken.remove(id.value) && again != d->views.end())
            count(*again);
    });
}

void SavedViews::save(const SavedView &view)
{
    Params params;
    if (view.id.isValid())
        params.integer(view.id.value);
    else
        params.null();
    params.text(d->desk).text(view.name).json(view.definition()).boolean(view.shared).integer(view.version);
    auto *watcher = new QFutureWatcher<Result<CommandOutcome>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        const auto answer = watcher->result();
        watcher->deleteLater();
        if (!answer)
            Q_EMIT failed(answer.error().userText);
        else if (answer->kind != CommandOutcome::Kind::Done)
            Q_EMIT failed(reasonText(answer->reason));
        else
            Q_EMIT saved({answer->details.value(u"view_id"_s).toInteger()});
        load();
    });
    watcher->setFuture(d->session.commandClient().send(namedQuery(u"table/saved_view_save"_s), QUuid::createUuid(), params));
}

void SavedViews::remove(SavedViewId id)
{
    for (const SavedView &view : std::as_const(d->views)) {
        if (view.id != id || !id.isValid())
            continue;
        auto *watcher = new QFutureWatcher<Result<CommandOutcome>>(this);
        connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
            const auto answer = watcher->result();
            watcher->deleteLater();
            if (!answer || answer->kind != CommandOutcome::Kind::Done)
                Q_EMIT failed(answer ? reasonText(answer->reason) : answer.error().userText);
            load();
        });
        watcher->setFuture(d->session.commandClient().send(namedQuery(u"table/saved_view_delete"_s), QUuid::createUuid(), Params().integer(id.value).integer(view.version)));
        return;
    }
}

} // namespace Steward
