// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/undobar.h"

#include "ui/common/theme.h"
#include "ui/orders/sentcommands.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int offerSeconds = 20; // where nothing leaves the house, the store lets it be taken back later too

} // namespace

UndoBar::UndoBar(OrderCommands &commands, SentCommands &sent, OrderId about, QWidget *parent) : QWidget(parent), m_commands(commands), m_sent(sent), m_about(about), m_text(new QLabel(this)), m_undo(new QPushButton(tr("Undo"), this))
{
    setObjectName(u"undoBar"_s);
    m_text->setObjectName(u"undoText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_undo->setObjectName(u"undoButton"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::spaceL, Theme::spaceS, Theme::spaceL, Theme::spaceS);
    row->addWidget(m_text, 1);
    row->addWidget(m_undo);
    setAutoFillBackground(true);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &UndoBar::tick);
    connect(m_undo, &QPushButton::clicked, this, &UndoBar::undo);
    connect(&commands, &OrderCommands::answered, this, &UndoBar::answered);
    connect(&commands, &OrderCommands::undoing, this, [this](QUuid undone) {
        if (undone == m_offered.command && m_undoing.isNull())
            offer({}); // another window takes it back
    });
    hide();
}

void UndoBar::answered(const CommandAnswer &answer)
{
    if (m_asking.remove(answer.command)) {
        if (answer.command == m_undoing) // else something newer is offered by now
            answer.isKnown ? offer({}) : offerAgain();
        Q_EMIT told(answer.text, answer.isDone);
    } else if (answer.isUndoable && (!m_about.isValid() || answer.isAbout(m_about))) {
        offer(answer);
    }
}

void UndoBar::offer(const CommandAnswer &answer)
{
    m_offered = answer;
    m_undoing = {};
    m_undo->setText(tr("Undo"));
    m_secondsLeft = answer.graceSeconds > 0 ? answer.graceSeconds : answer.undoSeconds > 0 ? answer.undoSeconds : offerSeconds;
    QPalette palette = this->palette();
    palette.setColor(QPalette::Window, Theme::background(Theme::Tone::Good));
    palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Good));
    setPalette(palette);
    setVisible(answer.isUndoable);
    m_undo->setEnabled(answer.isUndoable);
    if (answer.isUndoable) {
        m_second.start();
        ++m_secondsLeft;
        tick();
    } else {
        m_second.stop();
    }
    Q_EMIT offeredChanged();
}

void UndoBar::offerAgain()
{
    m_second.stop();
    m_text->setText(tr("Nobody knows yet whether this was taken back: %1").arg(m_offered.text));
    m_undo->setText(tr("Ask again"));
    m_undo->setEnabled(true);
}

void UndoBar::tick()
{
    if (--m_secondsLeft <= 0 && m_undoing.isNull())
        return offer({});
    m_text->setText(m_offered.graceSeconds > 0 ? tr("%1 Messages and money leave in %n second(s).", "", std::max(m_secondsLeft, 0)).arg(m_offered.text) : m_offered.text);
}

void UndoBar::undo()
{
    if (!m_offered.isUndoable || m_asking.contains(m_undoing))
        return;
    m_undo->setEnabled(false);
    if (m_undoing.isNull())
        m_undoing = QUuid::createUuid();
    m_asking.insert(m_undoing);
    m_sent.send(m_undoing, tr("Take back “%1”").arg(m_offered.text), [&commands = m_commands, command = m_undoing, offered = m_offered] { commands.undo(command, offered); });
}

} // namespace Steward
