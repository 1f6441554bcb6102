// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/savedviews.h"

#include <QTabBar>

namespace Steward {

/// The tabs of a desk: All, then the saved views with their counts. A dot marks a view that was changed since it was saved.
class ViewTabs final : public QTabBar
{
    Q_OBJECT

public:
    explicit ViewTabs(SavedViews &views, QWidget *parent = nullptr);
    [[nodiscard]] const SavedView &currentView() const;
    void setChanged(bool changed);
    [[nodiscard]] bool isChanged() const { return m_changed; }
    void select(SavedViewId id);

Q_SIGNALS:
    void viewChosen(const Steward::SavedView &view);

private:
    void rebuild();
    void relabel();

    SavedViews &m_views;
    SavedViewId m_chosen;
    bool m_changed = false;
};

} // namespace Steward
