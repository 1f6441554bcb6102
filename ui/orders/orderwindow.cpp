// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderwindow.h"

#include "ui/common/offkeys.h"
#include "ui/common/titlelabel.h"
#include "ui/common/unsent.h"
#include "ui/common/windows.h"
#include "ui/orders/orderactions.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/orderpanel.h"
#include "ui/orders/ordersheet.h"
#include "ui/orders/undobar.h"

#include <QCloseEvent>
#include <QLabel>
#include <QShortcut>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

OrderWindow::OrderWindow(OrderDesk &desk, const OrderChoice &order, QWidget *parent)
    : QWidget(parent, Qt::Window), m_desk(desk), m_id(order.id), m_head(new TitleLabel({}, 1.3, this)), m_said(new QLabel(this)), m_panel(new OrderPanelWidget(desk, this, this))
{
    setObjectName(u"orderWindow"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    m_head->setObjectName(u"orderWindowHead"_s);
    m_head->setTextFormat(Qt::PlainText);
    m_head->setContentsMargins(Theme::spaceL, Theme::spaceL, Theme::spaceL, 0);
    m_said->setObjectName(u"orderWindowSaid"_s);
    m_said->setTextFormat(Qt::PlainText);
    m_said->setWordWrap(true);
    m_said->setContentsMargins(Theme::spaceL, Theme::spaceS, Theme::spaceL, Theme::spaceS);
    m_said->hide();
    auto *undoBar = new UndoBar(desk.commands(), desk.sent(), m_id, this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_panel, 1);
    column->addWidget(m_said);
    column->addWidget(undoBar);
    name(order);
    resizeWithin(this, {Theme::scaled(720), Theme::scaled(900)});

    connect(m_panel, &OrderPanelWidget::loaded, this, [this] {
        const auto &shown = m_panel->order();
        if (shown)
            name({shown->id, shown->version, shown->number, shown->customerName});
        m_head->setVisible(!shown);
        m_panel->actions().update();
    });
    connect(m_panel, &OrderPanelWidget::otherOrderChosen, this, [this](OrderId id) { Q_EMIT otherOrderChosen({id, 0, {}, {}}); });
    connect(m_panel, &OrderPanelWidget::told, this, &OrderWindow::say);
    connect(m_panel, &OrderPanelWidget::refused, this, &OrderWindow::refused);
    connect(&m_panel->actions(), &OrderActions::told, this, &OrderWindow::say);
    const auto *offKeys = new OffKeys(this);
    connect(offKeys, &OffKeys::pressed, this, [this](const QString &why) { say(why, Theme::Tone::Warning); });
    connect(offKeys, &OffKeys::over, this, [this](const QString &why) {
        if (m_said->text() == why)
            say({}, Theme::Tone::Neutral);
    });
    connect(m_panel, &OrderPanelWidget::loaded, offKeys, &OffKeys::end);
    connect(undoBar, &UndoBar::told, this, &OrderWindow::say);
    connect(&desk.notes(), &NoteDrafts::answered, this, [this](const NoteDrafts::Sent &sent, const CommandAnswer &answer) {
        if (sent.order != m_id || !std::exchange(m_closesWithNote, false))
            return;
        say({}, Theme::Tone::Neutral);
        if (answer.isDone)
            close();
    });
    connect(new QShortcut(QKeySequence(u"Ctrl+W"_s), this), &QShortcut::activated, this, &QWidget::close);
    connect(new QShortcut(QKeySequence(u"F5"_s), this), &QShortcut::activated, m_panel, &OrderPanelWidget::reload);
    connect(new QShortcut(QKeySequence(u"Ctrl+Z"_s), this), &QShortcut::activated, undoBar, &UndoBar::undo);
    m_panel->showOrder(m_id, 0);
}

void OrderWindow::name(const OrderChoice &order)
{
    const QString text = order.number.isEmpty() ? tr("An order on its way") : orderName(order);
    m_head->setText(text);
    setWindowTitle(tr("%1 — Steward").arg(text));
}

int OrderWindow::version() const
{
    return m_panel->order() ? m_panel->order()->version : 0;
}

void OrderWindow::say(const QString &text, Theme::Tone tone)
{
    QPalette palette = m_said->palette();
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    m_said->setPalette(palette);
    m_said->setText(text);
    m_said->setVisible(!text.isEmpty());
}

void OrderWindow::moveEvent(QMoveEvent *event)
{
    QWidget::moveEvent(event);
    Q_EMIT placed();
}

void OrderWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    Q_EMIT placed();
}

void OrderWindow::closeEvent(QCloseEvent *event)
{
    const bool isNote = m_desk.notes().unsettled().contains(m_id);
    const QList<OrderSheet *> sheets = m_desk.drafts().unsent(this);
    event->ignore();
    if (m_desk.notes().isSending(m_id) && !m_closesWithNote) {
        // It may still be refused, and what was typed since is another one.
        m_closesWithNote = true;
        say(tr("The window closes when the note has arrived. Close it once more, and it closes at once: the note is kept."), Theme::Tone::Neutral);
    } else if (isNote || !sheets.isEmpty()) {
        askAboutTyped(isNote, sheets);
    } else {
        event->accept();
        m_panel->actions().retire();
        Q_EMIT closed();
    }
}

void OrderWindow::askAboutTyped(bool isNote, const QList<OrderSheet *> &sheets)
{
    QStringList what;
    if (isNote)
        what.append(tr("A note for %1").arg(m_desk.notes().number(m_id)));
    for (const OrderSheet *sheet : sheets)
        what.append(sheet->windowTitle());
    askAboutUnsent(m_desk.context().prompts, this, what, {}, [this](UnsentChoice choice) {
        const QList<OrderSheet *> open = m_desk.drafts().unsent(this);
        for (OrderSheet *sheet : open) {
            if (choice == UnsentChoice::Discard)
                m_desk.drafts().forget(sheet);
            sheet->settle();
        }
        if (choice == UnsentChoice::Discard)
            m_desk.notes().discard(m_id);
        m_desk.notes().settle({m_id});
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection); // an answer may come while this close still runs
    });
}

} // namespace Steward
