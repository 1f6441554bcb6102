// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/notedrafts.h"

#include <algorithm>

namespace Steward {

void NoteDrafts::keep(OrderId id, const QString &text)
{
    if (text.trimmed().isEmpty())
        m_texts.remove(id);
    else
        m_texts.insert(id, text);
}

QUuid NoteDrafts::send(OrderId id, const QString &number)
{
    const QString text = m_texts.value(id);
    const auto unknown = m_unknown.value(id);
    const QUuid command = unknown.second == text && !unknown.first.isNull() ? unknown.first : QUuid::createUuid();
    m_sent.insert(command, {id, number, text});
    return command;
}

bool NoteDrafts::isSending(OrderId id) const
{
    return std::ranges::any_of(m_sent, [id](const Sent &sent) { return sent.order == id; });
}

std::optional<NoteDrafts::Sent> NoteDrafts::answered(const CommandAnswer &answer)
{
    if (!m_sent.contains(answer.command))
        return std::nullopt;
    const Sent sent = m_sent.take(answer.command);
    if (answer.isKnown)
        m_unknown.remove(sent.order);
    else
        m_unknown.insert(sent.order, {answer.command, sent.text});
    if (answer.isDone && m_texts.value(sent.order) == sent.text)
        m_texts.remove(sent.order);
    return sent;
}

} // namespace Steward
