// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/contactsheet.h"

#include "ui/common/countries.h"
#include "ui/common/sheetparts.h"
#include "ui/common/theme.h"
#include "ui/orders/contestedfields.h"
#include "ui/orders/orderactions.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QGroupBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr QLatin1StringView shippingPart("shipping.");
constexpr QLatin1StringView billingPart("billing.");

/// The same field of the billing address; empty for one that is of no shipping address.
QString billingOf(const QString &field)
{
    return field.startsWith(shippingPart) ? billingPart + field.mid(shippingPart.size()) : QString();
}

} // namespace

ContactSheet::ContactSheet(const OrderPanel &order, OrderRepository &repository, QWidget *parent)
    : OrderSheet(u"contact"_s, {{order.id, order.version, order.number, order.customerName}}, parent), m_edit(contactOf(order)), m_scroll(new QScrollArea(this)), m_contested(new ContestedFields(this)),
      m_isBilledThere(new QCheckBox(tr("The bill goes to the same address"), this)), m_scopes(new QButtonGroup(this)), m_kept(faintLabel({}, this, u"contactKept"_s))
{
    m_isBilledThere->setObjectName(u"contactIsBilledThere"_s);
    m_isBilledThere->setChecked(isBilledThere());
    m_isBilledThere->setVisible(m_isBilledThere->isChecked());
    layOut(tr("Parcels and messages that go out from now on use what stands here. What was changed, by whom and from what, stays on record."), makeForm(), tr("Correct"), u"contactButton"_s);
    connect(m_contested, &ContestedFields::chosen, this, [this](const QString &field, const QString &value) {
        change(field, value);
        showField(field);
    });
    connect(m_isBilledThere, &QCheckBox::clicked, this, &ContactSheet::setBilledThere);
    showAll();
    showReach(tr("These, and the customer’s other open orders (counting…)"), true);
    resizeTo(Theme::scaled(720), Theme::scaled(890));
    m_editors.value(u"customer_name"_s).line->setFocus();
    m_asking.start(repository.contactReach(order.id), this, [this](const Result<ContactReach> &answer) { showReach(answer); });
}

QLayout *ContactSheet::makeForm()
{
    auto *inside = new QWidget(this);
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spaceM);
    column->addWidget(m_contested);
    column->addWidget(makeFields(QLatin1StringView()));
    auto *addresses = new QHBoxLayout;
    addresses->setSpacing(Theme::spaceM);
    addresses->addWidget(makeFields(shippingPart), 1);
    addresses->addWidget(makeFields(billingPart), 1);
    column->addLayout(addresses);
    column->addStretch();
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidget(inside);
    m_scroll->setAccessibleName(tr("Contact data"));
    auto *form = new QVBoxLayout;
    form->setSpacing(Theme::spaceM);
    form->addWidget(m_scroll, 1);
    form->addLayout(makeScopes());
    return form;
}

QWidget *ContactSheet::makeFields(QLatin1StringView part)
{
    auto *group = new QGroupBox(part == shippingPart ? tr("Shipping address") : part == billingPart ? tr("Billing address") : tr("Customer"), this);
    auto *grid = new QGridLayout(group);
    grid->setColumnStretch(1, 1);
    if (part == billingPart)
        grid->addWidget(m_isBilledThere, 0, 0, 1, 2);
    for (const QString &field : contactFields()) {
        if (part.isEmpty() ? !field.contains(u'.') : field.startsWith(part))
            addEditor(grid, field);
    }
    grid->setRowStretch(grid->rowCount(), 1);
    return group;
}

void ContactSheet::addEditor(QGridLayout *grid, const QString &field)
{
    QWidget *group = grid->parentWidget();
    auto *label = new QLabel(contactFieldText(field), group);
    Editor editor;
    QWidget *widget = nullptr;
    if (field.endsWith(u".country")) {
        widget = editor.choice = new QComboBox(group);
        editor.choice->addItem(QString(), QString());
        for (const auto &[name, code] : countries())
            editor.choice->addItem(name, code);
        editor.choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        editor.choice->setMinimumContentsLength(12);
        connect(editor.choice, &QComboBox::activated, this, [this, field, choice = editor.choice] { type(field, choice->currentData().toString()); });
    } else {
        widget = editor.line = new QLineEdit(group);
        connect(editor.line, &QLineEdit::textEdited, this, [this, field](const QString &text) { type(field, text); });
    }
    widget->setObjectName(u"contact_"_s + field);
    widget->setAccessibleName(group->property("title").toString() + u", "_s + label->text());
    label->setBuddy(widget);
    const int row = grid->rowCount();
    grid->addWidget(label, row, 0);
    grid->addWidget(widget, row, 1);
    m_editors.insert(field, editor);
}

QLayout *ContactSheet::makeScopes()
{
    auto *column = new QVBoxLayout;
    column->setSpacing(Theme::spaceXs);
    for (const ContactScope scope : {ContactScope::Order, ContactScope::Customer, ContactScope::OpenOrders}) {
        auto *choice = new QRadioButton(this);
        choice->setObjectName(u"contactScope_"_s + contactScopeWord(scope));
        m_scopes->addButton(choice, int(scope));
        column->addWidget(choice);
    }
    m_scopes->button(int(ContactScope::Order))->setText(tr("This order only"));
    m_scopes->button(int(ContactScope::Customer))->setText(tr("This order and the customer’s own record, for orders to come"));
    m_scopes->button(int(ContactScope::Order))->setChecked(true);
    m_kept->hide();
    column->addWidget(m_kept);
    connect(m_scopes, &QButtonGroup::idClicked, this, &OrderSheet::edited);
    return column;
}

void ContactSheet::showReach(const QString &said, bool isChoice)
{
    QAbstractButton *all = m_scopes->button(int(ContactScope::OpenOrders));
    all->setText(said);
    all->setEnabled(isChoice || all->isChecked());
}

/// As long as nobody knows how many there are, they may be meant all the same.
void ContactSheet::showReach(const Result<ContactReach> &answer)
{
    if (!answer)
        return showReach(tr("These, and the customer’s other open orders (they could not be counted)"), true);
    showReach(answer->openOrders > 0 ? tr("These, and the customer’s %n other open order(s)", "", answer->openOrders) : tr("These, and the customer’s other open orders (there are none)"),
              answer->openOrders > 0);
    m_kept->setText(tr("%n finished order(s) of the customer keep what they have.", "", answer->finishedOrders));
    m_kept->setVisible(answer->finishedOrders > 0);
}

void ContactSheet::type(const QString &field, const QString &value)
{
    change(field, value);
    if (m_edit.contested().contains(field))
        m_contested->show(m_edit);
}

void ContactSheet::change(const QString &field, const QString &value)
{
    m_edit.set(field, value);
    if (const QString same = billingOf(field); m_isBilledThere->isChecked() && !same.isEmpty()) {
        m_edit.set(same, value);
        showField(same);
    }
    check();
}

bool ContactSheet::isBilledThere() const
{
    return std::ranges::all_of(contactFields(), [this](const QString &field) { return billingOf(field).isEmpty() || m_edit.value(field) == m_edit.value(billingOf(field)); });
}

/// Where the bill goes somewhere else after all, it goes where it went: what only followed the shipping address is taken back.
void ContactSheet::setBilledThere(bool isThere)
{
    for (const QString &field : contactFields()) {
        if (const QString same = billingOf(field); !same.isEmpty())
            m_edit.set(same, isThere ? m_edit.value(field) : m_edit.theirs(same));
    }
    showAll();
}

void ContactSheet::showField(const QString &field)
{
    const Editor editor = m_editors.value(field);
    const QString value = m_edit.value(field);
    if (editor.line && editor.line->text() != value)
        editor.line->setText(value);
    if (!editor.choice)
        return;
    if (editor.choice->findData(value) < 0)
        editor.choice->addItem(value, value); // whatever the shop or a file brought
    editor.choice->setCurrentIndex(editor.choice->findData(value));
}

void ContactSheet::showAll()
{
    for (auto editor = m_editors.begin(); editor != m_editors.end(); ++editor) {
        showField(editor.key());
        if (editor.key().startsWith(billingPart))
            (editor->line ? static_cast<QWidget *>(editor->line) : editor->choice)->setEnabled(!m_isBilledThere->isChecked());
    }
    m_contested->show(m_edit);
    check();
}

/// What cannot be sent is said before it is sent.
void ContactSheet::check()
{
    const QList<ContactChange> changes = m_edit.changes();
    const bool isUndecided = !m_edit.undecided().isEmpty();
    const QString reason = contactReason(changes);
    refuse(isUndecided ? tr("Choose what is to stand where somebody else has corrected the same.") : reason.isEmpty() ? QString() : orderReasonText(reason));
    setSendable(!isUndecided && reason.isEmpty() && !changes.isEmpty(), changes.isEmpty() ? tr("Nothing is other than in the order.") : QString());
    Q_EMIT edited();
}

void ContactSheet::follow(const OrderPanel &order)
{
    const QStringList contested = m_edit.rebase(contactOf(order));
    // Then each of the two is decided on for itself, as when they are two by now.
    if (!isBilledThere() || std::ranges::any_of(contested, [](const QString &field) { return field.contains(u'.'); }))
        m_isBilledThere->setChecked(false);
    showAll();
    if (!contested.isEmpty())
        m_scroll->verticalScrollBar()->setValue(0); // where it is asked
}

ContactScope ContactSheet::scope() const
{
    return ContactScope(m_scopes->checkedId());
}

QJsonObject ContactSheet::typed() const
{
    QJsonArray fields;
    for (const ContactChange &change : m_edit.typed())
        fields.append(QJsonObject{{u"field"_s, change.field}, {u"from"_s, change.from}, {u"to"_s, change.to}});
    if (fields.isEmpty() && scope() == ContactScope::Order)
        return {};
    return {{u"fields"_s, fields}, {u"scope"_s, m_scopes->checkedId()}, {u"billedThere"_s, m_isBilledThere->isChecked()}};
}

void ContactSheet::restore(const QJsonObject &typed)
{
    QList<ContactChange> changes;
    for (const QJsonValue &change : typed.value(u"fields"_s).toArray())
        changes.append({change[u"field"_s].toString(), change[u"from"_s].toString(), change[u"to"_s].toString()});
    m_edit.restore(changes);
    if (QAbstractButton *choice = m_scopes->button(typed.value(u"scope"_s).toInt())) {
        choice->setEnabled(true);
        choice->setChecked(true);
    }
    m_isBilledThere->setChecked(m_isBilledThere->isChecked() && typed.value(u"billedThere"_s).toBool(true));
    showAll();
}

OrderSheet::Command ContactSheet::command() const
{
    return [id = commandId(), order = orders().first(), changes = m_edit.changes(), scope = scope()](OrderCommands &commands) { commands.fixContact(id, order, changes, scope); };
}

QString ContactSheet::titleText() const
{
    return tr("Correct the contact data of %1").arg(orders().first().number);
}

void startContact(OrderActions &actions, const QList<OrderChoice> &, const OrderPanel *order)
{
    if (order)
        actions.open(new ContactSheet(*order, actions.repository(), actions.place()), u"contact"_s);
}

} // namespace Steward
