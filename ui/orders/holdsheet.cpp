// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/holdsheet.h"

#include "models/orders/orderrepository.h"
#include "ui/common/theme.h"
#include "ui/orders/orderactions.h"

#include <QComboBox>
#include <QFormLayout>
#include <QPlainTextEdit>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

HoldSheet::HoldSheet(const QList<OrderChoice> &orders, QWidget *parent) : OrderSheet(u"hold"_s, orders, parent), m_reason(new QComboBox(this)), m_note(new QPlainTextEdit(this))
{
    m_reason->setObjectName(u"holdReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    for (const QString &reason : holdReasons())
        m_reason->addItem(holdReasonText(reason), reason);
    m_note->setObjectName(u"holdNote"_s);
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("What has to happen before it is released? (optional)"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(fontMetrics().height() * 5);
    auto *form = new QFormLayout;
    form->setSpacing(Theme::spaceM);
    form->setLabelAlignment(Qt::AlignLeading);
    form->addRow(tr("Reason"), m_reason);
    form->addRow(tr("Note"), m_note);
    layOut(tr("Nothing of it can be shipped until every hold has been released."), form, tr("Put on hold"), u"holdPlaceButton"_s);
    connect(m_reason, &QComboBox::currentIndexChanged, this, &OrderSheet::edited);
    connect(m_note, &QPlainTextEdit::textChanged, this, &OrderSheet::edited);
}

QString HoldSheet::reason() const
{
    return m_reason->currentData().toString();
}

QString HoldSheet::note() const
{
    return m_note->toPlainText();
}

QJsonObject HoldSheet::typed() const
{
    if (note().isEmpty() && m_reason->currentIndex() == 0)
        return {};
    return {{u"reason"_s, reason()}, {u"note"_s, note()}};
}

void HoldSheet::restore(const QJsonObject &typed)
{
    m_reason->setCurrentIndex(std::max(0, m_reason->findData(typed.value(u"reason"_s).toString())));
    m_note->setPlainText(typed.value(u"note"_s).toString());
}

OrderSheet::Command HoldSheet::command() const
{
    return [id = commandId(), orders = orders(), reason = reason(), note = note()](OrderCommands &commands) { commands.placeHold(id, orders, reason, note); };
}

QString HoldSheet::titleText() const
{
    return orders().size() == 1 ? tr("Put %1 on hold").arg(orders().first().number) : tr("Put %n order(s) on hold", "", int(orders().size()));
}

void startHold(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *)
{
    actions.open(new HoldSheet(orders, actions.place()), u"hold"_s);
}

} // namespace Steward
