// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderactions.h"

#include "models/session/session.h"
#include "ui/common/actionregistry.h"
#include "ui/common/prompts.h"
#include "ui/common/unsent.h"
#include "ui/common/windows.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/ordersheet.h"

#include <QMenu>

#include <algorithm>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QAction *addUnlisted(QWidget *place, const OrderVerb &verb)
{
    auto *action = new QAction(OrderActions::tr(verb.text), place);
    action->setObjectName(verb.name + u"WindowAction"_s);
    action->setShortcut(QKeySequence(verb.shortcut));
    action->setShortcutContext(Qt::WindowShortcut);
    place->addAction(action);
    return action;
}

} // namespace

OrderActions::OrderActions(OrderDesk &desk, OrderTarget &target, QWidget *place, QObject *parent) : QObject(parent), m_desk(desk), m_target(target), m_place(place)
{
    for (const OrderVerb &verb : orderVerbs()) {
        QAction *action = place->isWindow() ? addUnlisted(place, verb) : desk.context().actions.add(place, verb.name + u"Action"_s, tr(verb.text), QKeySequence(verb.shortcut), tr("Orders"));
        if (!verb.icon.isEmpty())
            action->setIcon(Theme::icon(verb.icon));
        connect(action, &QAction::triggered, this, [this, &verb] { start(verb); });
        m_actions.insert(verb.name, action);
    }
    connect(&desk.commands(), &OrderCommands::answered, this, &OrderActions::answered);
    connect(this, &OrderActions::changed, this, &OrderActions::update);
}

void OrderActions::addTo(QMenu &menu) const
{
    OrderVerb::Kind last = orderVerbs().first().kind;
    for (const OrderVerb &verb : orderVerbs()) {
        if (std::exchange(last, verb.kind) != verb.kind)
            menu.addSeparator();
        menu.addAction(action(verb.name));
    }
    menu.setToolTipsVisible(true); // they say why one is off
}

const UiContext &OrderActions::context() const
{
    return m_desk.context();
}

OrderRepository &OrderActions::repository() const
{
    return m_desk.orders();
}

OrderCommands &OrderActions::commands() const
{
    return m_desk.commands();
}

Prompts &OrderActions::prompts() const
{
    return m_desk.context().prompts;
}

QString OrderActions::whyNot(const QString &name, const OrderPanel &order) const
{
    const auto verb = std::ranges::find(orderVerbs(), name, &OrderVerb::name);
    if (const Permission permission = order.permission(verb == orderVerbs().end() ? name : verb->permission()); !permission.allowed)
        return orderReasonText(permission.why);
    if (name == u"assign_me" && order.assignedTo == m_desk.context().session.login().login)
        return tr("It is assigned to you already.");
    const bool isUnderWay = std::ranges::any_of(m_begun, [&](const Begun &begun) { return begun.verb == name && std::ranges::find(begun.orders, order.id, &OrderChoice::id) != begun.orders.end(); });
    return isUnderWay ? tr("This is being done right now.") : QString();
}

void OrderActions::update()
{
    const std::optional<OrderPanel> order = m_target.order();
    const QList<QPointer<OrderSheet>> sheets = m_sheets; // one that is sent again may close, or open another
    for (const QPointer<OrderSheet> &sheet : sheets) {
        if (sheet && order)
            sheet->orderIsNow(*order);
    }
    for (const OrderVerb &verb : orderVerbs()) {
        QString why;
        const bool takesSeveral = isForRows(verb);
        if (takesSeveral && !m_desk.context().session.may(verb.right))
            why = orderReasonText(u"no_right"_s);
        else if (takesSeveral && !m_rows.areChosen() && !order && !m_target.isOpening())
            why = tr("Choose one or more orders first.");
        else if (!takesSeveral && !m_target.isOpening()) // while another order is on its way, what the one before it allows says nothing
            why = order ? whyNot(verb.name, *order) : tr("Choose an order first.");
        ActionRegistry::setWhyOff(action(verb.name), why);
    }
}

bool OrderActions::isForRows(const OrderVerb &verb) const
{
    switch (verb.takes) {
    case OrderVerb::Takes::One:
        return false;
    case OrderVerb::Takes::Several:
        return bool(m_rows.areChosen);
    case OrderVerb::Takes::Either:
        return m_rows.areSeveral && m_rows.areSeveral();
    }
    return false;
}

void OrderActions::start(const OrderVerb &verb)
{
    if (isForRows(verb)) {
        if (m_rows.gather && m_rows.gather([this, &verb](const QList<OrderChoice> &orders) { verb.start(*this, orders, nullptr); }))
            return;
        const auto chosen = m_rows.choose(verb);
        if (!chosen)
            return;
        const auto &order = m_target.order();
        // One row, the one that is shown: then more is known of it than its row tells.
        const bool isShown = chosen->size() == 1 && order && order->id == chosen->first().id && order->version >= chosen->first().version;
        if (isShown)
            return startOn(verb, *order);
        if (!chosen->isEmpty())
            return verb.start(*this, *chosen, nullptr);
    }
    m_target.whenShown([this, &verb](const OrderPanel &order) { startOn(verb, order); });
}

void OrderActions::startShown(const QString &name)
{
    const auto verb = std::ranges::find(orderVerbs(), name, &OrderVerb::name);
    if (verb != orderVerbs().end() && m_target.order())
        startOn(*verb, *m_target.order());
}

void OrderActions::startOn(const OrderVerb &verb, const OrderPanel &order)
{
    if (const QString why = whyNot(verb.name, order); !why.isEmpty())
        return m_target.deliver(order.id, order.number, why, Theme::Tone::Bad);
    verb.start(*this, {{order.id, order.version, order.number, order.customerName}}, &order);
}

std::optional<Draft> OrderActions::unsentDraft(OrderId id, const QString &verb) const
{
    auto draft = context().drafts.find(draftRecord({id}), verb);
    return draft && draft->sent.isEmpty() ? draft : std::nullopt;
}

void OrderActions::settleDraft(const Draft &draft, const DraftQuestion &question, const std::function<void(const OrderPanel &order, UnsentChoice choice)> &then)
{
    const auto id = draftOrders(draft).value(0).id;
    prompts().ask(m_place, draft.title, question.text, {question.goOn, question.discard, tr("Cancel")}, [this, draft, id, then](int choice) {
        const auto &order = m_target.order();
        if (choice < 0 || choice > 1 || !order || order->id != id)
            return;
        if (choice == 1)
            context().drafts.forget(draft.record, draft.verb);
        then(*order, choice == 1 ? UnsentChoice::Discard : UnsentChoice::Keep);
    });
}

void OrderActions::open(OrderSheet *sheet, const QString &verb, const std::function<void(const OrderPanel &order)> &again)
{
    m_sheets.append(sheet);
    if (const auto &order = m_target.order(); order && sheet->isAbout(order->id))
        sheet->setSeen(*order);
    m_desk.drafts().follow(sheet, verb, m_desk.zone());
    if (sheet->orders().size() > 1 && sheet->orders().size() <= OrderSheet::fewOrders && sheet->bulkTask()) {
        sheet->lookFirst(m_desk.bulk().repository());
        connect(&context().session, &Session::changed, sheet, &OrderSheet::lookAgain);
        connect(&context().session, &Session::stateChanged, sheet, &OrderSheet::lookAgain);
    }
    connect(sheet, &OrderSheet::submitted, this, [this, sheet] { submit(sheet); });
    connect(sheet, &OrderSheet::closeAsked, this, [this, sheet] { askBeforeClosing(sheet); });
    connect(sheet, &OrderSheet::discardAsked, this, [this, sheet, verb, again] { startAnew(sheet, verb, again); });
    connect(sheet, &QDialog::finished, this, [this, sheet] {
        m_sheets.removeAll(sheet);
        Q_EMIT changed();
    });
    openSheet(sheet);
    Q_EMIT changed();
}

void OrderActions::submit(OrderSheet *sheet)
{
    const auto task = sheet->orders().size() > OrderSheet::fewOrders ? sheet->bulkTask() : std::nullopt;
    if (!task) {
        m_sent.insert(sheet->commandId(), {sheet, sheet->what()});
        m_desk.sent().follow(sheet->commandId(), sheet->what(), this);
        m_desk.drafts().send(sheet);
        return;
    }
    sheet->leaveToRun();
    CommandAnswer answer;
    answer.text = m_desk.bulk().whyNotBegin();
    if (!answer.text.isEmpty())
        return sheet->answered(answer);
    m_desk.bulk().begin(*task, sheet->orders());
    m_desk.drafts().forget(sheet);
    sheet->accept();
}

void OrderActions::run(const BulkTask &task, const QList<OrderChoice> &orders)
{
    if (!m_desk.bulk().begin(task, orders))
        Q_EMIT told(m_desk.bulk().whyNotBegin(), Theme::Tone::Bad);
}

void OrderActions::askBeforeClosing(OrderSheet *sheet)
{
    askAboutUnsent(prompts(), sheet, {sheet->windowTitle()}, {}, [this, sheet](UnsentChoice choice) {
        if (choice == UnsentChoice::Discard)
            m_desk.drafts().forget(sheet);
        else
            Q_EMIT told(tr("%1: what you typed is kept as a draft.").arg(sheet->windowTitle()), Theme::Tone::Good);
        sheet->dismiss();
    });
}

/// A sheet of its own, for a form does not know how to empty itself.
void OrderActions::startAnew(OrderSheet *sheet, const QString &name, const std::function<void(const OrderPanel &order)> &again)
{
    const QList<OrderChoice> orders = sheet->orders();
    m_desk.drafts().forget(sheet);
    sheet->dismiss();
    const auto verb = std::ranges::find(orderVerbs(), name, &OrderVerb::name);
    const auto &shown = m_target.order();
    if (verb == orderVerbs().end())
        return;
    if (orders.size() == 1 && shown && shown->id == orders.first().id)
        again ? again(*shown) : startOn(*verb, *shown);
    else if (verb->takes != OrderVerb::Takes::One)
        verb->start(*this, orders, nullptr);
}

bool OrderActions::hasSheet(OrderId id) const
{
    return std::ranges::any_of(m_sheets, [id](const QPointer<OrderSheet> &sheet) { return sheet && std::ranges::find(sheet->orders(), id, &OrderChoice::id) != sheet->orders().end(); });
}

void OrderActions::begin(QUuid command, const QString &verb, const QList<OrderChoice> &orders, const QString &what, const std::function<void()> &go)
{
    m_begun.insert(command, {verb, orders});
    Q_EMIT changed();
    m_desk.sent().send(command, what, this, go);
}

void OrderActions::retire()
{
    disconnect(&commands(), &OrderCommands::answered, this, &OrderActions::answered);
    m_desk.sent().leave(this);
}

void OrderActions::answered(const CommandAnswer &answer)
{
    const Theme::Tone tone = answer.isDone ? Theme::Tone::Good : Theme::Tone::Bad;
    if (m_begun.contains(answer.command)) {
        const Begun begun = m_begun.take(answer.command);
        if (begun.orders.size() == 1)
            m_target.deliver(begun.orders.first().id, begun.orders.first().number, answer.text, tone);
        else
            Q_EMIT told(answer.text, tone);
        Q_EMIT changed();
    }
    if (!m_sent.contains(answer.command))
        return;
    const Sent sent = m_sent.take(answer.command);
    if (sent.sheet && m_sheets.contains(sent.sheet)) {
        sent.sheet->answered(answer);
        if (answer.isDone)
            Q_EMIT told(answer.text, tone);
        return;
    }
    // Its sheet was closed meanwhile; the command went on all the same.
    Q_EMIT told(tr("%1: %2").arg(sent.what, answer.text), tone);
}

} // namespace Steward
