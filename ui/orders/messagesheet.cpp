// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/messagesheet.h"

#include "models/orders/orderrepository.h"
#include "models/session/session.h"
#include "ui/common/context.h"
#include "ui/common/theme.h"
#include "ui/orders/orderactions.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

MessageSheet::MessageSheet(Kind kind, const OrderPanel &order, const QString &storeName, QWidget *parent)
    : OrderSheet(kind == Kind::Question ? u"message"_s : u"confirmation"_s, {{order.id, order.version, order.number, order.customerName}}, parent), m_kind(kind), m_order(order), m_store(storeName),
      m_preview(new QLabel(this))
{
    auto *form = new QVBoxLayout;
    form->setSpacing(Theme::spaceS);
    if (kind == Kind::Question) {
        m_text = new QPlainTextEdit(this);
        m_text->setObjectName(u"messageText"_s);
        m_text->setAccessibleName(tr("Question"));
        m_text->setPlaceholderText(tr("What do you want to know?"));
        m_text->setTabChangesFocus(true);
        m_text->setMinimumHeight(fontMetrics().height() * 6);
        form->addWidget(m_text, 1);
        connect(m_text, &QPlainTextEdit::textChanged, this, &MessageSheet::showPreview);
    }
    auto *heading = new QLabel(tr("About what the customer reads"), this);
    QPalette faint = heading->palette();
    faint.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Faint));
    heading->setPalette(faint);
    m_preview->setObjectName(u"messagePreview"_s);
    m_preview->setTextFormat(Qt::PlainText);
    m_preview->setWordWrap(true);
    m_preview->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_preview->setMargin(Theme::spaceS);
    m_preview->setAutoFillBackground(true);
    m_preview->setBackgroundRole(QPalette::Base);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_preview);
    scroll->setAccessibleName(heading->text());
    scroll->setMinimumHeight(fontMetrics().height() * 9);
    form->addWidget(heading);
    form->addWidget(scroll, 1);
    const QString waits = tr("It waits %n second(s) before it leaves; Undo takes it back until then.", "", order.graceSeconds);
    layOut(kind == Kind::Question ? tr("An e-mail about this order to its customer. %1").arg(waits) : tr("The customer gets the e-mail that confirmed the order once more. %1").arg(waits), form,
           kind == Kind::Question ? tr("Send the question") : tr("Send again"), u"messageButton"_s);
    showPreview();
    resizeTo(Theme::scaled(540), std::max(sizeHint().height(), fontMetrics().height() * 26));
    if (m_text)
        m_text->setFocus();
    else
        focusSubmit();
}

QString MessageSheet::text() const
{
    return m_text ? m_text->toPlainText() : QString();
}

/// What a confirmation lists, in short.
QString MessageSheet::orderedText() const
{
    QStringList lines{tr("this is what you ordered, order %1:").arg(m_order.number), {}};
    for (const OrderLine &line : m_order.lines)
        lines.append(line.total ? tr("%1 × %2, %3").arg(line.quantity).arg(line.title, line.total->toText()) : tr("%1 × %2").arg(line.quantity).arg(line.title));
    if (m_order.shippingMoney)
        lines.append(tr("Shipping: %1").arg(m_order.shippingMoney->toText()));
    if (m_order.total)
        lines.append(tr("Total: %1").arg(m_order.total->toText()));
    return lines.join(u'\n');
}

void MessageSheet::showPreview()
{
    const bool isQuestion = m_kind == Kind::Question;
    const bool isEmpty = isQuestion && text().trimmed().isEmpty();
    const QString subject = isQuestion ? tr("A question about your order %1").arg(m_order.number) : tr("Your order %1 at %2").arg(m_order.number, m_store);
    const QString body = isQuestion ? (isEmpty ? tr("(your question)") : text().trimmed()) : orderedText();
    const QString end = isQuestion ? tr("This is about your order %1. Please answer this message.").arg(m_order.number) : tr("If something is not right, answer this message.");
    m_preview->setText(QStringList{tr("To: %1").arg(m_order.email), tr("Subject: %1").arg(subject), {}, tr("Hello %1,").arg(m_order.customerName), {}, body, {}, end, {}, m_store}.join(u'\n'));
    setSendable(!isEmpty, isEmpty ? orderReasonText(u"empty_message"_s) : QString());
    Q_EMIT edited();
}

QJsonObject MessageSheet::typed() const
{
    return text().isEmpty() ? QJsonObject() : QJsonObject{{u"text"_s, text()}};
}

void MessageSheet::restore(const QJsonObject &typed)
{
    if (m_text)
        m_text->setPlainText(typed.value(u"text"_s).toString());
}

OrderSheet::Command MessageSheet::command() const
{
    if (m_kind == Kind::Question)
        return [id = commandId(), order = orders().first(), text = text()](OrderCommands &commands) { commands.askCustomer(id, order, text); };
    return [id = commandId(), order = orders().first()](OrderCommands &commands) { commands.confirmAgain(id, order); };
}

QString MessageSheet::titleText() const
{
    return m_kind == Kind::Question ? tr("Ask the customer of %1").arg(orders().first().number) : tr("Send the confirmation of %1 again").arg(orders().first().number);
}

void startQuestion(OrderActions &actions, const QList<OrderChoice> &, const OrderPanel *order)
{
    if (order)
        actions.open(new MessageSheet(MessageSheet::Kind::Question, *order, actions.context().session.login().storeName, actions.place()), u"message"_s);
}

void startConfirmation(OrderActions &actions, const QList<OrderChoice> &, const OrderPanel *order)
{
    if (order)
        actions.open(new MessageSheet(MessageSheet::Kind::Confirmation, *order, actions.context().session.login().storeName, actions.place()), u"confirmation"_s);
}

} // namespace Steward
