// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThread>

#include <atomic>
#include <thread>
#include <vector>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// A write is a command: done once however often it is sent, on the version it was decided on, with one audit row.
class TestCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void noteIsAddedOnce();
    void idIsForOneCommandOfOnePerson();
    void sendersOfTheSameIdAtOnceDoItOnce();
    void secondSenderWaitsForTheFirstAsLongAsItTakes();
    void answersGivenAgainWaitForTheStandbyToo();
    void commandsSeeWhatOthersHaveCommitted();
    void readBehindACommandLeavesItOnDisk();
    void whatAnExportGivesOutIsOnRecordForGood();
    void emptyAndEndlessNotesAreRefused_data();
    void emptyAndEndlessNotesAreRefused();
    void notesComeBackUnchanged();
    void holdStopsAnOrderAndReleaseFreesIt();
    void severalHoldsKeepAnOrderBack();
    void everybodyLiftsTheirOwnAndALeadAll();
    void reviewsAreEndedByALead();
    void panelSaysWhichHoldsMayBeLifted();
    void staleVersionIsAConflict();
    void everyOrderHasItsOwnOutcome();
    void shippedAndCancelledOrdersAreNotHeld();
    void releaseIsRefusedWhereNothingIsHeld();
    void lockedOrderIsRefusedWithItsHolder();
    void colleaguesCommandIsNamedAsTheHolder();
    void resultIsReadByItsSenderAlone();
    void refusedCommandsLeaveNoAudit();
    void oneAuditRowForManyOrders();
    void valuesReachNeitherAuditNorLog();

private:
    QString place(const QList<qint64> &orders, const QList<qint64> &versions, const QString &reason = u"address"_s, const QString &note = {}, QUuid id = QUuid::createUuid()) const;
    int version(qint64 order) const;
    QString status(qint64 order) const;

    std::unique_ptr<StoreUnderTest> m_store;
    qint64 m_order = 0;
};

void TestCommands::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
}

QString TestCommands::place(const QList<qint64> &orders, const QList<qint64> &versions, const QString &reason, const QString &note, QUuid id) const
{
    return m_store->agent("select r::text from desk.hold_place($1, $2::bigint[], $3::int[], $4, $5) r",
                          Params().uuid(id).integers(orders).integers(versions).text(reason).text(note));
}

int TestCommands::version(qint64 order) const
{
    return m_store->owner("select version::text from store.orders where id = $1", Params().integer(order)).toInt();
}

QString TestCommands::status(qint64 order) const
{
    return m_store->owner("select fulfilment_status from store.orders where id = $1", Params().integer(order));
}

void TestCommands::noteIsAddedOnce()
{
    const Params command = Params().uuid(QUuid::createUuid()).integer(m_order).text(u"Customer called."_s);
    const QByteArray call = "select (r->>'outcome') || ' ' || coalesce(r->>'replayed', '-') || ' ' || (r->'rows'->0->>'note_id') from desk.note_add($1, $2, $3) r";
    const QString first = m_store->agent(call, command);
    QVERIFY(first.startsWith(u"done - "_s));
    QCOMPARE(m_store->agent(call, command), QString(first).replace(u" - "_s, u" true "_s));
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"1"_s);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'note_add'"), u"1"_s);
}

void TestCommands::idIsForOneCommandOfOnePerson()
{
    const QUuid id = QUuid::createUuid();
    const QByteArray call = "select desk.note_add($1, $2, $3)->>'reason'";
    QCOMPARE(m_store->agent(call, Params().uuid(id).integer(m_order).text(u"one"_s)), QString());
    QCOMPARE(m_store->agent(call, Params().uuid(id).integer(m_order).text(u"two"_s)), u"command_reused"_s);
    QCOMPARE(m_store->lead(call, Params().uuid(id).integer(m_order).text(u"one"_s)), u"command_reused"_s);
    QCOMPARE(m_store->agent("select desk.hold_release($1, '{1}', '{1}')->>'reason'", Params().uuid(id)), u"command_reused"_s);
    QCOMPARE(m_store->agent(call, Params().null().integer(m_order).text(u"one"_s)), u"command_id_missing"_s);
}

void TestCommands::sendersOfTheSameIdAtOnceDoItOnce()
{
    const QUuid id = QUuid::createUuid();
    std::atomic<int> fresh = 0;
    std::atomic<int> replayed = 0;
    std::vector<std::thread> senders;
    for (int i = 0; i < 8; ++i) {
        senders.emplace_back([&] {
            const auto connection = m_store->connect(u"agent"_s);
            const auto rows = connection->query({u"test/note"_s, "select coalesce(desk.note_add($1, $2, 'at once')->>'replayed', 'false')"}, Params().uuid(id).integer(m_order));
            if (rows)
                ++(rows->text(0, 0) == u"true"_s ? replayed : fresh);
        });
    }
    for (std::thread &sender : senders)
        sender.join();
    QCOMPARE(fresh.load(), 1);
    QCOMPARE(replayed.load(), 7);
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"1"_s);
}

/// The first may be waiting for a standby; that it is refused would be untrue as soon as it has it.
void TestCommands::secondSenderWaitsForTheFirstAsLongAsItTakes()
{
    const QUuid id = QUuid::createUuid();
    QCOMPARE(m_store->agent("begin"), QString());
    QCOMPARE(m_store->agent("select desk.note_add($1, $2, 'slow')->>'outcome'", Params().uuid(id).integer(m_order)), u"done"_s);
    std::atomic<bool> isAnswered = false;
    QString second;
    std::thread sender([&] {
        const auto connection = m_store->connect(u"agent"_s);
        // As the program's own connections are set up.
        (void)connection->query({u"test/patience"_s, "select set_config('lock_timeout', '300ms', false)"});
        const auto rows = connection->query({u"test/note"_s, "select desk.note_add($1, $2, 'slow')::text"}, Params().uuid(id).integer(m_order));
        second = rows ? rows->text(0, 0) : rows.error().sqlState;
        isAnswered = true;
    });
    constexpr int longerThanForOrdersMs = 5500;
    QElapsedTimer waited;
    waited.start();
    const bool hasGivenUp = QTest::qWaitFor([&] { return isAnswered || waited.elapsed() > longerThanForOrdersMs; }, 2 * longerThanForOrdersMs) && isAnswered;
    QCOMPARE(m_store->agent("commit"), QString());
    sender.join();
    QVERIFY2(!hasGivenUp, qPrintable(second));
    QVERIFY2(second.contains(u"\"replayed\": true"_s), qPrintable(second));
}

/// A commit waits for the standby only when its transaction has written something, whatever it read: a lock is enough.
void TestCommands::answersGivenAgainWaitForTheStandbyToo()
{
    const QUuid id = QUuid::createUuid();
    const QByteArray note = "select coalesce(desk.note_add($1, $2, 'once')->>'replayed', 'first')";
    const QByteArray result = "select desk.command_result($1)->>'outcome'";
    const auto isWritten = [this, id] {
        return m_store->owner("select count(*)::text from (select from store.command where id = $1 for update skip locked) free", Params().uuid(id)) == u"0"
            && m_store->agent("select current_setting('synchronous_commit')") == u"on";
    };
    QCOMPARE(m_store->agent(note, Params().uuid(id).integer(m_order)), u"first"_s);
    QCOMPARE(m_store->agent("begin"), QString());
    QCOMPARE(m_store->agent(note, Params().uuid(id).integer(m_order)), u"true"_s);
    QVERIFY(isWritten());
    QCOMPARE(m_store->agent("commit"), QString());
    QCOMPARE(m_store->agent("begin"), QString());
    QCOMPARE(m_store->agent(result, Params().uuid(id)), u"done"_s);
    QVERIFY(isWritten());
    QCOMPARE(m_store->agent("commit"), QString());
}

/// A transaction that goes on seeing the store as it was could change what a paper tells of that was written meanwhile.
void TestCommands::commandsSeeWhatOthersHaveCommitted()
{
    const auto agent = m_store->connect(u"agent"_s);
    for (const QByteArray level : {"repeatable read", "serializable"}) {
        QVERIFY(agent->query({u"test/begin"_s, "begin isolation level " + level}));
        const auto answer = agent->query({u"test/note"_s, "select desk.note_add(gen_random_uuid(), $1, 'late')"}, Params().integer(m_order));
        QCOMPARE(answer ? u"let through"_s : answer.error().sqlState, u"25001"_s);
        QVERIFY(agent->query({u"test/rollback"_s, "rollback"}));
    }
    QCOMPARE(m_store->owner("select count(*)::text from store.note"), u"0"_s);
}

void TestCommands::readBehindACommandLeavesItOnDisk()
{
    const auto agent = m_store->connect(u"agent"_s);
    const auto committed = [&agent] { return agent->query({u"test/show"_s, "show synchronous_commit"})->text(0, 0); };
    const auto read = [&agent] { return bool(agent->query({u"test/read"_s, "select count(*) from (select desk.order_page('{}', null, 5)) p"})); };
    QVERIFY(agent->query({u"test/begin"_s, "begin"}));
    QVERIFY(read());
    QCOMPARE(committed(), u"off"_s); // a reader does not wait for the disk
    QVERIFY(agent->query({u"test/note"_s, "select desk.note_add(gen_random_uuid(), $1, 'kept')"}, Params().integer(m_order)));
    QCOMPARE(committed(), u"on"_s);
    QVERIFY(read());
    QVERIFY(agent->query({u"test/presence"_s, "select desk.presence_touch($1, 'viewing')"}, Params().integer(m_order)));
    QCOMPARE(committed(), u"on"_s);
    QVERIFY(agent->query({u"test/commit"_s, "commit"}));
}

/// A server that is lost takes no count of rows with it that somebody has got.
void TestCommands::whatAnExportGivesOutIsOnRecordForGood()
{
    const auto lead = m_store->connect(u"lead"_s);
    const auto started = lead->query({u"test/start"_s, "select desk.export_start(gen_random_uuid(), 'orders', '{}', array['number'], 'csv')->>'export_id'"});
    QVERIFY(started && started->text(0, 0).toLongLong() > 0);
    QVERIFY(lead->query({u"test/begin"_s, "begin"}));
    const auto rows = lead->query({u"test/page"_s, "select count(*)::text from desk.order_export_page($1, null, 5)"}, Params().integer(started->text(0, 0).toLongLong()));
    QVERIFY(rows);
    QCOMPARE(rows->text(0, 0), u"1"_s);
    QCOMPARE(lead->query({u"test/show"_s, "show synchronous_commit"})->text(0, 0), u"on"_s);
    QVERIFY(lead->query({u"test/commit"_s, "commit"}));
}

void TestCommands::emptyAndEndlessNotesAreRefused_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("reason");
    QTest::newRow("empty") << QString() << u"empty_note"_s;
    QTest::newRow("blanks") << u" \t\r\n "_s << u"empty_note"_s;
    QTest::newRow("longest") << QString(20000, u'x') << QString();
    QTest::newRow("too long") << QString(20001, u'x') << u"note_too_long"_s;
}

void TestCommands::emptyAndEndlessNotesAreRefused()
{
    QFETCH(const QString, body);
    QFETCH(const QString, reason);
    QCOMPARE(m_store->agent("select desk.note_add(gen_random_uuid(), $1, $2)->>'reason'", Params().integer(m_order).text(body)), reason);
}

void TestCommands::notesComeBackUnchanged()
{
    const QString body = u"Robert'); drop table \"note\";-- <b>bold</b> %s $1 \\ \n\tZoë 王伟 🎁 \u202eabc"_s;
    QCOMPARE(m_store->agent("select desk.note_add(gen_random_uuid(), $1, $2)->>'outcome'", Params().integer(m_order).text(body)), u"done"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'notes'->0->>'body'"), body);
}

void TestCommands::holdStopsAnOrderAndReleaseFreesIt()
{
    const int before = version(m_order);
    QVERIFY(place({m_order}, {before}).contains(u"\"outcome\": \"done\""_s));
    QCOMPARE(status(m_order), u"on_hold"_s);
    QCOMPARE(version(m_order), before + 1);
    const qint64 hold = m_store->panel(u"agent"_s, m_order, "->'holds'->0->>'id'").toLongLong();
    QCOMPARE(m_store->agent("select r->>'outcome' from desk.hold_release(gen_random_uuid(), array[$1::bigint], array[$2::int]) r", Params().integer(hold).integer(before + 1)), u"done"_s);
    QCOMPARE(status(m_order), u"unfulfilled"_s);
    QCOMPARE(version(m_order), before + 2);
    QCOMPARE(m_store->owner("select string_agg(kind, ' ' order by id) from store.event where order_id = $1", Params().integer(m_order)), u"hold_placed hold_released"_s);
}

void TestCommands::severalHoldsKeepAnOrderBack()
{
    place({m_order}, {1}, u"address"_s);
    place({m_order}, {2}, u"stock"_s);
    QCOMPARE(m_store->owner("select hold_count::text from store.orders"), u"2"_s);
    QCOMPARE(m_store->agent("select desk.hold_release(gen_random_uuid(), '{1}', '{3}')->>'outcome'"), u"done"_s);
    QCOMPARE(status(m_order), u"on_hold"_s);
    QCOMPARE(m_store->agent("select desk.hold_release(gen_random_uuid(), '{2}', '{4}')->>'outcome'"), u"done"_s);
    QCOMPARE(status(m_order), u"unfulfilled"_s);
}

void TestCommands::everybodyLiftsTheirOwnAndALeadAll()
{
    place({m_order}, {1}, u"address"_s);
    place({m_order}, {2}, u"stock"_s);
    const auto lift = [this](const QString &login, const QByteArray &holds) {
        return m_store->ask(login, "select coalesce(r->'rows'->0->>'reason', '') from desk.hold_release(gen_random_uuid(), $1::bigint[], array_fill($2::int, array[cardinality($1::bigint[])])) r",
                            Params().text(QString::fromLatin1(holds)).integer(version(m_order)));
    };
    QCOMPARE(lift(u"fulfilment"_s, "{1}"), u"not_your_hold"_s);
    QCOMPARE(lift(u"privacy"_s, "{1}"), u"<42501>"_s);
    QCOMPARE(lift(u"agent"_s, "{1}"), QString());
    // Who leads lifts any; a hold that came with the order is anybody's who lifts any at all.
    QCOMPARE(lift(u"lead"_s, "{2}"), QString());
    m_store->owner("insert into store.hold (order_id, reason) values ($1, 'stock')", Params().integer(m_order));
    QCOMPARE(lift(u"fulfilment"_s, "{3}"), QString());
    // Of several that are lifted together, one that may not be keeps them all.
    m_store->owner("insert into store.hold (order_id, reason) values ($1, 'stock')", Params().integer(m_order));
    place({m_order}, {version(m_order)}, u"address"_s);
    QCOMPARE(lift(u"fulfilment"_s, "{4,5}"), u"not_your_hold"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.hold where released_at is null"), u"2"_s);
}

void TestCommands::reviewsAreEndedByALead()
{
    place({m_order}, {1}, u"fraud"_s);
    const auto lift = [this](const QString &login) {
        return m_store->ask(login, "select coalesce(r->'rows'->0->>'reason', '') from desk.hold_release(gen_random_uuid(), array[$2::bigint], array[$1::int]) r",
                            Params().integer(version(m_order)).integer(m_store->owner("select max(id)::text from store.hold").toLongLong()));
    };
    QCOMPARE(lift(u"agent"_s), u"needs_lead"_s);
    QCOMPARE(status(m_order), u"on_hold"_s);
    QCOMPARE(lift(u"lead"_s), QString());
    // Whoever placed one by mistake takes their own command back.
    const QUuid id = QUuid::createUuid();
    place({m_order}, {version(m_order)}, u"payment"_s, {}, id);
    QCOMPARE(lift(u"agent"_s), u"needs_lead"_s);
    QCOMPARE(m_store->agent("select desk.undo(gen_random_uuid(), $1)->>'outcome'", Params().uuid(id)), u"done"_s);
    // Which kinds they are is the store's to say.
    m_store->owner("update store.setting set value = '[\"stock\"]' where key = 'hold.lead_reasons'");
    place({m_order}, {version(m_order)}, u"fraud"_s);
    QCOMPARE(lift(u"agent"_s), QString());
}

void TestCommands::panelSaysWhichHoldsMayBeLifted()
{
    place({m_order}, {1}, u"address"_s);
    const auto can = [this](const QString &login) { return m_store->panel(login, m_order, "->'can'->'release'->>'why'"); };
    QCOMPARE(can(u"agent"_s), QString());
    QCOMPARE(can(u"fulfilment"_s), u"not_your_hold"_s);
    QCOMPARE(can(u"privacy"_s), u"no_right"_s);
    place({m_order}, {2}, u"fraud"_s);
    QCOMPARE(can(u"agent"_s), QString()); // one of two
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'holds'->0->'release'->>'why'"), u"needs_lead"_s);
    QCOMPARE(m_store->panel(u"agent"_s, m_order, "->'holds'->1->'release'->>'allowed'"), u"true"_s);
    QCOMPARE(m_store->panel(u"lead"_s, m_order, "->'holds'->0->'release'->>'allowed'"), u"true"_s);
}

void TestCommands::staleVersionIsAConflict()
{
    const QString answer = place({m_order}, {version(m_order) - 1});
    QVERIFY(answer.contains(u"\"outcome\": \"conflict\""_s));
    QVERIFY(answer.contains(u"\"current\": {\"version\": 1"_s));
    QCOMPARE(m_store->owner("select count(*)::text from store.hold"), u"0"_s);
}

void TestCommands::everyOrderHasItsOwnOutcome()
{
    const qint64 second = m_store->placeOrder(u"Zoë"_s, u"zoe@example.com"_s);
    const QString answer = place({m_order, second, 4711}, {1, 7, 1});
    QVERIFY(answer.contains(u"\"outcome\": \"partly\""_s));
    QVERIFY(answer.contains(u"no_such_order"_s));
    QVERIFY(answer.contains(u"changed_meanwhile"_s));
    QCOMPARE(status(m_order), u"on_hold"_s);
    QCOMPARE(status(second), u"unfulfilled"_s);
}

void TestCommands::shippedAndCancelledOrdersAreNotHeld()
{
    m_store->payOrder(m_order);
    m_store->shipOrder(m_order);
    QVERIFY(place({m_order}, {version(m_order)}).contains(u"already_shipped"_s));
    const qint64 second = m_store->placeOrder();
    m_store->owner("update store.orders set cancelled_at = now() where id = $1", Params().integer(second));
    QVERIFY(place({second}, {version(second)}).contains(u"already_cancelled"_s));
    QVERIFY(place({m_order}, {version(m_order)}, u"boredom"_s).contains(u"unknown_reason"_s));
}

void TestCommands::releaseIsRefusedWhereNothingIsHeld()
{
    QVERIFY(m_store->agent("select desk.hold_release(gen_random_uuid(), '{99}', '{1}')::text").contains(u"no_such_hold"_s));
    place({m_order}, {1});
    m_store->agent("select desk.hold_release(gen_random_uuid(), '{1}', '{2}')");
    QVERIFY(m_store->agent("select desk.hold_release(gen_random_uuid(), '{1}', '{3}')::text").contains(u"not_on_hold"_s));
    place({m_order}, {3});
    QVERIFY(m_store->agent("select desk.hold_release(gen_random_uuid(), '{1}', '{4}')::text").contains(u"already_released"_s));
}

void TestCommands::lockedOrderIsRefusedWithItsHolder()
{
    const auto other = m_store->connect(Cluster::ownerLogin());
    QVERIFY(other->query({u"test/begin"_s, "begin"}));
    QVERIFY(other->query({u"test/lock"_s, "update store.orders set assigned_to = null, cancel_reason = 'x' where id = $1"}, Params().integer(m_order)));
    const QUuid id = QUuid::createUuid();
    const QString answer = place({m_order}, {1}, u"address"_s, {}, id);
    QVERIFY2(answer.contains(u"\"reason\": \"locked\""_s), qPrintable(answer));
    QVERIFY2(answer.contains(Cluster::ownerLogin()), qPrintable(answer));
    // Such an answer is not kept: the same command sent again is decided anew.
    QVERIFY(other->query({u"test/rollback"_s, "rollback"}));
    QVERIFY(place({m_order}, {1}, u"address"_s, {}, id).contains(u"\"outcome\": \"done\""_s));
}

void TestCommands::colleaguesCommandIsNamedAsTheHolder()
{
    const qint64 second = m_store->placeOrder();
    m_store->lead("begin");
    QCOMPARE(m_store->lead("select desk.hold_place(gen_random_uuid(), array[$1::bigint], array[1], 'fraud', '')->>'outcome'", Params().integer(m_order)), u"done"_s);
    // The order that is free is not written either: an answer is of the whole command.
    const QString answer = place({second, m_order}, {1, 1}, u"address"_s);
    QVERIFY2(answer.contains(u"\"reason\": \"locked\""_s), qPrintable(answer));
    QVERIFY2(answer.contains(m_store->owner("select display_name from store.staff where login = 'lead'")), qPrintable(answer));
    m_store->lead("rollback");
    QCOMPARE(m_store->owner("select count(*)::text from store.hold"), u"0"_s);
}

void TestCommands::resultIsReadByItsSenderAlone()
{
    const QUuid id = QUuid::createUuid();
    m_store->agent("select desk.note_add($1, $2, 'mine')", Params().uuid(id).integer(m_order));
    QCOMPARE(m_store->agent("select desk.command_result($1)->>'outcome'", Params().uuid(id)), u"done"_s);
    QCOMPARE(m_store->lead("select desk.command_result($1)->>'outcome'", Params().uuid(id)), QString());
}

void TestCommands::refusedCommandsLeaveNoAudit()
{
    m_store->agent("select desk.note_add(gen_random_uuid(), 4711, 'x')");
    place({m_order}, {77});
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where actor = 'agent'"), u"0"_s);
}

void TestCommands::oneAuditRowForManyOrders()
{
    QList<qint64> orders{m_order};
    QList<qint64> versions{1};
    for (int i = 0; i < 9; ++i) {
        orders += m_store->placeOrder();
        versions += 1;
    }
    QVERIFY(place(orders, versions).contains(u"\"outcome\": \"done\""_s));
    QCOMPARE(m_store->owner("select count(*) || ' ' || max(row_count) || ' ' || max(cardinality(ids)) || ' ' || max(fields::text) from audit.entry where verb = 'hold_place'"), u"1 10 10 {hold}"_s);
}

void TestCommands::valuesReachNeitherAuditNorLog()
{
    const QString planted = u"plantedvalue77"_s;
    m_store->agent("select desk.note_add(gen_random_uuid(), $1, $2)", Params().integer(m_order).text(planted));
    place({m_order}, {1}, u"address"_s, planted);
    place({m_order}, {1}, planted, planted);
    m_store->agent("select count(*)::text from desk.order_page($1, null, 10)", Params().json(QJsonObject{{u"filters"_s, QJsonArray{QJsonObject{{u"field"_s, u"placed"_s}, {u"op"_s, u"="_s}, {u"values"_s, QJsonArray{planted}}}}}}));
    m_store->agent("select count(*)::text from desk.order_page($1, null, 10)", Params().json(QJsonObject{{u"filters"_s, QJsonArray{QJsonObject{{u"field"_s, planted}, {u"op"_s, u"="_s}, {u"values"_s, QJsonArray{planted}}}}}}));
    m_store->agent("select count(*)::text from desk.order_page('{}', $1, 10)", Params().json(QJsonObject{{u"key"_s, planted}, {u"direction"_s, u"after"_s}}));
    m_store->site("select site.place_order(gen_random_uuid(), $1)", Params().json(QJsonObject{{u"name"_s, planted}, {u"email"_s, planted}, {u"placed_at"_s, planted}}));
    QVERIFY(!m_store->serverLog().contains(planted.toLatin1()));
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry e where e::text like '%plantedvalue%'"), u"0"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.command c where c.result::text like '%plantedvalue%'"), u"0"_s);
}

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
