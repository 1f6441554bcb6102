// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/database/storeundertest.h"

#include <QCryptographicHash>
#include <QTest>

#include <optional>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// Carrier files: exactly a party's fields, of orders to be shipped now, under a record that nobody can take back.
class TestDisclosure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void fileIsTheAllowListToTheByte();
    void nothingElseOfAnOrderIsInIt();
    void cellsAreExactAndQuotedAsTheStandardSays();
    void onlyOrdersToBeShippedNow_data();
    void onlyOrdersToBeShippedNow();
    void recordIsWrittenWithTheCommandOrNotAtAll();
    void sentTwiceMadeOnce();
    void readingLeavesTheRecordWhateverIsRolledBack();
    void fileIsGivenAgainAndEachTimeIsOnRecord();
    void anotherLoginsRecordGivesNothing();
    void oldRecordGivesNothing();
    void changedOrderIsAnotherFile();
    void fulfilmentSeesNoMoreThanTheFile();
    void unknownPartiesAndFieldsAreRefused();
    void whoMayNot();
    void recordsStayAsTheyAre();
    void privacyOfficerSeesWhoGotWhatOfWhom();
    void readersAreMetered();
    void deletionIsNotedOnceAndByWhom();
    void deletionIsCorrectedAndTakenBack();
    void deletionIsRefusedWhereItCannotBeTrue_data();
    void deletionIsRefusedWhereItCannotBeTrue();
    void ofTwoOfficersTheSecondDecidesAnew();
    void dueOnesComeFirstAndAreFiltered();
    void whoGotTheOldAddressIsToBeTold();
    void whoGotNothingOfItIsNot_data();
    void whoGotNothingOfItIsNot();
    void recipientIsToldOnceOfWhatWasSeen();
    void correctionUnderWayIsWaitedFor();

private:
    qint64 payable(const QString &name = u"Hans Müller"_s, const QString &email = u"hans@example.com"_s) const;
    QString make(const QString &login, const QString &party, const QList<qint64> &orders, const QByteArray &part, QUuid id = QUuid::createUuid()) const;
    qint64 made(const QString &login, const QString &party, const QList<qint64> &orders) const { return make(login, party, orders, "->>'disclosure_id'").toLongLong(); }
    /// A column of the file's row, as two steps after each other.
    QString give(const QString &login, qint64 disclosure, const QByteArray &column = "body") const;
    /// A file of the lead's that was given out.
    qint64 given(const QString &party = u"dhl"_s) const;
    /// An answer to the command that notes a deletion. days: from today, or none at all.
    QString note(const QString &login, qint64 disclosure, std::optional<int> days, const QString &how, int version, QUuid id = QUuid::createUuid(), const QByteArray &part = "->>'outcome'") const;

    /// Corrects contact data of the order; answers with the outcome or the reason.
    QString correct(const QByteArray &changes, QUuid id = QUuid::createUuid()) const
    {
        return m_store->agent("select case r->>'outcome' when 'done' then 'done' else r->>'reason' end from desk.contact_fix($1, $2, $3::jsonb, 'order') r", Params().uuid(id).integer(m_order).text(QString::fromUtf8(changes)));
    }
    /// What of the files the privacy officer sees, one line a file.
    QString untold(const QByteArray &wanted = "all") const
    {
        return m_store->privacy("select string_agg(party || ' ' || cardinality(untold) || ' ' || array_to_string(untold_fields, '+'), ', ' order by id) from desk.disclosures('', '" + wanted + "', null, null)");
    }

    std::unique_ptr<StoreUnderTest> m_store;
    qint64 m_order = 0;
};

void TestDisclosure::init()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = payable();
}

qint64 TestDisclosure::payable(const QString &name, const QString &email) const
{
    const qint64 order = m_store->placeOrder(name, email);
    m_store->payOrder(order);
    return order;
}

QString TestDisclosure::make(const QString &login, const QString &party, const QList<qint64> &orders, const QByteArray &part, QUuid id) const
{
    return m_store->ask(login, "select desk.disclosure_make($1, $2, $3::bigint[])" + part, Params().uuid(id).text(party).integers(orders));
}

QString TestDisclosure::give(const QString &login, qint64 disclosure, const QByteArray &column) const
{
    const QUuid ticket = QUuid::createUuid();
    const QString given = m_store->ask(login, "select desk.disclosure_give($1, $2)::text", Params().uuid(ticket).integer(disclosure));
    return given == u"true" ? m_store->ask(login, "select " + column + " from desk.disclosure_file($1)", Params().uuid(ticket)) : given;
}

qint64 TestDisclosure::given(const QString &party) const
{
    const qint64 id = made(u"lead"_s, party, {m_order});
    return give(u"lead"_s, id).contains(u"Gartenweg"_s) ? id : 0;
}

QString TestDisclosure::note(const QString &login, qint64 disclosure, std::optional<int> days, const QString &how, int version, QUuid id, const QByteArray &part) const
{
    Params params = Params().uuid(id).integer(disclosure);
    days ? params.integer(*days) : params.null();
    return m_store->ask(login, "select desk.disclosure_deleted($1, $2, (now() at time zone 'UTC')::date + $3::int, $4, $5::int)" + part, params.text(how).integer(version));
}

void TestDisclosure::fileIsTheAllowListToTheByte()
{
    const qint64 other = payable(u"Zoë Ünal"_s, u"zoe@example.com"_s);
    const QString numbers = m_store->owner("select string_agg(number, ',' order by id) from store.orders");
    const qint64 id = made(u"lead"_s, u"gls"_s, {other, m_order, other}); // in their own order, each once
    QVERIFY(id > 0);
    const QString file = give(u"lead"_s, id);
    QCOMPARE(file, u"order_number,name,company,line1,line2,postal_code,city,country\r\n"
                   "%1,Hans Müller,,Gartenweg 1,,80331,München,DE\r\n%2,Zoë Ünal,,Gartenweg 1,,80331,München,DE\r\n"_s.arg(numbers.section(u',', 0, 0), numbers.section(u',', 1, 1)));
    const QString digest = QString::fromLatin1(QCryptographicHash::hash(file.toUtf8(), QCryptographicHash::Sha256).toHex());
    QCOMPARE(give(u"lead"_s, id, "sha256"), digest);
    QCOMPARE(m_store->owner("select concat_ws(' ', party, purpose, array_to_string(fields, '+'), array_to_string(order_ids, '+'), sha256, delete_by - made_at::date) from store.disclosure"),
             u"gls delivery order_number+name+company+line1+line2+postal_code+city+country %1+%2 %3 90"_s.arg(m_order).arg(other).arg(digest));
    // The heading of each party is its list.
    for (const QString &party : m_store->column(u"lead"_s, "select code from desk.parties()")) {
        const QString list = m_store->lead("select array_to_string(fields, ',') from desk.parties() where code = $1", Params().text(party));
        QCOMPARE(give(u"lead"_s, made(u"lead"_s, party, {m_order})).section(u"\r\n"_s, 0, 0), list);
    }
}

void TestDisclosure::nothingElseOfAnOrderIsInIt()
{
    m_store->agent("select desk.note_add(gen_random_uuid(), $1, 'canary-note')", Params().integer(m_order));
    m_store->owner("update store.orders set email = 'canary-mail@example.com', phone = '+49 30 9999111' where id = $1", Params().integer(m_order));
    m_store->owner("update store.payment set reference = 'canary-payment'");
    for (const QString &party : m_store->column(u"lead"_s, "select code from desk.parties()")) {
        const bool hasPhone = m_store->lead("select ('phone' = any(fields))::text from desk.parties() where code = $1", Params().text(party)) == u"true";
        const QString file = give(u"lead"_s, made(u"lead"_s, party, {m_order}));
        QVERIFY2(file.count(u"\r\n"_s) == 2 && !file.contains(u"canary"_s) && !file.contains(u"9999111"_s) && !file.contains(u"Mug"_s), qPrintable(file));
        QCOMPARE(file.contains(u"0170 1234567"_s), hasPhone); // the delivery address's own
    }
}

void TestDisclosure::cellsAreExactAndQuotedAsTheStandardSays()
{
    const qint64 order = payable(u"=Müller, \"Hans\""_s);
    m_store->owner("alter table store.order_address disable trigger all");
    m_store->owner("update store.order_address set line1 = E'+1 Hof\\nHinterhaus', line2 = '@c/o; Meyer', company = '-A' where id = (select shipping_address_id from store.orders where id = $1)",
                   Params().integer(order));
    QCOMPARE(give(u"lead"_s, made(u"lead"_s, u"gls"_s, {order})).section(u"\r\n"_s, 1), u"%1,\"=Müller, \"\"Hans\"\"\",-A,\"+1 Hof\nHinterhaus\",@c/o; Meyer,80331,München,DE\r\n"_s
             .arg(m_store->owner("select number from store.orders where id = $1", Params().integer(order))));
    QCOMPARE(m_store->owner("select store.csv_line(array['a', null, '', 'b\"', 'c' || chr(13), ' d '])"), u"a,,,\"b\"\"\",\"c\r\", d \r\n"_s);
}

void TestDisclosure::onlyOrdersToBeShippedNow_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("reason");
    QTest::newRow("on hold") << QByteArray("insert into store.hold (order_id, reason) values ($1, 'fraud')") << u"on_hold"_s;
    QTest::newRow("cancelled") << QByteArray("update store.orders set cancelled_at = now() where id = $1") << u"already_cancelled"_s;
    QTest::newRow("not paid") << QByteArray("delete from store.payment where order_id = $1") << u"not_paid"_s;
    QTest::newRow("no address") << QByteArray("update store.orders set shipping_address_id = null where id = $1") << u"no_address"_s;
    QTest::newRow("shipped") << QByteArray() << u"already_shipped"_s;
}

void TestDisclosure::onlyOrdersToBeShippedNow()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QString, reason);
    if (before.isEmpty())
        m_store->shipOrder(m_order);
    else
        m_store->owner(before, Params().integer(m_order));
    // Alone it makes no file and no record; with another it is left out, and said.
    QCOMPARE(make(u"lead"_s, u"dhl"_s, {m_order}, "->>'reason'"), reason);
    QCOMPARE(m_store->owner("select count(*)::text from store.disclosure"), u"0"_s);
    const qint64 other = payable();
    const QByteArray rows = "->>'outcome' || (select string_agg(' ' || (r->>'outcome') || coalesce(':' || (r->>'reason'), ''), '' order by r->>'order_id') from jsonb_array_elements(a->'rows') r) from desk.";
    QCOMPARE(m_store->lead("select a" + rows + "disclosure_check($1::bigint[]) a", Params().integers({m_order, other})), u"done refused:%1 would"_s.arg(reason));
    QCOMPARE(m_store->lead("select a" + rows + "disclosure_make(gen_random_uuid(), 'dhl', $1::bigint[]) a", Params().integers({m_order, other})), u"partly refused:%1 done"_s.arg(reason));
    QCOMPARE(m_store->owner("select order_ids::text from store.disclosure"), u"{%1}"_s.arg(other));
    // An order tells of it once its address was given out, and not again when the same file was asked for again.
    const auto told = [this] { return m_store->owner("select string_agg(order_id::text, ' ') from store.event where kind = 'disclosed'"); };
    QCOMPARE(told(), QString());
    const qint64 id = m_store->owner("select id::text from store.disclosure").toLongLong();
    for (int time = 0; time < 2; ++time) {
        QVERIFY(!give(u"lead"_s, id).isEmpty());
        QCOMPARE(told(), QString::number(other));
    }
}

void TestDisclosure::recordIsWrittenWithTheCommandOrNotAtAll()
{
    const auto connection = m_store->connect(u"lead"_s);
    const auto run = [&](const QByteArray &sql) { return connection->query({u"test/step"_s, sql}); };
    QVERIFY(run("begin"));
    QVERIFY(run("select desk.disclosure_make(gen_random_uuid(), 'dhl', array[" + QByteArray::number(m_order) + "])"));
    QVERIFY(run("rollback"));
    QCOMPARE(m_store->owner("select concat_ws(' ', (select count(*) from store.disclosure), (select count(*) from audit.entry where verb = 'disclosure_make'))"), u"0 0"_s);
    QVERIFY(made(u"lead"_s, u"dhl"_s, {m_order}) > 0);
    QCOMPARE(m_store->owner("select concat_ws(' ', actor, ids, array_length(fields, 1), command_id = (select command_id from store.disclosure)) from audit.entry where verb = 'disclosure_make'"),
             u"lead {%1} 10 t"_s.arg(m_order));
}

void TestDisclosure::sentTwiceMadeOnce()
{
    const QUuid id = QUuid::createUuid();
    const QString first = make(u"lead"_s, u"dhl"_s, {m_order}, "->>'disclosure_id'", id);
    QCOMPARE(make(u"lead"_s, u"dhl"_s, {m_order}, "->>'disclosure_id'", id), first);
    QCOMPARE(make(u"lead"_s, u"dpd"_s, {m_order}, "->>'reason'", id), u"command_reused"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.disclosure"), u"1"_s);
    // What is kept of it for being asked again has no value of a person.
    QVERIFY(!m_store->owner("select result::text from store.command").contains(u"Gartenweg"_s));
}

void TestDisclosure::readingLeavesTheRecordWhateverIsRolledBack()
{
    const auto connection = m_store->connect(u"lead"_s);
    const auto value = [&](const QByteArray &sql) {
        const auto rows = connection->query({u"test/step"_s, sql});
        return rows ? rows->isEmpty() ? QString() : rows->text(0, 0) : u'<' + rows.error().sqlState + u'>';
    };
    const QByteArray order = QByteArray::number(m_order);
    const QByteArray ticket = "'8f0a1c52-0a9d-4a6c-9a63-0f4f8d9f2a11'";
    // All in one transaction: nothing is shown before its trace is committed.
    value("begin");
    const QByteArray id = value("select desk.disclosure_make(gen_random_uuid(), 'dhl', array[" + order + "])->>'disclosure_id'").toLatin1();
    QCOMPARE(value("select desk.disclosure_give(" + ticket + ", " + id + ")::text"), u"false"_s);
    QCOMPARE(value("select reason || coalesce(body, '') from desk.disclosure_file(" + ticket + ")"), u"no_such_disclosure"_s);
    value("rollback");
    const QByteArray kept = QByteArray::number(made(u"lead"_s, u"dhl"_s, {m_order}));
    value("begin");
    value("savepoint before");
    QCOMPARE(value("select desk.disclosure_give(" + ticket + ", " + kept + ")::text"), u"true"_s);
    QCOMPARE(value("select reason || coalesce(body, '') from desk.disclosure_file(" + ticket + ")"), u"no_such_disclosure"_s);
    value("rollback to before");
    QCOMPARE(value("select reason || coalesce(body, '') from desk.disclosure_file(" + ticket + ")"), u"no_such_disclosure"_s);
    value("rollback");
    // Committed first, then read and rolled back: record, giving and count stay.
    QCOMPARE(value("select desk.disclosure_give(" + ticket + ", " + kept + ")::text"), u"true"_s);
    value("begin");
    QVERIFY(value("select body from desk.disclosure_file(" + ticket + ")").contains(u"Gartenweg"_s));
    value("rollback");
    QCOMPARE(m_store->owner("select concat_ws(' ', (select count(*) from store.disclosure), (select count(*) from store.disclosure_giving), (select count(*) from audit.entry where verb = 'disclosure_give'))"),
             u"1 1 1"_s);
}

void TestDisclosure::fileIsGivenAgainAndEachTimeIsOnRecord()
{
    const qint64 id = made(u"fulfilment"_s, u"dpd"_s, {m_order});
    const QString file = give(u"fulfilment"_s, id);
    QCOMPARE(give(u"fulfilment"_s, id), file);
    QCOMPARE(m_store->privacy("select givings::text from desk.disclosures('', 'all', null, null)"), u"2"_s);
    QCOMPARE(m_store->owner("select count(*)::text from audit.entry where verb = 'disclosure_give' and actor = 'fulfilment'"), u"2"_s);
}

void TestDisclosure::anotherLoginsRecordGivesNothing()
{
    const qint64 id = made(u"lead"_s, u"dpd"_s, {m_order});
    QCOMPARE(give(u"fulfilment"_s, id), u"false"_s);
    // Nor by another's ticket.
    const QUuid ticket = QUuid::createUuid();
    QCOMPARE(m_store->lead("select desk.disclosure_give($1, $2)::text", Params().uuid(ticket).integer(id)), u"true"_s);
    QCOMPARE(m_store->fulfilment("select reason || coalesce(body, '') from desk.disclosure_file($1)", Params().uuid(ticket)), u"no_such_disclosure"_s);
}

void TestDisclosure::oldRecordGivesNothing()
{
    const qint64 id = made(u"lead"_s, u"dpd"_s, {m_order});
    const QUuid ticket = QUuid::createUuid();
    QCOMPARE(m_store->lead("select desk.disclosure_give($1, $2)::text", Params().uuid(ticket).integer(id)), u"true"_s);
    m_store->owner("update store.disclosure set made_at = made_at - interval '16 minutes'");
    QCOMPARE(m_store->lead("select reason from desk.disclosure_file($1)", Params().uuid(ticket)), u"no_such_disclosure"_s);
    QCOMPARE(give(u"lead"_s, id), u"false"_s);
}

void TestDisclosure::changedOrderIsAnotherFile()
{
    const qint64 id = made(u"lead"_s, u"dpd"_s, {m_order});
    const QString first = give(u"lead"_s, id);
    const QString fixed = m_store->agent("select desk.contact_fix(gen_random_uuid(), $1, jsonb_build_object('shipping.line1', jsonb_build_object('from', 'Gartenweg 1', 'to', 'Gartenweg 2')), 'order')->>'outcome'",
                                         Params().integer(m_order));
    QCOMPARE(fixed, u"done"_s);
    QCOMPARE(give(u"lead"_s, id, "reason || coalesce(body, '')"), u"order_changed"_s);
    const QString second = give(u"lead"_s, made(u"lead"_s, u"dpd"_s, {m_order}));
    QVERIFY(second.contains(u"Gartenweg 2"_s) && second != first);
    // Shipped meanwhile: not for delivery any more.
    const qint64 other = payable();
    const qint64 late = made(u"lead"_s, u"dpd"_s, {other});
    m_store->shipOrder(other);
    QCOMPARE(give(u"lead"_s, late, "reason || coalesce(body, '')"), u"order_changed"_s);
}

/// The right to make a file is one to that file: of other orders, and in the window, a group sees what it saw before.
void TestDisclosure::fulfilmentSeesNoMoreThanTheFile()
{
    QVERIFY(give(u"fulfilment"_s, made(u"fulfilment"_s, u"dhl"_s, {m_order})).contains(u"0170 1234567"_s));
    QVERIFY(!m_store->panel(u"fulfilment"_s, m_order).contains(u"0170"_s));
    QCOMPARE(m_store->fulfilment("select coalesce(email, '') || coalesce(phone, '') from desk.order_page('{}', '{}', 10)"), QString());
    // An order out of its sight: shipped before its window began.
    m_store->shipOrder(m_order);
    m_store->owner("update store.shipment set at = now() - interval '30 days' where order_id = $1", Params().integer(m_order));
    QCOMPARE(make(u"fulfilment"_s, u"dhl"_s, {m_order}, "->>'reason'"), u"no_such_order"_s);
    QCOMPARE(make(u"fulfilment"_s, u"dhl"_s, {m_order}, "->'rows'->0->>'number'"), QString());
}

void TestDisclosure::unknownPartiesAndFieldsAreRefused()
{
    QCOMPARE(make(u"lead"_s, u"nobody"_s, {m_order}, "->>'reason'"), u"unknown_party"_s);
    QCOMPARE(make(u"lead"_s, u"dhl"_s, {}, "->>'reason'"), u"bad_arguments"_s);
    QCOMPARE(make(u"lead"_s, u"dhl"_s, QList<qint64>(1001, m_order), "->>'reason'"), u"bad_arguments"_s);
    QCOMPARE(make(u"lead"_s, u"dhl"_s, {m_order + 999}, "->>'reason'"), u"no_such_order"_s);
    QCOMPARE(m_store->owner("update store.outside_party set fields = '{name,email}' where code = 'dhl'"), u"<23514>"_s);
    QCOMPARE(m_store->owner("update store.outside_party set fields = '{}' where code = 'dhl'"), u"<23514>"_s);
}

void TestDisclosure::whoMayNot()
{
    for (const QString &login : {u"agent"_s, u"marketing"_s, u"manager"_s, u"privacy"_s, u"admin"_s, u"work"_s, u"site"_s, u"importer"_s}) {
        QCOMPARE(make(login, u"dhl"_s, {m_order}, "->>'reason'"), u"<42501>"_s);
        for (const QByteArray &attempt : QByteArrayList{"select desk.disclosure_check(array[1::bigint])::text", "select desk.disclosure_give(gen_random_uuid(), 1)::text",
                                                        "select reason from desk.disclosure_file(gen_random_uuid())", "select code from desk.parties()",
                                                        "select store.disclosed_file('{name}', array[1::bigint])", "select body from store.disclosure"})
            QVERIFY2(m_store->ask(login, attempt) == u"<42501>", (login.toUtf8() + ": " + attempt).constData());
        if (login != u"privacy")
            QCOMPARE(note(login, 1, 0, u"mail"_s, 0), u"<42501>"_s);
        if (login != u"privacy")
            QCOMPARE(m_store->ask(login, "select id::text from desk.disclosures('', 'all', null, null)"), u"<42501>"_s);
    }
    for (const QString &login : {u"lead"_s, u"fulfilment"_s}) {
        QCOMPARE(note(login, 1, 0, u"mail"_s, 0), u"<42501>"_s);
        QCOMPARE(m_store->ask(login, "select id::text from desk.disclosures('', 'all', null, null)"), u"<42501>"_s);
        QCOMPARE(m_store->ask(login, "select store.disclosed_file('{name}', array[1::bigint])"), u"<42501>"_s);
        QCOMPARE(m_store->ask(login, "copy (select line1 from store.order_address) to stdout"), u"<42501>"_s);
    }
}

/// Not even the functions' own role changes what was written down.
void TestDisclosure::recordsStayAsTheyAre()
{
    QVERIFY(made(u"lead"_s, u"dhl"_s, {m_order}) > 0);
    for (const QByteArray &attempt : QByteArrayList{"update store.disclosure set delete_by = now()", "delete from store.disclosure", "delete from store.disclosure_giving",
                                                    "update store.disclosure_giving set at = now()", "update store.disclosure_deletion set how = 'x'", "delete from store.disclosure_deletion", "insert into store.outside_party values ('x', 'X', 'y', '{name}', 1)", "update store.outside_party set fields = '{phone}'"}) {
        m_store->owner("begin");
        m_store->owner("set local role steward_api");
        QCOMPARE(m_store->owner(attempt), u"<42501>"_s);
        m_store->owner("rollback");
    }
}

void TestDisclosure::privacyOfficerSeesWhoGotWhatOfWhom()
{
    const qint64 other = payable(u"Zoë Ünal"_s, u"zoe@example.com"_s);
    const QString number = m_store->owner("select number from store.orders where id = $1", Params().integer(other));
    made(u"lead"_s, u"dhl"_s, {m_order});
    made(u"fulfilment"_s, u"dpd"_s, {m_order, other});
    const QByteArray line = "select string_agg(concat_ws('|', party, order_count, array_length(fields, 1), login, givings, is_due, delete_by - current_date), ' ' order by id) from desk.disclosures($1, 'all', null, null)";
    QCOMPARE(m_store->privacy(line, Params().text({})), u"DHL|1|10|lead|0|f|90 DPD|2|9|fulfilment|0|f|90"_s);
    // Of one person, by an address in any writing or by a number; what the others' orders are is not said.
    for (const QString &person : {u" ZOE@example.com "_s, number}) {
        QCOMPARE(m_store->privacy(line, Params().text(person)), u"DPD|2|9|fulfilment|0|f|90"_s);
        QCOMPARE(m_store->privacy("select array_to_string(order_numbers, ' ') from desk.disclosures($1, 'all', null, null)", Params().text(person)), number);
    }
    QCOMPARE(m_store->privacy(line, Params().text(u"nobody@example.com"_s)), QString());
    const QString first = m_store->privacy("select min(id)::text from desk.disclosures('', 'all', null, null)");
    QCOMPARE(m_store->privacy("select count(*)::text from desk.disclosures('', 'all', false, $1)", Params().integer(first.toLongLong())), u"0"_s);
    // Due is what was given out, and only that.
    m_store->owner("update store.disclosure set delete_by = current_date - 1");
    QCOMPARE(m_store->privacy("select bool_or(is_due)::text from desk.disclosures('', 'all', null, null)"), u"false"_s);
    m_store->owner("insert into store.disclosure_giving (id, disclosure_id, staff_id) select gen_random_uuid(), id, staff_id from store.disclosure");
    QCOMPARE(m_store->privacy("select bool_and(is_due)::text from desk.disclosures('', 'all', null, null)"), u"true"_s);
    QVERIFY(given());
    QVERIFY(m_store->panel(u"privacy"_s, m_order, "->'events'").contains(u"disclosed"_s));
}

void TestDisclosure::readersAreMetered()
{
    m_store->stayWithinAnHour();
    m_store->owner("update store.setting set value = '2' where key = 'meter.rows_per_hour'");
    const qint64 id = made(u"fulfilment"_s, u"dpd"_s, {m_order});
    QVERIFY(give(u"fulfilment"_s, id).contains(u"Gartenweg"_s));
    QVERIFY(give(u"fulfilment"_s, id).contains(u"Gartenweg"_s));
    QCOMPARE(give(u"fulfilment"_s, id), u"<ST002>"_s);
    QVERIFY(m_store->privacy("select bool_or(over_threshold)::text from desk.meter() where login = 'fulfilment'") == u"true");
}

void TestDisclosure::deletionIsNotedOnceAndByWhom()
{
    const qint64 id = given();
    const QUuid command = QUuid::createUuid();
    QCOMPARE(note(u"privacy"_s, id, 0, u" e-mail of their officer "_s, 0, command), u"done"_s);
    QCOMPARE(note(u"privacy"_s, id, 0, u" e-mail of their officer "_s, 0, command, "->>'replayed'"), u"true"_s);
    QCOMPARE(note(u"privacy"_s, id, 0, u"something else"_s, 0, command, "->>'reason'"), u"command_reused"_s);
    QCOMPARE(m_store->owner("select string_agg(concat_ws('|', version, how, command_id), ',') from store.disclosure_deletion"), u"1|e-mail of their officer|"_s + command.toString(QUuid::WithoutBraces));
    QCOMPARE(m_store->privacy("select concat_ws('|', how, confirmed_by, version, is_due) from desk.disclosures('', 'all', null, null)"),
             u"e-mail of their officer|%1|1|f"_s.arg(m_store->owner("select display_name from store.staff where login = 'privacy'")));
    // One row in the audit, with names of fields and no values.
    QCOMPARE(m_store->owner("select string_agg(concat_ws('|', actor, subject, ids, fields), ' ') from audit.entry where verb = 'disclosure_deleted'"), u"privacy|disclosure|{%1}|{deleted_on,how}"_s.arg(id));
}

void TestDisclosure::deletionIsCorrectedAndTakenBack()
{
    const qint64 id = given();
    m_store->owner("update store.disclosure set delete_by = current_date - 1, made_at = now() - interval '5 days'");
    const QByteArray known = "select concat_ws('|', is_due, deleted_on - (now() at time zone 'UTC')::date, how, version) from desk.disclosures('', 'all', null, null)";
    QCOMPARE(m_store->privacy(known), u"t|0"_s);
    QCOMPARE(note(u"privacy"_s, id, -1, u"letter"_s, 0), u"done"_s);
    QCOMPARE(m_store->privacy(known), u"f|-1|letter|1"_s);
    QCOMPARE(note(u"privacy"_s, id, -2, u"letter of the 2nd"_s, 1), u"done"_s);
    QCOMPARE(m_store->privacy(known), u"f|-2|letter of the 2nd|2"_s);
    QCOMPARE(note(u"privacy"_s, id, {}, u"it was another file"_s, 2), u"done"_s);
    QCOMPARE(m_store->privacy(known), u"t|3"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.disclosure_deletion"), u"3"_s);
}

void TestDisclosure::deletionIsRefusedWhereItCannotBeTrue_data()
{
    QTest::addColumn<int>("days");
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("reason");
    QTest::newRow("tomorrow") << 1 << u"mail"_s << u"bad_day"_s;
    QTest::newRow("before it was made") << -1 << u"mail"_s << u"bad_day"_s;
    QTest::newRow("no word") << 0 << u"  "_s << u"bad_how"_s;
    QTest::newRow("too many words") << 0 << QString(501, u'x') << u"bad_how"_s;
    QTest::newRow("a card") << 0 << u"4111 1111 1111 1111"_s << u"card_number"_s;
}

void TestDisclosure::deletionIsRefusedWhereItCannotBeTrue()
{
    QFETCH(const int, days);
    QFETCH(const QString, how);
    QFETCH(const QString, reason);
    const qint64 id = given();
    QCOMPARE(note(u"privacy"_s, id, days, how, 0, QUuid::createUuid(), "->>'reason'"), reason);
    QCOMPARE(note(u"privacy"_s, id, {}, u"nothing is known"_s, 0, QUuid::createUuid(), "->>'reason'"), u"not_confirmed"_s);
    QCOMPARE(note(u"privacy"_s, id + 999, 0, u"mail"_s, 0, QUuid::createUuid(), "->>'reason'"), u"no_such_disclosure"_s);
    QCOMPARE(note(u"privacy"_s, made(u"lead"_s, u"gls"_s, {m_order}), 0, u"mail"_s, 0, QUuid::createUuid(), "->>'reason'"), u"never_given"_s);
    QCOMPARE(m_store->owner("select count(*)::text from store.disclosure_deletion"), u"0"_s);
}

void TestDisclosure::ofTwoOfficersTheSecondDecidesAnew()
{
    const qint64 id = given();
    QCOMPARE(note(u"privacy"_s, id, 0, u"mail"_s, 0), u"done"_s);
    const QUuid late = QUuid::createUuid();
    QCOMPARE(note(u"privacy"_s, id, 0, u"phone"_s, 0, late), u"conflict"_s);
    QCOMPARE(note(u"privacy"_s, id, 0, u"phone"_s, 0, late), u"conflict"_s);
    QCOMPARE(note(u"privacy"_s, id, 0, u"phone"_s, 7), u"conflict"_s);
    QCOMPARE(m_store->owner("select string_agg(how, ',') from store.disclosure_deletion"), u"mail"_s);
}

void TestDisclosure::dueOnesComeFirstAndAreFiltered()
{
    QStringList ids;
    for (const QString &party : {u"dhl"_s, u"dpd"_s, u"gls"_s, u"ups"_s})
        ids.append(QString::number(given(party)));
    ids.append(QString::number(made(u"lead"_s, u"dhl"_s, {m_order}))); // and never given out
    // The two oldest should be gone, one of which is; so should the one that nobody has.
    m_store->owner("update store.disclosure set delete_by = (now() at time zone 'UTC')::date where id in ($1, $2, $3)", Params().integer(ids[0].toLongLong()).integer(ids[1].toLongLong()).integer(ids[4].toLongLong()));
    QCOMPARE(note(u"privacy"_s, ids[1].toLongLong(), 0, u"mail"_s, 0), u"done"_s);
    const auto listed = [this](const QString &wanted) { return m_store->column(u"privacy"_s, "select id::text from desk.disclosures('', $1, null, null)", Params().text(wanted)); };
    QCOMPARE(listed(u"all"_s), (QStringList{ids[0], ids[4], ids[3], ids[2], ids[1]}));
    QCOMPARE(listed(u"due"_s), (QStringList{ids[0]}));
    QCOMPARE(listed(u"open"_s), (QStringList{ids[0], ids[3], ids[2]}));
    QCOMPARE(listed(u"deleted"_s), (QStringList{ids[1]}));
    // Going on behind a due one, and behind another.
    const auto behind = [this](const QString &due, const QString &id) {
        return m_store->column(u"privacy"_s, "select id::text from desk.disclosures('', 'all', $1::boolean, $2::bigint)", Params().text(due).text(id));
    };
    QCOMPARE(behind(u"true"_s, ids[0]), (QStringList{ids[4], ids[3], ids[2], ids[1]}));
    QCOMPARE(behind(u"false"_s, ids[3]), (QStringList{ids[2], ids[1]}));
}

void TestDisclosure::whoGotTheOldAddressIsToBeTold()
{
    const qint64 dhl = given(u"dhl"_s);
    given(u"gls"_s);
    QCOMPARE(untold(), u"DHL 0 , GLS 0 "_s);
    // Only what that party was given, and by name alone; the next file says the new one.
    QCOMPARE(correct(R"({"shipping.line1": {"from": "Gartenweg 1", "to": "Hofweg 2"}, "shipping.phone": {"from": "0170 1234567", "to": "0170 7654321"}, "email": {"from": "hans@example.com", "to": "hans@example.org"}})"), u"done"_s);
    QVERIFY(give(u"lead"_s, made(u"lead"_s, u"dhl"_s, {m_order})).contains(u"Hofweg 2"_s));
    QCOMPARE(untold(), u"DHL 1 line1+phone, GLS 1 line1, DHL 0 "_s);
    QCOMPARE(untold("untold"), u"DHL 1 line1+phone, GLS 1 line1"_s);
    QCOMPARE(m_store->privacy("select untold_numbers::text from desk.disclosures('', 'untold', null, null) where id = $1", Params().integer(dhl)),
             m_store->owner("select array[number]::text from store.orders where id = $1", Params().integer(m_order)));
    QVERIFY(!m_store->owner("select string_agg(n::text, ' ') from store.disclosure_notice n").contains(u"weg"_s));
    // A name that stands on the order alone is on the label too; taken back, both are told of that.
    const QUuid id = QUuid::createUuid();
    QCOMPARE(correct(R"({"shipping.name": {"from": "Hans Müller", "to": ""}, "customer_name": {"from": "Hans Müller", "to": "Jan Müller"}})", id), u"done"_s);
    QCOMPARE(untold("untold"), u"DHL 2 line1+name+phone, GLS 2 line1+name, DHL 1 name"_s);
    QCOMPARE(m_store->agent("select desk.undo(gen_random_uuid(), $1)->>'outcome'", Params().uuid(id)), u"done"_s);
    QCOMPARE(untold("untold"), u"DHL 3 line1+name+phone, GLS 3 line1+name, DHL 2 name"_s);
}

void TestDisclosure::whoGotNothingOfItIsNot_data()
{
    QTest::addColumn<QByteArray>("changes");
    QTest::newRow("e-mail") << QByteArray(R"({"email": {"from": "hans@example.com", "to": "h@example.com"}})");
    QTest::newRow("billing") << QByteArray(R"({"billing.city": {"from": "München", "to": "Ulm"}})");
    QTest::newRow("a name that is on no label") << QByteArray(R"({"customer_name": {"from": "Hans Müller", "to": "Hans Mueller"}})");
    QTest::newRow("a field it does not get") << QByteArray(R"({"shipping.phone": {"from": "0170 1234567", "to": "0170 7654321"}})");
    QTest::newRow("its copy is gone") << QByteArray();
}

void TestDisclosure::whoGotNothingOfItIsNot()
{
    QFETCH(QByteArray, changes);
    const qint64 id = given(u"gls"_s);
    const bool isGone = changes.isEmpty();
    if (isGone) {
        QCOMPARE(note(u"privacy"_s, id, 0, u"By mail"_s, 0), u"done"_s);
        changes = R"({"shipping.line1": {"from": "Gartenweg 1", "to": "Hofweg 2"}})";
    }
    QCOMPARE(correct(changes), u"done"_s);
    QCOMPARE(untold(), u"GLS 0 "_s);
    if (isGone) { // by mistake: it has the old address all the same
        QCOMPARE(note(u"privacy"_s, id, {}, u"it was another file"_s, 1), u"done"_s);
        QCOMPARE(untold(), u"GLS 1 line1"_s);
    }
    // Nor one whose record was written and whose file was never given out.
    made(u"lead"_s, u"dpd"_s, {m_order});
    QCOMPARE(correct(R"({"shipping.line2": {"from": "", "to": "Hinterhaus"}})"), u"done"_s);
    QCOMPARE(m_store->privacy("select string_agg(party || cardinality(untold), ' ') from desk.disclosures('', 'all', null, null) where party = 'DPD'"), u"DPD0"_s);
}

void TestDisclosure::recipientIsToldOnceOfWhatWasSeen()
{
    const qint64 id = given();
    QCOMPARE(correct(R"({"shipping.line1": {"from": "Gartenweg 1", "to": "Hofweg 2"}})"), u"done"_s);
    const QString seen = m_store->privacy("select untold::text from desk.disclosures('', 'untold', null, null)");
    QCOMPARE(correct(R"({"shipping.city": {"from": "München", "to": "Ulm"}})"), u"done"_s);
    const QByteArray call = "select (r->>'outcome') || (r->>'reason') || coalesce(r->>'replayed', '') from desk.recipient_told($1, $2, $3::bigint[]) r";
    const QUuid command = QUuid::createUuid();
    QCOMPARE(m_store->lead(call, Params().uuid(command).integer(id).text(seen)), u"<42501>"_s);
    QCOMPARE(m_store->privacy(call, Params().uuid(command).integer(id).text(seen)), u"done"_s);
    QCOMPARE(m_store->privacy(call, Params().uuid(command).integer(id).text(seen)), u"donetrue"_s);
    QCOMPARE(m_store->privacy(call, Params().uuid(QUuid::createUuid()).integer(id).text(seen)), u"refusedalready_told"_s);
    // What came meanwhile is still to be told.
    QCOMPARE(untold(), u"DHL 1 city"_s);
    QCOMPARE(m_store->privacy("select told_by || ' ' || (told_at is not null) from desk.disclosures('', 'all', null, null)"), m_store->owner("select display_name || ' true' from store.staff where login = 'privacy'"));
    QCOMPARE(m_store->owner("select verb || ' ' || subject || ' ' || ids::text || ' ' || fields::text from audit.entry where command_id = $1", Params().uuid(command)), u"recipient_told disclosure {%1} {told}"_s.arg(id));
}

void TestDisclosure::correctionUnderWayIsWaitedFor()
{
    // Else a file could be given out of an address that is just being corrected, and nobody would know of it.
    m_store->lead("begin");
    QCOMPARE(make(u"lead"_s, u"dhl"_s, {m_order}, "->>'outcome'"), u"done"_s);
    QCOMPARE(m_store->owner("select count(*)::text from (select from store.orders where id = $1 for no key update skip locked) o", Params().integer(m_order)), u"0"_s);
    m_store->lead("commit");
}

QTEST_GUILESS_MAIN(TestDisclosure)
#include "tst_disclosure.moc"
