// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/phoneorderwindow.h"

#include "models/session/drafts.h"
#include "ui/common/isolate.h"
#include "ui/common/prompts.h"
#include "ui/common/unsent.h"
#include "ui/common/windows.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/phoneorderform.h"

#include <QCloseEvent>
#include <QFutureWatcher>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

PhoneOrderWindow::PhoneOrderWindow(OrderDesk &desk, QWidget *parent)
    : QWidget(parent, Qt::Window), m_desk(desk), m_form(new PhoneOrderForm(desk, this)), m_said(new QLabel(this)), m_submit(new QPushButton(this)), m_record(u"phone order %1"_s.arg(QUuid::createUuid().toString(QUuid::WithoutBraces)))
{
    setObjectName(u"phoneOrderWindow"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("New order by phone — Steward"));
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_form);
    m_said->setObjectName(u"phoneOrderSaid"_s);
    m_said->setTextFormat(Qt::PlainText);
    m_said->setWordWrap(true);
    m_said->hide();
    m_submit->setObjectName(u"phoneOrderButton"_s);
    m_submit->setProperty("primary", true);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"phoneOrderCancel"_s);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_said, 1);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_submit);
    buttons->setSpacing(Theme::spaceS);
    buttons->setContentsMargins(Theme::spaceL, Theme::spaceS, Theme::spaceL, Theme::spaceM);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addLayout(buttons);
    resizeWithin(this, {Theme::scaled(1080), Theme::scaled(820)});
    setState(State::Typing);
    connect(m_form, &PhoneOrderForm::edited, this, &PhoneOrderWindow::keepDraft);
    connect(m_form, &PhoneOrderForm::edited, this, &PhoneOrderWindow::edited);
    connect(m_submit, &QPushButton::clicked, this, &PhoneOrderWindow::submit);
    connect(cancel, &QPushButton::clicked, this, &QWidget::close);
    connect(new QShortcut(QKeySequence(u"Ctrl+Return"_s), this), &QShortcut::activated, this, &PhoneOrderWindow::submit);
    connect(new QShortcut(QKeySequence(u"Ctrl+W"_s), this), &QShortcut::activated, this, &QWidget::close);
    m_form->focusFirst();
}

QJsonObject PhoneOrderWindow::typed() const
{
    return m_form->typed();
}

void PhoneOrderWindow::restore(const QJsonObject &typed)
{
    m_form->restore(typed);
}

QString PhoneOrderWindow::draftVerb()
{
    return u"phone_order"_s;
}

void PhoneOrderWindow::restore(const Draft &draft)
{
    m_record = draft.record;
    if (draft.sent.isEmpty())
        return restore(draft.typed);
    // The command first: what is filled in is written down at once, and with it what it was sent with.
    m_commandId = QUuid::fromString(draft.sent.value(u"command"_s).toString());
    m_sent = draft.sent.value(u"document"_s).toObject();
    setState(State::Unknown);
    restore(draft.typed);
    say(tr("Nobody knows yet whether this order was taken: ask again to find out. It is not taken twice."), Theme::Tone::Warning);
}

/// With the command while it is on its way or nobody knows what became of it, so that none but the same is ever sent again.
void PhoneOrderWindow::keepDraft()
{
    const bool isSent = m_state != State::Typing;
    if (!isSent && m_form->typed().isEmpty())
        return forgetDraft();
    const QJsonObject sent{{u"command"_s, m_commandId.toString()}, {u"document"_s, m_sent}};
    m_desk.context().drafts.keep({m_record, draftVerb(), what(), m_form->typed(), {}, isSent ? sent : QJsonObject(), {}});
}

void PhoneOrderWindow::forgetDraft()
{
    m_desk.context().drafts.forget(m_record, draftVerb());
}

QString PhoneOrderWindow::what() const
{
    const QString name = m_form->customerName();
    return name.isEmpty() ? tr("An order by phone") : tr("An order by phone for %1").arg(isolated(name));
}

void PhoneOrderWindow::setState(State state)
{
    m_state = state;
    m_form->setEnabled(state == State::Typing);
    m_submit->setEnabled(state != State::Sending);
    m_submit->setText(state == State::Unknown ? tr("Ask again") : tr("Take the order"));
}

void PhoneOrderWindow::say(const QString &text, Theme::Tone tone)
{
    QPalette palette = m_said->palette();
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    m_said->setPalette(palette);
    m_said->setText(text);
    m_said->setVisible(!text.isEmpty());
}

/// A command of its own for every attempt the store has answered; the very same one as long as it has not.
void PhoneOrderWindow::submit()
{
    if (m_state == State::Sending)
        return;
    if (m_form->isAsking()) // what was chosen would come after what was sent
        return say(tr("The customer you chose is still being opened. Take the order when they are there."), Theme::Tone::Neutral);
    if (m_state == State::Typing) {
        m_commandId = QUuid::createUuid();
        m_sent = m_form->document();
        m_at = focusWidget();
    }
    setState(State::Sending);
    say({}, Theme::Tone::Neutral);
    keepDraft();
    // An order has no version before it is there, by which the store would know it for the same.
    m_desk.context().drafts.whenSafe(this, [this] { send(); }, SealedFile::Outlives::Computer);
}

void PhoneOrderWindow::send()
{
    auto *watcher = new QFutureWatcher<Result<CommandOutcome>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        if (watcher->future().resultCount() > 0)
            answered(watcher->result());
        else
            answered(Error{ErrorKind::Offline, tr("The command was not sent."), {}, {}});
    });
    watcher->setFuture(m_desk.phone().create(m_commandId, m_sent));
}

void PhoneOrderWindow::answered(const Result<CommandOutcome> &answer)
{
    if (answer && answer->kind == CommandOutcome::Kind::Done)
        return done(*answer);
    if (!answer && answer.error().kind == ErrorKind::Offline) {
        setState(State::Unknown);
        say(tr("%1 Nobody knows yet whether the order was taken: ask again before anything of it changes.").arg(answer.error().userText), Theme::Tone::Warning);
        return;
    }
    setState(State::Typing);
    keepDraft();
    if (m_at)
        m_at->setFocus();
    if (!answer)
        return say(answer.error().userText, Theme::Tone::Bad);
    const QList<OrderProblem> problems = readProblems(answer->details);
    const QString others = m_form->refused(problems);
    say(problems.isEmpty() ? orderReasonText(answer->reason) : others.isEmpty() ? tr("Not taken yet: see what is marked.") : others, Theme::Tone::Bad);
}

void PhoneOrderWindow::done(const CommandOutcome &outcome)
{
    const QJsonValue row = outcome.details.value(u"rows"_s)[0];
    const QString number = row[u"number"_s].toString();
    const QString total = Money{row[u"total_minor"_s].toInteger(), m_sent.value(u"currency"_s).toString()}.toText();
    const QString text = outcome.details.value(u"is_confirmed"_s).toBool() ? tr("%1 taken: %2 to be paid. A confirmation goes to the customer.").arg(number, total)
                                                                           : tr("%1 taken: %2 to be paid. No confirmation goes out.").arg(number, total);
    m_mayClose = true;
    forgetDraft();
    const OrderChoice order{{row[u"order_id"_s].toInteger()}, row[u"version"_s].toInt(), number, m_sent.value(u"name"_s).toString()};
    Q_EMIT taken(order, text);
    m_desk.commands().orderTaken(m_commandId, order, outcome); // after its window was opened, which offers to take it back too
    close();
}

void PhoneOrderWindow::closeEvent(QCloseEvent *event)
{
    if (m_mayClose || (m_state == State::Typing && m_form->typed().isEmpty()))
        return event->accept();
    event->ignore();
    if (m_state == State::Sending)
        say(tr("The order is on its way. The window closes when it has arrived."), Theme::Tone::Neutral);
    else
        askBeforeClosing();
}

void PhoneOrderWindow::askBeforeClosing()
{
    const auto leave = [this] {
        m_mayClose = true;
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection); // an answer may come while this close still runs
    };
    if (m_state == State::Typing) {
        return askAboutUnsent(m_desk.context().prompts, this, {what()}, m_desk.context().drafts.warning(), [this, leave](UnsentChoice choice) {
            if (choice == UnsentChoice::Discard)
                forgetDraft();
            leave();
        });
    }
    m_desk.context().prompts.ask(this, tr("Nobody knows yet whether this order was taken"), what(), {tr("Ask again"), tr("Close all the same"), tr("Go on")}, [this, leave](int choice) {
        if (choice == 0)
            submit();
        else if (choice == 1)
            leave();
    });
}

} // namespace Steward
