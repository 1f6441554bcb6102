// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/zonetext.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace Steward;
using namespace Qt::StringLiterals;

namespace {

QByteArray asSent(const QDateTime &time, const QByteArray &fraction = {})
{
    return time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s).toLatin1() + fraction + "+00";
}

QByteArray printed(ZoneText &text, const QByteArray &raw)
{
    QByteArray out = "x";
    text.append(out, raw);
    return out.sliced(1);
}

QByteArray expected(const QDateTime &time, const QTimeZone &zone)
{
    return time.toTimeZone(zone).toString(Qt::ISODate).toLatin1();
}

} // namespace

/// The server's times in a store's zone, held against what QDateTime makes of each.
class TestZoneText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timesAreTheZones_data();
    void timesAreTheZones();
    void knownTimes_data();
    void knownTimes();
    void whatIsNoPlainTimePassesUnchanged_data();
    void whatIsNoPlainTimePassesUnchanged();
    void unreadableHourIsNoExampleForTheNext();
    void zoneThatIsNotKnownHereIsUtc();
};

void TestZoneText::timesAreTheZones_data()
{
    QTest::addColumn<QByteArray>("id");
    for (const char *id : {"UTC", "Europe/Berlin", "Europe/London", "Europe/Lisbon", "Africa/Casablanca", "Africa/Monrovia", "America/New_York", "America/St_Johns", "America/Sao_Paulo",
                           "America/Caracas", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Pyongyang", "Australia/Adelaide", "Australia/Eucla", "Australia/Lord_Howe", "Pacific/Apia",
                           "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Marquesas", "Antarctica/Troll"}) {
        if (QTimeZone::isTimeZoneIdAvailable(id))
            QTest::newRow(id) << QByteArray(id);
    }
}

void TestZoneText::timesAreTheZones()
{
    QFETCH(const QByteArray, id);
    const QTimeZone zone(id);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    const auto stretch = [&random](QList<QDateTime> &times, const QDateTime &middle) {
        for (int i = 0; i < 2; ++i)
            times.append(middle.addSecs(random.bounded(-7200, 7200)));
        for (const int offset : {-3600, -1, 0, 1, 3599, 3600})
            times.append(middle.addSecs(offset));
    };
    QList<QDateTime> times;
    const QDateTime from(QDate(1970, 1, 1), QTime(0, 0), Qt::UTC);
    for (const auto &change : zone.transitions(from, from.addYears(75)))
        stretch(times, change.atUtc);
    for (int i = 0; i < 40; ++i)
        stretch(times, from.addSecs(random.bounded(2'000'000'000)));
    QVERIFY(times.size() >= 320);
    // Rows come in the order of time, up or down, and now and then in none.
    for (int round = 0; round < 3; ++round) {
        if (round < 2)
            std::sort(times.begin(), times.end(), [round](const QDateTime &a, const QDateTime &b) { return round ? b < a : a < b; });
        else
            std::shuffle(times.begin(), times.end(), random);
        ZoneText text(zone);
        for (const QDateTime &time : std::as_const(times))
            QCOMPARE(printed(text, asSent(time, round == 1 ? ".123456" : "")), expected(time, zone));
    }
}

void TestZoneText::knownTimes_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const char *id, const char *raw, const char *text) { QTest::newRow(name) << QByteArray(id) << QByteArray(raw) << QByteArray(text); };
    row("winter", "Europe/Berlin", "2026-11-24 14:34:00+00", "2026-11-24T15:34:00+01:00");
    row("before summer time", "Europe/Berlin", "2026-03-29 00:59:59+00", "2026-03-29T01:59:59+01:00");
    row("summer time", "Europe/Berlin", "2026-03-29 01:00:00+00", "2026-03-29T03:00:00+02:00");
    row("hour that comes twice, first", "Europe/Berlin", "2026-10-25 00:30:00+00", "2026-10-25T02:30:00+02:00");
    row("hour that comes twice, again", "Europe/Berlin", "2026-10-25 01:30:00+00", "2026-10-25T02:30:00+01:00");
    row("half an hour", "Asia/Kolkata", "2026-01-01 18:45:09.5+00", "2026-01-02T00:15:09+05:30");
    row("three quarters", "Asia/Kathmandu", "2025-12-31 18:14:59+00", "2025-12-31T23:59:59+05:45");
    row("the day before", "America/Los_Angeles", "2026-01-01 07:59:59.999999+00", "2025-12-31T23:59:59-08:00");
}

void TestZoneText::knownTimes()
{
    QFETCH(const QByteArray, id);
    QFETCH(const QByteArray, raw);
    QFETCH(const QByteArray, text);
    ZoneText zone{QTimeZone(id)};
    QCOMPARE(printed(zone, raw), text);
    QCOMPARE(printed(zone, raw), text);
}

void TestZoneText::whatIsNoPlainTimePassesUnchanged_data()
{
    QTest::addColumn<QByteArray>("raw");
    for (const char *raw : {"", "infinity", "-infinity", "0044-03-15 12:00:00+00 BC", "2026-11-24 14:34:00+01", "2026-11-24", "+00", "2026-11-24T14:34:00+00"})
        QTest::newRow(raw) << QByteArray(raw);
}

void TestZoneText::whatIsNoPlainTimePassesUnchanged()
{
    QFETCH(const QByteArray, raw);
    ZoneText text{QTimeZone("Europe/Berlin")};
    QCOMPARE(printed(text, raw), raw);
}

void TestZoneText::unreadableHourIsNoExampleForTheNext()
{
    ZoneText text{QTimeZone("Europe/Berlin")};
    QCOMPARE(printed(text, "2026-11-24 14:34:00+00"), QByteArray("2026-11-24T15:34:00+01:00"));
    for (int i = 0; i < 2; ++i)
        QCOMPARE(printed(text, "2026-13-24 14:34:00+00"), QByteArray("2026-13-24 14:34:00+00"));
    QCOMPARE(printed(text, "2026-11-24 14:35:00+00"), QByteArray("2026-11-24T15:35:00+01:00"));
}

void TestZoneText::zoneThatIsNotKnownHereIsUtc()
{
    // The server knows zones this computer may not: a right time in UTC is better than none.
    ZoneText text{QTimeZone("Mars/Olympus")};
    QCOMPARE(printed(text, "2026-11-24 14:34:00+00"), QByteArray("2026-11-24T14:34:00+00:00"));
    QCOMPARE(printed(text, "2026-11-24 14:35:00+00"), QByteArray("2026-11-24T14:35:00+00:00"));
}

QTEST_APPLESS_MAIN(TestZoneText)
#include "tst_zonetext.moc"
