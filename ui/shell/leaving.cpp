// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/leaving.h"

#include "models/session/drafts.h"
#include "models/session/session.h"
#include "ui/common/prompts.h"

#include <algorithm>

namespace Steward {

namespace {

QStringList endsOf(const QList<PageWork> &works)
{
    QStringList ends;
    for (const PageWork &work : works)
        ends.append(Leaving::tr("%1 %2").arg(work.said, work.whenLeft));
    return ends;
}

} // namespace

Leaving::Leaving(const UiContext &context, const QList<Page *> &pages, QWidget *window) : m_context(context), m_pages(pages), m_window(window) { }

QList<PageWork> Leaving::underWay() const
{
    QList<PageWork> works;
    for (const Page *page : m_pages)
        works += page->underWay();
    return works;
}

QStringList Leaving::unsent() const
{
    QStringList what;
    for (const Page *page : m_pages)
        what += page->unsent();
    return what;
}

bool Leaving::isKept() const
{
    return m_context.drafts.isSafe() && std::ranges::all_of(m_pages, [](const Page *page) { return page->keepsUnsent() || page->unsent().isEmpty(); });
}

bool Leaving::isFree() const
{
    return unsent().isEmpty() && underWay().isEmpty();
}

void Leaving::settle(UnsentChoice choice)
{
    for (Page *page : m_pages)
        page->settleUnsent(choice);
}

void Leaving::leave(const std::function<void()> &then)
{
    QStringList typed = unsent();
    const QList<PageWork> works = underWay();
    if (!typed.isEmpty() && m_context.session.state() == Session::State::Locked) {
        // What is another's is kept where it can be.
        if (isKept()) {
            settle(UnsentChoice::Keep);
            typed.clear();
        } else {
            typed = {tr("%n thing(s) that the person who locked this screen typed and did not send.", "", int(typed.size()))};
        }
    }
    if (!typed.isEmpty())
        askAboutTyped(typed, works, then);
    else if (!works.isEmpty())
        askAboutWork(works, then);
    else
        then();
}

void Leaving::askAboutWork(const QList<PageWork> &works, const std::function<void()> &then)
{
    const QString title = works.size() == 1 ? works.first().title : tr("Work is going on");
    m_context.prompts.ask(m_window, title, endsOf(works).join(u'\n'), {tr("End it and leave"), tr("Stay")}, [then](int choice) {
        if (choice == 0)
            then();
    });
}

void Leaving::askAboutTyped(const QStringList &typed, const QList<PageWork> &works, const std::function<void()> &then)
{
    const Drafts &drafts = m_context.drafts;
    const QString cannotKeep = !isKept() && drafts.warning().isEmpty() ? tr("Not all you typed can be kept: it goes when you leave.") : drafts.warning();
    askAboutUnsent(m_context.prompts, m_window, typed + endsOf(works), cannotKeep, [this, then](UnsentChoice choice) {
        settle(choice);
        then();
    });
}

} // namespace Steward
