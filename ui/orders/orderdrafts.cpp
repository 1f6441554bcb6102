// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderdrafts.h"

#include "ui/orders/bulkruns.h"
#include "ui/orders/ordersheet.h"
#include "ui/orders/sentcommands.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr qsizetype namedOrders = 20; // of more of them, a draft is filed under their digest

/// Id, version and number of each, for there may be tens of thousands. Without names: what a person needs to know is the order's to say
/// when it is opened.
QJsonArray toJson(const QList<OrderChoice> &orders)
{
    QJsonArray json;
    for (const OrderChoice &order : orders)
        json.append(QJsonArray{order.id.value, order.version, order.number});
    return json;
}

QList<OrderChoice> fromJson(const QJsonArray &json)
{
    QList<OrderChoice> orders;
    for (const QJsonValue &order : json)
        orders.append({{order[0].toInteger()}, order[1].toInt(), order[2].toString(), {}});
    return orders;
}

} // namespace

QString draftRecord(const QList<OrderId> &orders)
{
    QList<OrderId> sorted = orders;
    std::ranges::sort(sorted);
    QStringList numbers{u"order"_s};
    for (const OrderId id : std::as_const(sorted))
        numbers.append(QString::number(id.value));
    const QString all = numbers.join(u' ');
    if (orders.size() <= namedOrders)
        return all;
    return u"orders "_s + QString::fromLatin1(QCryptographicHash::hash(all.toLatin1(), QCryptographicHash::Sha256).toHex());
}

QJsonObject draftAbout(const QList<OrderChoice> &orders)
{
    return {{u"orders"_s, toJson(orders)}};
}

QList<OrderChoice> draftOrders(const Draft &draft)
{
    return fromJson(draft.about.value(u"orders"_s).toArray());
}

QList<Draft> typedDrafts(const Drafts &drafts)
{
    QList<Draft> typed = drafts.all();
    typed.removeIf([](const Draft &draft) { return BulkRuns::isKeptRun(draft) || isSentCommand(draft); });
    return typed;
}

QString draftTime(const Draft &draft, const QTimeZone &zone)
{
    const QDateTime local = draft.at.toTimeZone(zone);
    return OrderDrafts::tr("%1, %2").arg(QLocale().toString(local.date(), QLocale::ShortFormat), QLocale().toString(local.time(), QLocale::ShortFormat));
}

OrderDrafts::OrderDrafts(Drafts &drafts, OrderCommands &commands, QObject *parent) : QObject(parent), m_drafts(drafts), m_commands(commands)
{
    connect(&commands, &OrderCommands::answered, this, &OrderDrafts::answered);
}

OrderDrafts::Followed *OrderDrafts::followed(const OrderSheet *sheet)
{
    const auto found = std::ranges::find(m_followed, sheet, [](const Followed &followed) { return followed.sheet.data(); });
    return found == m_followed.end() ? nullptr : &*found;
}

void OrderDrafts::follow(OrderSheet *sheet, const QString &verb, const QTimeZone &zone)
{
    m_followed.removeIf([](const Followed &followed) { return !followed.sheet; });
    connect(sheet, &OrderSheet::hurried, this, [this, sheet] { sheet->go(m_commands); });
    const QList<OrderChoice> orders = sheet->orders();
    const QString record = draftRecord(idsOf(orders));
    m_followed.append({sheet, verb, record, orders, toJson(orders)});
    sheet->beginAsking();
    if (const auto draft = m_drafts.find(record, verb))
        restore(sheet, *draft, zone);
    connect(sheet, &OrderSheet::edited, this, [this, sheet] { keep(sheet); });
}

void OrderDrafts::restore(OrderSheet *sheet, const Draft &draft, const QTimeZone &zone) const
{
    sheet->restore(draft.typed);
    sheet->settle();
    const QString typedText = tr("Restored what you typed on %1.").arg(draftTime(draft, zone));
    if (draft.sent.isEmpty())
        return sheet->sayRestored(typedText, Theme::Tone::Info);
    if (sheet->typed() != draft.sent.value(u"typed"_s).toObject())
        return sheet->sayRestored(tr("%1 Nobody knows whether it was done in the form it was sent in: look at the timeline first.").arg(typedText), Theme::Tone::Warning);
    sheet->takeUp(QUuid::fromString(draft.sent.value(u"command"_s).toString()), fromJson(draft.sent.value(u"orders"_s).toArray()));
    sheet->sayRestored(tr("Nobody knows yet whether this was done; send it again to find out. It is not done twice."), Theme::Tone::Warning);
}

void OrderDrafts::keep(const OrderSheet *sheet)
{
    const Followed *was = followed(sheet);
    if (!was)
        return;
    const auto before = m_drafts.find(was->record, was->verb);
    const auto now = refreshed(sheet);
    const QJsonObject sent = before ? before->sent : QJsonObject();
    if (sheet->isBlank() && sent.isEmpty())
        m_drafts.forget(now->record, now->verb);
    else
        m_drafts.keep({now->record, now->verb, sheet->windowTitle(), sheet->typed(), {{u"orders"_s, now->json}}, sent, {}});
}

/// With the orders it is about now. A copy: whoever hears that a draft is forgotten may open or close a sheet.
std::optional<OrderDrafts::Followed> OrderDrafts::refreshed(const OrderSheet *sheet)
{
    Followed *found = followed(sheet);
    if (!found)
        return {};
    const QString before = found->record;
    refreshOrders(*found);
    const Followed now = *found;
    if (now.record != before) // it was done to some of them
        m_drafts.forget(before, now.verb);
    return now;
}

/// Tens of thousands of orders are not written out anew at every key.
void OrderDrafts::refreshOrders(Followed &followed)
{
    const QList<OrderChoice> now = followed.sheet->orders();
    const auto isSame = [](const OrderChoice &a, const OrderChoice &b) { return a.id == b.id && a.version == b.version; };
    if (now.isSharedWith(followed.orders) || std::ranges::equal(now, followed.orders, isSame))
        return;
    followed.orders = now;
    followed.json = toJson(now);
    followed.record = draftRecord(idsOf(now));
}

void OrderDrafts::send(OrderSheet *sheet)
{
    if (const auto now = refreshed(sheet)) {
        m_sent.insert(sheet->commandId(), {now->record, now->verb});
        m_drafts.keep({now->record, now->verb, sheet->windowTitle(), sheet->typed(), {{u"orders"_s, now->json}},
                       {{u"command"_s, sheet->commandId().toString()}, {u"typed"_s, sheet->typed()}, {u"orders"_s, now->json}}, {}});
    }
    m_drafts.whenSafe(sheet, [this, sheet] { sheet->go(m_commands); });
}

void OrderDrafts::forget(const OrderSheet *sheet)
{
    if (const auto now = refreshed(sheet))
        m_drafts.forget(now->record, now->verb);
}

QList<OrderSheet *> OrderDrafts::unsent(const QWidget *window) const
{
    QList<OrderSheet *> sheets;
    for (const Followed &followed : m_followed) {
        if (followed.sheet && followed.sheet->isUnsettled() && (!window || followed.sheet->parentWidget() == window))
            sheets.append(followed.sheet);
    }
    return sheets;
}

void OrderDrafts::answered(const CommandAnswer &answer)
{
    if (!m_sent.contains(answer.command))
        return;
    const auto [record, verb] = m_sent.take(answer.command);
    auto draft = m_drafts.find(record, verb);
    if (!draft || !answer.isKnown) // then it stays with its id
        return;
    // Its sheet was closed, and another one of the same verb has been filled in or sent since.
    if (draft->sent.value(u"command"_s).toString() != answer.command.toString())
        return;
    if (answer.isDone && draft->typed == draft->sent.value(u"typed"_s).toObject())
        return m_drafts.forget(record, verb);
    draft->sent = {};
    m_drafts.keep(*draft);
}

} // namespace Steward
