// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/linessheet.h"

#include "models/orders/orderdifferences.h"
#include "ui/common/theme.h"
#include "ui/orders/linesmoney.h"
#include "ui/orders/linestable.h"
#include "ui/orders/orderactions.h"
#include "ui/orders/orderdesk.h"

#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int restMs = 250;     // of typing, before it is counted
constexpr int mostSentAgain = 3; // where others keep changing what these lines are not about

} // namespace

LinesSheet::LinesSheet(OrderDesk &desk, const OrderPanel &order, QWidget *parent)
    : OrderSheet(u"lines"_s, {{order.id, order.version, order.number, order.customerName}}, parent), m_desk(desk), m_order(order), m_lines(new LinesTable(desk.phone(), order.currency, this)),
      m_money(new LinesMoney(this))
{
    auto *form = new QVBoxLayout;
    form->setSpacing(Theme::spaceM);
    form->addWidget(m_lines, 1);
    form->addWidget(m_money);
    layOut(tr("Change pieces and prices, take lines out, or add some. Discount, tax and total follow as the store counts them."), form, tr("Change lines"), u"linesButton"_s);
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMs);
    connect(&m_rest, &QTimer::timeout, this, &LinesSheet::count);
    m_lines->setLines(lineDrafts(order), lineDrafts(order));
    connect(m_lines, &LinesTable::edited, this, &LinesSheet::linesEdited);
    connect(this, &OrderSheet::submitted, this, [this] {
        m_told.clear();
        m_reading.cancel(); // what was sent is about the lines as they were
    });
    resizeTo(Theme::scaled(720), std::max(sizeHint().height(), Theme::scaled(560)));
    m_lines->focusProducts();
    updateButton();
    count();
}

bool LinesSheet::isChanged() const
{
    return m_lines->lines() != lineDrafts(m_order);
}

void LinesSheet::linesEdited()
{
    m_refused.clear();
    m_counting.cancel(); // its answer would be about the lines as they were
    m_money->setCounting();
    updateButton();
    m_rest.start();
    Q_EMIT edited();
}

/// On while nobody knows better: the store decides by the same sum.
void LinesSheet::updateButton()
{
    refuse(m_refused.isEmpty() ? m_told : m_refused);
    setSendable(isChanged() && m_refused.isEmpty(), isChanged() ? m_refused : orderReasonText(u"nothing_changed"_s));
}

void LinesSheet::count()
{
    m_counting.start(m_desk.phone().previewLines(m_order.id, m_order.version, m_order.currency, m_lines->lines()), this, [this](const Result<LinesPreview> &answer) { showCounted(answer); });
}

void LinesSheet::showCounted(const Result<LinesPreview> &answer)
{
    if (!answer)
        return m_money->showNothing(tr("What it comes to is not known yet. %1").arg(answer.error().userText));
    // The answer to what is on its way says so too. Where that has come first, the order is being asked for already, to send these lines
    // again: asked for once more, they would stay where they are.
    if (answer->reason == u"changed_meanwhile")
        return isFilling() && !m_reading.isRunning() ? askAnew(false) : void();
    m_refused = answer->reason.isEmpty() ? QString() : orderReasonText(answer->reason);
    if (m_refused.isEmpty())
        showMoney(*answer);
    updateButton();
}

void LinesSheet::showMoney(const LinesPreview &counted)
{
    QList<LinesMoney::Amount> amounts{{u"OldTotal"_s, tr("Total until now"), counted.oldTotal.toText()}, {u"Total"_s, tr("Total with these lines"), counted.total.toText()},
                                      {u"Paid"_s, tr("Paid"), counted.paid.toText()}};
    if (counted.refunded.minor != 0)
        amounts.append({u"Refunded"_s, tr("Refunded"), counted.refunded.toText()});
    if (counted.difference.minor > 0)
        amounts.append({u"Difference"_s, tr("Difference to pay"), counted.difference.toText()});
    else if (counted.difference.minor < 0)
        amounts.append({u"Difference"_s, tr("To refund"), Money{-counted.difference.minor, counted.difference.currency}.toText()});
    else
        amounts.append({u"Difference"_s, tr("Nothing to pay or refund"), counted.difference.toText()});
    m_money->show(amounts);
}

void LinesSheet::askAnew(bool sendsAgain)
{
    // Only what was sent goes again by itself, and nothing that is being typed meanwhile.
    m_reading.start(m_desk.orders().panel(m_order.id, u"order"_s), this, [this, sendsAgain, sent = m_lines->lines()](const Result<OrderPanel> &answer) {
        if (answer)
            return showAnew(*answer, sendsAgain && sent == m_lines->lines());
        m_told = answer.error().userText;
        updateButton();
    });
}

void LinesSheet::showAnew(const OrderPanel &order, bool sendsAgain)
{
    const OrderPanel was = std::exchange(m_order, order);
    const QList<LineDraft> before = lineDrafts(was);
    const QList<LineDraft> theirs = lineDrafts(m_order);
    if (theirs != before) {
        const MergedLines merged = mergeLines(before, m_lines->lines(), theirs);
        m_told = merged.contested.isEmpty() ? tr("Somebody has changed other lines meanwhile. They are among yours now: look at them, then decide.")
                                          : tr("Somebody has changed the same lines meanwhile. What you typed is kept, and what they made of it stands beside it: look at it, then decide.");
        return m_lines->setLines(theirs, merged.lines, merged.contested);
    }
    count();
    if (!sendsAgain || !isChanged())
        return;
    // Where money came or went, what is to be paid or given back is other than what was read.
    if (!isOtherAsideOnly(was, m_order)) {
        m_told = tr("The order was changed meanwhile:\n%1\nLook at what it comes to now, then decide.").arg(saidDifferences(was, m_order).join(u'\n'));
        updateButton();
    } else if (m_order.permission(u"lines"_s).allowed && ++m_sentAgain <= mostSentAgain) {
        submit(); // what was changed is something else, and these lines are decided on already
    }
}

QJsonObject LinesSheet::typed() const
{
    return isChanged() ? QJsonObject{{u"lines"_s, linesJson(m_lines->lines())}, {u"before"_s, linesJson(lineDrafts(m_order))}} : QJsonObject();
}

void LinesSheet::restore(const QJsonObject &typed)
{
    if (!typed.contains(u"lines"_s))
        return;
    const MergedLines merged = mergeLines(readLines(typed.value(u"before"_s).toArray()), readLines(typed.value(u"lines"_s).toArray()), lineDrafts(m_order));
    m_lines->setLines(lineDrafts(m_order), merged.lines, merged.contested);
}

OrderSheet::Command LinesSheet::command() const
{
    OrderChoice order = orders().first();
    order.version = m_order.version;
    return [id = commandId(), order, lines = m_lines->lines(), currency = m_order.currency](OrderCommands &commands) { commands.changeLines(id, order, lines, currency); };
}

/// The same command is one on the same version; a newer one is asked for when the store does not take it.
void LinesSheet::takeUp(QUuid command, const QList<OrderChoice> &orders)
{
    OrderSheet::takeUp(command, orders);
    m_sentAgain = mostSentAgain;
    m_order.version = this->orders().first().version;
}

void LinesSheet::answered(const CommandAnswer &answer)
{
    m_told = answer.text;
    OrderSheet::answered(answer);
    const bool isConflict = std::ranges::any_of(answer.failures, [](const OrderFailure &failure) { return failure.reason == u"changed_meanwhile"; });
    if (isConflict)
        askAnew(true);
}

QString LinesSheet::titleText() const
{
    return tr("Change the lines of %1").arg(orders().first().number);
}

void startLines(OrderActions &actions, const QList<OrderChoice> &, const OrderPanel *order)
{
    if (order)
        actions.open(new LinesSheet(actions.desk(), *order, actions.place()), u"lines"_s);
}

} // namespace Steward
