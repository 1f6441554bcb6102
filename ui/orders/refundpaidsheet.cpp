// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/refundpaidsheet.h"

#include "ui/common/isolate.h"
#include "ui/common/sheetparts.h"
#include "ui/common/theme.h"
#include "ui/common/unsent.h"
#include "ui/orders/orderactions.h"
#include "ui/orders/orderdesk.h"

#include <QCheckBox>
#include <QJsonArray>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

void openRefundPaid(OrderActions &actions, const OrderPanel &order, int refund, int meant)
{
    actions.open(new RefundPaidSheet(order, refund, actions.desk().zone(), actions.place()), u"refund_paid"_s, [&actions, meant](const OrderPanel &now) { startRefundPaidOf(actions, now, meant); });
}

} // namespace

RefundPaidSheet::RefundPaidSheet(const OrderPanel &order, int refund, const QTimeZone &zone, QWidget *parent)
    : OrderSheet(u"refund_paid"_s, {{order.id, order.version, order.number, order.customerName}}, parent), m_zone(zone), m_currency(order.currency), m_inside(new QWidget(this)),
      m_column(new QVBoxLayout(m_inside)), m_sum(new QLabel(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(Theme::spaceS);
    m_column->addStretch();
    m_sum->setObjectName(u"refundPaidSum"_s);
    m_sum->setTextFormat(Qt::PlainText);
    m_sum->setWordWrap(true);
    follow(order);
    // Where there is one alone, whoever opened this means it.
    const auto named = std::ranges::find(m_rows, m_rows.size() == 1 ? m_rows.first().no : refund, &Row::no);
    QCheckBox *meant = named == m_rows.end() ? nullptr : named->box;
    if (meant)
        meant->setChecked(true);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_inside);
    scroll->setAccessibleName(tr("Refunds that are to be paid out by hand"));
    scroll->setMinimumHeight(std::min(m_inside->sizeHint().height(), fontMetrics().height() * 14));
    auto *form = new QVBoxLayout;
    form->setSpacing(Theme::spaceM);
    form->addWidget(scroll, 1);
    form->addWidget(m_sum);
    layOut(tr("Say which refunds somebody of the shop has paid out, in cash, by bank transfer or another way. This only writes it down: no money leaves by it, and the customer gets no message."), form,
           tr("Write down as paid out"), u"refundPaidButton"_s);
    resizeTo(Theme::scaled(520), sizeHint().height());
    if (m_rows.size() == 1)
        focusSubmit();
    else if (!m_rows.isEmpty())
        (meant ? meant : m_rows.first().box)->setFocus();
    if (meant) // once it has its place
        QMetaObject::invokeMethod(scroll, [scroll, meant] { scroll->ensureWidgetVisible(meant); }, Qt::QueuedConnection);
}

void RefundPaidSheet::addRow(const OrderRefund &refund)
{
    const QString day = QLocale().toString(refund.at.toTimeZone(m_zone).date(), QLocale::ShortFormat);
    const QString amount = isolated(refund.amount.toText()), on = isolated(day);
    const QString name = refund.actor.isEmpty() ? tr("%1 · %2 · from the shop").arg(amount, on) : tr("%1 · %2 · decided by %3").arg(amount, on, isolated(refund.actor));
    auto *box = new QCheckBox(QString(name).replace(u'&', u"&&"_s), m_inside);
    box->setObjectName(u"refundPaid%1"_s.arg(refund.no));
    box->setAccessibleName(refund.reason.isEmpty() ? name : tr("%1 · %2").arg(name, isolated(refund.reason)));
    m_column->insertWidget(m_column->count() - 1, box);
    if (!m_rows.isEmpty())
        setTabOrder(m_rows.last().box, box); // also of what came later than the buttons
    if (!refund.reason.isEmpty()) {
        auto *reason = new QLabel(refund.reason, m_inside);
        reason->setTextFormat(Qt::PlainText);
        reason->setWordWrap(true);
        auto *parts = new QVBoxLayout;
        parts->addWidget(reason);
        m_column->insertLayout(m_column->count() - 1, indented(parts));
    }
    connect(box, &QCheckBox::toggled, this, &RefundPaidSheet::count);
    m_rows.append({refund.no, refund.amount, box});
}

/// What a colleague has written down meanwhile cannot be chosen any more; what they refunded by hand can.
void RefundPaidSheet::follow(const OrderPanel &order)
{
    for (const OrderRefund &refund : order.refunds) {
        if (refund.isOwed() && std::ranges::find(m_rows, refund.no, &Row::no) == m_rows.end())
            addRow(refund);
    }
    for (const Row &row : std::as_const(m_rows)) {
        const auto refund = std::ranges::find(order.refunds, row.no, &OrderRefund::no);
        const bool isOwed = refund != order.refunds.end() && refund->isOwed();
        row.box->setEnabled(isOwed);
        if (!isOwed)
            row.box->setChecked(false);
    }
    count();
}

/// That money was handed over stays true whatever was done to the order since, unless somebody else has said it of the same refund.
bool RefundPaidSheet::isStillDecided(const OrderPanel &, const OrderPanel &now) const
{
    return std::ranges::all_of(chosen(), [&now](int no) {
        const auto refund = std::ranges::find(now.refunds, no, &OrderRefund::no);
        return refund != now.refunds.end() && refund->isOwed();
    });
}

QList<int> RefundPaidSheet::chosen() const
{
    QList<int> numbers;
    for (const Row &row : m_rows) {
        if (row.box->isChecked())
            numbers.append(row.no);
    }
    return numbers;
}

Money RefundPaidSheet::sum() const
{
    Money sum{0, m_currency};
    for (const Row &row : m_rows)
        sum.minor += row.box->isChecked() ? row.amount.minor : 0;
    return sum;
}

void RefundPaidSheet::count()
{
    const bool isAnyChosen = !chosen().isEmpty();
    const bool isAnyOwed = std::ranges::any_of(m_rows, [](const Row &row) { return row.box->isEnabledTo(row.box->parentWidget()); });
    const QString why = isAnyChosen ? QString() : isAnyOwed ? tr("Choose the refunds that were paid out.") : orderReasonText(u"nothing_by_hand"_s);
    m_sum->setText(isAnyChosen ? tr("Paid out together: %1").arg(sum().toText()) : why);
    setSendable(isAnyChosen, why);
    Q_EMIT edited();
}

QJsonObject RefundPaidSheet::typed() const
{
    QJsonArray numbers;
    for (const int no : chosen())
        numbers.append(no);
    return numbers.isEmpty() ? QJsonObject() : QJsonObject{{u"refunds"_s, numbers}};
}

void RefundPaidSheet::restore(const QJsonObject &typed)
{
    const QJsonArray numbers = typed.value(u"refunds"_s).toArray();
    if (numbers.isEmpty())
        return; // nothing is ticked there that would have to be brought back
    for (const Row &row : std::as_const(m_rows))
        row.box->setChecked(numbers.contains(row.no) && row.box->isEnabledTo(row.box->parentWidget()));
}

OrderSheet::Command RefundPaidSheet::command() const
{
    return [id = commandId(), order = orders().first(), numbers = chosen(), sum = sum()](OrderCommands &commands) { commands.markRefundsPaid(id, order, numbers, sum); };
}

QString RefundPaidSheet::titleText() const
{
    return tr("Refunds of %1 paid out by hand").arg(orders().first().number);
}

void startRefundPaid(OrderActions &actions, const QList<OrderChoice> &, const OrderPanel *order)
{
    if (order)
        startRefundPaidOf(actions, *order, 0);
}

void startRefundPaidOf(OrderActions &actions, const OrderPanel &order, int refund)
{
    if (const QString why = actions.whyNot(u"refund_paid"_s, order); !why.isEmpty())
        return actions.target().deliver(order.id, order.number, why, Theme::Tone::Bad);
    const auto draft = actions.unsentDraft(order.id, u"refund_paid"_s);
    const QJsonArray ticked = draft ? draft->typed.value(u"refunds"_s).toArray() : QJsonArray();
    if (refund == 0 || ticked.isEmpty() || ticked.contains(refund))
        return openRefundPaid(actions, order, refund, refund);
    actions.settleDraft(*draft, {RefundPaidSheet::tr("Other refunds of this order were ticked before, which was not sent."), RefundPaidSheet::tr("Go on with those"), RefundPaidSheet::tr("Discard it, tick this one")},
                        [&actions, refund](const OrderPanel &now, UnsentChoice choice) { openRefundPaid(actions, now, choice == UnsentChoice::Keep ? 0 : refund, refund); });
}

} // namespace Steward
