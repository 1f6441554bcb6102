// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paper/paperform.h"

#include <QCoreApplication>
#include <QFile>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("Steward::Papers", text);
}

QString contents(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the resource %s is missing", qPrintable(name));
    return QString::fromUtf8(file.readAll());
}

const QHash<QString, const char *> &labels()
{
    static const QHash<QString, const char *> all{
        {u"label.order"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Order")},
        {u"label.ordered_on"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Ordered on")},
        {u"label.shipped_on"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Shipped on")},
        {u"label.printed_on"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Printed on")},
        {u"label.sku"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Article no.")},
        {u"label.article"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Article")},
        {u"label.ordered"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Ordered")},
        {u"label.sent_before"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Sent before")},
        {u"label.invoice_number"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Invoice no.")},
        {u"label.invoice_date"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Invoice date")},
        {u"label.credit_number"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Credit note no.")},
        {u"label.credit_date"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Date")},
        {u"label.tax_number"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Our tax number")},
        {u"label.quantity"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Quantity")},
        {u"label.price"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Price")},
        {u"label.discount"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Discount")},
        {u"label.amount"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Amount")},
        {u"label.total"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Total")},
        {u"label.credit_total"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Credited in total")},
        {u"label.credited"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Credited")},
        {u"label.delivered_to"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Delivered to:")},
    };
    return all;
}

/// One paper's values, put together name by name.
class Filling
{
public:
    Filling(PaperKind kind, const PaperStore &store, const PaperLook &look, const Paper &paper) : m_kind(kind), m_store(store), m_look(look), m_paper(paper) { }

    PaperValues values(const QString &title)
    {
        for (auto label = labels().begin(); label != labels().end(); ++label)
            put(label.key(), words(label.value()));
        put(u"title"_s, title);
        addStore();
        addReference();
        for (const QString &line : m_paper.to.printed())
            m_values.lists[u"to"_s].append({{u"line"_s, line}});
        for (const PaperLine &line : m_paper.lines)
            m_values.lists[u"lines"_s].append(m_kind == PaperKind::PackingSlip ? slipLine(line) : pricedLine(line));
        if (m_kind == PaperKind::PackingSlip)
            addPieces();
        else
            addMoney();
        return m_values;
    }

private:
    void put(const QString &name, const QString &value) { m_values.texts.insert(name, value); }
    [[nodiscard]] QString day(const QDateTime &at) const { return at.isValid() ? m_look.locale.toString(at.toTimeZone(m_look.zone).date(), u"d MMMM yyyy"_s) : QString(); }
    [[nodiscard]] QString number(int count) const { return m_look.locale.toString(count); }
    /// In a column, whose foot names the currency.
    [[nodiscard]] QString bare(const Money &money) const { return money.toText(m_look.locale).chopped(money.currency.size() + 1); }
    [[nodiscard]] QString unlessNone(const Money &money) const { return money.minor == 0 ? QString() : bare(money); }
    [[nodiscard]] static Money less(const Money &money) { return {-money.minor, money.currency}; }

    void addStore()
    {
        QStringList lines = m_store.address.split(u'\n', Qt::SkipEmptyParts);
        if (lines.value(0) != m_store.name)
            lines.prepend(m_store.name);
        put(u"store.name"_s, m_store.name);
        put(u"store.line"_s, lines.join(u" · "_s));
        put(u"store.foot"_s, m_store.foot);
        put(u"store.tax_number"_s, m_store.taxNumber);
    }

    void addReference()
    {
        put(u"number"_s, m_paper.number);
        put(u"copy"_s, m_paper.isCopy ? words(QT_TRANSLATE_NOOP("Steward::Papers", "Copy")) : QString());
        put(u"order.number"_s, m_paper.orderNumber);
        put(u"order.date"_s, day(m_paper.placedAt));
        put(u"shipped.date"_s, m_kind == PaperKind::PackingSlip && !m_paper.isSent ? QString() : day(m_paper.shippedAt));
        put(u"issued.date"_s, day(m_paper.issuedAt));
        put(u"today"_s, day(QDateTime::currentDateTimeUtc()));
        put(u"invoice.number"_s, m_paper.invoiceNumber);
        put(u"delivery"_s, m_paper.delivery.printed().join(u", "_s));
    }

    [[nodiscard]] PaperValues::Texts slipLine(const PaperLine &line) const
    {
        return {{u"sku"_s, line.sku}, {u"title"_s, line.title}, {u"ordered"_s, number(line.ordered)}, {u"sent"_s, line.sent > 0 ? number(line.sent) : QString()}, {u"quantity"_s, number(line.quantity)}};
    }

    [[nodiscard]] PaperValues::Texts pricedLine(const PaperLine &line) const
    {
        return {{u"sku"_s, line.sku}, {u"title"_s, line.title}, {u"quantity"_s, line.quantity > 0 ? number(line.quantity) : QString()}, {u"price"_s, bare(line.price)},
                {u"discount"_s, unlessNone(less(line.discount))}, {u"amount"_s, bare(line.total)}};
    }

    void addPieces()
    {
        int pieces = 0;
        for (const PaperLine &line : m_paper.lines)
            pieces += line.quantity;
        put(u"label.in_parcel"_s, m_paper.isSent ? words(QT_TRANSLATE_NOOP("Steward::Papers", "Sent")) : words(QT_TRANSLATE_NOOP("Steward::Papers", "Enclosed")));
        put(u"pieces"_s, m_paper.isSent ? QCoreApplication::translate("Steward::Papers", "%n piece(s) sent", nullptr, pieces) : QCoreApplication::translate("Steward::Papers", "%n piece(s) enclosed", nullptr, pieces));
    }

    void sum(const QString &list, const char *label, const Money &amount)
    {
        if (amount.minor != 0)
            m_values.lists[list].append({{u"label"_s, words(label)}, {u"amount"_s, bare(amount)}});
    }

    void addMoney()
    {
        const bool isInvoice = m_kind == PaperKind::Invoice;
        put(u"total"_s, m_paper.total.toText(m_look.locale));
        if (isInvoice && m_paper.subtotal.minor != m_paper.total.minor) {
            sum(u"sums"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Goods"), m_paper.subtotal);
            sum(u"sums"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Discount on the order"), less(m_paper.discount));
        }
        sum(u"sums"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Shipping"), m_paper.shipping);
        if (isInvoice && !m_paper.taxIsContained)
            sum(u"sums"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Tax"), m_paper.tax);
        sum(u"sums"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Adjustment"), m_paper.adjustment);
        sum(u"sums"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Other amounts"), m_paper.rest(m_kind));
        if (!isInvoice || m_paper.taxIsContained)
            sum(u"after"_s, isInvoice ? QT_TRANSLATE_NOOP("Steward::Papers", "Tax contained in it") : QT_TRANSLATE_NOOP("Steward::Papers", "Tax contained, by the order’s share"), m_paper.tax);
        if (isInvoice)
            addPayment();
        else if (m_paper.cancelledAt.isValid())
            put(u"paid_back"_s, words(QT_TRANSLATE_NOOP("Steward::Papers", "The order was cancelled on %1. This amount is not owed any more.")).arg(day(m_paper.cancelledAt)));
        else
            // What is paid out by hand may be paid after this was printed.
            put(u"paid_back"_s, words(QT_TRANSLATE_NOOP("Steward::Papers", "This amount is given back to you, as decided on %1.")).arg(day(m_paper.refundedAt)));
    }

    void addPayment()
    {
        sum(u"after"_s, QT_TRANSLATE_NOOP("Steward::Papers", "Paid"), less(m_paper.paid));
        if (const qint64 due = m_paper.total.minor - m_paper.paid.minor; due > 0)
            sum(u"after"_s, QT_TRANSLATE_NOOP("Steward::Papers", "To pay"), {due, m_paper.total.currency});
    }

    PaperKind m_kind;
    const PaperStore &m_store;
    const PaperLook &m_look;
    const Paper &m_paper;
    PaperValues m_values;
};

} // namespace

PaperLook PaperLook::ofProgram(const QTimeZone &zone)
{
    PaperLook look;
    look.zone = zone;
    look.direction = QGuiApplication::layoutDirection();
    const QList<QLocale::Territory> letter{QLocale::UnitedStates, QLocale::Canada, QLocale::Mexico, QLocale::Philippines, QLocale::Chile, QLocale::Colombia};
    if (letter.contains(look.locale.territory()))
        look.size = QPageSize(QPageSize::Letter);
    return look;
}

QSet<QString> PaperForm::names(PaperKind kind)
{
    QSet<QString> names{u"title"_s, u"store.name"_s, u"store.line"_s, u"store.foot"_s, u"to"_s, u"line"_s, u"order.number"_s, u"order.date"_s, u"shipped.date"_s, u"lines"_s, u"sku"_s, u"quantity"_s};
    for (auto label = labels().begin(); label != labels().end(); ++label)
        names.insert(label.key());
    if (kind == PaperKind::PackingSlip)
        return names.unite({u"label.in_parcel"_s, u"today"_s, u"ordered"_s, u"sent"_s, u"pieces"_s});
    names.unite({u"number"_s, u"copy"_s, u"issued.date"_s, u"store.tax_number"_s, u"sums"_s, u"after"_s, u"label"_s, u"amount"_s, u"total"_s});
    return kind == PaperKind::Invoice ? names.unite({u"price"_s, u"discount"_s, u"delivery"_s}) : names.unite({u"invoice.number"_s, u"paid_back"_s});
}

Result<std::shared_ptr<const PaperForm>> PaperForm::load(PaperKind kind, const PaperStore &store, const PaperLook &look)
{
    auto read = PaperTemplate::parse(contents(u":/reports/%1.html"_s.arg(paperWord(kind))), names(kind), look.direction);
    if (!read)
        return read.error();
    std::shared_ptr<PaperForm> form(new PaperForm);
    form->m_kind = kind;
    form->m_look = look;
    form->m_store = store;
    form->m_styleSheet = withPixels(contents(u":/reports/paper.css"_s));
    form->m_template = *read;
    return std::shared_ptr<const PaperForm>(form);
}

PaperValues PaperForm::values(const Paper &paper) const
{
    return Filling(m_kind, m_store, m_look, paper).values(title(paper));
}

QString PaperForm::title(const Paper &paper) const
{
    return paper.number.isEmpty() ? paperKindText(m_kind) : words(QT_TRANSLATE_NOOP("Steward::Papers", "%1 %2")).arg(paperKindText(m_kind), paper.number);
}

QString paperKindText(PaperKind kind)
{
    switch (kind) {
    case PaperKind::Invoice: return words(QT_TRANSLATE_NOOP("Steward::Papers", "Invoice"));
    case PaperKind::CreditNote: return words(QT_TRANSLATE_NOOP("Steward::Papers", "Credit note"));
    case PaperKind::PackingSlip: break;
    }
    return words(QT_TRANSLATE_NOOP("Steward::Papers", "Packing slip"));
}

QString papersText(PaperKind kind, int count)
{
    switch (kind) {
    case PaperKind::Invoice: return QCoreApplication::translate("Steward::Papers", "%Ln invoice(s)", nullptr, count);
    case PaperKind::CreditNote: return QCoreApplication::translate("Steward::Papers", "%Ln credit note(s)", nullptr, count);
    case PaperKind::PackingSlip: break;
    }
    return QCoreApplication::translate("Steward::Papers", "%Ln packing slip(s)", nullptr, count);
}

} // namespace Steward
