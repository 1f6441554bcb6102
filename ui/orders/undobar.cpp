// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/undobar.h"

#include "ui/orders/sentcommands.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>
#include <iterator>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int sightSeconds = 20; // where nothing leaves the house, the store lets it be taken back later too
constexpr qsizetype mostOffers = 20;
constexpr int secondMs = 1000;
constexpr int minuteMs = 60 * secondMs; // often enough for what ends with the day

} // namespace

UndoBar::UndoBar(OrderCommands &commands, SentCommands &sent, OrderId about, QWidget *parent) : QWidget(parent), m_commands(commands), m_sent(sent), m_about(about), m_second(this), m_text(new QLabel(this)), m_undo(new QPushButton(tr("Undo"), this))
{
    setObjectName(u"undoBar"_s);
    m_text->setObjectName(u"undoText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_undo->setObjectName(u"undoButton"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::spaceL, Theme::spaceS, Theme::spaceL, Theme::spaceS);
    row->addWidget(m_text, 1);
    row->addWidget(m_undo);
    setAutoFillBackground(true);
    connect(&m_second, &QTimer::timeout, this, &UndoBar::tick);
    connect(m_undo, &QPushButton::clicked, this, [this] { takeBack(shown()); });
    connect(&commands, &OrderCommands::answered, this, &UndoBar::answered);
    connect(&commands, &OrderCommands::undoing, this, &UndoBar::begun);
    hide();
}

void UndoBar::begun(QUuid done, QUuid undoing)
{
    const auto offer = std::ranges::find(m_offers, done, [](const Offer &each) { return each.done.command; });
    if (offer == m_offers.end() || offer->isUnderWay)
        return;
    offer->undoing = undoing;
    offer->isUnderWay = true;
    showNext();
}

void UndoBar::answered(const CommandAnswer &answer)
{
    const bool isAsker = m_asking.remove(answer.command);
    if (!answer.undone.isNull())
        settle(answer);
    else if (answer.isUndoable && (!m_about.isValid() || answer.isAbout(m_about)))
        offer(answer);
    if (isAsker)
        Q_EMIT told(answer.text, answer.isDone ? Theme::Tone::Good : Theme::Tone::Bad);
}

void UndoBar::settle(const CommandAnswer &answer)
{
    if (answer.isFinal())
        return drop(answer.undone);
    const auto offer = std::ranges::find(m_offers, answer.command, &Offer::undoing);
    if (offer == m_offers.end())
        return;
    const bool wasUnknown = offer->isUnknown;
    offer->isUnderWay = false;
    if (answer.isKnown && !answer.error) { // the store has forgotten that command; after an error it may know it, from an earlier time too
        offer->undoing = {};
        offer->isUnknown = false;
    } else if (!answer.isKnown) {
        offer->isUnknown = true;
    }
    offer->isInVain = wasUnknown && offer->isUnknown;
    dropOver(); // its seconds may have gone by meanwhile
}

void UndoBar::offer(const CommandAnswer &answer)
{
    // The store takes nothing back of orders that were changed since; a message changes none.
    const auto isOutdone = [&answer](const Offer &earlier) {
        return earlier.isOpen() && !earlier.done.isMessage && std::ranges::all_of(earlier.done.orders, [&answer](OrderId id) { return answer.isAbout(id); });
    };
    if (!answer.isMessage)
        m_offers.removeIf(isOutdone);
    m_offers.append({answer, {}, answer.graceSeconds > 0 ? answer.graceSeconds : answer.undoSeconds > 0 ? answer.undoSeconds : sightSeconds});
    if (m_offers.size() > mostOffers)
        m_offers.erase(std::ranges::min_element(m_offers, {}, &Offer::worth));
    showNext();
}

void UndoBar::drop(QUuid done)
{
    m_offers.removeIf([done](const Offer &offer) { return offer.done.command == done; });
    showNext();
}

void UndoBar::dropOver()
{
    m_offers.removeIf([](const Offer &offer) { return offer.isOver(); });
    showNext();
}

/// One that is being taken back stays until it is known what became of that.
bool UndoBar::Offer::isOver() const
{
    return isOpen() && (endsInSight() ? secondsLeft <= 0 : end.hasExpired());
}

int UndoBar::Offer::worth() const
{
    enum { OutOfSight, InSight, StillInTheHouse, BeingTakenBack };
    return !isOpen() ? BeingTakenBack : endsInSight() ? StillInTheHouse : secondsLeft > 0 ? InSight : OutOfSight;
}

qsizetype UndoBar::next() const
{
    enum { OnItsWay, InVain, OutOfSight, InSight };
    const auto rank = [this](const Offer &offer) { return offer.isUnderWay ? OnItsWay : offer.isInVain ? InVain : isInSight(offer) ? InSight : OutOfSight; };
    const auto newest = std::ranges::max_element(m_offers.rbegin(), m_offers.rend(), {}, rank); // the first of those that are equal
    return std::distance(newest, m_offers.rend()) - 1;
}

/// What is taken back is seen, also where Ctrl+Z would go on with something that is not.
qsizetype UndoBar::shown() const
{
    if (const qsizetype place = next(); place >= 0 && isInSight(m_offers.at(place)))
        return place;
    const auto newest = std::find_if(m_offers.rbegin(), m_offers.rend(), [this](const Offer &offer) { return isInSight(offer); });
    return std::distance(newest, m_offers.rend()) - 1;
}

void UndoBar::showNext()
{
    const qsizetype place = shown();
    const bool isShown = place >= 0;
    if (isShown)
        showOffer(m_offers.at(place));
    setVisible(isShown);
    const int interval = isShown ? secondMs : minuteMs;
    if (!isOffered())
        m_second.stop();
    else if (!m_second.isActive() || m_second.interval() != interval)
        m_second.start(interval);
    if (std::exchange(m_wasOffered, isOffered()) != isOffered())
        Q_EMIT offeredChanged();
}

void UndoBar::showOffer(const Offer &offer)
{
    const QString &what = offer.done.text;
    QPalette palette = this->palette();
    palette.setColor(QPalette::Window, Theme::background(Theme::Tone::Good));
    palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Good));
    setPalette(palette);
    m_undo->setText(offer.isUnknown ? tr("Ask again") : tr("Undo"));
    m_undo->setEnabled(!offer.isUnderWay);
    m_text->setText(offer.isUnknown              ? tr("Nobody knows yet whether this was taken back: %1").arg(what)
                    : offer.done.graceSeconds > 0 ? tr("%1 Messages and money leave in %n second(s).", "", std::max(offer.secondsLeft, 0)).arg(what)
                                                  : what);
}

void UndoBar::tick()
{
    for (Offer &offer : m_offers)
        --offer.secondsLeft;
    dropOver();
}

void UndoBar::undo()
{
    takeBack(next());
}

void UndoBar::takeBack(qsizetype place)
{
    if (place < 0)
        return;
    Offer &offer = m_offers[place];
    if (offer.isUnderWay) {
        Q_EMIT told(tr("It is being taken back."), Theme::Tone::Neutral);
        return;
    }
    if (offer.undoing.isNull())
        offer.undoing = QUuid::createUuid();
    offer.isUnderWay = true;
    m_asking.insert(offer.undoing);
    showNext(); // what is taken back is seen, also where the bar had gone
    m_sent.send(offer.undoing, tr("Take back “%1”").arg(offer.done.text), this, [&commands = m_commands, command = offer.undoing, done = offer.done] { commands.undo(command, done); });
}

} // namespace Steward
