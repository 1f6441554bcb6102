// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include <QComboBox>
#include <QDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProcess>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// A shop's export comes in by the console; an agent with a customer on the phone finds the order, writes a note, puts it on hold and
/// releases it, with the keyboard; the privacy officer proves it.
class TestOrdersStory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fileComesIn();
    void orderIsFoundByTheCallersMail();
    void noteIsWritten();
    void orderIsHeldAndReleased();
    void everythingIsOnRecord();
    void sameFileAgainChangesNothing();

private:
    QJsonObject stewardctl(const QStringList &arguments, const QString &login, int *exitCode = nullptr) const;

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
    QString m_file, m_number;
    qint64 m_id = 0;
    QTemporaryDir m_folder;
};

QJsonObject TestOrdersStory::stewardctl(const QStringList &arguments, const QString &login, int *exitCode) const
{
    const ConnectionOptions options = m_store->as(login);
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"STEWARD_PASSWORD"_s, options.password);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(STEWARD_CTL), arguments + QStringList{u"--host"_s, options.hosts.first().host, u"--port"_s, QString::number(options.hosts.first().port), u"--database"_s,
                                                                       options.database, u"--user"_s, login, u"--ca-file"_s, options.caFile});
    if (!process.waitForFinished(180'000))
        qFatal("stewardctl does not end");
    if (exitCode)
        *exitCode = process.exitCode();
    if (const QByteArray error = process.readAllStandardError(); !error.isEmpty())
        qInfo("%s", error.constData());
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

void TestOrdersStory::initTestCase()
{
    m_file = qEnvironmentVariable("STEWARD_SHARED_DATA") + u"/orders/shopify-genuine-export-redacted/orders_export.csv"_s;
    if (!QFileInfo::exists(m_file))
        QSKIP("the files from elsewhere are not here");
    m_store = std::make_unique<StoreUnderTest>();
}

void TestOrdersStory::fileComesIn()
{
    int exitCode = -1;
    const QJsonObject report = stewardctl({u"import"_s, u"orders"_s, m_file, u"--format"_s, u"shopify"_s, u"--json"_s, u"--rejects"_s, m_folder.path()}, u"importer"_s, &exitCode);
    QCOMPARE(exitCode, 0);
    const QJsonValue file = report[u"files"][0];
    QCOMPARE(file[u"rows"].toInt(), 121);
    QCOMPARE(file[u"created"].toInt(), 51);
    QCOMPARE(file[u"rejected"].toInt(), 0);
    QCOMPARE(m_store->owner("select count(*) || ' ' || sum(item_count) from store.orders where source = 'shopify'"),
             m_store->owner("select 51 || ' ' || sum(quantity) from store.order_line"));
}

void TestOrdersStory::orderIsFoundByTheCallersMail()
{
    m_number = m_store->owner("select number from store.orders where fulfilment_status = 'unfulfilled' order by id limit 1");
    m_id = m_store->owner("select id::text from store.orders where number = $1", Params().text(m_number)).toLongLong();
    const QString mail = m_store->owner("select email from store.orders where id = $1", Params().integer(m_id));
    m_desk = std::make_unique<Desk>(*m_store);
    QVERIFY(m_desk->signIn(u"agent"_s));
    QVERIFY(m_desk->waitForList());
    QCOMPARE(m_desk->table()->model()->rowCount(), 51);
    auto *box = m_desk->find<QLineEdit>(u"lookUpBox"_s);
    box->setFocus();
    m_desk->type(mail);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QListWidget>(u"lookUpResults"_s) && m_desk->find<QListWidget>(u"lookUpResults"_s)->count() > 0, 20'000);
    // The caller reads the number out: it leads to exactly that order.
    box->setFocus();
    box->selectAll();
    m_desk->press(Qt::Key_Delete);
    m_desk->type(m_number);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QListWidget>(u"lookUpResults"_s)->count() == 1, 20'000);
    m_desk->press(Qt::Key_Return);
    const auto shown = [this] {
        const auto *label = m_desk->window().findChild<QLabel *>(u"panelNumber"_s);
        return label && label->text() == m_number;
    };
    QTRY_VERIFY_WITH_TIMEOUT(shown(), 20'000);
}

void TestOrdersStory::noteIsWritten()
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_M, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->find<QWidget>(u"noteEdit"_s)->hasFocus(), 20'000);
    m_desk->type(u"Called: deliver after six."_s);
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select body from store.note where order_id = $1", Params().integer(m_id)), u"Called: deliver after six."_s, 20'000);
}

void TestOrdersStory::orderIsHeldAndReleased()
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_H, Qt::ControlModifier);
    QDialog *sheet = m_desk->waitForSheet(u"holdSheet"_s);
    QVERIFY(sheet);
    auto *reason = sheet->findChild<QComboBox *>(u"holdReason"_s);
    reason->setCurrentIndex(reason->findData(u"customer_request"_s));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    const auto status = [this] { return m_store->owner("select fulfilment_status from store.orders where id = $1", Params().integer(m_id)); };
    QTRY_COMPARE_WITH_TIMEOUT(status(), u"on_hold"_s, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->sheet(u"holdSheet"_s), 20'000);
    m_desk->backToTheList();
    m_desk->prompts.choice = 0;
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->action(u"releaseAction"_s)->isEnabled(), 20'000);
    m_desk->press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(status(), u"unfulfilled"_s, 20'000);
}

void TestOrdersStory::everythingIsOnRecord()
{
    QCOMPARE(m_store->owner("select string_agg(kind, ' ' order by id) from store.event where order_id = $1", Params().integer(m_id)), u"imported hold_placed hold_released"_s);
    QCOMPARE(m_store->owner("select string_agg(verb, ' ' order by seq) from audit.entry where actor = 'agent' and verb <> 'order_open'"),
             u"note_add hold_place hold_release"_s);
    // Looking at the order is on record too, by whom and why.
    QVERIFY(m_store->owner("select count(*)::text from audit.entry where actor = 'agent' and verb = 'order_open'").toInt() > 0);
    m_store->work("select desk.work_tick()::text");
    int exitCode = -1;
    (void)stewardctl({u"audit"_s, u"verify"_s, u"--json"_s}, u"privacy"_s, &exitCode);
    QCOMPARE(exitCode, 0);
    const QByteArray log = m_store->serverLog();
    QVERIFY(!log.contains("deliver after six") && !log.contains("shopper1@"));
}

void TestOrdersStory::sameFileAgainChangesNothing()
{
    const QString before = m_store->owner("select md5(string_agg(o::text, '' order by id)) from store.orders o");
    const QJsonObject report = stewardctl({u"import"_s, u"orders"_s, m_file, u"--format"_s, u"shopify"_s, u"--json"_s, u"--rejects"_s, m_folder.path()}, u"importer"_s);
    QCOMPARE(report[u"files"][0][u"unchanged"].toInt(), 51);
    QCOMPARE(m_store->owner("select md5(string_agg(o::text, '' order by id)) from store.orders o"), before);
    m_desk.reset();
}

QTEST_MAIN(TestOrdersStory)
#include "tst_ordersstory.moc"
