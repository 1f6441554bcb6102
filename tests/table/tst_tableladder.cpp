// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tablesource.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace Steward;
using namespace Qt::StringLiterals;

namespace {

struct Record
{
    QString key;
    qint64 id = 0;
};

/// Before, at or behind, told without the code under test: a key's bytes one by one, or its number.
int bruteCompare(const QString &a, const QString &b, TableLadder::KeyOrder order)
{
    if (order == TableLadder::KeyOrder::Numbers) {
        const qint64 difference = a.toLongLong() - b.toLongLong();
        return difference < 0 ? -1 : difference > 0;
    }
    const std::string first = a.toStdString();
    const std::string second = b.toStdString();
    for (size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
        const int x = static_cast<unsigned char>(first[i]);
        const int y = static_cast<unsigned char>(second[i]);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return first.size() == second.size() ? 0 : first.size() < second.size() ? -1 : 1;
}

class RandomList
{
public:
    RandomList(QRandomGenerator &random, TableLadder::KeyOrder order, bool descending) : m_random(random), m_order(order), m_descending(descending)
    {
        const int size = 1 + random.bounded(60);
        for (int i = 0; i < size; ++i)
            records.append({key(), i + 1});
        std::sort(records.begin(), records.end(), [this](const Record &a, const Record &b) { return isBefore(a, b); });
        step = 1 + random.bounded(8);
        ladder = {.step = step, .total = size, .rungs = {}};
        for (int place = 0; place < size; place += step)
            ladder.rungs.append({records.at(place).key, records.at(place).id});
    }

    /// Few different keys, so that many records share one across rungs.
    QString key()
    {
        if (m_order == TableLadder::KeyOrder::Numbers)
            return QString::number(m_random.bounded(-9, 15));
        static const QStringList characters{u"a"_s, u"B"_s, u"é"_s, u"日"_s, u"\uffee"_s, u"😀"_s};
        QString made;
        for (int i = m_random.bounded(3); i > 0; --i)
            made += characters.at(m_random.bounded(int(characters.size())));
        return made;
    }

    bool isBefore(const Record &a, const Record &b) const
    {
        int compared = bruteCompare(a.key, b.key, m_order);
        if (compared == 0)
            compared = a.id < b.id ? -1 : a.id > b.id;
        return m_descending ? compared > 0 : compared < 0;
    }

    QList<Record> records;
    TableLadder ladder;
    int step = 1;

private:
    QRandomGenerator &m_random;
    TableLadder::KeyOrder m_order;
    bool m_descending;
};

} // namespace

/// Which window a place of the list lies in, held against looking at every row.
class TestTableLadder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysCompareAsTheServerOrdersThem_data();
    void keysCompareAsTheServerOrdersThem();
    void recordLiesInItsWindow_data() { orders(); }
    void recordLiesInItsWindow();
    void keysFirstRowIsInTheWindowOrBeginsTheNext_data() { orders(); }
    void keysFirstRowIsInTheWindowOrBeginsTheNext();
    void emptyLadderHasOneWindow();
    void cursorTellsWhatThePageFunctionReads();

private:
    static void orders();
};

void TestTableLadder::orders()
{
    QTest::addColumn<bool>("isNumeric");
    QTest::addColumn<bool>("descending");
    QTest::newRow("texts up") << false << false;
    QTest::newRow("texts down") << false << true;
    QTest::newRow("numbers up") << true << false;
    QTest::newRow("numbers down") << true << true;
}

void TestTableLadder::keysCompareAsTheServerOrdersThem_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<int>("bytes");
    QTest::addColumn<int>("numbers");
    QTest::newRow("same") << u"7"_s << u"7"_s << 0 << 0;
    QTest::newRow("length") << u"9"_s << u"10"_s << 1 << -1;
    QTest::newRow("below zero") << u"-2"_s << u"-10"_s << 1 << 1;
    QTest::newRow("zeros before") << u"007"_s << u"7"_s << -1 << 0;
    QTest::newRow("large") << u"9223372036854775807"_s << u"9223372036854775806"_s << 1 << 1;
    QTest::newRow("furthest apart") << u"-9223372036854775807"_s << u"9223372036854775807"_s << -1 << -1;
    QTest::newRow("beginning") << u"ab"_s << u"abc"_s << -1 << 0;
    QTest::newRow("capitals first") << u"Z"_s << u"a"_s << -1 << 0;
    // UTF-16 would order these two the other way round.
    QTest::newRow("above the basic plane") << u"\uffee"_s << u"😀"_s << -1 << 0;
}

void TestTableLadder::keysCompareAsTheServerOrdersThem()
{
    QFETCH(const QString, a);
    QFETCH(const QString, b);
    QFETCH(const int, bytes);
    QFETCH(const int, numbers);
    QCOMPARE(TableLadder::compareKeys(a, b, TableLadder::KeyOrder::Bytes), bytes);
    QCOMPARE(TableLadder::compareKeys(b, a, TableLadder::KeyOrder::Bytes), -bytes);
    QCOMPARE(TableLadder::compareKeys(a, b, TableLadder::KeyOrder::Numbers), numbers);
    QCOMPARE(TableLadder::compareKeys(b, a, TableLadder::KeyOrder::Numbers), -numbers);
}

void TestTableLadder::recordLiesInItsWindow()
{
    QFETCH(const bool, isNumeric);
    QFETCH(const bool, descending);
    const auto order = isNumeric ? TableLadder::KeyOrder::Numbers : TableLadder::KeyOrder::Bytes;
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 300; ++round) {
        RandomList list(random, order, descending);
        for (int place = 0; place < list.records.size(); ++place) {
            const Record &record = list.records.at(place);
            QCOMPARE(list.ladder.rungOf(record.key, record.id, order, descending), place / list.step);
        }
    }
}

void TestTableLadder::keysFirstRowIsInTheWindowOrBeginsTheNext()
{
    QFETCH(const bool, isNumeric);
    QFETCH(const bool, descending);
    const auto order = isNumeric ? TableLadder::KeyOrder::Numbers : TableLadder::KeyOrder::Bytes;
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 300; ++round) {
        RandomList list(random, order, descending);
        for (int i = 0; i < 20; ++i) {
            const QString key = list.key();
            int first = 0;
            while (first < list.records.size() && (descending ? bruteCompare(list.records.at(first).key, key, order) > 0 : bruteCompare(list.records.at(first).key, key, order) < 0))
                ++first;
            const int window = list.ladder.rungOf(key, std::nullopt, order, descending);
            QVERIFY2(window == first / list.step || (window + 1) * list.step == first || first == list.records.size(), qPrintable(u"key %1, window %2, place %3, step %4"_s.arg(key).arg(window).arg(first).arg(list.step)));
            if (first == list.records.size())
                QCOMPARE(window, int(list.ladder.rungs.size()) - 1);
        }
    }
}

void TestTableLadder::emptyLadderHasOneWindow()
{
    QCOMPARE(TableLadder().rungOf(u"a"_s, 1, TableLadder::KeyOrder::Bytes, false), 0);
    const TableLadder one{.step = 100, .total = 1, .rungs = {{u"m"_s, 5}}};
    QCOMPARE(one.rungOf(u"a"_s, 1, TableLadder::KeyOrder::Bytes, false), 0);
    QCOMPARE(one.rungOf(u"z"_s, 1, TableLadder::KeyOrder::Bytes, false), 0);
}

void TestTableLadder::cursorTellsWhatThePageFunctionReads()
{
    using Direction = TableCursor::Direction;
    QCOMPARE(TableCursor().toJson(), QJsonObject());
    QCOMPARE((TableCursor{.direction = Direction::End, .key = {}, .id = {}}.toJson()), (QJsonObject{{u"end"_s, true}}));
    QCOMPARE((TableCursor{.direction = Direction::After, .key = u"k"_s, .id = 7}.toJson()), (QJsonObject{{u"key"_s, u"k"_s}, {u"direction"_s, u"after"_s}, {u"id"_s, 7}}));
    QCOMPARE((TableCursor{.direction = Direction::Before, .key = u"k"_s, .id = 7}.toJson()), (QJsonObject{{u"key"_s, u"k"_s}, {u"direction"_s, u"before"_s}, {u"id"_s, 7}}));
    QCOMPARE((TableCursor{.direction = Direction::From, .key = u"k"_s, .id = {}}.toJson()), (QJsonObject{{u"key"_s, u"k"_s}, {u"direction"_s, u"from"_s}}));
}

QTEST_APPLESS_MAIN(TestTableLadder)
#include "tst_tableladder.moc"
