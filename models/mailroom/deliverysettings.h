// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/mailroom/words/ordermail.h"

#include <QLocale>
#include <QString>

#include <functional>
#include <optional>

namespace Steward {

/// The mail server that takes messages in. Always over TLS.
struct MailServer
{
    QString url; ///< smtp://host:587 (STARTTLS before anything else) or smtps://host:465
    QString user, password; ///< empty: it takes messages from this machine without
    QString caFile; ///< a PEM file; empty: the system's authorities
};

/// The store's account with a payment processor.
struct ProcessorAccount
{
    QString url; ///< https://api-m.paypal.com
    QString client, secret;
    QString caFile;
};

/// What the delivery service needs beyond the store's database, where no secret of another side is kept.
struct DeliverySettings
{
    std::optional<MailServer> mail;
    std::optional<ProcessorAccount> paypal;
    QString templates; ///< folder of the store's own mail templates; empty: none
    QLocale locale = OrderMail::usualLocale(); ///< of amounts and dates in messages

    using Source = std::function<QString(const QString &key)>;
    /// From STEWARD_SMTP_URL, …_USER, …_PASSWORD, …_CA_FILE, STEWARD_PAYPAL_URL, …_CLIENT, …_SECRET, …_CA_FILE, STEWARD_MAIL_TEMPLATES and
    /// STEWARD_MAIL_LOCALE. A side without a URL is not served; a URL without TLS is refused.
    [[nodiscard]] static Result<DeliverySettings> read(const Source &source);
    /// The same as lines KEY=value of a file. Refused when others than its user may read it.
    [[nodiscard]] static Result<DeliverySettings> fromFile(const QString &fileName);
    [[nodiscard]] static Result<DeliverySettings> fromEnvironment();
};

} // namespace Steward
