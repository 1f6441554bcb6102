// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/timelinereader.h"

#include "models/orders/contactedit.h"
#include "models/orders/orderrepository.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

using Kind = TimelineEntry::Kind;

/// The words an entry is told with.
struct Timeline
{
    Q_DECLARE_TR_FUNCTIONS(Steward::Timeline)
};

QString text(const QJsonObject &json, const char16_t *name)
{
    return json.value(QStringView(name)).toString();
}

QString orNothing(const QString &value)
{
    return value.isEmpty() ? Timeline::tr("nothing") : value;
}

/// The elements of a member by a number of theirs.
QHash<qint64, QJsonObject> byNumber(const QJsonValue &array, const QString &number = u"id"_s)
{
    QHash<qint64, QJsonObject> items;
    for (const QJsonValue &value : array.toArray())
        items.insert(value[number].toInteger(), value.toObject());
    return items;
}

QString joined(QStringList parts, const QString &between)
{
    parts.removeAll(QString());
    return parts.join(between);
}

Kind kindOf(const QString &word)
{
    static const QHash<QString, Kind> kinds{{u"shipped"_s, Kind::Goods}, {u"shipment_voided"_s, Kind::Goods}, {u"stock_returned"_s, Kind::Goods}, {u"disclosed"_s, Kind::Goods},
                                            {u"parcel_fixed"_s, Kind::Goods}, {u"parcel_voided"_s, Kind::Goods},
                                            {u"contact_corrected"_s, Kind::Correction}, {u"lines_changed"_s, Kind::Correction}, {u"tags_changed"_s, Kind::Correction},
                                            {u"invoice_issued"_s, Kind::Money}, {u"credit_note_issued"_s, Kind::Money}};
    if (word.startsWith(u"payment_") || word.startsWith(u"refund"))
        return Kind::Money;
    return word.startsWith(u"message_") ? Kind::Message : kinds.value(word, Kind::Handling);
}

/// Reads the events of one order's page; what an event names by number is looked up among the page's other parts.
class EventReader
{
public:
    EventReader(const QJsonObject &panel, const QString &currency)
        : m_lines(byNumber(panel.value("lines"_L1))), m_payments(byNumber(panel.value("payments"_L1))), m_shipments(byNumber(panel.value("shipments"_L1))),
          m_refunds(byNumber(panel.value("refunds"_L1))), m_holds(byNumber(panel.value("holds"_L1))), m_currency(currency)
    {
    }

    [[nodiscard]] QString about(const QString &word, const QJsonObject &detail) const
    {
        const bool isDelivery = word.startsWith(u"message_"_s) || word == u"refund_failed" || word == u"refund_stuck";
        return joined({isDelivery ? QString() : named(word, detail), paid(word, detail), parcel(word, detail), held(word, detail), pieces(detail), isDelivery ? delivery(detail) : QString()}, u"\n"_s);
    }

    /// What a correction's old and new say; empty for what nobody reads.
    [[nodiscard]] QStringList correction(const QJsonObject &change) const
    {
        const QString field = text(change, u"field");
        const QJsonValue before = change.value("old"_L1);
        const QJsonValue now = change.value("new"_L1);
        if (field == u"tags")
            return words(Timeline::tr("Tags"), list(before), list(now));
        if (field == u"lines")
            return lineChanges(before.toArray(), now.toArray());
        if (field == u"money")
            return words(Timeline::tr("Total"), amount(before["total_minor"_L1]), amount(now["total_minor"_L1]));
        if (field == u"parcel")
            return words(Timeline::tr("Carrier"), before["carrier"_L1].toString(), now["carrier"_L1].toString()) + words(Timeline::tr("Tracking number"), before["tracking"_L1].toString(), now["tracking"_L1].toString());
        return words(contactFieldWhole(field), before.toString(), now.toString());
    }

private:
    [[nodiscard]] QString amount(const QJsonValue &minor) const { return Money{minor.toInteger(), m_currency}.toText(); }

    static QString list(const QJsonValue &value)
    {
        QStringList items;
        for (const QJsonValue &item : value.toArray())
            items.append(item.toString());
        return items.join(u", "_s);
    }

    static QStringList words(const QString &what, const QString &before, const QString &now)
    {
        return before == now ? QStringList() : QStringList(Timeline::tr("%1: %2 (before: %3)").arg(what, orNothing(now), orNothing(before)));
    }

    static QString named(const QString &word, const QJsonObject &detail)
    {
        if (word == u"cancelled")
            return text(detail, u"reason").isEmpty() ? QString() : cancelReasonText(text(detail, u"reason"));
        if (word == u"undone")
            return commandText(text(detail, u"verb"));
        return joined({text(detail, u"assignee"), text(detail, u"party_name"), text(detail, u"number")}, u" · "_s);
    }

    [[nodiscard]] QString paid(const QString &word, const QJsonObject &detail) const
    {
        if (detail.contains("payment_no"_L1)) {
            const QJsonObject payment = m_payments.value(detail.value("payment_no"_L1).toInteger());
            return payment.isEmpty() ? QString() : joined({amount(payment.value("amount_minor"_L1)), text(payment, u"processor"), text(payment, u"reference")}, u" · "_s);
        }
        const QJsonObject refund = detail.contains("refund_no"_L1) ? m_refunds.value(detail.value("refund_no"_L1).toInteger()) : QJsonObject();
        // The reason is told once, where the refund was decided on.
        const bool isDecision = word == u"refunded" || word == u"refund_requested" || word == u"refund_withdrawn";
        return refund.isEmpty() ? QString() : joined({amount(refund.value("amount_minor"_L1)), isDecision ? text(refund, u"reason") : QString()}, u" · "_s);
    }

    /// A correction says itself what stood there then; the parcel says what stands there now.
    [[nodiscard]] QString parcel(const QString &word, const QJsonObject &detail) const
    {
        const QJsonObject shipment = detail.contains("shipment_no"_L1) ? m_shipments.value(detail.value("shipment_no"_L1).toInteger()) : QJsonObject();
        QStringList told{word == u"parcel_fixed" ? QString() : joined({text(shipment, u"carrier"), text(shipment, u"tracking")}, u" · "_s)};
        for (const QJsonValue &line : shipment.value("lines"_L1).toArray())
            told.append(Timeline::tr("%1 × %2").arg(QString::number(line["quantity"_L1].toInt()), line["title"_L1].toString()));
        return joined(told, u"\n"_s);
    }

    [[nodiscard]] QString held(const QString &word, const QJsonObject &detail) const
    {
        QJsonArray numbers = detail.value("hold_ids"_L1).toArray();
        if (detail.contains("hold_id"_L1))
            numbers.append(detail.value("hold_id"_L1));
        QStringList told;
        for (const QJsonValue &number : std::as_const(numbers)) {
            const QJsonObject hold = m_holds.value(number.toInteger());
            QStringList about{hold.isEmpty() ? QString() : holdReasonText(text(hold, u"reason"))};
            for (const QJsonValue &line : hold.value("lines"_L1).toArray())
                about.append(Timeline::tr("%1 × %2").arg(QString::number(line["quantity"_L1].toInt()), line["title"_L1].toString()));
            told.append(joined(about + QStringList(word == u"hold_placed" ? text(hold, u"note") : QString()), u"\n"_s));
        }
        return joined(told, u"\n"_s);
    }

    [[nodiscard]] QString pieces(const QJsonObject &detail) const
    {
        QStringList told;
        for (const QJsonValue &line : detail.value("lines"_L1).toArray())
            told.append(Timeline::tr("%1 × %2").arg(QString::number(line["quantity"_L1].toInt()), text(m_lines.value(line["line_no"_L1].toInteger()), u"title")));
        return told.join(u'\n');
    }

    static QString delivery(const QJsonObject &detail)
    {
        const QString reason = text(detail, u"reason");
        return joined({detail.contains("template"_L1) ? messageText(text(detail, u"template")) : QString(), reason.isEmpty() ? QString() : deliveryText(reason)}, u"\n"_s);
    }

    [[nodiscard]] QStringList lineChanges(const QJsonArray &before, const QJsonArray &now) const
    {
        const QHash<qint64, QJsonObject> was = byNumber(before, u"line_no"_s);
        const QHash<qint64, QJsonObject> is = byNumber(now, u"line_no"_s);
        QStringList told;
        const auto line = [this](const QJsonObject &of) {
            return Timeline::tr("%1 × %2 at %3").arg(QString::number(of.value("quantity"_L1).toInt()), text(of, u"title"), amount(of.value("price_minor"_L1)));
        };
        for (const QJsonValue &value : now) {
            const QJsonObject old = was.value(value["line_no"_L1].toInteger());
            if (old.isEmpty())
                told.append(Timeline::tr("Added: %1").arg(line(value.toObject())));
            else if (line(old) != line(value.toObject()))
                told.append(Timeline::tr("%1 (before: %2)").arg(line(value.toObject()), line(old)));
        }
        for (const QJsonValue &value : before) {
            if (!is.contains(value["line_no"_L1].toInteger()))
                told.append(Timeline::tr("Taken out: %1").arg(line(value.toObject())));
        }
        return told;
    }

    QHash<qint64, QJsonObject> m_lines, m_payments, m_shipments, m_refunds, m_holds;
    QString m_currency;
};

QDateTime timeOf(const QJsonObject &json)
{
    return QDateTime::fromString(text(json, u"at"), Qt::ISODateWithMs).toUTC();
}

} // namespace

QList<TimelineEntry> readTimeline(const QJsonObject &panel, const QString &currency)
{
    const EventReader reader(panel, currency);
    QList<TimelineEntry> entries;
    for (const QJsonValue &value : panel.value("notes"_L1).toArray()) {
        const QJsonObject note = value.toObject();
        entries.append({Kind::Note, u"note"_s, text(note, u"author"), text(note, u"body"), timeOf(note)});
    }
    // What was corrected is told under the event of its command; a command that wrote no event has an entry of its own.
    QHash<QString, QJsonObject> firstChange;
    QHash<QString, QStringList> corrected;
    for (const QJsonValue &value : panel.value("changes"_L1).toArray()) {
        const QJsonObject change = value.toObject();
        corrected[text(change, u"command_id")] += reader.correction(change);
        firstChange.insert(text(change, u"command_id"), change);
    }
    for (const QJsonValue &value : panel.value("events"_L1).toArray()) {
        const QJsonObject event = value.toObject();
        const QString word = text(event, u"kind");
        QString body = reader.about(word, event.value("detail"_L1).toObject());
        const QString command = text(event, u"command_id");
        if (word == u"contact_corrected" || word == u"lines_changed" || word == u"parcel_fixed" || word == u"undone") {
            body = joined(QStringList(body) + corrected.value(command), u"\n"_s);
            firstChange.remove(command);
        }
        entries.append({kindOf(word), word, text(event, u"actor"), body, timeOf(event)});
    }
    for (auto change = firstChange.cbegin(); change != firstChange.cend(); ++change) {
        const QString field = text(*change, u"field");
        const QString word = field == u"tags" ? u"tags_changed"_s : field == u"parcel" ? u"parcel_fixed"_s : u"contact_corrected"_s;
        entries.append({kindOf(word), word, text(*change, u"actor"), joined(corrected.value(change.key()), u"\n"_s), timeOf(*change)});
    }
    std::stable_sort(entries.begin(), entries.end(), [](const TimelineEntry &a, const TimelineEntry &b) { return a.at > b.at; });
    return entries;
}

} // namespace Steward
