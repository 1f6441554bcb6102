// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/viewtabs.h"

#include <QLocale>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr qint64 mostCounted = 1000;

} // namespace

ViewTabs::ViewTabs(SavedViews &views, QWidget *parent) : QTabBar(parent), m_views(views)
{
    setObjectName(u"viewTabs"_s);
    setAccessibleName(tr("Saved views"));
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(true);
    setContextMenuPolicy(Qt::CustomContextMenu);
    rebuild();
    connect(&views, &SavedViews::loaded, this, &ViewTabs::rebuild);
    connect(&views, &SavedViews::countsChanged, this, &ViewTabs::relabel);
    connect(this, &QTabBar::currentChanged, this, [this](int index) {
        if (index < 0)
            return;
        m_chosen = m_views.views().value(index).id;
        m_changed = false;
        relabel();
        Q_EMIT viewChosen(currentView());
    });
}

const SavedView &ViewTabs::currentView() const
{
    return m_views.views().at(std::clamp(currentIndex(), 0, int(m_views.views().size()) - 1));
}

void ViewTabs::setChanged(bool changed)
{
    if (m_changed == changed)
        return;
    m_changed = changed;
    relabel();
}

void ViewTabs::select(SavedViewId id)
{
    for (int i = 0; i < m_views.views().size(); ++i) {
        if (m_views.views().at(i).id == id)
            return setCurrentIndex(i);
    }
}

void ViewTabs::rebuild()
{
    const SavedViewId before = m_chosen;
    QSignalBlocker quiet(this);
    while (count() > m_views.views().size())
        removeTab(count() - 1);
    int chosen = 0;
    for (int i = 0; i < m_views.views().size(); ++i) {
        if (i >= count())
            addTab(QString());
        if (m_views.views().at(i).id == m_chosen)
            chosen = i;
    }
    setCurrentIndex(chosen);
    m_chosen = m_views.views().at(chosen).id;
    const bool isOther = m_chosen != before;
    m_changed = m_changed && !isOther;
    relabel();
    quiet.unblock();
    // The view that was shown is there no more: its filter goes with it.
    if (isOther)
        Q_EMIT viewChosen(currentView());
}

void ViewTabs::relabel()
{
    for (int i = 0; i < count() && i < m_views.views().size(); ++i) {
        const SavedView &view = m_views.views().at(i);
        const qint64 counted = m_views.countOf(i);
        QString label = view.shownName();
        label.replace(u'&', u"&&"_s);
        if (counted >= 0)
            label += counted > mostCounted ? tr("  %L1+").arg(mostCounted) : tr("  %L1").arg(counted);
        if (i == currentIndex() && m_changed)
            label += u" •"_s;
        setTabText(i, label);
        setTabToolTip(i, view.broken ? tr("This view could not be read; it opens with the defaults.")
                          : i == currentIndex() && m_changed ? tr("Changed since it was saved: save it, or undo the changes") : view.shared ? QString() : tr("Only you see this view"));
    }
}

} // namespace Steward
