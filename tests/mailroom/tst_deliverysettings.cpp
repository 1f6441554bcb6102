// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/deliverysettings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

/// Where secrets may come from, and that no side is reached without TLS.
class TestDeliverySettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAFileThatIsItsUsersAlone();
    void refusesAFileThatOthersMayRead_data();
    void refusesAFileThatOthersMayRead();
    void readsTheEnvironment();
    void refusesWhatIsNotEncrypted_data();
    void refusesWhatIsNotEncrypted();
    void halfAProcessorIsRefused();
    void secretsAreInNoMessage();

private:
    QString write(const QByteArray &content, QFileDevice::Permissions permissions) const
    {
        const QString name = m_folder.filePath(u"deliver.env"_s);
        QFile::remove(name);
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0 || !file.setPermissions(permissions))
            qFatal("cannot write");
        return name;
    }
    QTemporaryDir m_folder;
};

constexpr auto own = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

void TestDeliverySettings::readsAFileThatIsItsUsersAlone()
{
    const auto settings = DeliverySettings::fromFile(write("# mail\nSTEWARD_SMTP_URL=smtp://mail.example:587/\nSTEWARD_SMTP_USER=shop\n STEWARD_SMTP_PASSWORD = \"a=b #c\" \n"
                                                           "STEWARD_PAYPAL_URL=https://api-m.paypal.com\nSTEWARD_PAYPAL_CLIENT='id'\nSTEWARD_PAYPAL_SECRET=s\nSTEWARD_MAIL_LOCALE=de_DE\n", own));
    QVERIFY2(settings, settings ? "" : qPrintable(settings.error().userText));
    QCOMPARE(settings->mail->url, u"smtp://mail.example:587"_s);
    QCOMPARE(settings->mail->user, u"shop"_s);
    QCOMPARE(settings->mail->password, u"a=b #c"_s);
    QCOMPARE(settings->paypal->client, u"id"_s);
    QCOMPARE(settings->locale.name(), u"de_DE"_s);
}

void TestDeliverySettings::refusesAFileThatOthersMayRead_data()
{
    QTest::addColumn<int>("further");
    QTest::newRow("group") << int(QFileDevice::ReadGroup);
    QTest::newRow("others") << int(QFileDevice::ReadOther);
    QTest::newRow("group may write") << int(QFileDevice::WriteGroup);
    QTest::newRow("others may write") << int(QFileDevice::WriteOther);
}

void TestDeliverySettings::refusesAFileThatOthersMayRead()
{
    QFETCH(const int, further);
    const auto settings = DeliverySettings::fromFile(write("STEWARD_SMTP_URL=smtp://mail.example:587\n", own | QFileDevice::Permissions(further)));
    QVERIFY(!settings);
    QVERIFY(settings.error().userText.contains(u"chmod 600"));
}

void TestDeliverySettings::readsTheEnvironment()
{
    QVERIFY(!DeliverySettings::fromEnvironment());
    qputenv("STEWARD_SMTP_URL", "smtps://mail.example");
    const auto settings = DeliverySettings::fromEnvironment();
    qunsetenv("STEWARD_SMTP_URL");
    QVERIFY(settings && settings->mail && !settings->paypal);
}

void TestDeliverySettings::refusesWhatIsNotEncrypted_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("url");
    for (const char *url : {"http://api-m.paypal.com", "https://user:word@api-m.paypal.com", "https://", "api-m.paypal.com", "https://api-m.paypal.com/v2", "https://x?y=z", "file:///etc/passwd"})
        QTest::newRow(url) << u"STEWARD_PAYPAL_URL"_s << QString::fromLatin1(url);
    for (const char *url : {"mail.example", "http://mail.example", "smtp://", "smtp://u:p@mail.example", "smtp://mail.example/path"})
        QTest::newRow(url) << u"STEWARD_SMTP_URL"_s << QString::fromLatin1(url);
}

void TestDeliverySettings::refusesWhatIsNotEncrypted()
{
    QFETCH(const QString, key);
    QFETCH(const QString, url);
    const auto settings = DeliverySettings::read([&](const QString &wanted) { return wanted == key ? url : wanted.contains(u"PAYPAL"_s) && !wanted.endsWith(u"URL") ? u"x"_s : QString(); });
    QVERIFY(!settings);
    QVERIFY(settings.error().userText.contains(key));
}

/// A misspelt name of the one beside it would leave every refund waiting.
void TestDeliverySettings::halfAProcessorIsRefused()
{
    const auto settings = DeliverySettings::fromFile(write("STEWARD_SMTP_URL=smtp://mail.example:587\nSTEWARD_PAYPAL_UR=https://api-m.paypal.com\nSTEWARD_PAYPAL_CLIENT=id\nSTEWARD_PAYPAL_SECRET=s\n", own));
    QVERIFY(!settings && settings.error().userText.contains(u"STEWARD_PAYPAL_URL"));
}

void TestDeliverySettings::secretsAreInNoMessage()
{
    const auto settings = DeliverySettings::fromFile(write("STEWARD_SMTP_URL=http://x\nSTEWARD_SMTP_PASSWORD=Geheimnis\n", own));
    QVERIFY(!settings && !settings.error().userText.contains(u"Geheimnis"));
}

QTEST_GUILESS_MAIN(TestDeliverySettings)
#include "tst_deliverysettings.moc"
