// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/messagesheet.h"

#include "ui/common/isolate.h"
#include "ui/common/sheetparts.h"
#include "ui/common/theme.h"
#include "ui/orders/orderactions.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// The store's word for a kind, and its template's name.
QString templateOf(MessageSheet::Kind kind)
{
    return kind == MessageSheet::Kind::Question ? u"question"_s : u"confirmation"_s;
}

} // namespace

MessageSheet::MessageSheet(Kind kind, const OrderPanel &order, OrderRepository &repository, QWidget *parent)
    : OrderSheet(kind == Kind::Question ? u"message"_s : u"confirmation"_s, {{order.id, order.version, order.number, order.customerName}}, parent), m_kind(kind), m_repository(repository),
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
    QLabel *heading = faintLabel(tr("What the customer reads"), this);
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
    ask();
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

void MessageSheet::ask()
{
    if (!m_mail)
        m_instead = tr("Asking the store…");
    showPreview();
    m_asking.start(m_repository.messageDraft(orders().first().id, templateOf(m_kind)), this, [this](const Result<MessageDraft> &draft) { taken(draft); });
}

void MessageSheet::taken(const Result<MessageDraft> &draft)
{
    m_mail.reset();
    const Result<MailTemplates> words = !draft ? Result<MailTemplates>(draft.error())
        : draft->words.isEmpty()               ? MailTemplates::load({})
                                               : MailTemplates::of({{templateOf(m_kind), draft->words}});
    if (words) {
        m_mail.emplace(*words, draft->locale.isEmpty() ? OrderMail::usualLocale() : QLocale(draft->locale));
        m_packet = draft->packet;
    } else {
        m_instead = tr("What the customer will read cannot be shown now. It can be sent all the same.\n%1").arg(words.error().userText);
    }
    showPreview();
}

/// The message with what is typed so far.
QString MessageSheet::preview() const
{
    QJsonObject packet = m_packet;
    packet.insert(u"text"_s, m_kind == Kind::Question && text().trimmed().isEmpty() ? tr("(your question)") : text());
    const std::optional<Mail> mail = m_mail ? m_mail->write(packet, {}) : std::nullopt;
    if (!mail)
        return m_instead;
    const QString from = mail->fromAddress.isEmpty() ? tr("From: %1, which has no sender’s address yet: the message waits until an admin has set one").arg(isolated(mail->fromName))
                                                     : tr("From: %1 <%2>").arg(isolated(mail->fromName), mail->fromAddress);
    return QStringList{from, tr("To: %1").arg(mail->toAddress), tr("Subject: %1").arg(mail->subject), {}, mail->body.trimmed()}.join(u'\n');
}

void MessageSheet::showPreview()
{
    const bool isEmpty = m_kind == Kind::Question && text().trimmed().isEmpty();
    m_preview->setText(preview());
    setSendable(!isEmpty, isEmpty ? orderReasonText(u"empty_message"_s) : QString());
    Q_EMIT edited();
}

void MessageSheet::follow(const OrderPanel &)
{
    ask();
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
        actions.open(new MessageSheet(MessageSheet::Kind::Question, *order, actions.repository(), actions.place()), u"message"_s);
}

void startConfirmation(OrderActions &actions, const QList<OrderChoice> &, const OrderPanel *order)
{
    if (order)
        actions.open(new MessageSheet(MessageSheet::Kind::Confirmation, *order, actions.repository(), actions.place()), u"confirmation"_s);
}

} // namespace Steward
