// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/ordertimeline.h"

#include "models/orders/orderrepository.h"
#include "ui/orders/orderparts.h"

#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

using Kind = TimelineEntry::Kind;

const QList<Kind> &allKinds()
{
    static const QList<Kind> kinds{Kind::Note, Kind::Money, Kind::Goods, Kind::Message, Kind::Correction, Kind::Handling};
    return kinds;
}

/// The box's rows: a word, and what it leaves.
QList<std::pair<QString, QList<Kind>>> filters()
{
    return {{OrderTimeline::tr("Notes and events"), allKinds()},
            {OrderTimeline::tr("Notes only"), {Kind::Note}},
            {OrderTimeline::tr("Events only"), allKinds().mid(1)},
            {OrderTimeline::tr("Money"), {Kind::Money}},
            {OrderTimeline::tr("Goods"), {Kind::Goods}},
            {OrderTimeline::tr("Messages"), {Kind::Message}},
            {OrderTimeline::tr("Corrections"), {Kind::Correction}}};
}

} // namespace

OrderTimeline::OrderTimeline(const QList<TimelineEntry> &entries, int chosen, const std::function<QString(const QDateTime &)> &timeText, QWidget *parent)
    : QWidget(parent), m_empty(makeLabel({}, Theme::Tone::Faint))
{
    auto *box = new QComboBox;
    box->setObjectName(u"timelineKind"_s);
    box->setAccessibleName(tr("What the timeline shows"));
    for (const auto &[word, kinds] : filters())
        box->addItem(word);
    box->setCurrentIndex(chosen);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spaceXs);
    column->addWidget(box, 0, Qt::AlignLeading);
    for (const TimelineEntry &entry : entries) {
        QWidget *item = makeItem(entry, timeText(entry.at));
        column->addWidget(item);
        m_items.append({entry.kind, item});
    }
    m_empty->setObjectName(u"timelineEmpty"_s);
    column->addWidget(m_empty);
    filter(chosen);
    connect(box, &QComboBox::currentIndexChanged, this, [this](int index) {
        filter(index);
        Q_EMIT filterChosen(index);
    });
}

QWidget *OrderTimeline::makeItem(const TimelineEntry &entry, const QString &at)
{
    auto *item = new QWidget;
    auto *column = new QVBoxLayout(item);
    column->setContentsMargins(0, Theme::spaceXs, 0, Theme::spaceXs);
    column->setSpacing(2);
    const bool isNote = entry.kind == Kind::Note;
    if (!isNote)
        column->addWidget(makeLabel(orderEventText(entry.word)));
    if (!entry.body.isEmpty())
        column->addWidget(makeLabel(entry.body));
    const QString actor = entry.actor.isEmpty() ? tr("from the shop") : entry.actor;
    column->addWidget(makeLabel(isNote ? tr("Note · %1 · %2").arg(actor, at) : tr("%1 · %2").arg(actor, at), Theme::Tone::Faint));
    return item;
}

void OrderTimeline::filter(int chosen)
{
    const QList<Kind> kinds = filters().value(chosen).second;
    for (const auto &[kind, item] : std::as_const(m_items))
        item->setVisible(kinds.contains(kind));
    m_empty->setText(m_items.isEmpty() ? tr("Nothing has happened yet.") : tr("Nothing of this kind has happened."));
    m_empty->setVisible(std::ranges::none_of(m_items, [&kinds](const auto &item) { return kinds.contains(item.first); }));
}

} // namespace Steward
