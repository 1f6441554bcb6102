// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/outbox.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// A store that does not answer must not keep the service from being ended in time.
Interrupt patience()
{
    return {.isCancelled = {}, .cancel = {}, .timeoutMs = 15'000};
}

} // namespace

Result<TakenItem> Outbox::take(const QStringList &kinds)
{
    const auto rows = m_connection.query(namedQuery(u"mailroom/take"_s), Params().texts(kinds).integer(1), patience());
    if (!rows)
        return rows.error();
    const QJsonObject taken = rows->object(0, "taken");
    const QJsonArray items = taken.value(u"items"_s).toArray();
    return TakenItem{items.isEmpty() ? std::nullopt : std::optional(items.first().toObject()), taken.value(u"obstacle"_s).toString()};
}

Result<QString> Outbox::settle(const QJsonObject &item, const DeliveryOutcome &outcome)
{
    return refusalOf(u"mailroom/settle"_s, Params().integer(item.value(u"id"_s).toInteger()).text(item.value(u"lease"_s).toString()).text(outcome.word()).text(outcome.reference).text(outcome.error));
}

Result<QString> Outbox::tellTemplates(const MailTemplates &templates, const QLocale &locale)
{
    QJsonObject texts;
    const QHash<QString, QString> known = templates.texts();
    for (auto text = known.begin(); text != known.end(); ++text)
        texts.insert(text.key(), text.value());
    return refusalOf(u"mailroom/tell_templates"_s, Params().json(texts).text(locale.name()));
}

Result<Rows> Outbox::laidAside()
{
    return m_connection.query(namedQuery(u"mailroom/dead"_s), {}, patience());
}

Result<QString> Outbox::retry(qint64 id)
{
    return refusalOf(u"mailroom/retry"_s, Params().integer(id));
}

Result<QString> Outbox::decide(qint64 id, bool isPaidOut, const QString &reference)
{
    return refusalOf(u"mailroom/decide"_s, Params().integer(id).boolean(isPaidOut).text(reference));
}

Result<QString> Outbox::refusalOf(const QString &query, const Params &params)
{
    const auto rows = m_connection.query(namedQuery(query), params, patience());
    if (!rows)
        return rows.error();
    return rows->object(0, "answer").value(u"reason"_s).toString();
}

} // namespace Steward
