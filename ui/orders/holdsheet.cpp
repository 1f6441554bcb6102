// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/holdsheet.h"

#include "models/orders/orderrepository.h"
#include "ui/common/theme.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

HoldSheet::HoldSheet(const QList<OrderChoice> &orders, QWidget *parent)
    : QDialog(parent), m_orders(orders), m_what(new QLabel(this)), m_reason(new QComboBox(this)), m_note(new QPlainTextEdit(this)), m_answer(new QLabel(this)), m_place(new QPushButton(tr("Put on hold"), this))
{
    setObjectName(u"holdSheet"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    m_what->setObjectName(u"holdWhat"_s);
    m_what->setTextFormat(Qt::PlainText);
    m_what->setWordWrap(true);
    QFont strong = m_what->font();
    strong.setWeight(QFont::DemiBold);
    m_what->setFont(strong);
    nameOrders();
    m_reason->setObjectName(u"holdReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    for (const QString &reason : holdReasons())
        m_reason->addItem(holdReasonText(reason), reason);
    m_note->setObjectName(u"holdNote"_s);
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("What has to happen before it is released? (optional)"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(fontMetrics().height() * 5);
    m_answer->setObjectName(u"holdAnswer"_s);
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setWordWrap(true);
    m_answer->hide();
    auto *explain = new QLabel(tr("Nothing of it can be shipped until every hold has been released."), this);
    explain->setWordWrap(true);
    m_place->setObjectName(u"holdPlaceButton"_s);
    m_place->setProperty("primary", true);
    m_place->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *form = new QFormLayout;
    form->setSpacing(Theme::spaceM);
    form->setLabelAlignment(Qt::AlignLeading);
    form->addRow(tr("Reason"), m_reason);
    form->addRow(tr("Note"), m_note);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_place);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(Theme::spaceL);
    column->setContentsMargins(Theme::spaceXl, Theme::spaceL, Theme::spaceXl, Theme::spaceL);
    column->addWidget(m_what);
    column->addWidget(explain);
    column->addLayout(form);
    column->addWidget(m_answer);
    column->addLayout(buttons);
    setMinimumWidth(440);
    connect(m_place, &QPushButton::clicked, this, &HoldSheet::submit);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(new QShortcut(QKeySequence(u"Ctrl+Return"_s), this), &QShortcut::activated, this, &HoldSheet::submit);
}

QString HoldSheet::reason() const
{
    return m_reason->currentData().toString();
}

QString HoldSheet::note() const
{
    return m_note->toPlainText();
}

void HoldSheet::submit()
{
    if (!m_place->isEnabled())
        return;
    const QPair<QString, QString> sent{reason(), note()};
    if (std::exchange(m_sent, sent) != sent)
        m_commandId = QUuid::createUuid();
    m_place->setEnabled(false);
    m_answer->hide();
    Q_EMIT submitted();
}

QString HoldSheet::what() const
{
    if (m_orders.size() != 1)
        return tr("%n order(s)", "", int(m_orders.size()));
    const OrderChoice &order = m_orders.first();
    return order.customer.isEmpty() ? order.number : tr("%1 · %2").arg(order.number, order.customer);
}

void HoldSheet::nameOrders()
{
    setWindowTitle(m_orders.size() == 1 ? tr("Put %1 on hold").arg(m_orders.first().number) : tr("Put %n order(s) on hold", "", int(m_orders.size())));
    m_what->setText(what());
}

void HoldSheet::answered(const CommandAnswer &answer)
{
    if (answer.isDone)
        return accept();
    // What is left is decided on anew, as the store has it now; what was done must not be done twice.
    QList<OrderChoice> left;
    for (OrderChoice order : std::as_const(m_orders)) {
        const auto failure = std::ranges::find(answer.failures, order.id, &OrderFailure::id);
        if (failure == answer.failures.end())
            continue;
        order.version = failure->version > 0 ? failure->version : order.version;
        left.append(order);
    }
    if (!left.isEmpty())
        m_orders = left;
    nameOrders();
    QPalette palette = m_answer->palette();
    palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Bad));
    m_answer->setPalette(palette);
    m_answer->setText(answer.text);
    m_answer->show();
    if (answer.isKnown)
        m_commandId = QUuid::createUuid();
    m_place->setEnabled(true);
}

} // namespace Steward
