// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ids.h"
#include "models/core/latestonly.h"
#include "models/session/session.h"
#include "models/table/querytext.h"
#include "models/table/tablesource.h"

#include <QObject>

namespace Steward {

/// One column of a view: which, how wide, shown or not, in the order of the list.
struct ViewColumn
{
    QString name; ///< the slice's column name, "placed"
    int width = 0; ///< device-independent pixels; 0: the default
    bool visible = true;

    friend bool operator==(const ViewColumn &, const ViewColumn &) = default;
};

/// Filters, order and columns under a name; private to its owner or shared.
struct SavedView
{
    SavedViewId id;
    QString name;  ///< as stored
    QString owner; ///< login; empty for shared ones
    bool shared = false;
    bool seeded = false;
    int version = 0;
    TableQuery query;
    QList<ViewColumn> columns; ///< empty: the defaults
    bool broken = false;       ///< its definition could not be read: opens with defaults

    /// Seeded views are stored under English names; a person reads them in the program's language.
    [[nodiscard]] QString shownName() const;
    [[nodiscard]] QJsonObject definition() const;
    void setDefinition(const QJsonObject &json); ///< sets broken instead of failing
};

/// What a desk's lists can be asked: a stored view that asks anything else is broken.
struct ViewVocabulary
{
    QList<QueryField> fields;
    QStringList sorts;
};

/// The tabs of one desk: the locked "All" first, then saved views, each with its (bounded) count.
class SavedViews final : public QObject
{
    Q_OBJECT

public:
    SavedViews(Session &session, const QString &desk, TableSource &counts, const ViewVocabulary &vocabulary, QObject *parent = nullptr);
    ~SavedViews() override;

    [[nodiscard]] const QList<SavedView> &views() const; ///< [0] is "All", id 0
    [[nodiscard]] qint64 countOf(int index) const;        ///< -1 unknown; at most 1001, which means "1000+"
    void load();
    void refreshCounts(); ///< asks again; those that have no answer yet, once they have it
    /// Ends in saved() or failed(). A new view has no id; an existing one is updated in place.
    void save(const SavedView &view);
    void remove(SavedViewId id);

Q_SIGNALS:
    void loaded();
    void countsChanged();
    void saved(Steward::SavedViewId id);
    void failed(const QString &text);

private:
    class Private;

    void count(const SavedView &view);

    std::unique_ptr<Private> d;
};

} // namespace Steward
