// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The big list of naughty strings in every field that somebody can type into: they come back as they were typed, or are refused with
/// a reason; nothing of them runs, and none of them reaches the server's log.
class TestHostileText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void notes();
    void holdNotes();
    void savedViews();
    void ordersOfTheShop();
    void lookUpsAndFilters();
    void cleanupTestCase();

private:
    std::unique_ptr<StoreUnderTest> m_store;
    QStringList m_texts;
    qint64 m_order = 0;
};

void TestHostileText::initTestCase()
{
    QFile file(qEnvironmentVariable("STEWARD_SHARED_DATA") + u"/csv-and-text/blns/blns.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("the files from elsewhere are not here");
    for (const QJsonValue &text : QJsonDocument::fromJson(file.readAll()).array()) {
        if (!text.toString().contains(QChar(0)))
            m_texts.append(text.toString());
    }
    m_texts.append({u"=HYPERLINK(\"http://x\")"_s, u"@SUM(1+1)*cmd|' /C calc'!A0"_s, u"\r\n.\r\nMAIL FROM"_s, u"{{7*7}}${7*7}"_s});
    QVERIFY(m_texts.size() > 500);
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
}

void TestHostileText::notes()
{
    int written = 0;
    for (const QString &text : std::as_const(m_texts)) {
        const QString answer = m_store->agent("select coalesce(r->'rows'->0->>'note_id', r->>'reason') from desk.note_add(gen_random_uuid(), $1, $2) r", Params().integer(m_order).text(text));
        bool isId = false;
        const qint64 id = answer.toLongLong(&isId);
        if (!isId) {
            QVERIFY2(answer == u"empty" || answer == u"empty_note" || answer == u"card_number", qPrintable(text + u" -> "_s + answer));
            continue;
        }
        QCOMPARE(m_store->owner("select body from store.note where id = $1", Params().integer(id)), text);
        ++written;
    }
    QVERIFY(written > 450);
}

void TestHostileText::holdNotes()
{
    int written = 0;
    for (int i = 0; i < m_texts.size(); i += 10) {
        const int version = m_store->owner("select version::text from store.orders where id = $1", Params().integer(m_order)).toInt();
        const QString answer = m_store->agent("select coalesce(r->'rows'->0->>'hold_id', r->'rows'->0->>'reason', r->>'reason') from desk.hold_place(gen_random_uuid(), array[$1]::bigint[], array[$2]::int[], 'other', $3) r",
                                              Params().integer(m_order).integer(version).text(m_texts.at(i)));
        bool isId = false;
        const qint64 id = answer.toLongLong(&isId);
        if (isId && !m_texts.at(i).trimmed().isEmpty()) {
            QCOMPARE(m_store->owner("select note from store.hold where id = $1", Params().integer(id)), m_texts.at(i));
            ++written;
        } else if (!isId) {
            QVERIFY2(!answer.startsWith(u'<'), qPrintable(m_texts.at(i) + u" -> "_s + answer));
        }
    }
    QVERIFY(written > 30);
}

void TestHostileText::savedViews()
{
    int written = 0;
    for (int i = 0; i < m_texts.size(); i += 7) {
        const QString &text = m_texts.at(i);
        const QJsonObject definition{{u"query"_s, QJsonObject{{u"text"_s, text}}}};
        const QString answer = m_store->agent("select r->>'outcome' from desk.saved_view_save(gen_random_uuid(), null, 'orders', $1, $2, false, null) r", Params().text(text.left(100)).json(definition));
        QVERIFY2(answer == u"done" || answer == u"refused", qPrintable(text + u" -> "_s + answer));
        if (answer != u"done")
            continue;
        ++written;
        QVERIFY2(m_store->column(u"agent"_s, "select definition->'query'->>'text' from desk.saved_view_list('orders')").contains(text), qPrintable(text));
    }
    QVERIFY(written > 50);
}

void TestHostileText::ordersOfTheShop()
{
    int written = 0;
    for (int i = 0; i < m_texts.size(); i += 3) {
        const QString text = m_texts.at(i).left(200);
        const QJsonObject address{{u"name"_s, text}, {u"line1"_s, text}, {u"city"_s, text}, {u"postal_code"_s, u"1010"_s}, {u"country"_s, u"AT"_s}};
        const QJsonObject line{{u"sku"_s, u"S"_s}, {u"title"_s, text}, {u"quantity"_s, 1}, {u"price_minor"_s, 100}};
        const QJsonObject order{{u"name"_s, text}, {u"email"_s, u"a@example.com"_s}, {u"currency"_s, u"EUR"_s}, {u"shipping_address"_s, address}, {u"lines"_s, QJsonArray{line}}};
        const QString id = m_store->site("select coalesce(r->>'order_id', r->>'reason') from site.place_order(gen_random_uuid(), $1) r", Params().json(order));
        bool isId = false;
        (void)id.toLongLong(&isId);
        if (!isId) {
            QVERIFY2(!id.startsWith(u'<'), qPrintable(text + u" -> "_s + id));
            continue;
        }
        const QString panel = m_store->panel(u"agent"_s, id.toLongLong(), "->'addresses'->'shipping'->>'line1'");
        if (panel.contains(u'*') && !text.contains(u'*'))
            continue; // held a card's number
        QCOMPARE(panel.trimmed(), text.trimmed());
        ++written;
    }
    QVERIFY(written > 120);
}

void TestHostileText::lookUpsAndFilters()
{
    for (const QString &text : std::as_const(m_texts)) {
        const QString found = m_store->lead("select count(*)::text from desk.order_lookup($1)", Params().text(text));
        QVERIFY2(!found.startsWith(u'<'), qPrintable(text + u" -> "_s + found));
        const QString filtered = m_store->lead("select count(*)::text from desk.order_page($1, '{}', 10)", Params().json(QJsonObject{{u"text"_s, text}}));
        QVERIFY2(!filtered.startsWith(u'<') || filtered == u"<22023>", qPrintable(text + u" -> "_s + filtered));
    }
}

void TestHostileText::cleanupTestCase()
{
    if (!m_store)
        return;
    const QByteArray log = m_store->serverLog();
    QStringList leaked;
    for (const QString &text : std::as_const(m_texts)) {
        if (text.size() >= 12 && log.contains(text.toUtf8()))
            leaked.append(text);
    }
    QVERIFY2(leaked.isEmpty(), qPrintable(leaked.join(u'\n')));
    QCOMPARE(m_store->owner("select count(*)::text from pg_tables where schemaname = 'store' and tablename = 'orders'"), u"1"_s);
    QCOMPARE(m_store->owner("select ok::text from audit.verify(0)"), u"true"_s);
}

QTEST_GUILESS_MAIN(TestHostileText)
#include "tst_hostiletext.moc"
