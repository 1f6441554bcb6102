// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mailroom/words/mailtemplate.h"
#include "models/mailroom/words/mailtext.h"

#include <QJsonObject>
#include <QLocale>

#include <optional>

namespace Steward {

/// Writes messages about orders out of what the store gives along with them (mailroom.take, desk.message_preview). Whoever shows what a
/// customer will read writes it with this, too. Any thread.
class OrderMail
{
public:
    /// Of amounts and dates, where the store has not said in which language it writes.
    [[nodiscard]] static QLocale usualLocale() { return QLocale(QLocale::English); }

    OrderMail(MailTemplates templates, const QLocale &locale) : m_templates(std::move(templates)), m_locale(locale) { }

    /// Nothing when there is no template of that name.
    [[nodiscard]] std::optional<Mail> write(const QJsonObject &item, const QDateTime &now) const;

    /// What the payer reads of a refund at the processor: the subject of the message about it, in the store's own words.
    [[nodiscard]] QString refundNote(const QJsonObject &item) const;

private:
    [[nodiscard]] QString moneyText(const QJsonObject &item, const QString &name) const;
    [[nodiscard]] QString linesText(const QJsonObject &item) const;
    [[nodiscard]] QString dateText(const QJsonObject &item) const;

    MailTemplates m_templates;
    QLocale m_locale;
};

} // namespace Steward
