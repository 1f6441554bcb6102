// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tableexport.h"

#include "models/core/money.h"
#include "models/table/csvwriter.h"
#include "models/table/tablesource.h"
#include "models/table/xlsxwriter.h"
#include "tests/table/signedin.h"
#include "tests/table/spreadsheet.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

QList<ExportColumn> columns()
{
    using Kind = ExportColumn::Kind;
    return {{u"number"_s, u"Order"_s, "number", Kind::Text},       {u"placed"_s, u"Placed"_s, "placed_at", Kind::Time},   {u"customer"_s, u"Customer, name"_s, "customer_name", Kind::Text},
            {u"total"_s, u"Total"_s, "total_minor", Kind::Money},  {u"items"_s, u"Items"_s, "item_count", Kind::Number},  {u"phone"_s, u"Phone"_s, "phone", Kind::Text},
            {u"assigned"_s, u"Assigned to"_s, "assigned_login", Kind::Text}, {u"currency"_s, u"Currency"_s, "currency", Kind::Text}};
}

TableQuery onHold()
{
    return {.filters = {{u"fulfilment"_s, u"in"_s, {u"on_hold"_s}}}, .text = {}, .sort = u"placed"_s, .descending = true};
}

/// How one export ended.
struct Ending
{
    QString how; ///< "finished", "failed", "cancelled", or empty when it did not end
    qint64 rows = -1;
    QString text;
};

Ending run(TableExport &exporting, const std::function<void()> &act)
{
    Ending ending;
    QObject context;
    QObject::connect(&exporting, &TableExport::finished, &context, [&](qint64 rows) { ending = {u"finished"_s, rows, {}}; });
    QObject::connect(&exporting, &TableExport::failed, &context, [&](const QString &text) { ending = {u"failed"_s, -1, text}; });
    QObject::connect(&exporting, &TableExport::cancelled, &context, [&] { ending = {u"cancelled"_s, -1, {}}; });
    act();
    (void)QTest::qWaitFor([&ending] { return !ending.how.isEmpty(); }, patienceMs);
    return ending;
}

} // namespace

/// Exports against what the list's own pages show, the log they leave, and what is left when they do not come about.
class TestExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void fileHoldsWhatTheListShows_data();
    void fileHoldsWhatTheListShows();
    void logAndAuditTellWhoAndWhat();
    void emptyListIsAFileWithAHeading();
    void formulasAreNeutralised();
    void agentIsRefused();
    void cancelLeavesNoFile_data() { formats(); }
    void cancelLeavesNoFile();
    void destroyingItCancels();
    void failedWriteLeavesNothing();
    void existingFileIsReplacedWholeOrLeftAlone_data() { formats(); }
    void existingFileIsReplacedWholeOrLeftAlone();
    void tooManyRowsForASpreadsheetAreRefusedFirst();
    void listThatGrowsPastASpreadsheetIsSaid();
    void wordsAreThoseOfTheList();
    void othersAreAnsweredMeanwhile();
    void lockingEndsIt();
    void oneExportAtATime();
    void everyPageIsWrittenOnceAndInOrder();

private:
    static void formats();
    ExportRequest request(ExportFormat format, const TableQuery &query = {}) const;
    Ending exported(const ExportRequest &request);
    /// Every row of a query through desk.order_page, formatted here.
    QList<QStringList> listed(const TableQuery &query) const;
    QByteArray read(const QString &fileName) const;
    /// No export is through until the log that is held is let go.
    bool holdLog();
    bool freeLog() { return bool(m_holder->query({u"test/hold"_s, "rollback"}, {})); }
    QString lastRun(const QByteArray &what) const { return m_store->owner("select " + what + "::text from store.export_run e join store.staff s on s.id = e.staff_id order by e.id desc limit 1"); }
    QString runs() const { return m_store->owner("select count(*)::text from store.export_run"); }
    QStringList files() const { return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); }

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Session> m_lead;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Connection> m_holder;
};

void TestExport::initTestCase()
{
    m_store = std::make_unique<StoreUnderTest>(TestDatabase::Kind::Demo);
    m_lead = signIn(*m_store, u"lead"_s);
    QVERIFY(m_lead);
}

void TestExport::init()
{
    m_holder.reset();
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestExport::formats()
{
    QTest::addColumn<bool>("isCsv");
    QTest::newRow("csv") << true;
    QTest::newRow("xlsx") << false;
}

ExportRequest TestExport::request(ExportFormat format, const TableQuery &query) const
{
    ExportRequest made;
    made.query = query;
    made.columns = columns();
    made.format = format;
    made.fileName = m_folder->filePath(format == ExportFormat::Csv ? u"orders.csv"_s : u"orders.xlsx"_s);
    made.timeZone = "Europe/Berlin";
    return made;
}

Ending TestExport::exported(const ExportRequest &asked)
{
    TableExport exporting(*m_lead);
    return run(exporting, [&] { exporting.start(asked); });
}

QList<QStringList> TestExport::listed(const TableQuery &query) const
{
    QList<QStringList> list;
    const auto connection = m_store->connect(u"lead"_s);
    TableCursor cursor;
    for (;;) {
        Params params = Params().json(query.toJson());
        if (cursor.direction == TableCursor::Direction::Start)
            params.null();
        else
            params.json(cursor.toJson());
        const auto rows = connection->query({u"test/page"_s, "select * from desk.order_page($1, $2, 500)"}, params);
        if (!rows)
            return {{u"<%1>"_s.arg(rows.error().sqlState)}};
        for (int row = 0; row < rows->count(); ++row) {
            list.append({rows->text(row, "number"), rows->timestamp(row, "placed_at").toTimeZone(QTimeZone("Europe/Berlin")).toString(Qt::ISODate), rows->text(row, "customer_name"),
                         Money{rows->integer(row, "total_minor"), rows->text(row, "currency")}.toPlainText(), QString::number(rows->integer(row, "item_count")), rows->text(row, "phone"),
                         rows->text(row, "assigned_login"), rows->text(row, "currency")});
        }
        if (rows->count() < 500)
            return list;
        cursor = {TableCursor::Direction::After, rows->text(499, "sort_key"), rows->integer(499, "id")};
    }
}

QByteArray TestExport::read(const QString &fileName) const
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool TestExport::holdLog()
{
    m_holder = m_store->connect(Cluster::ownerLogin());
    return m_holder->query({u"test/hold"_s, "begin"}, {}) && m_holder->query({u"test/hold"_s, "lock table store.export_run in access exclusive mode"}, {});
}

void TestExport::fileHoldsWhatTheListShows_data()
{
    QTest::addColumn<bool>("isCsv");
    QTest::addColumn<TableQuery>("query");
    const QList<QPair<const char *, TableQuery>> queries{
        {"all, newest first", {}},
        {"a filter, by total", {.filters = {{u"payment"_s, u"in"_s, {u"paid"_s, u"refunded"_s}}, {u"total"_s, u">"_s, {u"20"_s}}}, .text = {}, .sort = u"total"_s, .descending = false}},
        {"by name", {.filters = {{u"fulfilment"_s, u"not"_s, {u"fulfilled"_s}}}, .text = {}, .sort = u"customer"_s, .descending = false}}};
    for (const auto &[name, query] : queries) {
        QTest::addRow("csv, %s", name) << true << query;
        QTest::addRow("xlsx, %s", name) << false << query;
    }
}

void TestExport::fileHoldsWhatTheListShows()
{
    QFETCH(const bool, isCsv);
    QFETCH(const TableQuery, query);
    if (!isCsv && !canUnzip())
        QSKIP("there is no unzip to read the file with");
    const QList<QStringList> expected = listed(query);
    QVERIFY(expected.size() > 100);
    const ExportRequest asked = request(isCsv ? ExportFormat::Csv : ExportFormat::Xlsx, query);
    const Ending ending = exported(asked);
    QVERIFY2(ending.how == u"finished", qPrintable(ending.text));
    QCOMPARE(ending.rows, expected.size());
    QStringList titles;
    for (const ExportColumn &column : asked.columns)
        titles.append(column.title);
    if (isCsv) {
        QByteArray csv = "\xEF\xBB\xBF";
        appendCsvRecord(csv, titles);
        for (const QStringList &row : expected)
            appendCsvRecord(csv, row);
        QCOMPARE(read(asked.fileName), csv);
        return;
    }
    const Sheet sheet = readSheet(asked.fileName);
    QCOMPARE(sheet.size(), expected.size() + 1);
    for (qsizetype row = 0; row < sheet.size(); ++row) {
        const QStringList &cells = row ? expected.at(row - 1) : titles;
        for (qsizetype column = 0; column < cells.size(); ++column) {
            const bool isNumber = row && (column == 3 || column == 4);
            const SheetCell cell = sheet.at(row).value(column);
            if (isNumber)
                QVERIFY(cell.kind == SheetCell::Kind::Number && cell.text.toDouble() == cells.at(column).toDouble());
            else
                QCOMPARE(cell, (cells.at(column).isEmpty() ? SheetCell() : SheetCell{SheetCell::Kind::Text, cells.at(column)}));
        }
    }
}

void TestExport::logAndAuditTellWhoAndWhat()
{
    const TableQuery query{.filters = {{u"fulfilment"_s, u"in"_s, {u"on_hold"_s}}}, .text = {}, .sort = u"number"_s, .descending = true};
    const QString audited = m_store->owner("select coalesce(max(seq), 0)::text from audit.entry");
    const Ending ending = exported(request(ExportFormat::Csv, query));
    QCOMPARE(ending.how, u"finished"_s);
    QCOMPARE(QString::number(ending.rows), m_store->owner("select count(*)::text from store.orders where fulfilment_status = 'on_hold'"));
    QCOMPARE(lastRun("format('%s %s %s %s %s %s', s.login, desk, format, row_count, outcome, finished_at >= started_at)"), u"lead orders csv %1 done t"_s.arg(ending.rows));
    QCOMPARE(QJsonDocument::fromJson(lastRun("query").toUtf8()).object(), query.toJson());
    QCOMPARE(lastRun("array_to_string(columns, ' ')"), u"number placed customer total items phone assigned currency"_s);
    const auto audit = [&](const QByteArray &what) { return m_store->owner("select string_agg(" + what + ", '; ' order by seq) from audit.entry where seq > $1::bigint", Params().text(audited)); };
    QCOMPARE(audit("format('%s %s %s', actor, verb, subject)"), u"lead export_start export; lead export_finish export"_s);
    const QString run = lastRun("e.id");
    QCOMPARE(audit("array_to_string(ids, ' ')"), run + u"; "_s + run);
    QCOMPARE(m_store->owner("select format('%s %s', fields[1], row_count) from audit.entry where seq > $1::bigint and verb = 'export_finish'", Params().text(audited)), u"done %1"_s.arg(ending.rows));
}

void TestExport::emptyListIsAFileWithAHeading()
{
    const ExportRequest asked = request(ExportFormat::Csv, {.filters = {{u"number"_s, u"in"_s, {u"none-such"_s}}}, .text = {}, .sort = u"placed"_s, .descending = true});
    const Ending ending = exported(asked);
    QCOMPARE(ending.how, u"finished"_s);
    QCOMPARE(ending.rows, 0);
    QCOMPARE(read(asked.fileName), QByteArray("\xEF\xBB\xBFOrder,Placed,\"Customer, name\",Total,Items,Phone,Assigned to,Currency\r\n"));
    QCOMPARE(lastRun("row_count || outcome"), u"0done"_s);
}

void TestExport::formulasAreNeutralised()
{
    const qint64 id = m_store->placeOrder(u"=1+1"_s, u"formula@example.com"_s);
    QVERIFY(id > 0);
    const QString number = m_store->owner("select number from store.orders where id = $1", Params().integer(id));
    const TableQuery query{.filters = {{u"number"_s, u"in"_s, {number}}}, .text = {}, .sort = u"placed"_s, .descending = true};
    const ExportRequest csv = request(ExportFormat::Csv, query);
    QCOMPARE(exported(csv).rows, 1);
    const QByteArray row = read(csv.fileName).trimmed().split('\n').last();
    QVERIFY2(row.contains(",'=1+1,29.90,"), row.constData());
    // The amounts beside it stay numbers, a phone number with blanks does not become a sum.
    QVERIFY2(row.contains(",'+49 170 1234567,") || row.contains(",+491701234567,"), row.constData());
    if (!canUnzip())
        return;
    const ExportRequest xlsx = request(ExportFormat::Xlsx, query);
    QCOMPARE(exported(xlsx).rows, 1);
    QCOMPARE(readSheet(xlsx.fileName).last().at(2), (SheetCell{SheetCell::Kind::Text, u"=1+1"_s}));
}

void TestExport::agentIsRefused()
{
    const auto agent = signIn(*m_store, u"agent"_s);
    QVERIFY(agent);
    const QString before = runs();
    for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::Xlsx}) {
        TableExport exporting(*agent);
        const Ending ending = run(exporting, [&] { exporting.start(request(format)); });
        QCOMPARE(ending.how, u"failed"_s);
        QVERIFY(!ending.text.isEmpty());
        QCOMPARE(files(), QStringList());
    }
    QCOMPARE(runs(), before);
}

void TestExport::cancelLeavesNoFile()
{
    QFETCH(const bool, isCsv);
    TableExport exporting(*m_lead);
    ExportRequest asked = request(isCsv ? ExportFormat::Csv : ExportFormat::Xlsx);
    asked.expectedRows = 1; // not counted first
    QVERIFY(holdLog());
    const Ending ending = run(exporting, [&] {
        exporting.start(asked);
        exporting.cancel();
        QVERIFY(exporting.isRunning() && freeLog());
    });
    QVERIFY2(ending.how == u"cancelled", qPrintable(ending.how + u' ' + ending.text));
    QVERIFY(!exporting.isRunning());
    QCOMPARE(files(), QStringList());
    QCOMPARE(lastRun("format('%s %s', outcome, finished_at is not null)"), u"cancelled t"_s);
}

void TestExport::destroyingItCancels()
{
    const int before = runs().toInt();
    QVERIFY(holdLog());
    {
        TableExport exporting(*m_lead);
        exporting.start(request(ExportFormat::Csv));
    }
    QVERIFY(freeLog());
    // A page that is closed does not leave a half export behind, and the log learns of it.
    QTRY_COMPARE_WITH_TIMEOUT(runs().toInt(), before + 1, patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(lastRun("coalesce(outcome, '')"), u"cancelled"_s, patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(files(), QStringList(), patienceMs);
}

void TestExport::failedWriteLeavesNothing()
{
    // No one's rights keep root out of a folder, but nobody writes into one that is not there.
    for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::Xlsx}) {
        const QString before = runs();
        ExportRequest asked = request(format);
        asked.fileName = m_folder->filePath(u"no/such/folder/orders"_s);
        const Ending ending = exported(asked);
        QCOMPARE(ending.how, u"failed"_s);
        QVERIFY2(ending.text.contains(asked.fileName) && ending.text.contains(u"another place"_s), qPrintable(ending.text));
        QCOMPARE(files(), QStringList());
        // Either nothing was read, or the log says that it failed.
        QVERIFY(runs() == before || lastRun("outcome") == u"failed");
    }
    // The place is taken by a folder of that name.
    for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::Xlsx}) {
        const ExportRequest asked = request(format);
        QVERIFY(QDir().mkpath(asked.fileName + u"/inside"_s));
        QCOMPARE(exported(asked).how, u"failed"_s);
    }
    QCOMPARE(files(), (QStringList{u"orders.csv"_s, u"orders.xlsx"_s}));
}

void TestExport::existingFileIsReplacedWholeOrLeftAlone()
{
    QFETCH(const bool, isCsv);
    const ExportRequest asked = request(isCsv ? ExportFormat::Csv : ExportFormat::Xlsx, onHold());
    // Somebody's file beside it is not ours to write over.
    QFile beside(asked.fileName + u".part"_s);
    QVERIFY(beside.open(QIODevice::WriteOnly) && beside.write("theirs") == 6);
    beside.close();
    QFile old(asked.fileName);
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
    old.close();
    TableExport exporting(*m_lead);
    QVERIFY(holdLog());
    QCOMPARE(run(exporting, [&] {
                 exporting.start(asked);
                 exporting.cancel();
                 QVERIFY(freeLog());
             }).how, u"cancelled"_s);
    QCOMPARE(read(asked.fileName), QByteArray("old"));
    QCOMPARE(files().size(), 2);
    QCOMPARE(exported(asked).how, u"finished"_s);
    QVERIFY(read(asked.fileName).startsWith(isCsv ? "\xEF\xBB\xBF" : "PK"));
    QCOMPARE(files().size(), 2);
    QCOMPARE(read(beside.fileName()), QByteArray("theirs"));
}

void TestExport::tooManyRowsForASpreadsheetAreRefusedFirst()
{
    const QString before = runs();
    const int rows = m_store->owner("select count(*)::text from store.orders where fulfilment_status = 'on_hold'").toInt();
    QVERIFY(rows > 1);
    ExportRequest asked = request(ExportFormat::Xlsx, onHold());
    // Counted when nobody has counted yet; a number that is known is believed.
    for (const auto &[expected, room] : {std::pair<qint64, qint64>{xlsxMaxRows + 1, xlsxMaxRows}, {-1, rows - 1}}) {
        asked.expectedRows = expected;
        asked.sheetRows = room;
        const Ending ending = exported(asked);
        QCOMPARE(ending.how, u"failed"_s);
        QVERIFY2(ending.text.contains(QLocale().toString(room)) && ending.text.contains(QLocale().toString(room + 1)) && ending.text.contains(u"CSV"_s), qPrintable(ending.text));
    }
    QCOMPARE(runs(), before);
    QCOMPARE(files(), QStringList());
    // As many as fit are let through, and a CSV holds any number.
    asked.sheetRows = rows;
    QCOMPARE(exported(asked).how, u"finished"_s);
    asked.format = ExportFormat::Csv;
    asked.sheetRows = 1;
    QCOMPARE(exported(asked).how, u"finished"_s);
}

void TestExport::listThatGrowsPastASpreadsheetIsSaid()
{
    ExportRequest asked = request(ExportFormat::Xlsx, onHold());
    asked.expectedRows = 1;
    asked.sheetRows = 1;
    const Ending ending = exported(asked);
    QCOMPARE(ending.how, u"failed"_s);
    QVERIFY2(ending.text.contains(u"grown"_s) && ending.text.contains(u"CSV"_s), qPrintable(ending.text));
    QCOMPARE(files(), QStringList());
    QCOMPARE(lastRun("outcome"), u"failed"_s);
}

void TestExport::wordsAreThoseOfTheList()
{
    for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::Xlsx}) {
        ExportRequest asked = request(format, onHold());
        asked.columns = {{u"fulfilment"_s, u"Fulfilment"_s, "fulfilment_status", ExportColumn::Kind::Text, {{u"on_hold"_s, u"Zurückgestellt; wartet"_s}}}};
        QCOMPARE(exported(asked).how, u"finished"_s);
        if (format == ExportFormat::Csv)
            QCOMPARE(read(asked.fileName).split('\n').value(1), QByteArray("\"Zurückgestellt; wartet\"\r"));
        else if (canUnzip())
            QCOMPARE(readSheet(asked.fileName).value(1).value(0), (SheetCell{SheetCell::Kind::Text, u"Zurückgestellt; wartet"_s}));
    }
}

void TestExport::othersAreAnsweredMeanwhile()
{
    // An export that cannot go on: its log is held by somebody else.
    QVERIFY(holdLog());
    TableExport exporting(*m_lead);
    const Ending ending = run(exporting, [&] {
        exporting.start(request(ExportFormat::Csv, onHold()));
        const auto counted = answerOf(m_lead->background().run([](Connection &connection, const Interrupt &interrupt) -> Result<qint64> {
            const auto rows = connection.query({u"test/one"_s, "select 1::bigint"}, {}, interrupt);
            return rows ? Result<qint64>(rows->integer(0, 0)) : Result<qint64>(rows.error());
        }));
        QVERIFY(counted);
        QVERIFY(exporting.isRunning());
        QVERIFY(freeLog());
    });
    QVERIFY2(ending.how == u"finished", qPrintable(ending.text));
}

void TestExport::lockingEndsIt()
{
    const auto session = signIn(*m_store, u"lead"_s);
    QVERIFY(session);
    // One that cannot be through before the lock is turned: its log is held by somebody else.
    QVERIFY(holdLog());
    TableExport exporting(*session);
    const Ending ending = run(exporting, [&] {
        exporting.start(request(ExportFormat::Csv));
        session->lock();
        QVERIFY(freeLog());
    });
    QCOMPARE(ending.how, u"failed"_s);
    QCOMPARE(files(), QStringList());
}

void TestExport::oneExportAtATime()
{
    const int before = runs().toInt();
    TableExport exporting(*m_lead);
    ExportRequest second = request(ExportFormat::Csv);
    second.fileName = m_folder->filePath(u"second.csv"_s);
    const Ending ending = run(exporting, [&] {
        exporting.start(request(ExportFormat::Csv));
        exporting.start(second);
    });
    QCOMPARE(ending.how, u"finished"_s);
    QCOMPARE(files(), QStringList{u"orders.csv"_s});
    QCOMPARE(runs().toInt(), before + 1);
}

void TestExport::everyPageIsWrittenOnceAndInOrder()
{
    // More than one page of rows, all of one key, so that pages meet within ties.
    const QString made = m_store->owner("with made as (insert into store.orders (number, number_key, source, source_number, placed_at, customer_id, customer_name, customer_key, currency, subtotal_minor, total_minor) "
                                        "select 'P' || n, 'P' || lpad(n::text, 12, '0'), 'pages', n::text, '2020-01-01', c.id, 'Same Name', 'same name', 'EUR', n, n "
                                        "from generate_series(1, 20500) n, (select id from store.customer order by id limit 1) c returning 1) select count(*)::text from made");
    QCOMPARE(made, u"20500"_s);
    const TableQuery query{.filters = {{u"source"_s, u"in"_s, {u"pages"_s}}}, .text = {}, .sort = u"placed"_s, .descending = true};
    for (const QString &sort : {u"placed"_s, u"customer"_s}) {
        ExportRequest asked = request(ExportFormat::Csv, query);
        asked.query.sort = sort;
        asked.columns = {columns().at(0), columns().at(3)};
        const Ending ending = exported(asked);
        QVERIFY2(ending.how == u"finished", qPrintable(ending.text));
        QCOMPARE(ending.rows, 20'500);
        QByteArray expected = "\xEF\xBB\xBFOrder,Total\r\n";
        for (int n = 20'500; n > 0; --n)
            expected += 'P' + QByteArray::number(n) + ',' + Money{n, u"EUR"_s}.toPlainText().toLatin1() + "\r\n";
        QVERIFY(read(asked.fileName) == expected);
    }
}

QTEST_GUILESS_MAIN(TestExport)
#include "tst_export.moc"
