// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/notedrafts.h"

#include "ui/orders/orderdrafts.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

const auto verb = u"note"_s;

} // namespace

NoteDrafts::NoteDrafts(OrderCommands &commands, Drafts &drafts, QObject *parent) : QObject(parent), m_commands(commands), m_drafts(drafts)
{
    connect(&commands, &OrderCommands::answered, this, &NoteDrafts::answeredBy);
    connect(&drafts, &Drafts::opened, this, &NoteDrafts::restore);
    restore();
}

void NoteDrafts::restore()
{
    for (const Draft &draft : m_drafts.all()) {
        const OrderId id = draftOrders(draft).value(0).id;
        if (draft.verb != verb || !id.isValid() || m_notes.contains(id))
            continue;
        m_notes.insert(id, {draft.typed.value(u"text"_s).toString(), draft.title, draft, true});
        if (!draft.sent.isEmpty())
            m_unknown.insert(id, {QUuid::fromString(draft.sent.value(u"command"_s).toString()), draft.sent.value(u"text"_s).toString()});
        Q_EMIT changed(id);
    }
}

/// As a draft, with the command that was sent for as long as its answer is missing.
void NoteDrafts::write(OrderId id)
{
    const Note note = m_notes.value(id);
    const auto &[command, text] = m_unknown.value(id);
    QJsonObject sent;
    if (!command.isNull())
        sent = {{u"command"_s, command.toString()}, {u"text"_s, text}};
    if (!m_notes.contains(id))
        return m_drafts.forget(draftRecord({id}), verb);
    m_drafts.keep({draftRecord({id}), verb, note.number, {{u"text"_s, note.text}}, draftAbout({{id, 0, note.number, {}}}), sent, {}});
}

QList<OrderId> NoteDrafts::unsettled() const
{
    QList<OrderId> orders;
    for (auto note = m_notes.begin(); note != m_notes.end(); ++note) {
        if (!note->isSettled && !isSending(note.key())) // what is on its way is sent
            orders.append(note.key());
    }
    return orders;
}

void NoteDrafts::settle(const QList<OrderId> &orders)
{
    for (const OrderId id : orders) {
        if (m_notes.contains(id))
            m_notes[id].isSettled = true;
    }
}

void NoteDrafts::keep(OrderId id, const QString &text, const QString &number)
{
    if (text.trimmed().isEmpty() ? !has(id) : m_notes.value(id).text == text)
        return;
    if (text.trimmed().isEmpty())
        m_notes.remove(id);
    else
        m_notes.insert(id, {text, number, {}, false});
    write(id);
    Q_EMIT changed(id);
}

void NoteDrafts::send(OrderId id, const QString &number, const QObject *from)
{
    const QString text = m_notes.value(id).text;
    const auto unknown = m_unknown.value(id);
    const QUuid command = unknown.second == text && !unknown.first.isNull() ? unknown.first : QUuid::createUuid();
    m_sent.insert(command, {id, number, text, from});
    m_unknown.insert(id, {command, text});
    write(id);
    Q_EMIT changed(id);
    m_drafts.whenSafe(this, [this, command, id, text] { m_commands.addNote(command, id, text); });
}

bool NoteDrafts::isSending(OrderId id) const
{
    return std::ranges::any_of(m_sent, [id](const Sent &sent) { return sent.order == id; });
}

void NoteDrafts::answeredBy(const CommandAnswer &answer)
{
    if (!m_sent.contains(answer.command))
        return;
    const Sent sent = m_sent.take(answer.command);
    if (answer.isKnown && m_unknown.value(sent.order).first == answer.command)
        m_unknown.remove(sent.order);
    if (answer.isDone && m_notes.value(sent.order).text == sent.text)
        m_notes.remove(sent.order);
    else if (m_notes.contains(sent.order))
        m_notes[sent.order].restored.reset();
    write(sent.order);
    Q_EMIT changed(sent.order);
    Q_EMIT answered(sent, answer);
}

} // namespace Steward
