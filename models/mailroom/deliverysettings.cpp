// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/deliverysettings.h"

#include <QCoreApplication>
#include <QFile>
#include <QHash>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Mailroom", text);
}

Error invalid(const QString &text)
{
    return {ErrorKind::Invalid, text, {}, {}};
}

/// A server's address and nothing else: no login, which others would see in it, no path.
bool isAddress(const QString &text, const QStringList &schemes)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && schemes.contains(url.scheme()) && !url.host().isEmpty() && url.userInfo().isEmpty() && (url.path().isEmpty() || url.path() == u"/")
        && !url.hasQuery() && !url.hasFragment();
}

QString withoutSlash(QString url)
{
    return url.endsWith(u'/') ? url.chopped(1) : url;
}

QString unquoted(const QString &value)
{
    const bool isQuoted = value.size() >= 2 && (value.startsWith(u'"') || value.startsWith(u'\'')) && value.endsWith(value.front());
    return isQuoted ? value.sliced(1, value.size() - 2) : value;
}

} // namespace

Result<DeliverySettings> DeliverySettings::read(const Source &source)
{
    DeliverySettings settings;
    settings.templates = source(u"STEWARD_MAIL_TEMPLATES"_s);
    if (const QString locale = source(u"STEWARD_MAIL_LOCALE"_s); !locale.isEmpty())
        settings.locale = QLocale(locale);
    if (const QString url = source(u"STEWARD_SMTP_URL"_s); !url.isEmpty()) {
        if (!isAddress(url, {u"smtp"_s, u"smtps"_s}))
            return invalid(tr("STEWARD_SMTP_URL must be smtp://host:port or smtps://host:port."));
        settings.mail = MailServer{withoutSlash(url), source(u"STEWARD_SMTP_USER"_s), source(u"STEWARD_SMTP_PASSWORD"_s), source(u"STEWARD_SMTP_CA_FILE"_s)};
    }
    if (const QString url = source(u"STEWARD_PAYPAL_URL"_s); !url.isEmpty()) {
        if (!isAddress(url, {u"https"_s}))
            return invalid(tr("STEWARD_PAYPAL_URL must be https://host."));
        settings.paypal = ProcessorAccount{withoutSlash(url), source(u"STEWARD_PAYPAL_CLIENT"_s), source(u"STEWARD_PAYPAL_SECRET"_s), source(u"STEWARD_PAYPAL_CA_FILE"_s)};
        if (settings.paypal->client.isEmpty() || settings.paypal->secret.isEmpty())
            return invalid(tr("STEWARD_PAYPAL_URL needs STEWARD_PAYPAL_CLIENT and STEWARD_PAYPAL_SECRET beside it."));
    } else if (!source(u"STEWARD_PAYPAL_CLIENT"_s).isEmpty() || !source(u"STEWARD_PAYPAL_SECRET"_s).isEmpty()) {
        return invalid(tr("STEWARD_PAYPAL_CLIENT and STEWARD_PAYPAL_SECRET need STEWARD_PAYPAL_URL beside them."));
    }
    if (!settings.mail && !settings.paypal)
        return invalid(tr("There is nowhere to deliver to: set STEWARD_SMTP_URL, STEWARD_PAYPAL_URL or both."));
    return settings;
}

Result<DeliverySettings> DeliverySettings::fromFile(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return invalid(tr("The settings file %1 cannot be read.").arg(fileName));
#ifdef Q_OS_UNIX
    constexpr auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    if (file.permissions() & others)
        return invalid(tr("The settings file %1 holds secrets and must be its user's alone. Run chmod 600 on it.").arg(fileName));
#endif
    QHash<QString, QString> values;
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        const qsizetype equals = line.indexOf(u'=');
        if (equals > 0 && !line.startsWith(u'#'))
            values.insert(line.first(equals).trimmed(), unquoted(line.sliced(equals + 1).trimmed()));
    }
    return read([&values](const QString &key) { return values.value(key); });
}

Result<DeliverySettings> DeliverySettings::fromEnvironment()
{
    return read([](const QString &key) { return qEnvironmentVariable(key.toLatin1().constData()); });
}

} // namespace Steward
