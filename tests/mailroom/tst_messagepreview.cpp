// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ctl/console.h"
#include "tests/mailroom/servers.h"
#include "tests/ui/desk.h"
#include "ui/common/isolate.h"

#include <QDialog>
#include <QLabel>
#include <QPushButton>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 20'000;

} // namespace

/// What a window shows of a message before it is sent, beside what a mail server is given of it by the real stewardctl.
class TestMessagePreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void previewIsWhatIsSent_data();
    void previewIsWhatIsSent();
    void whatCannotBeShownCanBeSentAllTheSame();

private:
    void deliver(const Variables &more) const;
    [[nodiscard]] QDialog *open(const QString &kind) const;
    void writeOwnTexts() const;

    ServerFolder m_folder;
    std::unique_ptr<PythonServer> m_mail;
    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<Desk> m_desk;
};

void TestMessagePreview::initTestCase()
{
    if (!hasMailServer())
        QSKIP("python3-aiosmtpd is not installed");
}

void TestMessagePreview::init()
{
    m_folder.clear(mailScript() + u".log"_s);
    m_mail = std::make_unique<PythonServer>(m_folder, mailScript());
    m_store = std::make_unique<StoreUnderTest>();
    m_store->owner("update store.setting set value = '\"service@shop.example\"' where key = 'store.sender'");
    m_store->owner("update store.setting set value = '\"The Mug & Möbel Shop\"' where key = 'store.name'");
    m_store->owner("update store.setting set value = '\"Europe/Berlin\"' where key = 'store.time_zone'");
    const qint64 order = m_store->placeOrder(u"Hans <b>Müller</b> {total}"_s);
    m_store->payOrder(order);
    m_store->owner("update store.orders set placed_at = '2026-02-28 23:30+00', discount_minor = 125 where id = $1", Params().integer(order)); // in the store's zone it is March
    m_desk = std::make_unique<Desk>(*m_store);
}

void TestMessagePreview::cleanup()
{
    m_desk.reset();
    m_store.reset();
    m_mail.reset();
}

void TestMessagePreview::deliver(const Variables &more) const
{
    m_store->owner("update mailroom.outbox set not_before = now() - interval '1 second' where state = 'waiting'");
    Variables variables{{u"STEWARD_SMTP_URL"_s, m_mail->url(u"smtp"_s)}, {u"STEWARD_SMTP_CA_FILE"_s, m_folder.caFile()}};
    variables.insert(more);
    const Outcome outcome = runCtl({u"deliver"_s, u"--once"_s}, m_store->TestDatabase::as(u"deliver"_s), variables);
    QVERIFY2(outcome.exitCode == 0, outcome.told().constData());
}

void TestMessagePreview::writeOwnTexts() const
{
    for (const QString &kind : {u"question"_s, u"confirmation"_s}) {
        QFile file(m_folder.path(kind + u".txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Subject: {store}: Bestellung {number}\n\nGuten Tag {name},\n\n{lines}\n\n{text}\n\nVersand {shipping}, Nachlass {discount}, zusammen {total} am {date}\n\n{refund}\n");
    }
}

QDialog *TestMessagePreview::open(const QString &kind) const
{
    QAction *action = m_desk->action(kind + u"Action"_s);
    if (!QTest::qWaitFor([&] { return action->isEnabled(); }, patienceMs))
        return nullptr;
    if (kind == u"message")
        m_desk->press(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    else
        action->trigger(); // it has no key of its own
    return m_desk->waitForSheet(kind + u"Sheet"_s);
}

void TestMessagePreview::previewIsWhatIsSent_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("isOwn");
    QTest::newRow("question") << u"message"_s << false;
    QTest::newRow("confirmation") << u"confirmation"_s << false;
    QTest::newRow("question in the store's own words") << u"message"_s << true;
    QTest::newRow("confirmation in the store's own words") << u"confirmation"_s << true;
}

void TestMessagePreview::previewIsWhatIsSent()
{
    QFETCH(const QString, kind);
    QFETCH(const bool, isOwn);
    Variables service;
    if (isOwn) {
        writeOwnTexts();
        service = {{u"STEWARD_MAIL_TEMPLATES"_s, m_folder.path({})}, {u"STEWARD_MAIL_LOCALE"_s, u"de_DE"_s}};
        deliver(service); // it has begun once, as a service has
    }
    QVERIFY(m_desk->signIn(u"agent"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    QDialog *sheet = open(kind);
    QVERIFY(sheet);
    if (kind == u"message")
        m_desk->type(u"Is it {number}, \"blue\" – or green?"_s);
    const auto *preview = sheet->findChild<QLabel *>(u"messagePreview"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(preview->text().contains(u"Subject: "_s), qPrintable(preview->text()), patienceMs);
    const QString shown = preview->text();
    QVERIFY2(shown.contains(isOwn ? u"Guten Tag"_s : u"Hello"_s), qPrintable(shown));
    m_desk->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select count(*)::text from mailroom.outbox where state = 'waiting'"), u"1"_s, patienceMs);
    deliver(service);
    const QList<QJsonObject> mails = m_folder.log(mailScript() + u".log"_s);
    QCOMPARE(mails.size(), 1);
    const auto part = [&mails](const QString &name) { return mails.first().value(name).toString(); };
    const QString sent = QStringList{u"From: %1 <%2>"_s.arg(isolated(part(u"from_name"_s)), part(u"from"_s)), u"To: "_s + part(u"to"_s), u"Subject: "_s + part(u"subject"_s), {},
                                     part(u"body"_s).remove(u'\r').trimmed()}.join(u'\n');
    QCOMPARE(shown, sent);
}

/// A text that this desktop cannot read, since a newer service told it, stops nobody.
void TestMessagePreview::whatCannotBeShownCanBeSentAllTheSame()
{
    QCOMPARE(m_store->deliver("select mailroom.tell_templates('{\"question\": \"Subject: s\\n\\n{something_new}\"}', 'en_US')->>'outcome'"), u"done"_s);
    QVERIFY(m_desk->signIn(u"agent"_s));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    QDialog *sheet = open(u"message"_s);
    QVERIFY(sheet);
    m_desk->type(u"Which colour?"_s);
    const auto *preview = sheet->findChild<QLabel *>(u"messagePreview"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(preview->text().contains(u"{something_new}"_s), qPrintable(preview->text()), patienceMs);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"messageButton"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_store->owner("select body->>'text' from mailroom.outbox"), u"Which colour?"_s, patienceMs);
}

QTEST_MAIN(TestMessagePreview)
#include "tst_messagepreview.moc"
