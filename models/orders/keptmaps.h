// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/import/keptmap.h"
#include "models/session/session.h"

#include <QObject>

#include <functional>

namespace Steward {

/// The maps of files that were kept under a name, in the store: whoever may import shares them. They hold names of columns and fields,
/// and no value of a file. GUI thread.
class KeptMaps final : public QObject
{
    Q_OBJECT

public:
    explicit KeptMaps(Session &session, QObject *parent = nullptr);

    [[nodiscard]] const QList<KeptMap> &all() const { return m_maps; } ///< by name
    [[nodiscard]] const KeptMap *find(SavedViewId id) const;           ///< null where there is none
    [[nodiscard]] const KeptMap *named(const QString &name) const;
    /// An answer has come, if only that they could not be had, and nothing is being changed.
    [[nodiscard]] bool isKnown() const { return m_isKnown; }

    void load();
    /// Instead of the one of that name, where there is one. Ends in then(), or in failed(). Several may be under way, so each knows its own.
    void keep(const QString &name, const ImportMap &map, const QStringList &header, const std::function<void(SavedViewId)> &then);
    /// Ends in loaded() or failed().
    void forget(SavedViewId id);

Q_SIGNALS:
    void loaded(); ///< also when there are none
    void failed(const QString &text); ///< a whole sentence

private:
    void follow(const QFuture<Result<CommandOutcome>> &future, const std::function<void(const CommandOutcome &)> &then);

    Session &m_session;
    QList<KeptMap> m_maps;
    bool m_isKnown = false;
    LatestOnly<Result<QList<KeptMap>>> m_loading;
};

} // namespace Steward
