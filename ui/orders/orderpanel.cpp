// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderpanel.h"

#include "models/session/session.h"
#include "ui/common/actionregistry.h"
#include "ui/common/prompts.h"
#include "ui/common/statebanner.h"
#include "ui/common/theme.h"
#include "ui/orders/ordercommands.h"
#include "ui/orders/orderview.h"

#include <QEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int presenceMs = 45'000; // presence runs out after two minutes

void explain(QPushButton *button, const Permission &permission)
{
    button->setEnabled(permission.allowed);
    button->setToolTip(permission.allowed ? QString() : orderReasonText(permission.why));
}

} // namespace

OrderPanelWidget::OrderPanelWidget(const UiContext &context, OrderRepository &orders, OrderCommands &commands, QWidget *parent)
    : QWidget(parent), m_context(context), m_orders(orders), m_commands(commands), m_view(new OrderView(this)), m_banner(new StateBanner(this)), m_footer(new QWidget(this)),
      m_note(new QPlainTextEdit(this)), m_addNote(new QPushButton(tr("Add note"), this)), m_hold(new QPushButton(tr("Put on hold…"), this)),
      m_release(new QPushButton(tr("Release…"), this)), m_answer(new QLabel(this))
{
    setObjectName(u"orderPanel"_s);
    m_note->setObjectName(u"noteEdit"_s);
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("Add a note for your colleagues (Ctrl+Enter sends it)"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(fontMetrics().height() * 3 + Theme::spaceL);
    m_addNote->setObjectName(u"addNoteButton"_s);
    m_addNote->setProperty("primary", true);
    m_hold->setObjectName(u"holdButton"_s);
    m_release->setObjectName(u"releaseButton"_s);
    m_answer->setObjectName(u"panelAnswer"_s);
    m_answer->setWordWrap(true);
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->hide();
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_hold);
    buttons->addWidget(m_release);
    buttons->addStretch();
    buttons->addWidget(m_addNote);
    auto *foot = new QVBoxLayout(m_footer);
    foot->setContentsMargins(Theme::spaceL, Theme::spaceS, Theme::spaceL, Theme::spaceM);
    foot->setSpacing(Theme::spaceS);
    foot->addWidget(m_answer);
    foot->addWidget(m_note);
    foot->addLayout(buttons);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_banner, 1);
    column->addWidget(m_footer);

    m_rest.setSingleShot(true);
    m_presence.setInterval(presenceMs);
    connect(&m_rest, &QTimer::timeout, this, &OrderPanelWidget::ask);
    connect(&m_presence, &QTimer::timeout, this, [this] { touch(hasUnsentNote() ? u"editing"_s : isActiveWindow() ? u"viewing"_s : u"away"_s); });
    connect(m_banner, &StateBanner::actionTriggered, this, &OrderPanelWidget::ask);
    connect(m_view, &OrderView::otherOrderChosen, this, &OrderPanelWidget::otherOrderChosen);
    connect(m_note, &QPlainTextEdit::textChanged, this, &OrderPanelWidget::keepDraft);
    connect(m_addNote, &QPushButton::clicked, this, &OrderPanelWidget::sendNote);
    connect(new QShortcut(QKeySequence(u"Ctrl+Return"_s), m_note, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this, &OrderPanelWidget::sendNote);
    connect(m_hold, &QPushButton::clicked, this, &OrderPanelWidget::holdAsked);
    connect(m_release, &QPushButton::clicked, this, &OrderPanelWidget::askRelease);
    connect(&commands, &OrderCommands::answered, this, &OrderPanelWidget::answered);
    clear();
    fitToText();
}

OrderPanelWidget::~OrderPanelWidget() = default;

void OrderPanelWidget::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitToText();
}

void OrderPanelWidget::fitToText()
{
    m_note->setFixedHeight(fontMetrics().height() * 3 + Theme::spaceL);
    setMinimumWidth(std::max(fontMetrics().averageCharWidth() * 42, m_hold->sizeHint().width() + m_release->sizeHint().width() + m_addNote->sizeHint().width() + 3 * Theme::spaceXl));
}

void OrderPanelWidget::showOrder(OrderId id, int restMs)
{
    if (id == m_id && m_order && m_order->id == id)
        return;
    if (m_id.isValid() && m_id != id)
        touch(u"gone"_s);
    m_id = id;
    m_loading.cancel();
    m_answer->hide();
    if (!id.isValid())
        return clear();
    m_rest.start(restMs);
}

void OrderPanelWidget::reload()
{
    if (m_id.isValid())
        ask();
}

void OrderPanelWidget::clear()
{
    m_rest.stop();
    m_presence.stop();
    m_loading.cancel();
    m_id = {};
    m_order.reset();
    m_view->hide();
    m_footer->hide();
    m_banner->show(StateBanner::Look::Empty, tr("No order chosen"), tr("Choose a row, or look an order up, and it is shown here."));
}

void OrderPanelWidget::ask()
{
    // The order shown stays until the next one is there, so moving through a list does not flicker.
    if (!m_order)
        m_banner->show(StateBanner::Look::Loading, tr("Opening the order"), {});
    m_loading.start(m_orders.panel(m_id, u"order"_s), this, [this](const Result<OrderPanel> &answer) { showAnswer(answer); });
}

void OrderPanelWidget::showAnswer(const Result<OrderPanel> &answer)
{
    if (!answer) {
        m_order.reset();
        m_view->hide();
        m_footer->hide();
        const bool isOffline = answer.error().kind == ErrorKind::Offline;
        m_banner->show(isOffline ? StateBanner::Look::Offline : StateBanner::Look::Failed, isOffline ? tr("The server is away") : tr("The order could not be opened"),
                       answer.error().userText, tr("Try again"));
        return;
    }
    const bool isOther = !m_order || m_order->id != answer->id;
    m_order = *answer;
    m_banner->show(StateBanner::Look::Hidden, {}, {});
    m_view->setTimeZone(QTimeZone(m_context.session.login().timeZone.toLatin1()));
    m_view->setMayContact(m_context.session.may(u"contact"_s));
    m_view->show(*answer);
    m_footer->show();
    if (isOther) {
        const QSignalBlocker quiet(m_note);
        m_note->setPlainText(m_drafts.value(m_id));
        m_noteCommand = QUuid::createUuid();
    }
    updateButtons();
    m_presence.start();
    touch(hasUnsentNote() ? u"editing"_s : u"viewing"_s);
    Q_EMIT loaded();
}

void OrderPanelWidget::updateButtons()
{
    if (!m_order)
        return;
    explain(m_hold, m_order->mayHold);
    explain(m_release, m_order->mayRelease);
    explain(m_addNote, m_order->mayNote);
    m_note->setEnabled(m_order->mayNote.allowed);
    if (m_order->mayNote.allowed)
        m_addNote->setEnabled(!m_note->toPlainText().trimmed().isEmpty() && !m_commands.isInFlight(m_noteCommand));
}

void OrderPanelWidget::touch(const QString &mode)
{
    if (m_id.isValid())
        (void)m_orders.touchPresence(m_id, mode);
}

bool OrderPanelWidget::hasUnsentNote() const
{
    return !m_drafts.isEmpty();
}

void OrderPanelWidget::focusNote()
{
    m_note->setFocus(Qt::ShortcutFocusReason);
}

void OrderPanelWidget::keepDraft()
{
    const QString text = m_note->toPlainText();
    if (text.trimmed().isEmpty())
        m_drafts.remove(m_id);
    else
        m_drafts.insert(m_id, text);
    updateButtons();
}

void OrderPanelWidget::sendNote()
{
    if (!m_order || !m_addNote->isEnabled() || m_commands.isInFlight(m_noteCommand))
        return;
    m_addNote->setEnabled(false);
    m_commands.addNote(m_noteCommand, m_order->id, m_note->toPlainText());
}

void OrderPanelWidget::askRelease()
{
    if (!m_order || !m_release->isEnabled())
        return;
    QList<OrderHold> open;
    QStringList choices;
    for (const OrderHold &hold : std::as_const(m_order->holds)) {
        if (!hold.isOpen())
            continue;
        open.append(hold);
        choices.append(tr("Release: %1").arg(holdReasonText(hold.reason)));
    }
    if (open.size() > 1)
        choices.append(tr("Release all"));
    choices.append(tr("Cancel"));
    const QString text = open.size() == 1 && !open.first().note.isEmpty() ? tr("The hold's note says: %1").arg(open.first().note) : tr("The order can be shipped once no hold is left.");
    m_context.prompts.ask(this, tr("Release %1").arg(m_order->number), text, choices, [this, open, version = m_order->version](int choice) {
        QList<HoldAt> chosen;
        for (int i = 0; i < open.size(); ++i) {
            if (choice == i || (open.size() > 1 && choice == open.size()))
                chosen.append({open.at(i).id, version});
        }
        if (chosen.isEmpty())
            return;
        m_releaseCommand = QUuid::createUuid();
        m_release->setEnabled(false);
        m_commands.releaseHold(m_releaseCommand, chosen);
    });
}

void OrderPanelWidget::answered(QUuid commandId, bool ok, const QString &text)
{
    if (commandId == m_noteCommand) {
        if (ok) {
            m_drafts.remove(m_id);
            const QSignalBlocker quiet(m_note);
            m_note->clear();
        }
        // What was refused may be mended and sent again: that is another command.
        m_noteCommand = QUuid::createUuid();
        tell(ok, text);
    } else if (commandId == m_releaseCommand) {
        tell(ok, text);
    }
    reload();
}

void OrderPanelWidget::tell(bool ok, const QString &text)
{
    QPalette palette = m_answer->palette();
    palette.setColor(QPalette::WindowText, Theme::text(ok ? Theme::Tone::Good : Theme::Tone::Bad));
    m_answer->setPalette(palette);
    m_answer->setText(text);
    m_answer->show();
    updateButtons();
}

} // namespace Steward
