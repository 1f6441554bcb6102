// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/assignsheet.h"

#include "models/session/session.h"
#include "ui/common/context.h"
#include "ui/orders/orderactions.h"

#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int loginRole = Qt::UserRole;
constexpr int nameRole = Qt::UserRole + 1;

Assignee meOf(const OrderActions &actions)
{
    const Login &login = actions.context().session.login();
    return {login.login, login.displayName};
}

} // namespace

AssignSheet::AssignSheet(const QList<OrderChoice> &orders, const OrderPanel *order, const Assignee &me, OrderRepository &repository, QWidget *parent)
    : OrderSheet(u"assign"_s, orders, parent), m_me(me), m_now(order ? std::optional(order->assignedTo) : std::nullopt), m_list(new QListWidget(this))
{
    m_list->setObjectName(u"assigneeList"_s);
    m_list->setAccessibleName(tr("Who works it"));
    m_list->setUniformItemSizes(true);
    auto *form = new QVBoxLayout;
    form->addWidget(m_list, 1);
    const QString now = !order ? QString() : order->assignedTo.isEmpty() ? tr("Nobody has it now.") : order->assignedTo == me.login ? tr("You have it now.") : tr("%1 has it now.").arg(order->assignedName);
    layOut(now.isEmpty() ? tr("Choose who works them from now on.") : tr("%1 Choose who works it from now on.").arg(now), form, tr("Assign"), u"assignButton"_s);
    fill({});
    resizeTo(width(), fontMetrics().height() * 24);
    connect(m_list, &QListWidget::currentRowChanged, this, &OrderSheet::edited);
    connect(m_list, &QListWidget::itemActivated, this, &AssignSheet::submit);
    m_list->setFocus();
    m_asking.start(repository.assignees(), this, [this](const Result<QList<Assignee>> &answer) {
        if (answer)
            fill(*answer);
        else
            refuse(answer.error().userText);
    });
}

void AssignSheet::add(const QString &text, const Assignee &who)
{
    auto *item = new QListWidgetItem(m_now == who.login ? tr("%1 (now)").arg(text) : text, m_list);
    item->setData(loginRole, who.login);
    item->setData(nameRole, who.name);
}

void AssignSheet::fill(const QList<Assignee> &people)
{
    const QString before = chosen().login;
    m_list->clear();
    add(tr("Me (%1)").arg(m_me.name), m_me);
    add(tr("Nobody"), {});
    for (const Assignee &person : people) {
        if (person.login != m_me.login)
            add(person.name, person);
    }
    // Whoever was chosen before stays to be chosen, though the store does not offer them: the store says why not.
    if (m_wanted && !m_wanted->login.isEmpty() && rowOf(m_wanted->login) < 0)
        add(m_wanted->name, *m_wanted);
    choose(before);
}

int AssignSheet::rowOf(const QString &login) const
{
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(loginRole).toString() == login)
            return row;
    }
    return -1;
}

void AssignSheet::choose(const QString &login)
{
    m_list->setCurrentRow(std::max(0, rowOf(login)));
}

Assignee AssignSheet::chosen() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? Assignee{item->data(loginRole).toString(), item->data(nameRole).toString()} : m_me;
}

QJsonObject AssignSheet::typed() const
{
    const Assignee to = chosen();
    return to.login == m_me.login ? QJsonObject() : QJsonObject{{u"login"_s, to.login}, {u"name"_s, to.name}};
}

void AssignSheet::restore(const QJsonObject &typed)
{
    const QString login = typed.contains(u"login"_s) ? typed.value(u"login"_s).toString() : m_me.login;
    const QString name = typed.value(u"name"_s).toString();
    m_wanted = Assignee{login, name.isEmpty() ? login : name};
    if (!login.isEmpty() && rowOf(login) < 0)
        add(m_wanted->name, *m_wanted);
    choose(login);
}

OrderSheet::Command AssignSheet::command() const
{
    return [id = commandId(), orders = orders(), to = chosen()](OrderCommands &commands) { commands.assign(id, orders, to); };
}

QString AssignSheet::titleText() const
{
    return orders().size() == 1 ? tr("Assign %1").arg(orders().first().number) : tr("Assign %n order(s)", "", int(orders().size()));
}

/// Who has it by now is what is decided here.
bool AssignSheet::isStillDecided(const OrderPanel &before, const OrderPanel &now) const
{
    return before.assignedTo == now.assignedTo && OrderSheet::isStillDecided(before, now);
}

AssignMeSheet::AssignMeSheet(const QList<OrderChoice> &orders, const Assignee &me, QWidget *parent) : OrderSheet(u"assign_me"_s, orders, parent), m_me(me)
{
    layOut(tr("You work them from now on, whoever has them now."), new QVBoxLayout, tr("Assign to me"), u"assignMeButton"_s);
    focusSubmit();
}

OrderSheet::Command AssignMeSheet::command() const
{
    return [id = commandId(), orders = orders(), me = m_me](OrderCommands &commands) { commands.assign(id, orders, me); };
}

QString AssignMeSheet::titleText() const
{
    return AssignSheet::tr("Assign %n order(s) to you", "", int(orders().size()));
}

void startAssign(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order)
{
    actions.open(new AssignSheet(orders, order, meOf(actions), actions.repository(), actions.place()), u"assign"_s);
}

void startAssignToMe(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *)
{
    if (orders.size() > OrderSheet::fewOrders)
        return actions.run(BulkTask::assign(meOf(actions).login), orders);
    if (orders.size() > 1)
        return actions.open(new AssignMeSheet(orders, meOf(actions), actions.place()), u"assign_me"_s);
    const QUuid command = QUuid::createUuid();
    actions.begin(command, u"assign_me"_s, orders, AssignSheet::tr("Assign %1 to you").arg(orders.value(0).number), [&commands = actions.commands(), command, orders, me = meOf(actions)] { commands.assign(command, orders, me); });
}

} // namespace Steward
