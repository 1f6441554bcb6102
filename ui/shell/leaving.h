// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/context.h"
#include "ui/common/page.h"

#include <QCoreApplication>

#include <functional>

namespace Steward {

/// What would be lost or would end when the desks are left, and the one question about it. Over a locked screen anybody may ask, so
/// nothing is named there. GUI thread.
class Leaving final
{
    Q_DECLARE_TR_FUNCTIONS(Steward::Leaving)

public:
    /// pages: the desks there are at any moment; window: the question stands over it. Both outlive this.
    Leaving(const UiContext &context, const QList<Page *> &pages, QWidget *window);

    /// Goes on at once where nothing would be lost, else after the question; not when the answer is Cancel.
    void leave(const std::function<void()> &then);
    [[nodiscard]] bool isFree() const; ///< nothing would be lost
    [[nodiscard]] QList<PageWork> underWay() const;

private:
    [[nodiscard]] QStringList unsent() const;
    [[nodiscard]] bool isKept() const; ///< what is unsent outlives the leaving
    void settle(UnsentChoice choice);
    void askAboutWork(const QList<PageWork> &works, const std::function<void()> &then);
    void askAboutTyped(const QStringList &typed, const QList<PageWork> &works, const std::function<void()> &then);

    UiContext m_context;
    const QList<Page *> &m_pages;
    QWidget *m_window;
};

} // namespace Steward
