// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/profile.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace Steward;
using namespace Qt::StringLiterals;

class TestProfile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostsAreReadAndPrinted_data();
    void hostsAreReadAndPrinted();
    void brokenHostsAreRefused_data();
    void brokenHostsAreRefused();
    void profilesSurviveTheSettings();
    void brokenProfileDoesNotHideTheOthers();
    void passwordBelongsToTheServerNotTheName();
    void optionsCarryWhatTheProfileSays();
};

void TestProfile::hostsAreReadAndPrinted_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("printed");
    QTest::newRow("name") << u"db.example.com"_s << u"db.example.com:5432"_s;
    QTest::newRow("with port") << u"db.example.com:6000"_s << u"db.example.com:6000"_s;
    QTest::newRow("several") << u" db1 , db2:5433"_s << u"db1:5432, db2:5433"_s;
    QTest::newRow("address") << u"192.0.2.7:1"_s << u"192.0.2.7:1"_s;
    QTest::newRow("IPv6") << u"2001:db8::1"_s << u"[2001:db8::1]:5432"_s;
    QTest::newRow("IPv6 with port") << u"[2001:db8::1]:6000"_s << u"[2001:db8::1]:6000"_s;
    QTest::newRow("IPv6 in brackets") << u"[::1]"_s << u"[::1]:5432"_s;
}

void TestProfile::hostsAreReadAndPrinted()
{
    QFETCH(QString, text);
    QFETCH(QString, printed);
    const QList<HostPort> hosts = Profile::parseHosts(text);
    QCOMPARE(Profile::printHosts(hosts), printed);
    QCOMPARE(Profile::parseHosts(printed), hosts);
}

void TestProfile::brokenHostsAreRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("only commas") << u","_s;
    QTest::newRow("one missing") << u"db1,,db2"_s;
    QTest::newRow("no port after the colon") << u"db1:"_s;
    QTest::newRow("port no number") << u"db1:http"_s;
    QTest::newRow("port too large") << u"db1:65536"_s;
    QTest::newRow("port zero") << u"db1:0"_s;
    QTest::newRow("open bracket") << u"[::1"_s;
    QTest::newRow("rest after the bracket") << u"[::1]x"_s;
    QTest::newRow("socket directory") << u"/var/run/postgresql"_s;
    QTest::newRow("abstract socket") << u"@pg"_s;
    QTest::newRow("blank inside") << u"db1 sslmode=disable"_s;
}

void TestProfile::brokenHostsAreRefused()
{
    QFETCH(QString, text);
    QVERIFY(Profile::parseHosts(text).isEmpty());
}

void TestProfile::profilesSurviveTheSettings()
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(u"settings.ini"_s);
    const QList<Profile> profiles{
        {.name = u"Store"_s,
         .hosts = {{u"db1"_s, 1}, {u"::1"_s, 2}},
         .database = u"st\u00f6re"_s,
         .caFile = u"/a b/ca;1.pem"_s,
         .lastUser = u"ann"_s},
        {.name = u"Trial, with a comma"_s, .hosts = {{u"localhost"_s, 5432}}, .caFile = {}, .lastUser = {}}};
    {
        QSettings settings(file, QSettings::IniFormat);
        saveProfiles(settings, {profiles.first(), profiles.last(), profiles.first()});
        saveProfiles(settings, profiles);
    }
    QSettings settings(file, QSettings::IniFormat);
    QCOMPARE(loadProfiles(settings), profiles);
}

void TestProfile::brokenProfileDoesNotHideTheOthers()
{
    const QTemporaryDir directory;
    QSettings settings(directory.filePath(u"settings.ini"_s), QSettings::IniFormat);
    const Profile good{.name = u"Good"_s, .hosts = {{u"db1"_s, 1}}, .caFile = {}, .lastUser = {}};
    saveProfiles(settings, {Profile{.name = u"Bad"_s, .hosts = {}, .caFile = {}, .lastUser = {}}, good});
    QCOMPARE(loadProfiles(settings), QList<Profile>{good});
}

void TestProfile::passwordBelongsToTheServerNotTheName()
{
    Profile profile{.name = u"Store"_s, .hosts = {{u"db1"_s, 1}}, .caFile = {}, .lastUser = {}};
    const QString key = profile.credentialKey(u"ann"_s);
    profile.name = u"Renamed"_s;
    QCOMPARE(profile.credentialKey(u"ann"_s), key);
    QVERIFY(profile.credentialKey(u"bob"_s) != key);
    profile.hosts = {{u"evil.example"_s, 1}};
    QVERIFY(profile.credentialKey(u"ann"_s) != key);
}

void TestProfile::optionsCarryWhatTheProfileSays()
{
    const Profile profile{
        .name = u"Store"_s, .hosts = {{u"db1"_s, 1}}, .database = u"shop"_s, .caFile = u"ca.pem"_s, .lastUser = {}};
    const ConnectionOptions options = profile.options(u"ann"_s, u"secret"_s);
    QCOMPARE(options.hosts, profile.hosts);
    QCOMPARE(options.database, u"shop"_s);
    QCOMPARE(options.user, u"ann"_s);
    QCOMPARE(options.password, u"secret"_s);
    QCOMPARE(options.caFile, u"ca.pem"_s);
}

QTEST_GUILESS_MAIN(TestProfile)
#include "tst_profile.moc"
