// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/notedrafts.h"

#include <algorithm>

namespace Steward {

NoteDrafts::NoteDrafts(OrderCommands &commands, QObject *parent) : QObject(parent), m_commands(commands)
{
    connect(&commands, &OrderCommands::answered, this, &NoteDrafts::settle);
}

void NoteDrafts::keep(OrderId id, const QString &text)
{
    const QString before = m_texts.value(id);
    if (text.trimmed().isEmpty())
        m_texts.remove(id);
    else
        m_texts.insert(id, text);
    if (m_texts.value(id) != before)
        Q_EMIT changed(id);
}

void NoteDrafts::send(OrderId id, const QString &number, const QObject *from)
{
    const QString text = m_texts.value(id);
    const auto unknown = m_unknown.value(id);
    const QUuid command = unknown.second == text && !unknown.first.isNull() ? unknown.first : QUuid::createUuid();
    m_sent.insert(command, {id, number, text, from});
    Q_EMIT changed(id);
    m_commands.addNote(command, id, text);
}

bool NoteDrafts::isSending(OrderId id) const
{
    return std::ranges::any_of(m_sent, [id](const Sent &sent) { return sent.order == id; });
}

void NoteDrafts::settle(const CommandAnswer &answer)
{
    if (!m_sent.contains(answer.command))
        return;
    const Sent sent = m_sent.take(answer.command);
    if (answer.isKnown)
        m_unknown.remove(sent.order);
    else
        m_unknown.insert(sent.order, {answer.command, sent.text});
    if (answer.isDone && m_texts.value(sent.order) == sent.text)
        m_texts.remove(sent.order);
    Q_EMIT changed(sent.order);
    Q_EMIT answered(sent, answer);
}

} // namespace Steward
