// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderpanel.h"

#include "models/session/session.h"
#include "ui/common/actionregistry.h"
#include "ui/common/statebanner.h"
#include "ui/common/theme.h"
#include "ui/orders/orderactionrow.h"
#include "ui/orders/orderview.h"
#include "ui/orders/parcelsheet.h"
#include "ui/orders/refundpaidsheet.h"
#include "ui/orders/restoredline.h"

#include <QEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int awayMs = 2000; // until what could not be had is asked for again, should the session know of no loss

void explain(QPushButton *button, const QString &whyNot)
{
    button->setEnabled(whyNot.isEmpty());
    button->setToolTip(whyNot);
}

QLabel *makeSentence(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setContentsMargins(Theme::spaceL, Theme::spaceS, Theme::spaceL, 0);
    label->hide();
    return label;
}

void setTone(QLabel *label, Theme::Tone tone)
{
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    label->setPalette(palette);
}

} // namespace

OrderPanelWidget::OrderPanelWidget(OrderDesk &desk, QWidget *place, QWidget *parent)
    : QWidget(parent), m_desk(desk), m_actions(new OrderActions(desk, *this, place ? place : this, this)), m_view(new OrderView(this)), m_banner(new StateBanner(this)),
      m_stale(makeSentence(u"panelStale"_s, this)), m_answer(makeSentence(u"panelAnswer"_s, this)), m_footer(new QWidget(this)), m_restored(new RestoredLine(u"note"_s, m_footer)), m_note(new QPlainTextEdit(this)),
      m_addNote(new QPushButton(tr("Add note"), this)), m_row(new OrderActionRow(*m_actions, m_footer))
{
    setObjectName(u"orderPanel"_s);
    layOut();
    connectAll();
    clear();
    fitToText();
}

void OrderPanelWidget::layOut()
{
    m_note->setObjectName(u"noteEdit"_s);
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("Add a note for your colleagues (Ctrl+Enter sends it)"));
    m_note->setTabChangesFocus(true);
    m_addNote->setObjectName(u"addNoteButton"_s);
    m_addNote->setProperty("primary", true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_addNote);
    auto *foot = new QVBoxLayout(m_footer);
    foot->setContentsMargins(Theme::spaceL, Theme::spaceS, Theme::spaceL, Theme::spaceM);
    foot->setSpacing(Theme::spaceS);
    foot->addWidget(m_row);
    foot->addWidget(m_restored);
    foot->addWidget(m_note);
    foot->addLayout(buttons);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_banner, 1);
    // Beside what comes and goes with the order: an answer is read even where the order itself cannot be shown again.
    column->addWidget(m_stale);
    column->addWidget(m_answer);
    column->addWidget(m_footer);
}

void OrderPanelWidget::connectAll()
{
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, &OrderPanelWidget::ask);
    m_away.setSingleShot(true);
    m_away.setInterval(awayMs);
    connect(&m_away, &QTimer::timeout, this, &OrderPanelWidget::askAgain);
    connect(&m_desk.context().session, &Session::stateChanged, this, &OrderPanelWidget::askAgain);
    connect(&m_desk.presence(), &OrderPresence::viewersChanged, this, [this](OrderId id, const QList<Viewer> &viewers) {
        if (isShown(id))
            m_view->setViewers(viewers);
    });
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, &OrderPanelWidget::tellPresence);
    connect(m_banner, &StateBanner::actionTriggered, this, &OrderPanelWidget::reload);
    connect(m_view, &OrderView::otherOrderChosen, this, &OrderPanelWidget::otherOrderChosen);
    connect(m_view, &OrderView::parcelAsked, this, [this](int parcel) {
        if (m_order)
            startParcelOf(*m_actions, *m_order, parcel);
    });
    connect(m_view, &OrderView::payoutAsked, this, [this](int refund) {
        if (m_order)
            startRefundPaidOf(*m_actions, *m_order, refund);
    });
    connect(m_note, &QPlainTextEdit::textChanged, this, &OrderPanelWidget::keepDraft);
    connect(m_addNote, &QPushButton::clicked, this, &OrderPanelWidget::sendNote);
    connect(new QShortcut(QKeySequence(u"Ctrl+Return"_s), m_note, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this, &OrderPanelWidget::sendNote);
    connect(m_actions, &OrderActions::changed, this, [this] {
        updateButtons();
        tellPresence();
    });
    connect(&m_desk.news(), &OrderNews::changed, this, &OrderPanelWidget::newsHeard);
    connect(m_restored, &RestoredLine::discardAsked, this, [this] {
        m_desk.notes().discard(m_order->id);
        m_note->setFocus();
    });
    connect(&m_desk.notes(), &NoteDrafts::changed, this, &OrderPanelWidget::showDraft);
    connect(&m_desk.notes(), &NoteDrafts::answered, this, &OrderPanelWidget::noteAnswered);
    connect(&m_desk.commands(), &OrderCommands::answered, this, [this](const CommandAnswer &answer) {
        if (answer.isAbout(m_id))
            reload();
    });
}

OrderPanelWidget::~OrderPanelWidget()
{
    m_desk.presence().leave(this);
    m_desk.news().leave(this);
}

void OrderPanelWidget::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitToText();
}

void OrderPanelWidget::fitToText()
{
    m_note->setFixedHeight(fontMetrics().height() * 3 + Theme::spaceL);
    setMinimumWidth(std::max(fontMetrics().averageCharWidth() * 42, m_row->minimumSizeHint().width() + 2 * Theme::spaceL));
}

void OrderPanelWidget::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    tellPresence();
}

void OrderPanelWidget::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    tellPresence();
}

void OrderPanelWidget::showOrder(OrderId id, int restMs)
{
    if (!id.isValid())
        return clear();
    if (id == m_id && m_rest.isActive()) {
        if (m_rest.remainingTime() > restMs)
            m_rest.start(restMs);
        return;
    }
    if (id == m_id && (m_loading.isRunning() || isShown(id)))
        return;
    m_id = id;
    m_rest.stop();
    m_loading.cancel();
    m_whenShown = nullptr;
    m_newerVersion = 0;
    m_newerMark.clear();
    if (isShown(id))
        Q_EMIT loaded(); // back before the other one was there
    else
        m_rest.start(restMs);
}

void OrderPanelWidget::reload()
{
    if (m_id.isValid())
        ask();
}

/// What could not be had while the server was away is asked for as soon as it is back, whatever the cursor does meanwhile.
void OrderPanelWidget::askAgain()
{
    if (!m_isAway || m_desk.context().session.state() != Session::State::Ready)
        return;
    m_isAway = false;
    reload();
}

void OrderPanelWidget::newerSeen(OrderId id, int version)
{
    if (!isShown(id) || id != m_id || version <= m_order->version)
        return;
    if (m_loading.isRunning())
        m_newerVersion = std::max(m_newerVersion, version);
    else
        ask();
}

void OrderPanelWidget::newsHeard(const OrderMark &now)
{
    if (!isShown(now.id) || now.id != m_id || now.mark == m_order->mark)
        return;
    if (m_loading.isRunning())
        m_newerMark = now.mark;
    else
        ask();
}

void OrderPanelWidget::whenShown(const std::function<void(const OrderPanel &)> &then)
{
    if (isShown(m_id))
        then(*m_order);
    else if (isOpening())
        m_whenShown = then;
}

void OrderPanelWidget::clear()
{
    m_rest.stop();
    m_loading.cancel();
    m_desk.presence().leave(this);
    m_desk.news().leave(this);
    m_whenShown = nullptr;
    m_id = {};
    m_order.reset();
    m_view->hide();
    m_footer->hide();
    m_stale->hide();
    m_answer->hide();
    m_banner->show(StateBanner::Look::Empty, tr("No order chosen"), tr("Choose a row, or look an order up, and it is shown here."));
}

void OrderPanelWidget::ask()
{
    m_rest.stop();
    // The order shown stays until the next one is there, so moving through a list does not flicker.
    if (!m_order)
        m_banner->show(StateBanner::Look::Loading, tr("Opening the order"), {});
    m_newsAsks = m_desk.news().asks();
    m_loading.start(m_desk.orders().panel(m_id, u"order"_s), this, [this](const Result<OrderPanel> &answer) {
        if (answer)
            showAnswer(answer);
        else
            showFailure(answer.error());
    });
}

void OrderPanelWidget::showFailure(const Error &error)
{
    m_whenShown = nullptr;
    m_newerVersion = 0;
    m_newerMark.clear();
    m_isAway = error.kind == ErrorKind::Offline;
    if (m_isAway)
        m_away.start();
    const bool isRefused = error.kind == ErrorKind::Invalid || error.kind == ErrorKind::Denied;
    if (isShown(m_id) && !isRefused) {
        setTone(m_stale, Theme::Tone::Warning);
        m_stale->setText(tr("This may be out of date, for it could not be asked again. %1").arg(error.userText));
        m_stale->show();
        return;
    }
    if (!isShown(m_id))
        m_answer->hide();
    m_stale->hide();
    m_order.reset();
    m_desk.presence().leave(this);
    m_desk.news().leave(this);
    m_view->hide();
    m_footer->hide();
    const bool isOffline = error.kind == ErrorKind::Offline;
    m_banner->show(isOffline ? StateBanner::Look::Offline : StateBanner::Look::Failed, isOffline ? tr("The server is away") : tr("The order could not be opened"),
                   error.userText, tr("Try again"));
    Q_EMIT loaded();
    if (isRefused)
        Q_EMIT refused();
}

void OrderPanelWidget::showAnswer(const Result<OrderPanel> &answer)
{
    const bool isOther = !isShown(answer->id);
    m_order = *answer;
    m_desk.news().show(this, {answer->id, answer->mark});
    if (isOther && m_desk.news().asks() != m_newsAsks)
        m_desk.news().ask(); // it was not among those asked about, and may have been read before the change
    m_isAway = false;
    m_stale->hide();
    m_banner->show(StateBanner::Look::Hidden, {}, {});
    m_view->setTimeZone(m_desk.zone());
    m_view->setMayContact(m_desk.context().session.may(u"contact"_s));
    m_view->show(*answer);
    m_footer->show();
    if (isOther)
        showOther();
    updateButtons();
    tellPresence();
    const auto then = std::exchange(m_whenShown, nullptr);
    const QString newerMark = std::exchange(m_newerMark, {});
    if (std::exchange(m_newerVersion, 0) > answer->version || (!newerMark.isEmpty() && newerMark != answer->mark))
        ask();
    Q_EMIT loaded();
    if (then)
        then(*m_order);
}

void OrderPanelWidget::showOther()
{
    const QSignalBlocker quiet(m_note);
    m_note->setPlainText(m_desk.notes().text(m_order->id));
    sayRestored();
    m_answer->hide();
    if (m_outcomes.contains(m_order->id))
        tell(m_outcomes.take(m_order->id));
}

void OrderPanelWidget::updateButtons()
{
    if (!m_order)
        return;
    m_row->update(*m_order);
    explain(m_addNote, m_actions->whyNot(u"note"_s, *m_order));
    const bool mayNote = m_addNote->isEnabled();
    m_note->setEnabled(mayNote);
    m_addNote->setEnabled(mayNote && m_desk.notes().has(m_order->id) && !m_desk.notes().isSending(m_order->id));
}

void OrderPanelWidget::tellPresence()
{
    using Mode = OrderPresence::Mode;
    if (!m_order)
        return;
    const bool isHere = isVisible() && QGuiApplication::applicationState() == Qt::ApplicationActive;
    const bool isEdited = m_desk.notes().has(m_order->id) || m_actions->hasSheet(m_order->id);
    m_desk.presence().show(this, m_order->id, !isHere ? Mode::Away : isEdited ? Mode::Editing : Mode::Viewing);
}

void OrderPanelWidget::focusNote()
{
    whenShown([this](const OrderPanel &) { m_note->setFocus(Qt::ShortcutFocusReason); });
}

void OrderPanelWidget::keepDraft()
{
    if (m_order)
        m_desk.notes().keep(m_order->id, m_note->toPlainText(), m_order->number);
}

/// The same order may be shown in another window, and its note typed there.
void OrderPanelWidget::showDraft(OrderId id)
{
    if (!isShown(id))
        return;
    const QString text = m_desk.notes().text(id);
    if (text.isEmpty() ? !m_note->toPlainText().trimmed().isEmpty() : m_note->toPlainText() != text) {
        const QSignalBlocker quiet(m_note);
        m_note->setPlainText(text);
    }
    sayRestored();
    updateButtons();
    tellPresence();
}

void OrderPanelWidget::sayRestored()
{
    const auto draft = m_desk.notes().isSending(m_order->id) ? std::nullopt : m_desk.notes().restored(m_order->id);
    if (!draft)
        m_restored->say({}, Theme::Tone::Neutral);
    else if (draft->sent.value(u"text"_s) == draft->typed.value(u"text"_s))
        m_restored->say(tr("Nobody knows yet whether this note was added; add it again to find out. It is not added twice."), Theme::Tone::Warning);
    else
        m_restored->say(tr("Restored what you typed on %1.").arg(draftTime(*draft, m_desk.zone())), Theme::Tone::Info);
}

void OrderPanelWidget::sendNote()
{
    if (m_order && m_addNote->isEnabled())
        m_desk.notes().send(m_order->id, m_order->number, this);
}

void OrderPanelWidget::noteAnswered(const NoteDrafts::Sent &sent, const CommandAnswer &answer)
{
    if (sent.from == this)
        deliver(sent.order, sent.number, answer.text, answer.isDone ? Theme::Tone::Good : Theme::Tone::Bad);
}

void OrderPanelWidget::deliver(OrderId id, const QString &number, const QString &text, Theme::Tone tone)
{
    if (isShown(id)) {
        tell({text, tone});
        tellPresence();
    }
    if (isShown(id) && m_id == id)
        return;
    // The person has moved on: it is said where they are, and again at the order itself.
    m_outcomes.insert(id, {text, tone});
    Q_EMIT told(tr("%1: %2").arg(number, text), tone);
}

void OrderPanelWidget::tell(const Outcome &outcome)
{
    setTone(m_answer, outcome.tone);
    m_answer->setText(outcome.text);
    m_answer->show();
    updateButtons();
}

} // namespace Steward
