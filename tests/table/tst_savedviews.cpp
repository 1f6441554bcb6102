// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/savedviews.h"

#include "models/orders/orderrepository.h"
#include "models/orders/ordertablemodel.h"
#include "tests/table/fakesource.h"
#include "tests/table/signedin.h"

#include <QSignalSpy>
#include <QTest>
#include <QTranslator>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

ViewVocabulary vocabulary()
{
    const QSet<QString> rights{u"money"_s, u"contact"_s};
    return {OrderTableModel::queryFields(rights), OrderTableModel::sortNames(rights)};
}

/// A program in another language.
class German final : public QTranslator
{
public:
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *context, const char *text, const char *, int) const override
    {
        return QByteArray(context) == "Steward::SavedViews" && QByteArray(text) == "To ship" ? u"Zu versenden"_s : QString();
    }
};

/// One desk's views as a login sees them, with the waiting done.
class Views
{
public:
    explicit Views(Session &session) : m_source(makeSqlOrderRepository(session)->makeTableSource()), m_views(session, u"orders"_s, *m_source, vocabulary()) { }

    SavedViews &operator*() { return m_views; }
    SavedViews *operator->() { return &m_views; }

    bool load()
    {
        QSignalSpy loaded(&m_views, &SavedViews::loaded);
        m_views.load();
        return QTest::qWaitFor([&loaded] { return !loaded.isEmpty(); }, patienceMs);
    }
    /// The id it was saved under, or 0 and why.
    SavedViewId save(const SavedView &view)
    {
        QSignalSpy saved(&m_views, &SavedViews::saved);
        return ended(saved, [&] { m_views.save(view); }) ? saved.first().first().value<SavedViewId>() : SavedViewId();
    }
    void remove(SavedViewId id)
    {
        QSignalSpy never(&m_views, &SavedViews::saved);
        (void)ended(never, [&] { m_views.remove(id); });
    }
    [[nodiscard]] const SavedView *named(const QString &name) const
    {
        for (const SavedView &view : m_views.views()) {
            if (view.name == name)
                return &view;
        }
        return nullptr;
    }

    QString why;

private:
    /// Every change ends by loading the views anew, whether it was done or not.
    bool ended(const QSignalSpy &done, const std::function<void()> &start)
    {
        QSignalSpy failed(&m_views, &SavedViews::failed);
        QSignalSpy loaded(&m_views, &SavedViews::loaded);
        start();
        (void)QTest::qWaitFor([&] { return !loaded.isEmpty(); }, patienceMs);
        why = failed.isEmpty() ? QString() : failed.first().first().toString();
        return !done.isEmpty();
    }

    std::unique_ptr<TableSource> m_source;
    SavedViews m_views;
};

SavedView view(const QString &name)
{
    SavedView made;
    made.name = name;
    made.query = {.filters = {{u"payment"_s, u"in"_s, {u"paid"_s, u"refunded"_s}}, {u"total"_s, u">="_s, {u"10"_s}}}, .text = u"ann"_s, .sort = u"total"_s, .descending = false};
    made.columns = {{u"total"_s, 120, true}, {u"email"_s, 0, false}, {u"number"_s, 90, true}};
    return made;
}

} // namespace

/// Filters, order and columns under a name: whose they are, who changes them, and that a broken one harms nobody.
class TestSavedViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void allIsFirstAndLocked();
    void ownViewIsSeenByItsOwnerOnly();
    void sharedViewIsSeenByAll();
    void agentMayNotTouchSharedViews();
    void seededViewsKeepTheirStoredName();
    void viewIsChangedInPlace();
    void staleChangeIsAConflict();
    void takenNameIsSaid();
    void namesAndFiltersAreChecked();
    void viewIsRemoved();
    void brokenDefinitionOpensWithDefaultsAndHidesNothing_data();
    void brokenDefinitionOpensWithDefaultsAndHidesNothing();
    void countsAreThoseOfTheLists();
    void changeWhileCountingIsCountedAgain();
    void lostLineIsSaidAndViewsStay();

private:
    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Session> m_agentSession, m_leadSession;
    std::unique_ptr<Views> m_agent, m_lead;
};

void TestSavedViews::initTestCase()
{
    m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo);
    m_agentSession = signIn(*m_store, u"agent"_s);
    m_leadSession = signIn(*m_store, u"lead"_s);
    QVERIFY(m_agentSession && m_leadSession);
}

void TestSavedViews::init()
{
    m_store->owner("delete from store.saved_view where not seeded");
    m_agent = std::make_unique<Views>(*m_agentSession);
    m_lead = std::make_unique<Views>(*m_leadSession);
}

void TestSavedViews::allIsFirstAndLocked()
{
    QCOMPARE((*m_agent)->views().size(), 1);
    QVERIFY(m_agent->load());
    QStringList names;
    for (const SavedView &known : (*m_agent)->views())
        names.append(known.name);
    QCOMPARE(names, (QStringList{u"All"_s, u"Mine"_s, u"To ship"_s, u"On hold"_s, u"Refund waiting"_s, u"Pay out by hand"_s}));
    const SavedView &all = (*m_agent)->views().first();
    QVERIFY(!all.id.isValid());
    QCOMPARE(all.query, TableQuery());
    QVERIFY(all.columns.isEmpty());
    // It cannot be taken away: there is nothing on the server to take.
    QSignalSpy loaded(&**m_agent, &SavedViews::loaded);
    (*m_agent)->remove(all.id);
    QVERIFY(m_agent->load());
    QCOMPARE(loaded.size(), 1);
    QCOMPARE((*m_agent)->views().size(), 6);
}

void TestSavedViews::ownViewIsSeenByItsOwnerOnly()
{
    const SavedViewId id = m_agent->save(view(u"  My paid ones "_s));
    QVERIFY2(id.isValid(), qPrintable(m_agent->why));
    const SavedView *known = m_agent->named(u"My paid ones"_s);
    QVERIFY(known);
    QCOMPARE(known->id, id);
    QCOMPARE(known->owner, u"agent"_s);
    QVERIFY(!known->shared && !known->seeded && !known->broken);
    QCOMPARE(known->query, view({}).query);
    QCOMPARE(known->columns, view({}).columns);
    QVERIFY(m_lead->load());
    QVERIFY(!m_lead->named(u"My paid ones"_s));
    // Nor does guessing its number help.
    SavedView stolen = *known;
    stolen.name = u"Taken"_s;
    QVERIFY(!m_lead->save(stolen).isValid());
    QVERIFY(m_lead->why.contains(u"there no more"_s));
    QCOMPARE(m_store->owner("select name from store.saved_view where id = $1", Params().integer(id.value)), u"My paid ones"_s);
}

void TestSavedViews::sharedViewIsSeenByAll()
{
    SavedView shared = view(u"Everybody's"_s);
    shared.shared = true;
    QVERIFY(m_lead->save(shared).isValid());
    QVERIFY(m_agent->load());
    const SavedView *known = m_agent->named(u"Everybody's"_s);
    QVERIFY(known && known->shared);
    QVERIFY(known->owner.isEmpty());
    QCOMPARE(known->columns, shared.columns);
}

void TestSavedViews::agentMayNotTouchSharedViews()
{
    SavedView shared = view(u"Everybody's"_s);
    shared.shared = true;
    QVERIFY(!m_agent->save(shared).isValid());
    QVERIFY2(m_agent->why.contains(u"name of your own"_s), qPrintable(m_agent->why));
    SavedView seeded = *m_agent->named(u"To ship"_s);
    seeded.query.text = u"mine"_s;
    QVERIFY(!m_agent->save(seeded).isValid());
    QVERIFY(m_agent->why.contains(u"lead"_s));
    m_agent->remove(seeded.id);
    QVERIFY(m_agent->why.contains(u"lead"_s));
    // Nor by taking it as one's own.
    seeded.shared = false;
    QVERIFY(!m_agent->save(seeded).isValid());
    QCOMPARE(m_store->owner("select count(*)::text from store.saved_view where owner_id is null and version = 1"), u"5"_s);
}

void TestSavedViews::seededViewsKeepTheirStoredName()
{
    German german;
    QVERIFY(QCoreApplication::installTranslator(&german));
    QVERIFY(m_lead->load());
    SavedView changed = *m_lead->named(u"To ship"_s);
    QCOMPARE(changed.shownName(), u"Zu versenden"_s);
    const QString before = m_store->owner("select version::text from store.saved_view where name = 'To ship'");
    QVERIFY2(m_lead->save(changed).isValid(), qPrintable(m_lead->why));
    QVERIFY(QCoreApplication::removeTranslator(&german));
    QVERIFY(m_store->owner("select version::text from store.saved_view where name = 'To ship'") != before);
    m_store->owner("update store.saved_view set version = 1 where seeded");
    // A view of one's own may be called the same and is not translated.
    SavedView own = view(u"Mine"_s);
    QCOMPARE(own.shownName(), u"Mine"_s);
}

void TestSavedViews::viewIsChangedInPlace()
{
    const SavedViewId id = m_agent->save(view(u"Paid"_s));
    SavedView changed = *m_agent->named(u"Paid"_s);
    QCOMPARE(changed.version, 1);
    changed.name = u"Paid or not"_s;
    changed.query.filters.clear();
    changed.columns.removeLast();
    QCOMPARE(m_agent->save(changed), id);
    const SavedView *known = m_agent->named(u"Paid or not"_s);
    QVERIFY(known && !m_agent->named(u"Paid"_s));
    QCOMPARE(known->id, id);
    QCOMPARE(known->version, 2);
    QCOMPARE(known->query, changed.query);
    QCOMPARE(known->columns, changed.columns);
    QCOMPARE(m_store->owner("select count(*)::text from store.saved_view where not seeded"), u"1"_s);
}

void TestSavedViews::staleChangeIsAConflict()
{
    SavedView shared = view(u"Ours"_s);
    shared.shared = true;
    QVERIFY(m_lead->save(shared).isValid());
    SavedView opened = *m_lead->named(u"Ours"_s);
    SavedView first = opened;
    first.query.text = u"first"_s;
    QVERIFY(m_lead->save(first).isValid());
    SavedView second = opened;
    second.query.text = u"second"_s;
    QVERIFY(!m_lead->save(second).isValid());
    QVERIFY2(m_lead->why.contains(u"Somebody has changed"_s), qPrintable(m_lead->why));
    QCOMPARE(m_lead->named(u"Ours"_s)->query.text, u"first"_s);
    // Under a new name it goes in, as the sentence says.
    second.id = {};
    second.name = u"Mine instead"_s;
    QVERIFY(m_lead->save(second).isValid());
}

void TestSavedViews::takenNameIsSaid()
{
    QVERIFY(m_agent->save(view(u"Paid"_s)).isValid());
    QVERIFY(!m_agent->save(view(u"Paid"_s)).isValid());
    QVERIFY2(m_agent->why.contains(u"another name"_s), qPrintable(m_agent->why));
    // Names are one's own.
    QVERIFY(m_lead->save(view(u"Paid"_s)).isValid());
    SavedView renamed = *m_agent->named(u"Paid"_s);
    QVERIFY(m_agent->save(view(u"Open"_s)).isValid());
    renamed.name = u"Open"_s;
    QVERIFY(!m_agent->save(renamed).isValid());
    QVERIFY(m_agent->why.contains(u"another name"_s));
    QCOMPARE(m_store->owner("select count(*)::text from store.saved_view where not seeded"), u"3"_s);
}

void TestSavedViews::namesAndFiltersAreChecked()
{
    for (const QString &name : {QString(), u"   "_s, QString(101, u'x')}) {
        QVERIFY(!m_agent->save(view(name)).isValid());
        QVERIFY2(m_agent->why.contains(u"1 to 100"_s), qPrintable(m_agent->why));
    }
    SavedView card = view(u"Card"_s);
    card.query.text = u"4111 1111 1111 1111"_s;
    QVERIFY(!m_agent->save(card).isValid());
    QVERIFY2(m_agent->why.contains(u"card number"_s), qPrintable(m_agent->why));
    QCOMPARE(m_store->owner("select count(*)::text from store.saved_view where not seeded"), u"0"_s);
}

void TestSavedViews::viewIsRemoved()
{
    const SavedViewId id = m_agent->save(view(u"Paid"_s));
    QVERIFY(id.isValid());
    // As it was opened, not as somebody made it meanwhile.
    m_store->owner("update store.saved_view set version = 2 where not seeded");
    m_agent->remove(id);
    QVERIFY2(m_agent->why.contains(u"Somebody has changed"_s), qPrintable(m_agent->why));
    QVERIFY(m_agent->named(u"Paid"_s));
    m_agent->remove(id);
    QVERIFY2(m_agent->why.isEmpty(), qPrintable(m_agent->why));
    QVERIFY(!m_agent->named(u"Paid"_s));
    QCOMPARE(m_store->owner("select count(*)::text from store.saved_view where not seeded"), u"0"_s);
}

void TestSavedViews::brokenDefinitionOpensWithDefaultsAndHidesNothing_data()
{
    QTest::addColumn<QByteArray>("definition");
    QTest::addColumn<bool>("isBroken");
    QTest::newRow("nothing") << QByteArray("{}") << true;
    QTest::newRow("query is a number") << QByteArray(R"({"query": 5})") << true;
    QTest::newRow("query is a list") << QByteArray(R"({"query": [1]})") << true;
    QTest::newRow("query is null") << QByteArray(R"({"query": null})") << true;
    QTest::newRow("columns are no list") << QByteArray(R"({"query": {}, "columns": {"a": 1}})") << true;
    QTest::newRow("filters are no list") << QByteArray(R"({"query": {"filters": {"a": 1}}})") << true;
    QTest::newRow("filters of all kinds") << QByteArray(R"({"query": {"filters": [1, "x", null, [], {"field": 5, "op": {}, "values": 7}]}})") << true;
    QTest::newRow("unknown field") << QByteArray(R"({"query": {"filters": [{"field": "colour", "op": "in", "values": ["red"]}]}})") << true;
    QTest::newRow("unknown operator") << QByteArray(R"({"query": {"filters": [{"field": "payment", "op": "between", "values": ["paid"]}]}})") << true;
    QTest::newRow("unknown value") << QByteArray(R"({"query": {"filters": [{"field": "payment", "op": "in", "values": ["purple"]}]}})") << true;
    QTest::newRow("unknown sort") << QByteArray(R"({"query": {"sort": "colour"}})") << true;
    QTest::newRow("column that does not sort") << QByteArray(R"({"query": {"sort": "email"}})") << true;
    QTest::newRow("no filters at all") << QByteArray(R"({"query": {}})") << false;
    QTest::newRow("odd members") << QByteArray(R"({"query": {"sort": 5, "descending": "x", "text": []}, "columns": [1, null, {"width": "x"}]})") << false;
}

void TestSavedViews::brokenDefinitionOpensWithDefaultsAndHidesNothing()
{
    QFETCH(const QByteArray, definition);
    QFETCH(const bool, isBroken);
    // Shared and one's own: before a shared one is offered the server looks into its query.
    for (const char *owner : {"null", "(select id from store.staff where login = 'agent')"}) {
        m_store->owner(QByteArray("insert into store.saved_view (desk, name, owner_id, definition) values ('orders', 'Broken ") + (*owner == 'n' ? "shared" : "own") + "', " + owner + ", '" + definition + "')");
    }
    QVERIFY(m_agent->save(view(u"Whole"_s)).isValid());
    for (const QString &name : {u"Broken shared"_s, u"Broken own"_s}) {
        const SavedView *broken = m_agent->named(name);
        QVERIFY(broken);
        QCOMPARE(broken->broken, isBroken);
        if (isBroken) {
            QCOMPARE(broken->query, TableQuery());
            QVERIFY(broken->columns.isEmpty());
        }
    }
    QVERIFY(m_agent->named(u"Whole"_s) && !m_agent->named(u"Whole"_s)->broken);
    QVERIFY(m_agent->named(u"To ship"_s));
    // It can be mended and taken away like any other.
    SavedView mended = *m_agent->named(u"Broken own"_s);
    mended.query = view({}).query;
    QCOMPARE(m_agent->save(mended), mended.id);
    QVERIFY(!m_agent->named(u"Broken own"_s)->broken);
    m_agent->remove(mended.id);
    QVERIFY(!m_agent->named(u"Broken own"_s));
}

void TestSavedViews::countsAreThoseOfTheLists()
{
    SavedView all = view(u"All and one filter"_s);
    all.query = {};
    all.query.filters = {{u"total"_s, u">="_s, {u"0"_s}}};
    QVERIFY(m_agent->save(all).isValid());
    const auto countOf = [this](const QString &name) {
        const auto &views = (*m_agent)->views();
        for (int i = 0; i < views.size(); ++i) {
            if (views.at(i).name == name)
                return (*m_agent)->countOf(i);
        }
        return qint64(-2);
    };
    QTRY_COMPARE_WITH_TIMEOUT(QString::number(countOf(u"On hold"_s)), m_store->owner("select count(*)::text from store.orders where hold_count > 0"), patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(QString::number(countOf(u"Mine"_s)), m_store->owner("select count(*)::text from store.orders o join store.staff s on s.id = o.assigned_to where s.login = 'agent'"), patienceMs);
    // Two thousand orders are told as more than a thousand; "All" is counted by its list.
    QTRY_COMPARE_WITH_TIMEOUT(countOf(u"All and one filter"_s), 1001, patienceMs);
    QCOMPARE(countOf(u"All"_s), -1);
    QCOMPARE((*m_agent)->countOf(99), -1);
}

/// What is on its way may be the number of before the change.
void TestSavedViews::changeWhileCountingIsCountedAgain()
{
    FakeSource source(10);
    SavedViews views(*m_agentSession, u"orders"_s, source, vocabulary());
    QSignalSpy loaded(&views, &SavedViews::loaded);
    views.load();
    QTRY_COMPARE_WITH_TIMEOUT(loaded.size(), 1, patienceMs);
    const qsizetype counted = views.views().size() - 1; // "All" is counted by its list
    QVERIFY(counted > 0);
    QCOMPARE(source.counts.size(), counted);
    views.refreshCounts();
    views.refreshCounts();
    QCOMPARE(source.counts.size(), counted); // asked anew, one that takes long would never end
    for (qsizetype i = 0; i < counted; ++i)
        source.counts.at(i).answer(1);
    QTRY_COMPARE_WITH_TIMEOUT(source.counts.size(), 2 * counted, patienceMs);
    for (qsizetype i = counted; i < 2 * counted; ++i)
        source.counts.at(i).answer(2);
    QTRY_COMPARE_WITH_TIMEOUT(views.countOf(1), 2, patienceMs);
    QCOMPARE(source.counts.size(), 2 * counted);
}

void TestSavedViews::lostLineIsSaidAndViewsStay()
{
    QVERIFY(m_agent->load());
    auto session = std::make_unique<Session>();
    Views offline(*session);
    QSignalSpy failed(&*offline, &SavedViews::failed);
    offline->load();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patienceMs);
    QVERIFY(!failed.first().first().toString().isEmpty());
    QCOMPARE(offline->views().size(), 1);
    QCOMPARE(offline->views().first().name, u"All"_s);
}

QTEST_GUILESS_MAIN(TestSavedViews)
#include "tst_savedviews.moc"
