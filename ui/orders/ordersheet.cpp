// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/ordersheet.h"

#include "models/orders/orderdifferences.h"
#include "ui/common/sheetparts.h"
#include "ui/common/theme.h"
#include "ui/common/windows.h"
#include "ui/orders/bulkplanlabel.h"
#include "ui/orders/restoredline.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int mostSentAgain = 3; // where others keep changing what the command does not hang on

} // namespace

OrderSheet::OrderSheet(const QString &name, const QList<OrderChoice> &orders, QWidget *parent)
    : QDialog(parent), m_orders(orders), m_what(new QLabel(this)), m_answer(new QLabel(this)), m_news(new QLabel(this)), m_restored(new RestoredLine(name, this)),
      m_form(new QWidget(this)), m_submit(new QPushButton(this))
{
    setObjectName(name + u"Sheet"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    m_what->setObjectName(name + u"What"_s);
    m_answer->setObjectName(name + u"Answer"_s);
    m_news->setObjectName(name + u"News"_s);
    for (QLabel *label : {m_what, m_answer, m_news}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    QFont strong = m_what->font();
    strong.setWeight(QFont::DemiBold);
    m_what->setFont(strong);
    m_news->setMargin(Theme::spaceS);
    m_news->setAutoFillBackground(true);
    m_answer->hide();
    m_news->hide();
    connect(m_restored, &RestoredLine::discardAsked, this, &OrderSheet::discardAsked);
}

void OrderSheet::layOut(const QString &explanation, QLayout *form, const QString &submitText, const QString &submitName)
{
    const bool isBulk = m_orders.size() > fewOrders;
    auto *explain = new QLabel(isBulk ? tr("%1 First you see what will become of each order; nothing is done before you say so.").arg(explanation) : explanation, this);
    explain->setWordWrap(true);
    explain->setTextFormat(Qt::PlainText);
    m_submitText = submitText;
    m_submit->setText(submitText);
    m_submit->setObjectName(submitName);
    m_submit->setProperty("primary", true);
    m_submit->setDefault(true);
    auto *cancel = new QPushButton(dismissText(), this);
    cancel->setObjectName(objectName().chopped(5) + u"DismissButton"_s);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_submit);
    QVBoxLayout *column = m_column = sheetLayout(this, Theme::spaceL);
    column->addWidget(m_what);
    column->addWidget(explain);
    column->addWidget(m_restored);
    form->setContentsMargins(0, 0, 0, 0);
    m_form->setLayout(form);
    column->addWidget(m_form);
    column->addWidget(m_answer);
    column->addWidget(m_news);
    column->addLayout(buttons);
    setMinimumWidth(440);
    nameOrders();
    // Last where it is seen last, whenever the form's parts were made.
    setTabOrder(cancel, m_submit);
    connect(m_submit, &QPushButton::clicked, this, &OrderSheet::submit);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(new QShortcut(QKeySequence(u"Ctrl+Return"_s), this), &QShortcut::activated, this, &OrderSheet::submit);
}

void OrderSheet::resizeTo(int width, int height)
{
    resizeWithin(this, {width, height});
}

/// An answer, or what others have changed, takes its room from the screen and not from what is filled in.
bool OrderSheet::event(QEvent *event)
{
    const bool isTaken = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest && isVisible() && layout()) {
        const int wanted = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width()) : layout()->totalSizeHint().height();
        if (wanted > height())
            resizeTo(width(), wanted);
    }
    return isTaken;
}

QString OrderSheet::dismissText() const
{
    return tr("Cancel");
}

void OrderSheet::submit()
{
    if (!m_submit->isEnabled()) {
        if (m_state == State::Filling && m_answer->text().isEmpty())
            refuse(m_whyNot); // which a mouse reads above the button
        return;
    }
    // What nobody knows of is asked for under its id, whatever the form would say by now.
    if (m_state == State::Filling) {
        if (const QJsonObject now = typed(); std::exchange(m_sent, now) != now)
            m_commandId = QUuid::createUuid();
    }
    leaveOutRefused();
    m_answer->hide();
    m_going = command();
    setState(State::Sending);
    if (m_plan)
        m_plan->rest();
    settle();
    Q_EMIT submitted();
}

void OrderSheet::go(OrderCommands &commands)
{
    if (const Command going = std::exchange(m_going, {}))
        going(commands);
}

/// While it is on its way the sheet itself has the keyboard: a key too many is then neither typed into the form nor a click.
void OrderSheet::setState(State state)
{
    const State before = std::exchange(m_state, state);
    if (before == State::Filling && state != State::Filling)
        m_at = focusWidget();
    if (state == State::Sending)
        setFocus();
    m_form->setEnabled(state == State::Filling);
    m_restored->setEnabled(state != State::Sending);
    m_submit->setText(state == State::Unknown ? tr("Ask again") : m_submitText);
    updateSubmit();
    if (state == State::Unknown)
        m_submit->setFocus();
    else if (state == State::Filling && m_at && (focusWidget() == this || !focusWidget()))
        m_at->setFocus();
}

void OrderSheet::setSendable(bool isSendable, const QString &why)
{
    if (!m_whyNot.isEmpty() && m_answer->text() == m_whyNot && why != m_whyNot)
        refuse({});
    m_isSendable = isSendable;
    m_whyNot = why;
    updateSubmit();
}

/// What is of no avail is not sent: the sheet says of each order why.
void OrderSheet::updateSubmit()
{
    const bool isInVain = m_isSendable && m_plan && m_plan->isKnown() && m_plan->wouldCount() == 0;
    m_submit->setEnabled(m_state == State::Unknown || (m_state == State::Filling && m_isSendable && !isInVain));
    m_submit->setToolTip(isInVain ? m_plan->text() : m_whyNot);
}

void OrderSheet::focusSubmit()
{
    m_submit->setFocus();
}

void OrderSheet::beginAsking()
{
    m_asks = true;
    m_blank = m_settled = typed();
}

void OrderSheet::sayRestored(const QString &text, Theme::Tone tone)
{
    m_restored->say(text, tone);
    resizeTo(width(), std::max(height(), sizeHint().height()));
}

void OrderSheet::takeUp(QUuid command, const QList<OrderChoice> &orders)
{
    m_sentAgain = mostSentAgain; // what the order was when this was decided nobody knows any more
    m_commandId = command;
    m_sent = typed();
    QHash<OrderId, int> versions;
    for (const OrderChoice &order : orders)
        versions.insert(order.id, order.version);
    for (OrderChoice &order : m_orders)
        order.version = versions.value(order.id, order.version);
    setState(State::Unknown);
}

void OrderSheet::dismiss()
{
    QDialog::reject();
}

void OrderSheet::reject()
{
    if (m_going)
        Q_EMIT hurried();
    if (isUnsettled())
        Q_EMIT closeAsked();
    else
        dismiss();
}

QString OrderSheet::what() const
{
    if (m_orders.size() != 1)
        return tr("%n order(s)", "", int(m_orders.size()));
    return orderName(m_orders.first());
}

void OrderSheet::nameOrders()
{
    setWindowTitle(titleText());
    m_what->setText(what());
}

void OrderSheet::refuse(const QString &why)
{
    QPalette palette = m_answer->palette();
    palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Bad));
    m_answer->setPalette(palette);
    m_answer->setText(why);
    m_answer->setVisible(!why.isEmpty());
}

void OrderSheet::answered(const CommandAnswer &answer)
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
    refuse(answer.text);
    if (answer.isKnown) {
        m_commandId = QUuid::createUuid();
        m_settled = m_blank;
        sayRestored({}, Theme::Tone::Neutral);
    }
    m_waitsForOrder = answer.isKnown && m_seen.has_value();
    m_isOutdated = std::ranges::any_of(answer.failures, [](const OrderFailure &failure) { return failure.reason == u"changed_meanwhile"; });
    setState(answer.isKnown ? State::Filling : State::Unknown);
    Q_EMIT edited();
    if (const auto newer = std::exchange(m_newer, {}))
        orderIsNow(*newer);
}

void OrderSheet::lookFirst(BulkRepository &repository)
{
    m_plan = new BulkPlanLabel(repository, objectName().chopped(5) + u"Plan"_s, this);
    m_plan->hide();
    m_column->insertWidget(m_column->indexOf(m_answer), m_plan);
    connect(m_plan, &BulkPlanLabel::changed, this, &OrderSheet::planChanged);
    connect(this, &OrderSheet::edited, this, &OrderSheet::updatePlan);
    updatePlan();
}

/// Not while it is out, and not while nobody knows whether it was done: what is sent again must be what was sent.
void OrderSheet::updatePlan()
{
    const auto task = m_state != State::Filling || !m_isSendable ? std::nullopt : bulkTask();
    if (!task)
        return m_plan->rest();
    QList<BulkOrder> orders;
    for (const OrderChoice &order : std::as_const(m_orders))
        orders.append({order.id, order.version, order.number});
    m_plan->look(*task, orders);
}

void OrderSheet::lookAgain()
{
    if (m_plan)
        m_plan->askAgain();
}

void OrderSheet::planChanged()
{
    updateSubmit();
    if (isVisible() && height() < sizeHint().height())
        resizeTo(width(), sizeHint().height());
}

/// What was said to be left alone is left alone; where nothing was said yet, the store decides over all of them.
void OrderSheet::leaveOutRefused()
{
    if (!m_plan || m_state != State::Filling || !m_plan->isKnown())
        return;
    const QList<BulkRow> &rows = m_plan->rows();
    const auto isLeft = [&rows](const OrderChoice &order) { return std::ranges::none_of(rows, [&order](const BulkRow &row) { return row.id == order.id && row.state == BulkState::Would; }); };
    if (m_orders.removeIf(isLeft) == 0)
        return;
    nameOrders();
    Q_EMIT edited(); // a draft is of those that are sent
}

void OrderSheet::orderIsNow(const OrderPanel &order)
{
    if (!m_waitsForOrder || !isAbout(order.id) || order.version < m_orders.first().version)
        return;
    if (m_state != State::Filling) {
        m_newer = order; // the form stays as it was sent
        return;
    }
    m_waitsForOrder = false;
    const bool isOutdated = std::exchange(m_isOutdated, false);
    const bool goesAgain = isOutdated && typed() == m_sent && isStillDecided(*m_seen, order);
    m_orders.first().version = order.version;
    const QStringList changes = isOutdated && !goesAgain ? saidDifferences(*m_seen, order) : orderDifferences(*m_seen, order);
    m_seen = order;
    if (!changes.isEmpty()) {
        QPalette palette = m_news->palette();
        palette.setColor(QPalette::Window, Theme::background(Theme::Tone::Warning));
        palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Warning));
        m_news->setPalette(palette);
        m_news->setText(tr("Changed by others meanwhile:") + u"\n• "_s + changes.join(u"\n• "_s));
        m_news->show();
    }
    const QString said = m_answer->text();
    followUntyped(order);
    if (m_answer->text().isEmpty())
        refuse(said); // nothing stands in the way by now, and why it was not done stays to be read
    if (goesAgain && m_submit->isEnabled() && ++m_sentAgain <= mostSentAgain)
        submit();
}

/// What the form says by itself of a newer order is nothing that somebody typed.
void OrderSheet::followUntyped(const OrderPanel &order)
{
    const bool wasBlank = isBlank();
    const bool wasSettled = typed() == m_settled;
    follow(order);
    if (wasSettled)
        m_settled = typed();
    if (!wasBlank)
        return;
    m_blank = typed();
    Q_EMIT edited(); // on the way there it may have been kept as a draft
}

bool OrderSheet::isStillDecided(const OrderPanel &before, const OrderPanel &now) const
{
    return isOtherAsideOnly(before, now);
}

} // namespace Steward
